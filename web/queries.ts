/** The cache of the node's answers, by query key. */
import { QueryClient } from '@tanstack/react-query';

/** Answers stay fresh by the event stream, so a query is refetched only when an event says so. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1, refetchOnWindowFocus: false } },
});
