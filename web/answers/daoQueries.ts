/** What pages of a DAO ask the node, under the keys that events make stale. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Token } from '../formats.ts';
import { client } from '../node.ts';

export const daoQuery = (dao: string) =>
  ({ queryKey: ['daos', dao], queryFn: () => client.query.daos.getDao({ dao }) }) as const;
export const tokenQuery = (token: string) =>
  ({ queryKey: ['tokens', token], queryFn: () => client.query.tokens.getToken({ token }) }) as const;
export const memberQuery = (dao: string, account: string) =>
  ({
    queryKey: ['members', dao, account],
    queryFn: () => client.query.daos.getMember({ dao, account }),
  }) as const;
export const treasuryQuery = (dao: string) =>
  ({ queryKey: ['treasury', dao], queryFn: () => client.query.treasury.getTreasury({ dao }) }) as const;
export const rulesQuery = (dao: string) =>
  ({ queryKey: ['rules', dao], queryFn: () => client.query.contributions.getRules({ dao }) }) as const;
export const scorersQuery = (dao: string) =>
  ({ queryKey: ['scorers', dao], queryFn: () => client.query.scorers.getScorers({ dao }) }) as const;
export const accountQuery = (account: string) =>
  ({
    queryKey: ['accounts', account],
    queryFn: () => client.query.accounts.getAccount({ account }),
  }) as const;

/** The facts of a DAO, and its members. */
export type DaoJson = Awaited<ReturnType<typeof client.query.daos.getDao>>;

/** The DAO in the page's path. */
export function useDaoId(): string {
  const { dao } = useParams({ strict: false });
  return dao ?? '';
}

/** The token that stands for amounts until its own facts are here: every DAO's template has six decimals. */
const unknownToken: Token = { symbol: '', decimals: 6 };

/** How amounts of the DAO's token are written; a DAO's token has the DAO's id. */
export function useToken(dao: string): Token {
  const { data } = useQuery({ ...tokenQuery(dao), enabled: dao !== '' });
  return data ?? unknownToken;
}
