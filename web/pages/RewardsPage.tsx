/** The reader's statement: what was paid, for what, by which rule, with a proof of each payment. */
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { RewardJson } from '#api/client/answers.ts';
import { statusQuery, useChainNow } from '../answers/chainClock.ts';
import { Card } from '../components/Card.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { StartButton } from '../components/StartButton.tsx';
import { Amounts } from '../rewards/Amounts.tsx';
import { ClaimCard } from '../rewards/ClaimCard.tsx';
import { ExportMenu } from '../rewards/ExportMenu.tsx';
import { Figures } from '../rewards/Figures.tsx';
import { HeldCard } from '../rewards/HeldCard.tsx';
import { ProofSheet } from '../rewards/ProofSheet.tsx';
import {
  type RewardsFilter,
  rewardsQuery,
  useDaoNames,
  useTitles,
  useTokens,
} from '../rewards/rewardQueries.ts';
import { StatementTable } from '../rewards/StatementTable.tsx';
import { monthBounds, monthsBetween, outstandingOf } from '../rewards/statement.ts';
import { ownContributionsQuery } from '../session/forYou.ts';
import { useSession } from '../session/session.ts';
import { formatMonth } from '../times.ts';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import classes from './RewardsPage.module.css';

/** The filter in the page's address; parts of another form count as absent. */
function useFilter(): RewardsFilter {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const { dao, kind, month } = search;
  return {
    ...(typeof dao === 'string' && /^[0-9a-f]{64}$/.test(dao) ? { dao } : {}),
    ...(kind === 'code' || kind === 'document' ? { kind } : {}),
    ...(typeof month === 'string' && monthBounds(month) !== undefined ? { month } : {}),
  };
}

export function RewardsPage(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  if (session.state === 'here') return <Statement account={session.viewer.address} />;
  return (
    <Page title={t('shell.rewards')} answer={t('shell.rewards')} note={t('rewards.note')}>
      <Card title={t('rewards.statement')} busy={session.state === 'loading'}>
        <EmptyState action={<StartButton />}>{t('rewards.noAccount')}</EmptyState>
      </Card>
    </Page>
  );
}

function Statement({ account }: { readonly account: string }): ReactNode {
  const { t } = useWords();
  const filter = useFilter();
  const nowMs = useChainNow() ?? Date.now();
  const [proven, setProven] = useState<RewardJson>();
  const payments = useInfiniteQuery(rewardsQuery(account, filter));
  const own = useQuery(ownContributionsQuery(account)).data?.items ?? [];
  const pages = payments.data?.pages;
  const items = pages?.flatMap((page) => page.items) ?? [];
  const received = pages?.[0]?.totals ?? [];
  const tokenOf = useTokens(
    [...received, ...own.map(({ dao }) => ({ token: dao }))].map(({ token }) => token),
  );
  const daoName = useDaoNames();
  const titleOf = useTitles(account);
  const outstanding = own.map((item) => ({ item, token: item.dao, ...outstandingOf(item, nowMs) }));
  const claimables = outstanding
    .filter(({ claimable }) => claimable > 0n)
    .map(({ item, claimable }) => ({ item, amount: claimable }));
  const answer = <Answer filter={filter} totals={received} tokenOf={tokenOf} />;
  return (
    <Page
      title={t('shell.rewards')}
      answer={payments.isPending ? t('shell.rewards') : answer}
      note={t(claimables.length > 0 ? 'rewards.noteClaim' : 'rewards.note', { count: claimables.length })}
      action={
        <ExportMenu
          account={account}
          filter={filter}
          tokenOf={tokenOf}
          daoName={daoName}
          titleOf={titleOf}
          disabled={items.length === 0}
        />
      }
    >
      <ClaimCard claimables={claimables} tokenOf={tokenOf} />
      <Figures received={received} outstanding={outstanding} tokenOf={tokenOf} />
      <HeldCard items={own} tokenOf={tokenOf} nowMs={nowMs} />
      <Card
        title={t('rewards.statement')}
        note={t('rewards.statementNote')}
        busy={payments.isPending}
        error={payments.error}
        onRetry={() => void payments.refetch()}
      >
        <Filters filter={filter} daos={[...new Set(own.map(({ dao }) => dao))]} daoName={daoName} />
        {items.length === 0 ? (
          <EmptyState>
            {t(Object.keys(filter).length === 0 ? 'rewards.empty' : 'rewards.emptyFilter')}
          </EmptyState>
        ) : (
          <StatementTable
            account={account}
            filter={filter}
            items={items}
            tokenOf={tokenOf}
            daoName={daoName}
            titleOf={titleOf}
            onProof={setProven}
          />
        )}
        {payments.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={payments.isFetchingNextPage}
            onClick={() => void payments.fetchNextPage()}
          >
            {t('common.showMore')}
          </Button>
        )}
      </Card>
      {proven !== undefined && (
        <ProofSheet
          reward={proven}
          title={titleOf(proven)}
          token={tokenOf(proven.token)}
          onClose={() => setProven(undefined)}
        />
      )}
    </Page>
  );
}

interface AnswerProps {
  readonly filter: RewardsFilter;
  readonly totals: readonly { readonly token: string; readonly amount: string; readonly payments: number }[];
  readonly tokenOf: Parameters<typeof Amounts>[0]['tokenOf'];
}

function Answer({ filter, totals, tokenOf }: AnswerProps): ReactNode {
  const { t, language } = useWords();
  const bounds = filter.month === undefined ? undefined : monthBounds(filter.month);
  const count = totals.reduce((sum, { payments }) => sum + payments, 0);
  const month = bounds === undefined ? '' : formatMonth(bounds.from, language);
  if (count === 0) return t(bounds === undefined ? 'rewards.answerNone' : 'rewards.answerNoneIn', { month });
  const amount = <Amounts sums={totals} tokenOf={tokenOf} tone="money" />;
  return bounds === undefined ? (
    <Words id="rewards.answer" values={{ amount, count }} />
  ) : (
    <Words id="rewards.answerIn" values={{ amount, count, month }} />
  );
}

interface FiltersProps {
  readonly filter: RewardsFilter;
  readonly daos: readonly string[];
  readonly daoName: (dao: string) => string;
}

function Filters({ filter, daos, daoName }: FiltersProps): ReactNode {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const status = useQuery(statusQuery).data;
  const months = status === undefined ? [] : monthsBetween(status.genesisTime, status.now);
  const named = [...new Set([...daos, ...(filter.dao === undefined ? [] : [filter.dao])])];
  const choose = (part: keyof RewardsFilter) => (event: { currentTarget: HTMLSelectElement }) => {
    const value = event.currentTarget.value;
    const { [part]: _gone, ...rest } = filter;
    const search = value === '' ? rest : { ...rest, [part]: value };
    // Routes are made from a list, so the router's types know no search part.
    void navigate({ to: '.', search: search as never, replace: true });
  };
  return (
    <div className={classes.filters}>
      <NativeSelect
        label={t('rewards.month')}
        value={filter.month ?? ''}
        onChange={choose('month')}
        data={[
          { value: '', label: t('rewards.allMonths') },
          ...[...new Set([...months, ...(filter.month === undefined ? [] : [filter.month])])].map(
            (month) => ({
              value: month,
              label: formatMonth(monthBounds(month)?.from ?? 0, language),
            }),
          ),
        ]}
      />
      <NativeSelect
        label={t('rewards.dao')}
        value={filter.dao ?? ''}
        onChange={choose('dao')}
        data={[
          { value: '', label: t('rewards.allDaos') },
          ...named.map((dao) => ({ value: dao, label: daoName(dao) })),
        ]}
      />
      <NativeSelect
        label={t('rewards.kind')}
        value={filter.kind ?? ''}
        onChange={choose('kind')}
        data={[
          { value: '', label: t('rewards.allKinds') },
          { value: 'code', label: t('rewards.kind.code') },
          { value: 'document', label: t('rewards.kind.document') },
        ]}
      />
    </div>
  );
}
