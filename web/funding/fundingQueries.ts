/** What pages of funding requests ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { pagesQuery } from '../answers/fullPage.ts';
import { writtenIn } from '../answers/writtenIn.ts';
import { client } from '../node.ts';

/** Ten rows a screen. */
const pageItems = 10;
/** Conviction grows without an event. */
const askAgainMs = 15_000;

export const fundingQuery = (dao: string) =>
  ({
    queryKey: ['funding', dao],
    queryFn: () => client.query.conviction.getFunding({ dao }),
  }) as const;

export const useRequests = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['funding', 'requests', dao], pageItems, (asked) =>
      client.list.conviction.requests({ dao, ...asked }),
    ),
  );

export const useSupports = (request: string) =>
  useInfiniteQuery(
    pagesQuery(['funding', 'supports', request], pageItems, (asked) =>
      client.list.conviction.supports({ request, ...asked }),
    ),
  );

export const requestQuery = (request: string) =>
  ({
    queryKey: ['funding', 'request', request],
    queryFn: () => client.query.conviction.getRequest({ request }),
    refetchInterval: askAgainMs,
  }) as const;

export const curveQuery = (request: string) =>
  ({
    queryKey: ['funding', 'curve', request],
    queryFn: () => client.query.conviction.getCurve({ request }),
    refetchInterval: askAgainMs,
  }) as const;

/** What the funding is for, as whoever asks for it wrote it. */
export const purposeQuery = (request: string) =>
  ({
    queryKey: ['funding', 'purpose', request],
    queryFn: () => writtenIn(request, 'conviction.requested', 'body'),
  }) as const;

export const supportQuery = (request: string, account: string) =>
  ({
    queryKey: ['funding', 'support', request, account],
    queryFn: () => client.query.conviction.getSupport({ request, account }),
  }) as const;

export type FundingJson = Awaited<ReturnType<typeof client.query.conviction.getFunding>>;
export type RuleJson = NonNullable<FundingJson['rule']>;
export type RequestJson = Awaited<ReturnType<typeof client.query.conviction.getRequest>>;
export type CurveJson = Awaited<ReturnType<typeof client.query.conviction.getCurve>>;
export type SupportJson = Awaited<ReturnType<typeof client.query.conviction.getSupport>>;
