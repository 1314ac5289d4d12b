/** What happened to a contribution, what is now, and what comes. */
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { Timeline, type TimelineEntry } from '../components/Timeline.tsx';
import { usePulse } from '../components/usePulse.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import type { ContributionJson, RoundJson } from './contributionQueries.ts';
import { useChainClock } from './useChainClock.ts';

interface WorkTimelineProps {
  readonly work: ContributionJson;
  readonly round: RoundJson | undefined;
}

const pulseMs = 1000;

/** An entry before it is known whether it is past; without a time it is now. */
interface Moment {
  readonly id: string;
  readonly atMs?: number | undefined;
  readonly words: ReactNode;
}

/** Past by the clock, or still to come. */
function entryOf({ id, atMs, words }: Moment, nowMs: number): TimelineEntry {
  if (atMs === undefined) return { id, state: 'now', words };
  return { id, state: atMs <= nowMs ? 'past' : 'future', words, when: <Time timeMs={atMs} /> };
}

export function WorkTimeline({ work, round }: WorkTimelineProps): ReactNode {
  const { t } = useWords();
  const nowMs = usePulse(pulseMs, useChainClock());
  const token = useToken(work.dao);
  const commits = round?.commits ?? [];
  const reveals = round?.reveals ?? [];
  const moments: Moment[] = [
    {
      id: 'submitted',
      atMs: work.submittedAt,
      words: (
        <Words id="contribution.timeline.submitted" values={{ name: <Person address={work.author} /> }} />
      ),
    },
    {
      id: 'committed',
      atMs: commits.at(-1)?.at,
      words: t('contribution.timeline.committed', { count: commits.length }),
    },
  ];
  if (reveals.length > 0)
    moments.push({
      id: 'revealed',
      atMs: reveals.at(-1)?.at,
      words: t('contribution.timeline.revealed', { count: reveals.length }),
    });
  if (work.scoredAt !== undefined)
    moments.push({
      id: 'scored',
      atMs: work.scoredAt,
      words: (
        <Words
          id="contribution.timeline.scored"
          values={{ amount: <Amount amount={work.immediate ?? '0'} token={token} /> }}
        />
      ),
    });
  moments.push(...afterScore(work, t('contribution.timeline.waits'), t('contribution.timeline.returned')));
  if (work.acceptedAt !== undefined)
    moments.push({
      id: 'stream',
      atMs: work.acceptedAt + work.rule.streamMs,
      words: t('contribution.timeline.stream'),
    });
  if (work.outcomeFrom !== undefined && work.rule.vestingPpm > 0)
    moments.push({
      id: 'outcome',
      atMs: work.outcome?.at ?? work.outcomeFrom,
      words: t(
        work.outcome === undefined ? 'contribution.timeline.outcome' : 'contribution.timeline.measured',
      ),
    });
  if (round?.challengeableUntil !== undefined)
    moments.push({
      id: 'window',
      atMs: round.challengeableUntil,
      words: t('contribution.timeline.window'),
    });
  const entries = moments.map((moment) => entryOf(moment, nowMs));
  const order = { past: 0, now: 1, future: 2 } as const;
  const sorted = [...entries].sort((left, right) => order[left.state] - order[right.state]);
  return (
    <Card title={t('contribution.timeline')}>
      <Timeline entries={sorted} />
    </Card>
  );
}

/** Acceptance, the wait for it, or the return. */
function afterScore(work: ContributionJson, waits: string, returned: string): Moment[] {
  if (work.acceptedAt !== undefined) {
    const name = <Person address={work.acceptedBy ?? work.author} />;
    const words = <Words id="contribution.timeline.accepted" values={{ name }} />;
    return [{ id: 'accepted', atMs: work.acceptedAt, words }];
  }
  if (work.state === 'returned') return [{ id: 'returned', atMs: work.settledAt, words: returned }];
  return work.state === 'scored' ? [{ id: 'waits', words: waits }] : [];
}
