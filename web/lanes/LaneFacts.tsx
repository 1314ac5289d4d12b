/** What waited for what, in one plain sentence each. */
import type { ReactNode } from 'react';
import type { LaneReportJson, LaneTotalsJson } from '#api/client/answers.ts';
import { Card } from '../components/Card.tsx';
import { formatShare } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './LaneFacts.module.css';

/** Work and waiting of all workers, in microseconds, so that a share is one of whole numbers. */
const workOf = ({ workers }: LaneReportJson | LaneTotalsJson): { busy: bigint; all: bigint } => {
  const busy = workers.reduce((sum, { busyMs }) => sum + busyMs.execute + busyMs.stage + busyMs.commit, 0);
  const waited = workers.reduce((sum, { waitedMs }) => sum + waitedMs, 0);
  return { busy: BigInt(Math.round(busy * 1000)), all: BigInt(Math.round((busy + waited) * 1000)) };
};

export function LaneFacts({ of }: { readonly of: LaneReportJson | LaneTotalsJson }): ReactNode {
  const { t, language } = useWords();
  const { busy, all } = workOf(of);
  const sentences = [
    {
      id: 'groups',
      words: t('lanesPage.factGroups', { count: of.transactions - of.notAdmitted, groups: of.groups }),
    },
    { id: 'joined', words: t('lanesPage.factJoined', { joined: of.joined, conflicts: of.conflicts }) },
    { id: 'draws', words: t('lanesPage.factDraws', { count: of.uncoveredDraws }) },
    ...(of.workers.length > 1
      ? [
          {
            id: 'moved',
            words: t('lanesPage.factMoved', { count: of.workers.reduce((sum, { moved }) => sum + moved, 0) }),
          },
          { id: 'cross', words: t('lanesPage.factCross', { count: of.crossLaneCells }) },
          { id: 'lanes', words: t('lanesPage.factLanes', { count: of.movedLanes }) },
        ]
      : []),
    ...(of.workers.length > 1 && all > 0n
      ? [{ id: 'waited', words: t('lanesPage.factWaited', { share: formatShare(busy, all, language) }) }]
      : []),
    ...(of.retries > 0 ? [{ id: 'retries', words: t('lanesPage.factRetries', { count: of.retries }) }] : []),
    ...(of.moduleFaults > 0
      ? [{ id: 'faults', words: t('lanesPage.factFaults', { count: of.moduleFaults }) }]
      : []),
  ];
  return (
    <Card title={t('lanesPage.facts')}>
      <ul className={classes.facts}>
        {sentences.map(({ id, words }) => (
          <li key={id}>{words}</li>
        ))}
      </ul>
    </Card>
  );
}
