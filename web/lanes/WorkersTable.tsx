/** What each worker did: its share as a bar, what was moved to it, and how long it worked and waited. */
import type { CSSProperties, ReactNode } from 'react';
import type { WorkerReportJson } from '#api/client/answers.ts';
import { formatMs } from '../components/BlockGantt.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { WorkerMark, workerColour } from '../components/WorkerMark.tsx';
import { formatCount, formatShare } from '../formats.ts';
import { useWords } from '../words/words.ts';
import classes from './WorkersTable.module.css';

/** Shares of the node's answer have four decimals. */
const shareUnits = 10_000;

export function WorkersTable({ workers }: { readonly workers: readonly WorkerReportJson[] }): ReactNode {
  const { t, language } = useWords();
  const count = (value: number): string => formatCount(value, language);
  const rows = workers.map((one, worker) => ({ ...one, worker }));
  return (
    <Card title={t('lanesPage.workers')} note={t('lanesPage.workersNote')} flush>
      <DataTable
        caption={t('lanesPage.workersCaption')}
        rows={rows}
        rowId={({ worker }) => String(worker)}
        columns={[
          { id: 'worker', head: t('lanes.worker'), cell: ({ worker }) => <WorkerMark worker={worker} /> },
          {
            id: 'share',
            head: t('lanesPage.share'),
            cell: ({ worker, share }) => {
              const { className, ...data } = workerColour(worker);
              return (
                <span className={`${classes.share} ${className}`} {...data}>
                  <span
                    className={classes.bar}
                    aria-hidden="true"
                    style={{ '--share': `${share * 100}%` } as CSSProperties}
                  />
                  {formatShare(BigInt(Math.round(share * shareUnits)), BigInt(shareUnits), language)}
                </span>
              );
            },
          },
          {
            id: 'executed',
            head: t('lanesPage.executed'),
            align: 'end',
            cell: ({ executed }) => count(executed),
          },
          {
            id: 'moved',
            head: t('lanesPage.moved'),
            align: 'end',
            wideOnly: true,
            cell: ({ moved }) => count(moved),
          },
          { id: 'written', head: t('lanesPage.cells'), align: 'end', cell: ({ written }) => count(written) },
          {
            id: 'busy',
            head: t('lanesPage.busy'),
            align: 'end',
            wideOnly: true,
            cell: ({ busyMs }) => formatMs(busyMs.execute + busyMs.stage + busyMs.commit),
          },
          {
            id: 'waited',
            head: t('lanesPage.waited'),
            align: 'end',
            cell: ({ waitedMs }) => formatMs(waitedMs),
          },
        ]}
      />
    </Card>
  );
}
