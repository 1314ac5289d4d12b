/** One round of a case: its times as a line, and its jury seat by seat. */
import type { ReactNode } from 'react';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Person } from '../components/Person.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { Timeline } from '../components/Timeline.tsx';
import { useWords } from '../words/words.ts';
import type { CaseJson, CaseRound } from './courtQueries.ts';

const steps = ['evidence', 'seeding', 'drawing', 'voting', 'revealing', 'appealable'] as const;

interface JuryCardProps {
  readonly dispute: CaseJson;
  readonly round: CaseRound;
  readonly number: number;
}

export function JuryCard({ dispute, round, number }: JuryCardProps): ReactNode {
  const { t } = useWords();
  const { times, verdict, seats } = round;
  const isNewest = number === dispute.round;
  const now = isNewest ? (steps as readonly string[]).indexOf(dispute.stage) : -1;
  const ends = [
    times.evidenceEndsAt,
    times.drawAt,
    times.summonBy,
    times.commitEndsAt,
    times.revealEndsAt,
    times.appealEndsAt,
  ];
  const revealed = round.seeds.filter(({ secret }) => secret !== undefined).length;
  return (
    <Card
      title={t('court.jury', { round: number + 1 })}
      note={
        verdict === undefined
          ? t('court.seeds', { revealed, count: round.seeds.length })
          : t('court.said', { verdict: t(`verdict.${verdict}`) })
      }
    >
      {isNewest && now >= 0 && (
        <Timeline
          entries={steps.map((step, index) => ({
            id: step,
            state: index < now ? 'past' : index === now ? 'now' : 'future',
            words: t(`court.stage.${step}`),
            when: <Time timeMs={ends[index] ?? 0} />,
          }))}
        />
      )}
      {seats.length > 0 && (
        <DataTable
          caption={t('court.jury', { round: number + 1 })}
          rows={seats}
          rowId={({ juror }) => juror}
          columns={[
            { id: 'juror', head: t('court.juror'), cell: ({ juror }) => <Person address={juror} /> },
            {
              id: 'vote',
              head: t('court.vote'),
              cell: ({ hash, vote }) => (
                <StateChip tone={vote === 'grant' ? 'right' : vote === 'deny' ? 'wrong' : 'neutral'}>
                  {vote !== undefined
                    ? t(`verdict.${vote}`)
                    : t(hash === undefined ? 'court.vote.none' : 'court.vote.sealed')}
                </StateChip>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
