/** What a poll says so far: a bar and a figure for each choice, who is ahead or has won, and the rounds of a run-off. */
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { formatCount, type Token } from '../formats.ts';
import classes from '../pages/TreasuryPage.module.css';
import { useWords } from '../words/words.ts';
import type { PollJson } from './pollQueries.ts';

interface ResultCardProps {
  readonly poll: PollJson;
  readonly token: Token;
}

/** Power in the poll's own unit: stake, or heads. */
function Power({ poll, token, power }: ResultCardProps & { readonly power: string }): ReactNode {
  const { t } = useWords();
  if (poll.method === 'copeland') return t('polls.points', { points: Number(power) });
  if (poll.weighing === 'members') return t('polls.voices', { count: Number(power) });
  return <Amount amount={power} token={token} />;
}

export function ResultCard({ poll, token }: ResultCardProps): ReactNode {
  const { t, language } = useWords();
  const most = poll.figures.reduce((greatest, own) => (BigInt(own) > greatest ? BigInt(own) : greatest), 1n);
  return (
    <Card title={t('polls.result')} note={t('polls.resultNote', { voters: Number(poll.voters) })}>
      <ul className={classes.budgets}>
        {poll.choices.map((choice, place) => {
          const figure = poll.figures[place] ?? '0';
          return (
            <li key={choice}>
              <div className={classes.head}>
                <strong>
                  <bdi>{choice}</bdi>{' '}
                  {poll.winner === place && (
                    <StateChip tone={poll.state === 'closed' ? 'right' : 'pending'}>
                      {t(poll.state === 'closed' ? 'polls.won' : 'polls.winner')}
                    </StateChip>
                  )}
                </strong>
                <span className={classes.figures}>
                  <Power poll={poll} token={token} power={figure} />
                </span>
              </div>
              <div className={classes.bar} aria-hidden="true">
                <span style={{ width: `${Number((BigInt(figure) * 1000n) / most) / 10}%` }} />
              </div>
            </li>
          );
        })}
      </ul>
      {poll.rounds.length > 1 && (
        <DataTable
          caption={t('polls.rounds')}
          rows={poll.choices.map((choice, place) => ({ choice, place }))}
          rowId={({ choice }) => choice}
          columns={[
            { id: 'choice', head: t('polls.what'), cell: ({ choice }) => <bdi>{choice}</bdi> },
            ...poll.rounds.map((round, index) => ({
              id: String(index),
              head: t('polls.round', { round: formatCount(index + 1, language) }),
              align: 'end' as const,
              cell: ({ place }: { readonly place: number }) => {
                const own = round[place] ?? '-1';
                return own.startsWith('-') ? t('polls.out') : <Power poll={poll} token={token} power={own} />;
              },
            })),
          ]}
        />
      )}
    </Card>
  );
}
