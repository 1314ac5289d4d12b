/** Who scored a work, what each answered and when; the median that counts, in words, and dots where they differ. */
import type { ReactNode } from 'react';
import { formatScore, type Token } from '../formats.ts';
import { useWords } from '../words/words.ts';
import { Address } from './Address.tsx';
import { Amount } from './Amount.tsx';
import { type Column, DataTable } from './DataTable.tsx';
import classes from './ScorersPanel.module.css';
import { StateChip } from './StateChip.tsx';
import { Time } from './Time.tsx';

/** One member of the committee; without a score it has not answered. */
export interface ScorerAnswer {
  /** 64 hex digits. */
  readonly scorer: string;
  readonly name?: string;
  /** Protocol score of the chosen dimension, 0 … 10,000. */
  readonly score?: number;
  readonly timeMs?: number;
  /** Committed, so its answer is fixed though nobody knows it yet. */
  readonly committed?: boolean;
  /** A challenge proved it false; it counts no more. */
  readonly provenFalse?: boolean;
  /** Smallest units. */
  readonly bond: bigint;
}

interface ScorersPanelProps {
  readonly answers: readonly ScorerAnswer[];
  /** How many valid answers were needed: 2f + 1. */
  readonly quorum: number;
  /** The score that counts, once the quorum answered. */
  readonly median?: number | undefined;
  readonly token: Token;
}

export function ScorersPanel({ answers, quorum, median, token }: ScorersPanelProps): ReactNode {
  const { t } = useWords();
  const scores = answers.flatMap(({ score, provenFalse }) =>
    score === undefined || provenFalse === true ? [] : [score],
  );
  const differ = new Set(scores).size > 1;
  const columns: readonly Column<ScorerAnswer>[] = [
    {
      id: 'scorer',
      head: t('scorers.scorer'),
      cell: (answer) => <Address address={answer.scorer} name={answer.name} />,
    },
    {
      id: 'score',
      head: t('scorers.score'),
      align: 'end',
      cell: (answer) => (answer.score === undefined ? '–' : formatScore(answer.score)),
    },
    {
      id: 'bond',
      head: t('scorers.bond'),
      align: 'end',
      cell: (answer) => <Amount amount={answer.bond} token={token} />,
    },
    {
      id: 'state',
      head: t('scorers.answered'),
      cell: (answer) => <AnswerState answer={answer} />,
    },
  ];
  return (
    <div className={classes.panel}>
      <p className={classes.words}>
        {median === undefined
          ? t('scorers.waitingFor', { answered: scores.length, size: answers.length, quorum })
          : t(differ ? 'scorers.median' : 'scorers.agree', {
              answered: scores.length,
              size: answers.length,
              quorum,
              score: formatScore(median),
            })}
      </p>
      {differ && <DotPlot scores={scores} median={median} label={t('scorers.plot')} />}
      <DataTable
        caption={t('scorers.caption')}
        columns={columns}
        rows={answers}
        rowId={(answer) => answer.scorer}
      />
    </div>
  );
}

function AnswerState({ answer }: { readonly answer: ScorerAnswer }): ReactNode {
  const { t } = useWords();
  if (answer.provenFalse === true)
    return <StateChip tone="wrong">{t('contribution.scorers.false')}</StateChip>;
  if (answer.timeMs !== undefined) return <Time timeMs={answer.timeMs} />;
  return answer.committed === true ? (
    <StateChip tone="pending">{t('contribution.scorers.committed')}</StateChip>
  ) : (
    <StateChip tone="neutral">{t('scorers.waiting')}</StateChip>
  );
}

interface DotPlotProps {
  readonly scores: readonly number[];
  readonly median: number | undefined;
  readonly label: string;
}

/** The axis spans the answers with a tenth to either side; the table beside it has the figures. */
function DotPlot({ scores, median, label }: DotPlotProps): ReactNode {
  const low = Math.min(...scores);
  const high = Math.max(...scores);
  const margin = Math.max(10, (high - low) / 10);
  const place = (score: number): string => `${((score - low + margin) / (high - low + 2 * margin)) * 100}%`;
  return (
    <figure className={classes.plot} aria-label={label}>
      <div className={classes.axis} aria-hidden="true">
        {scores.map((score, index) => (
          <span key={index} className={classes.dot} style={{ insetInlineStart: place(score) }} />
        ))}
        {median !== undefined && (
          <span className={classes.median} style={{ insetInlineStart: place(median) }} />
        )}
      </div>
      <figcaption className={classes.ends}>
        <span>{formatScore(low)}</span>
        <span>{formatScore(high)}</span>
      </figcaption>
    </figure>
  );
}
