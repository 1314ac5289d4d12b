/** What an account holds: its balances of every token that a DAO issued or paid it with, and stake on its way back. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { tokenQuery } from '../answers/daoQueries.ts';
import { fullPage } from '../answers/fullPage.ts';
import { client } from '../node.ts';
import { totalsQuery } from '../rewards/rewardQueries.ts';
import { daosQuery } from '../session/forYou.ts';

/** A wallet shows the newest; nobody unstakes a hundred times within the unbonding time. */
const unbondingsMax = 100;
/** One screen of transfers. */
const transfersMax = 20;

const balanceQuery = (token: string, account: string) =>
  ({
    queryKey: ['balances', token, account],
    queryFn: () => client.query.tokens.getBalance({ token, account }),
  }) as const;

/** Stake that was taken out and is not back yet, newest first. */
export const unbondingsQuery = (account: string) =>
  ({
    queryKey: ['balances', 'unbondings', account],
    queryFn: async () => {
      const { items } = await fullPage(
        (asked) => client.list.tokens.unbondings({ account, ...asked }),
        unbondingsMax,
      );
      // What was released is gone from the state; its item has the event alone.
      return items.filter((item) => (item as { readonly due?: boolean }).due !== undefined);
    },
  }) as const;

/** The newest transfers to and from an account. */
export const transfersQuery = (account: string) =>
  ({
    queryKey: ['balances', 'transfers', account],
    queryFn: async () => {
      const [received, sent] = await Promise.all([
        fullPage((asked) => client.list.tokens.transfers({ account, ...asked }), transfersMax),
        fullPage((asked) => client.list.tokens.transfers({ sender: account, ...asked }), transfersMax),
      ]);
      const all = new Map([...received.items, ...sent.items].map((item) => [item.id + item.event, item]));
      return [...all.values()]
        .sort((left, right) => right.time - left.time || right.index - left.index)
        .slice(0, transfersMax);
    },
  }) as const;

export type TransferJson = Awaited<ReturnType<ReturnType<typeof transfersQuery>['queryFn']>>[number];
export type UnbondingJson = Awaited<ReturnType<ReturnType<typeof unbondingsQuery>['queryFn']>>[number];
type TokenJson = Awaited<ReturnType<typeof client.query.tokens.getToken>>;

/** A token that the account holds, or could be sent. */
export interface Holding {
  readonly token: TokenJson;
  readonly free: bigint;
  readonly staked: bigint;
}

interface Holdings {
  /** Tokens with a balance come first. */
  readonly holdings: readonly Holding[];
  readonly pending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The account's balances. */
export function useHoldings(account: string): Holdings {
  const daos = useQuery(daosQuery);
  const totals = useQuery(totalsQuery(account, {}));
  const ids = [
    ...new Set([
      ...(totals.data ?? []).map(({ token }) => token),
      ...(daos.data?.items ?? []).map(({ dao }) => dao),
    ]),
  ];
  const balances = useQueries({ queries: ids.map((token) => balanceQuery(token, account)) });
  const tokens = useQueries({ queries: ids.map((token) => tokenQuery(token)) });
  const all = ids.flatMap((_, index): Holding[] => {
    const [balance, token] = [balances[index]?.data, tokens[index]?.data];
    if (balance === undefined || token === undefined) return [];
    return [{ token, free: BigInt(balance.free), staked: BigInt(balance.staked) }];
  });
  const answers = [daos, totals, ...balances, ...tokens];
  const holds = ({ free, staked }: Holding): number => (free + staked > 0n ? 0 : 1);
  return {
    holdings: all.sort((left, right) => holds(left) - holds(right)),
    pending: answers.some(({ isPending }) => isPending),
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const answer of answers) if (answer.error !== null) void answer.refetch();
    },
  };
}
