/** The reports of the newest blocks as a table, for who does not read columns. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { LaneReportJson } from '#api/client/answers.ts';
import { formatMs } from '../components/BlockGantt.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Height } from '../components/Height.tsx';
import { Time } from '../components/Time.tsx';
import { totalMsOf } from '../explorer/BlockPhases.tsx';
import { formatCount, formatHeight } from '../formats.ts';
import { useWords } from '../words/words.ts';

/** Two screens; older blocks have their columns. */
const rowsMax = 20;

interface ReportsTableProps {
  readonly reports: readonly LaneReportJson[];
  /** The chosen block. */
  readonly shown: number | undefined;
  readonly onShow: (report: LaneReportJson) => void;
}

export function ReportsTable({ reports, shown, onShow }: ReportsTableProps): ReactNode {
  const { t, language } = useWords();
  const count = (value: number): string => formatCount(value, language);
  return (
    <DataTable
      caption={t('lanesPage.recentCaption')}
      rows={reports.slice(0, rowsMax)}
      rowId={({ id }) => id}
      columns={[
        { id: 'height', head: t('explorer.height'), cell: ({ height }) => <Height height={height} /> },
        { id: 'when', head: t('explorer.when'), wideOnly: true, cell: ({ time }) => <Time timeMs={time} /> },
        {
          id: 'count',
          head: t('explorer.count'),
          align: 'end',
          cell: ({ transactions }) => count(transactions),
        },
        {
          id: 'groups',
          head: t('lanesPage.groups'),
          align: 'end',
          wideOnly: true,
          cell: ({ groups }) => count(groups),
        },
        { id: 'joined', head: t('lanesPage.joined'), align: 'end', cell: ({ joined }) => count(joined) },
        {
          id: 'cells',
          head: t('lanesPage.cells'),
          align: 'end',
          wideOnly: true,
          cell: ({ lanes }) => count(lanes.reduce((sum, cells) => sum + cells, 0)),
        },
        {
          id: 'total',
          head: t('lanesPage.total'),
          align: 'end',
          cell: (report) => formatMs(totalMsOf(report)),
        },
        {
          id: 'show',
          head: <span className="visually-hidden">{t('lanesPage.shown')}</span>,
          align: 'end',
          cell: (report) =>
            report.height === shown ? (
              t('lanesPage.shown')
            ) : (
              <Button variant="subtle" size="compact-sm" onClick={() => onShow(report)}>
                {t('lanesPage.show', { height: formatHeight(report.height) })}
              </Button>
            ),
        },
      ]}
    />
  );
}
