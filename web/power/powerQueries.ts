/** What pages of power, delegates and the constitution ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { fullPage, pagesQuery } from '../answers/fullPage.ts';
import { client } from '../node.ts';

/** Delegates of one page; more come on request. */
const delegatesShown = 50;
/** Votes that are counted for participation; beyond, it says more than that. */
export const votesCounted = 100;

export const memberPowerQuery = (dao: string, account: string) =>
  ({
    queryKey: ['power', dao, account],
    queryFn: () => client.query.power.getMemberPower({ dao, account }),
  }) as const;
export type MemberPowerJson = Awaited<ReturnType<typeof client.query.power.getMemberPower>>;

export const reputationQuery = (dao: string, account: string) =>
  ({
    queryKey: ['power', 'reputation', dao, account],
    queryFn: () => client.query.reputation.getReputation({ dao, account }),
  }) as const;

export const delegateQuery = (dao: string, delegate: string) =>
  ({
    queryKey: ['delegates', 'one', dao, delegate],
    queryFn: () => client.query.delegation.getDelegate({ dao, delegate }),
  }) as const;
export type DelegateJson = Awaited<ReturnType<typeof client.query.delegation.getDelegate>>;

export const useDelegates = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['delegates', 'list', dao], delegatesShown, (asked) =>
      client.list.delegation.delegates({ dao, ...asked }),
    ),
  );

/** On how many proposals an account voted, among its newest votes. */
export const participationQuery = (dao: string, voter: string) =>
  ({
    queryKey: ['votes', 'participation', dao, voter],
    queryFn: async () => {
      const { items, next } = await fullPage(
        (asked) => client.list.proposals.votes({ dao, voter, ...asked }),
        votesCounted,
      );
      return { proposals: new Set(items.map(({ proposal }) => proposal)).size, more: next !== null };
    },
  }) as const;
