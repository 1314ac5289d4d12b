/** The lanes: what the newest blocks did in each of the 256 parts of the state, who waited, and how long it took here. */
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { LaneReportJson, LanesJson } from '#api/client/answers.ts';
import { formatMs } from '../components/BlockGantt.tsx';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { LaneGrid, type LaneLoad } from '../components/LaneGrid.tsx';
import { Page } from '../components/Page.tsx';
import { BlockPhases, totalMsOf } from '../explorer/BlockPhases.tsx';
import { lanesQuery } from '../explorer/explorerQueries.ts';
import { formatHeight } from '../formats.ts';
import { BlockStrip } from '../lanes/BlockStrip.tsx';
import { LaneFacts } from '../lanes/LaneFacts.tsx';
import { PhaseTimes } from '../lanes/PhaseTimes.tsx';
import { WorkersTable } from '../lanes/WorkersTable.tsx';
import { useLiveStatus } from '../live.ts';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';

const loadsOf = (lanes: readonly number[], owners: readonly number[]): LaneLoad[] =>
  lanes.map((load, lane) => ({ lane, load, worker: owners[lane] ?? 0 }));

/** All the newest blocks together, the newest of them, or one that the reader chose and that stays. */
type Scope = 'window' | 'newest' | LaneReportJson;

interface ShownProps {
  readonly lanes: LanesJson;
  readonly newest: LaneReportJson;
  readonly scope: Scope;
}

function ScopeChoice({
  lanes,
  scope,
  onScope,
}: ShownProps & { readonly onScope: (scope: Scope) => void }): ReactNode {
  const { t } = useWords();
  const isChosen = typeof scope === 'object';
  return (
    <SegmentedControl
      size="sm"
      value={isChosen ? 'chosen' : scope}
      onChange={(value) => {
        if (value === 'window' || value === 'newest') onScope(value);
      }}
      data={[
        { value: 'window', label: t('lanesPage.scopeWindow', { blocks: lanes.totals.blocks }) },
        { value: 'newest', label: t('lanesPage.scopeNewest') },
        ...(isChosen
          ? [{ value: 'chosen', label: t('lanesPage.scopeBlock', { height: formatHeight(scope.height) }) }]
          : []),
      ]}
      aria-label={t('lanesPage.scope')}
    />
  );
}

/** The parts of the page that show one block or all of them. */
function Shown({ lanes, newest, scope }: ShownProps): ReactNode {
  const { t } = useWords();
  const { state } = useLiveStatus();
  const block = scope === 'window' ? undefined : scope === 'newest' ? newest : scope;
  const shown = block ?? lanes.totals;
  return (
    <>
      <LaneFacts of={shown} />
      <Card
        title={
          block === undefined
            ? t('lanesPage.gridWindow')
            : t('lanesPage.grid', { height: formatHeight(block.height) })
        }
        note={t('lanesPage.gridNote')}
        stale={state === 'notLive'}
      >
        <LaneGrid lanes={loadsOf(shown.lanes, (block ?? newest).owners)} />
      </Card>
      <WorkersTable workers={shown.workers} />
      {block === undefined ? <PhaseTimes phasesMs={lanes.totals.phasesMs} /> : <BlockPhases report={block} />}
    </>
  );
}

function useAnswer({ lanes, newest, scope }: ShownProps): string {
  const { t } = useWords();
  if (scope === 'window') {
    const { blocks, transactions, workers, phasesMs } = lanes.totals;
    return t('lanesPage.answerWindow', {
      blocks,
      count: transactions,
      workers: workers.length,
      median: formatMs(phasesMs.total.median),
    });
  }
  const block = scope === 'newest' ? newest : scope;
  return t('lanesPage.answer', {
    height: formatHeight(block.height),
    count: block.transactions,
    workers: block.workers.length,
    total: formatMs(totalMsOf(block)),
  });
}

function LanesOf({ lanes, newest }: Omit<ShownProps, 'scope'>): ReactNode {
  const { t } = useWords();
  const [scope, setScope] = useState<Scope>('window');
  const shown = { lanes, newest, scope };
  return (
    <Page
      title={t('lanesPage.title')}
      answer={useAnswer(shown)}
      crumbs={<Link to={paths.explorer}>{t('explorer.title')}</Link>}
      note={t('lanesPage.note')}
      action={<ScopeChoice {...shown} onScope={setScope} />}
    >
      <BlockStrip
        reports={lanes.items}
        shown={typeof scope === 'object' ? scope.height : scope === 'newest' ? newest.height : undefined}
        onShow={setScope}
      />
      <Shown {...shown} />
    </Page>
  );
}

export function LanesPage(): ReactNode {
  const { t } = useWords();
  const found = useQuery(lanesQuery);
  const newest = found.data?.items[0];
  if (found.data !== undefined && newest !== undefined) return <LanesOf lanes={found.data} newest={newest} />;
  return (
    <Page
      title={t('lanesPage.title')}
      answer={t(found.isPending ? 'lanesPage.title' : 'lanesPage.answerNone')}
      crumbs={<Link to={paths.explorer}>{t('explorer.title')}</Link>}
    >
      <Card
        title={t('lanesPage.strip')}
        busy={found.isPending}
        error={found.error}
        onRetry={() => void found.refetch()}
      >
        <EmptyState>{t('lanesPage.empty')}</EmptyState>
      </Card>
    </Page>
  );
}
