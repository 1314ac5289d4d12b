/** What the pages of the explorer ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { LanesJson } from '#api/client/answers.ts';
import { pagesQuery } from '../answers/fullPage.ts';
import { client } from '../node.ts';
import { queries } from '../queries.ts';

/** Ten rows a screen; more come on request. */
const pageItems = 15;
/** As many as the columns of the newest blocks show. */
const reportsShown = 48;

export const useBlocks = () =>
  useInfiniteQuery(pagesQuery(['blocks', 'list'], pageItems, (asked) => client.blocks(asked)));

export const useTransactions = () =>
  useInfiniteQuery(pagesQuery(['transactions', 'list'], pageItems, (asked) => client.transactions(asked)));

/** A block never changes, so no event makes it stale. */
export const blockQuery = (height: number) =>
  ({ queryKey: ['block', height], queryFn: () => client.block(height) }) as const;

/** The genesis never changes. */
export const genesisQuery = {
  queryKey: ['genesis'],
  queryFn: () => client.genesis(),
  staleTime: Number.POSITIVE_INFINITY,
} as const;

/** A transaction in a block never changes. */
export const transactionQuery = (id: string) =>
  ({ queryKey: ['transaction', id], queryFn: () => client.transaction(id) }) as const;

const lanesKey = ['lanes'] as const;
/** Asked for first: as many as a busy chain makes between two looks. */
const reportsAsked = 8;

/** The newest reports: a report never changes, so only those that are not known yet are asked for. */
async function freshLanes(): Promise<LanesJson> {
  const known = queries.getQueryData<LanesJson>(lanesKey)?.items ?? [];
  const newest = known[0];
  const fresh = await client.lanes(newest === undefined ? reportsShown : reportsAsked);
  const meet = fresh.items.findIndex(({ id }) => id === newest?.id);
  if (newest === undefined) return fresh;
  if (meet < 0) return client.lanes(reportsShown);
  return { ...fresh, items: [...fresh.items.slice(0, meet), ...known].slice(0, reportsShown) };
}

/** How this node executed its newest blocks, newest first. */
export const lanesQuery = { queryKey: lanesKey, queryFn: freshLanes } as const;
