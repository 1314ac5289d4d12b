/** What the pages of the explorer ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../node.ts';

/** Ten rows a screen; more come on request. */
const pageItems = 15;
/** As many as the table of the newest blocks shows. */
const reportsShown = 20;

export const useBlocks = () =>
  useInfiniteQuery({
    queryKey: ['blocks', 'list'],
    queryFn: ({ pageParam }) => client.blocks({ limit: pageItems, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const useTransactions = () =>
  useInfiniteQuery({
    queryKey: ['transactions', 'list'],
    queryFn: ({ pageParam }) => client.transactions({ limit: pageItems, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

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

/** How this node executed its newest blocks, newest first. */
export const lanesQuery = {
  queryKey: ['lanes'],
  queryFn: async () => (await client.lanes(reportsShown)).items,
} as const;
