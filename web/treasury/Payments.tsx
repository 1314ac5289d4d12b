/** Where the money of a DAO went: payments for work, and payments that members voted. */
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ContributionName } from '../activity/ContributionName.tsx';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import type { Token } from '../formats.ts';
import { client } from '../node.ts';
import { paths } from '../paths.ts';
import { isWordId, useWords } from '../words/words.ts';

interface PaymentsProps {
  readonly dao: string;
  readonly token: Token;
}

/** Ten rows a screen. */
const pageItems = 10;

export const useDaoRewards = (dao: string) =>
  useInfiniteQuery({
    queryKey: ['rewards', 'in', dao],
    queryFn: ({ pageParam }) => client.rewards({ dao, limit: pageItems, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

const useVotedPayments = (dao: string) =>
  useInfiniteQuery({
    queryKey: ['payments', 'in', dao],
    queryFn: ({ pageParam }) => client.list.treasury.payments({ dao, limit: pageItems, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

interface MoreProps {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** The button under a list that goes on; nothing where it does not. */
function More({ hasNextPage, isFetchingNextPage, fetchNextPage }: MoreProps): ReactNode {
  const { t } = useWords();
  if (!hasNextPage) return null;
  return (
    <Button variant="default" size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {t('common.showMore')}
    </Button>
  );
}

export function WorkPayments({ dao, token }: PaymentsProps): ReactNode {
  const { t } = useWords();
  const found = useDaoRewards(dao);
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const part = (name: string): string => {
    const id = `treasuryPage.part.${name}`;
    return isWordId(id) ? t(id) : name;
  };
  return (
    <Card
      title={t('treasuryPage.rewards')}
      note={t('treasuryPage.rewardsNote')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('treasuryPage.noRewards')}</EmptyState>
      ) : (
        <DataTable
          caption={t('treasuryPage.rewardsCaption')}
          rows={rows}
          rowId={({ id }) => id}
          columns={[
            { id: 'to', head: t('treasuryPage.to'), cell: ({ account }) => <Person address={account} /> },
            {
              id: 'for',
              head: t('treasuryPage.for'),
              cell: ({ contribution }) => <ContributionName dao={dao} contribution={contribution} />,
            },
            { id: 'how', head: t('treasuryPage.how'), cell: (reward) => part(reward.part) },
            {
              id: 'amount',
              head: t('treasuryPage.amount'),
              align: 'end',
              cell: ({ amount }) => <Amount amount={amount} token={token} />,
            },
            { id: 'when', head: t('treasuryPage.when'), cell: ({ time }) => <Time timeMs={time} /> },
          ]}
          more={<More {...found} />}
        />
      )}
    </Card>
  );
}

export function VotedPayments({ dao, token }: PaymentsProps): ReactNode {
  const { t } = useWords();
  const found = useVotedPayments(dao);
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card
      title={t('treasuryPage.votes')}
      note={t('treasuryPage.votesNote')}
      busy={found.isPending}
      error={found.error}
      onRetry={() => void found.refetch()}
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <EmptyState>{t('treasuryPage.noVotes')}</EmptyState>
      ) : (
        <DataTable
          caption={t('treasuryPage.votesCaption')}
          rows={rows}
          rowId={({ id }) => id}
          columns={[
            { id: 'to', head: t('treasuryPage.to'), cell: ({ account }) => <Person address={account} /> },
            {
              id: 'for',
              head: t('treasuryPage.for'),
              cell: ({ memo, transaction }) => (
                <Link to={paths.transaction(transaction)}>
                  {memo === '' ? t('treasuryPage.proposal') : <bdi>{memo}</bdi>}
                </Link>
              ),
            },
            {
              id: 'amount',
              head: t('treasuryPage.amount'),
              align: 'end',
              cell: ({ amount }) => <Amount amount={amount} token={token} />,
            },
            { id: 'when', head: t('treasuryPage.when'), cell: ({ time }) => <Time timeMs={time} /> },
          ]}
          more={<More {...found} />}
        />
      )}
    </Card>
  );
}
