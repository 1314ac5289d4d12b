/** The contributions of a DAO, newest first, narrowed by kind, state and author. */
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { daoQuery, useDaoId, useToken } from '../answers/daoQueries.ts';
import { pagesQuery } from '../answers/fullPage.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { type Column, DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { Person } from '../components/Person.tsx';
import { StateChip } from '../components/StateChip.tsx';
import { Time } from '../components/Time.tsx';
import { formatScore } from '../formats.ts';
import { client } from '../node.ts';
import { paths } from '../paths.ts';
import type { ContributionItem } from '../session/forYou.ts';
import { useViewer } from '../session/session.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { stateTones } from '../work/stateTone.ts';
import { useWorkFilters, type WorkFilters, workKinds, workStates } from '../work/useWorkFilters.ts';
import classes from './ContributionsPage.module.css';

/** Two screens of rows. */
const pageItems = 50;

function useWorks(dao: string, { kind, mine }: WorkFilters, address: string | undefined) {
  const author = mine ? address : undefined;
  return useInfiniteQuery(
    pagesQuery(['contributions', 'in', dao, 'pages', kind, author], pageItems, (asked) =>
      client.list.contributions.contributions({ dao, kind, author, ...asked }),
    ),
  );
}

export function ContributionsPage(): ReactNode {
  const { t } = useWords();
  const dao = useDaoId();
  const viewer = useViewer();
  const token = useToken(dao);
  const name = useQuery(daoQuery(dao)).data?.name;
  const [filters, change] = useWorkFilters();
  const list = useWorks(dao, filters, viewer?.address);
  const loaded = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns = useColumns(dao);
  const { state } = filters;
  const works = state === undefined ? loaded : loaded.filter((work) => work.state === state);
  const narrowed = filters.kind !== undefined || state !== undefined || filters.mine;
  const worth = works.reduce((sum, work) => sum + BigInt(work.amount ?? 0), 0n);
  return (
    <Page
      title={t('contributions.title')}
      crumbs={name}
      answer={
        list.data === undefined ? (
          t('contributions.title')
        ) : narrowed && works.length === 0 ? (
          t('contributions.noneMatch')
        ) : (
          <Words
            id={list.hasNextPage ? 'contributions.answerMore' : 'contributions.answer'}
            values={{
              count: works.length,
              amount: <Amount amount={worth} token={token} tone="money" />,
            }}
          />
        )
      }
      note={t('contributions.note')}
      action={
        <Button component={Link} to={paths.contribute(dao)}>
          {t('shell.contribute')}
        </Button>
      }
    >
      <Filters filters={filters} onChange={change} hasViewer={viewer !== undefined} />
      <Card
        title={t('contributions.list')}
        busy={list.isPending}
        lines={6}
        error={list.error}
        onRetry={() => void list.refetch()}
      >
        {works.length === 0 ? (
          <EmptyState
            action={
              narrowed ? (
                <Button
                  variant="default"
                  onClick={() => change({ kind: undefined, state: undefined, mine: false })}
                >
                  {t('contributions.clear')}
                </Button>
              ) : undefined
            }
          >
            {t('contributions.empty')}
          </EmptyState>
        ) : (
          <DataTable
            caption={t('contributions.title')}
            columns={columns}
            rows={works}
            rowId={(work) => work.contribution}
          />
        )}
        {list.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('common.showMore')}
          </Button>
        )}
      </Card>
    </Page>
  );
}

function useColumns(dao: string): readonly Column<ContributionItem>[] {
  const { t } = useWords();
  const token = useToken(dao);
  return [
    {
      id: 'work',
      head: t('contributions.work'),
      cell: (work) => <Link to={paths.contribution(dao, work.contribution)}>{work.title}</Link>,
    },
    { id: 'author', head: t('contributions.author'), cell: (work) => <Person address={work.author} /> },
    { id: 'kind', head: t('contributions.kind'), cell: (work) => t(`work.${work.kind}`), wideOnly: true },
    {
      id: 'state',
      head: t('contributions.state'),
      cell: (work) => <StateChip tone={stateTones[work.state]}>{t(`work.state.${work.state}`)}</StateChip>,
    },
    {
      id: 'quality',
      head: t('contributions.quality'),
      align: 'end',
      cell: (work) => (work.scores === undefined ? '–' : formatScore(work.scores[0] ?? 0)),
    },
    {
      id: 'amount',
      head: t('contributions.amount'),
      align: 'end',
      cell: (work) => (work.amount === undefined ? '–' : <Amount amount={work.amount} token={token} />),
    },
    {
      id: 'when',
      head: t('contributions.when'),
      cell: (work) => <Time timeMs={work.submittedAt} />,
      wideOnly: true,
    },
  ];
}

interface FiltersProps {
  readonly filters: WorkFilters;
  readonly onChange: (change: Partial<WorkFilters>) => void;
  readonly hasViewer: boolean;
}

/** What the first choice, no filter, is called inside the control. */
const all = 'all';

function Filters({ filters, onChange, hasViewer }: FiltersProps): ReactNode {
  const { t } = useWords();
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label={t('contributions.kind')}
        value={filters.kind ?? all}
        onChange={(value) => onChange({ kind: workKinds.find((kind) => kind === value) })}
        data={[
          { value: all, label: t('contributions.all') },
          ...workKinds.map((kind) => ({ value: kind, label: t(`work.${kind}`) })),
        ]}
      />
      {hasViewer && (
        <SegmentedControl
          aria-label={t('contributions.whose')}
          value={filters.mine ? 'mine' : all}
          onChange={(value) => onChange({ mine: value === 'mine' })}
          data={[
            { value: all, label: t('contributions.everyone') },
            { value: 'mine', label: t('contributions.mine') },
          ]}
        />
      )}
      <Select
        aria-label={t('contributions.state')}
        placeholder={t('contributions.state')}
        clearable
        value={filters.state ?? null}
        onChange={(value) => onChange({ state: workStates.find((state) => state === value) })}
        data={workStates.map((state) => ({ value: state, label: t(`work.state.${state}`) }))}
      />
    </div>
  );
}
