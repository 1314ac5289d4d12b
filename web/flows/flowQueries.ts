/** What pages about money on its way ask the node: streams, payouts, and how much may leave a treasury. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { pagesQuery } from '../answers/fullPage.ts';
import { client } from '../node.ts';

/** Ten rows a screen. */
const pageItems = 10;

/** Whose streams: those that an account pays, or those that pay it. */
export type StreamsOf = { readonly payer: string } | { readonly payee: string };

export const useStreams = (of: StreamsOf) =>
  useInfiniteQuery(
    pagesQuery(['streams', of], pageItems, (asked) => client.list.streams.streams({ ...of, ...asked })),
  );

/** Whose agreements: those that an account pays, that pay it, or that it reviews. */
export type AgreementsOf = StreamsOf | { readonly reviewer: string };

export const useAgreements = (of: AgreementsOf) =>
  useInfiniteQuery(
    pagesQuery(['agreements', of], pageItems, (asked) =>
      client.list.milestones.agreements({ ...of, ...asked }),
    ),
  );

export const usePayouts = (payer: string) =>
  useInfiniteQuery(
    pagesQuery(['payouts', payer], pageItems, (asked) => client.list.payouts.payouts({ payer, ...asked })),
  );

export const usePayoutPayments = (account: string) =>
  useInfiniteQuery(
    pagesQuery(['payouts', 'paid', account], pageItems, (asked) =>
      client.list.payouts.payments({ account, ...asked }),
    ),
  );

export const limitQuery = (dao: string, token: string) =>
  ({
    queryKey: ['treasury', 'limit', dao, token],
    queryFn: () => client.query.treasury.getLimit({ dao, token }),
  }) as const;

export type StreamJson = Awaited<ReturnType<typeof client.query.streams.getStream>>;
export type AgreementJson = Awaited<ReturnType<typeof client.query.milestones.getAgreement>>;
export type PayoutJson = Awaited<ReturnType<typeof client.query.payouts.getPayout>>;
