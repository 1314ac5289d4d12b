/** Where the money of a DAO went: payments for work, and payments that members voted. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ContributionName } from '../activity/ContributionName.tsx';
import { pagesQuery } from '../answers/fullPage.ts';
import { Amount } from '../components/Amount.tsx';
import { PagedTable } from '../components/PagedTable.tsx';
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
  useInfiniteQuery(
    pagesQuery(['rewards', 'in', dao], pageItems, (asked) => client.rewards({ dao, ...asked })),
  );

const useVotedPayments = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['payments', 'in', dao], pageItems, (asked) =>
      client.list.treasury.payments({ dao, ...asked }),
    ),
  );

export function WorkPayments({ dao, token }: PaymentsProps): ReactNode {
  const { t } = useWords();
  const part = (name: string): string => {
    const id = `treasuryPage.part.${name}`;
    return isWordId(id) ? t(id) : name;
  };
  return (
    <PagedTable
      title={t('treasuryPage.rewards')}
      note={t('treasuryPage.rewardsNote')}
      found={useDaoRewards(dao)}
      empty={t('treasuryPage.noRewards')}
      caption={t('treasuryPage.rewardsCaption')}
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
    />
  );
}

export function VotedPayments({ dao, token }: PaymentsProps): ReactNode {
  const { t } = useWords();
  return (
    <PagedTable
      title={t('treasuryPage.votes')}
      note={t('treasuryPage.votesNote')}
      found={useVotedPayments(dao)}
      empty={t('treasuryPage.noVotes')}
      caption={t('treasuryPage.votesCaption')}
      // One proposal pays many: they share its transaction.
      rowId={({ transaction, event }) => `${transaction}.${event}`}
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
    />
  );
}
