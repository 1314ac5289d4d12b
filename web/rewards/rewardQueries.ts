/** What the statement asks the node: pages of payments, the DAOs and tokens they name, the titles of what they are for. */
import { infiniteQueryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { RewardJson, RewardsAsked, RewardTotalJson } from '#api/client/answers.ts';
import { tokenQuery } from '../answers/daoQueries.ts';
import { pagesQuery } from '../answers/fullPage.ts';
import { shortHash, type Token } from '../formats.ts';
import { client } from '../node.ts';
import { daosQuery, ownContributionsQuery } from '../session/forYou.ts';
import { monthBounds } from './statement.ts';

/** Two screens of rows. */
const pageItems = 50;

/** What narrows a statement; it stands in the page's address. */
export interface RewardsFilter {
  readonly dao?: string | undefined;
  readonly kind?: string | undefined;
  /** `2026-11`, in the reader's zone. */
  readonly month?: string | undefined;
}

/** The filter of an account as the API takes it. */
export const askedOf = (account: string, { dao, kind, month }: RewardsFilter): RewardsAsked => ({
  account,
  dao,
  kind,
  ...(month === undefined ? {} : monthBounds(month)),
});

/** The payments of an account, newest first, with exact totals over the whole filter. */
export const rewardsQuery = (account: string, filter: RewardsFilter) =>
  infiniteQueryOptions({
    ...pagesQuery(['rewards', account, filter] as const, pageItems, (asked) =>
      client.rewards({ ...askedOf(account, filter), ...asked }),
    ),
  });

/** Exact totals under a filter: each answer has them whole, however few payments it holds. */
export const fetchTotals = async (filter: RewardsAsked): Promise<readonly RewardTotalJson[]> =>
  (await client.rewards({ ...filter, limit: 1 })).totals;

/** Exact totals of an account under a filter, without the payments. */
export const totalsQuery = (account: string, filter: RewardsFilter) =>
  ({
    queryKey: ['rewards', 'totals', account, filter],
    queryFn: () => fetchTotals(askedOf(account, filter)),
  }) as const;

/** Turns a token's id into how its amounts are written. */
export type TokenOf = (token: string) => Token;
/** Six decimals until the token's own facts are here; an amount without unit says that they are not. */
const unknownToken: Token = { symbol: '', decimals: 6 };

export function useTokens(ids: readonly string[]): TokenOf {
  const distinct = [...new Set(ids)].sort();
  const answers = useQueries({ queries: distinct.map((token) => tokenQuery(token)) });
  const found = new Map(distinct.map((token, index) => [token, answers[index]?.data]));
  return (token) => found.get(token) ?? unknownToken;
}

/** Turns a DAO's id into its name, or its short id while that is not known. */
export function useDaoNames(): (dao: string) => string {
  const daos = useQuery(daosQuery).data?.items ?? [];
  const names = new Map(daos.map((dao) => [dao.dao, dao.name]));
  return (dao) => names.get(dao) ?? shortHash(dao);
}

/** Turns a payment into the title of the contribution it is for, or the short id of one that is older than the list. */
export function useTitles(account: string): (reward: RewardJson) => string {
  const own = useQuery(ownContributionsQuery(account)).data?.items ?? [];
  const titles = new Map(own.map((item) => [item.contribution, item.title]));
  return ({ contribution }) => titles.get(contribution) ?? shortHash(contribution);
}
