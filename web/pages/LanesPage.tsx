/** The lanes: what the newest blocks did in each of the 256 parts of the state, and how long it took here. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { LaneReportJson } from '#api/client/answers.ts';
import { formatMs } from '../components/BlockGantt.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Height } from '../components/Height.tsx';
import { LaneGrid, type LaneLoad } from '../components/LaneGrid.tsx';
import { Page } from '../components/Page.tsx';
import { Time } from '../components/Time.tsx';
import { BlockPhases, totalMsOf } from '../explorer/BlockPhases.tsx';
import { lanesQuery } from '../explorer/explorerQueries.ts';
import { formatCount, formatHeight } from '../formats.ts';
import { useLiveStatus } from '../live.ts';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';

const loadsOf = ({ lanes, owners }: LaneReportJson): LaneLoad[] =>
  lanes.map((load, lane) => ({ lane, load, worker: owners[lane] ?? 0 }));

interface RecentProps {
  readonly reports: readonly LaneReportJson[];
  readonly shown: number;
  readonly onShow: (height: number) => void;
}

function RecentBlocks({ reports, shown, onShow }: RecentProps): ReactNode {
  const { t, language } = useWords();
  const count = (value: number): string => formatCount(value, language);
  return (
    <Card title={t('lanesPage.recent')} flush>
      <DataTable
        caption={t('lanesPage.recentCaption')}
        rows={reports}
        rowId={({ height }) => String(height)}
        columns={[
          { id: 'height', head: t('explorer.height'), cell: ({ height }) => <Height height={height} /> },
          {
            id: 'when',
            head: t('explorer.when'),
            wideOnly: true,
            cell: ({ time }) => <Time timeMs={time} />,
          },
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
            cell: ({ height }) =>
              height === shown ? (
                t('lanesPage.shown')
              ) : (
                <Button variant="subtle" size="compact-sm" onClick={() => onShow(height)}>
                  {t('lanesPage.show', { height: formatHeight(height) })}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}

export function LanesPage(): ReactNode {
  const { t } = useWords();
  const { state } = useLiveStatus();
  const found = useQuery(lanesQuery);
  /** A block that the reader chose stays; without one the newest is followed. */
  const [chosen, setChosen] = useState<LaneReportJson>();
  const reports = found.data ?? [];
  const shown = chosen ?? reports[0];
  const crumbs = <Link to={paths.explorer}>{t('explorer.title')}</Link>;
  if (shown === undefined) {
    return (
      <Page
        title={t('lanesPage.title')}
        answer={t(found.isPending ? 'lanesPage.title' : 'lanesPage.answerNone')}
        crumbs={crumbs}
      >
        <Card
          title={t('lanesPage.recent')}
          busy={found.isPending}
          error={found.error}
          onRetry={() => void found.refetch()}
        >
          <EmptyState>{t('lanesPage.empty')}</EmptyState>
        </Card>
      </Page>
    );
  }
  const height = formatHeight(shown.height);
  const { joined, groups, transactions, notAdmitted, workers } = shown;
  return (
    <Page
      title={t('lanesPage.title')}
      answer={t('lanesPage.answer', {
        height,
        count: transactions,
        workers: workers.length,
        total: formatMs(totalMsOf(shown)),
      })}
      crumbs={crumbs}
      // Groups of one are no meeting: what is left of the groups is where transactions met.
      note={t('lanesPage.note', {
        joined,
        groups: Math.max(1, groups - (transactions - notAdmitted - joined)),
      })}
    >
      <Card
        title={t('lanesPage.grid', { height })}
        note={t('lanesPage.gridNote')}
        stale={state === 'notLive'}
        {...(chosen === undefined
          ? {}
          : {
              action: (
                <Button size="xs" variant="default" onClick={() => setChosen(undefined)}>
                  {t('lanesPage.follow')}
                </Button>
              ),
            })}
      >
        <LaneGrid lanes={loadsOf(shown)} />
      </Card>
      <BlockPhases report={shown} />
      <RecentBlocks
        reports={reports}
        shown={shown.height}
        onShow={(wanted) => setChosen(reports.find((report) => report.height === wanted))}
      />
    </Page>
  );
}
