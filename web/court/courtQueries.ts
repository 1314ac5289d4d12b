/** What pages of the court ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { pagesQuery } from '../answers/fullPage.ts';
import { writtenIn } from '../answers/writtenIn.ts';
import { client } from '../node.ts';

/** Ten rows a screen. */
const pageItems = 10;

export const useCases = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['disputes', 'in', dao], pageItems, (asked) => client.list.disputes.cases({ dao, ...asked })),
  );
export const useDuties = (dao: string, juror: string) =>
  useInfiniteQuery({
    ...pagesQuery(['disputes', 'duties', dao, juror], pageItems, (asked) =>
      client.list.disputes.duties({ dao, juror, ...asked }),
    ),
    enabled: juror !== '',
  });
export const useEvidence = (id: string) =>
  useInfiniteQuery(
    pagesQuery(['disputes', 'evidence', id], pageItems, (asked) =>
      client.list.disputes.evidence({ case: id, ...asked }),
    ),
  );
export const useReasons = (id: string) =>
  useInfiniteQuery(
    pagesQuery(['disputes', 'reasons', id], pageItems, (asked) =>
      client.list.disputes.votes({ case: id, ...asked }),
    ),
  );
export const usePayments = (id: string) =>
  useInfiniteQuery(
    pagesQuery(['disputes', 'payments', id], pageItems, (asked) =>
      client.list.disputes.payments({ case: id, ...asked }),
    ),
  );

export const useReturns = (id: string) =>
  useInfiniteQuery(
    pagesQuery(['disputes', 'returns', id], pageItems, (asked) =>
      client.list.disputes.returns({ case: id, ...asked }),
    ),
  );
export const useLosses = (id: string) =>
  useInfiniteQuery(
    pagesQuery(['disputes', 'losses', id], pageItems, (asked) =>
      client.list.disputes.losses({ case: id, ...asked }),
    ),
  );

export const caseQuery = (id: string) =>
  ({
    queryKey: ['disputes', 'case', id],
    queryFn: () => client.query.disputes.getCase({ case: id }),
  }) as const;
/** Why the case was opened, as its opener wrote it. */
export const reasonQuery = (id: string) =>
  ({
    queryKey: ['disputes', 'reason', id],
    queryFn: () => writtenIn(id, 'disputes.opened', 'reason'),
  }) as const;
export const courtQuery = (dao: string) =>
  ({
    queryKey: ['disputes', 'court', dao],
    queryFn: () => client.query.disputes.getCourt({ dao }),
  }) as const;
export const jurorQuery = (dao: string, account: string) =>
  ({
    queryKey: ['disputes', 'juror', dao, account],
    queryFn: () => client.query.disputes.getJuror({ dao, account }),
  }) as const;
export const docketQuery = (contribution: string) =>
  ({
    queryKey: ['disputes', 'docket', contribution],
    queryFn: () => client.query.disputes.getDocket({ contribution }),
  }) as const;
export const freeQuery = (dao: string, account: string) =>
  ({
    queryKey: ['disputes', 'free', dao, account],
    queryFn: () => client.query.disputes.getFreeAppeal({ dao, account }),
  }) as const;

export type CaseJson = Awaited<ReturnType<typeof client.query.disputes.getCase>>;
export type CaseRound = CaseJson['rounds'][number];
export type CourtJson = Awaited<ReturnType<typeof client.query.disputes.getCourt>>;
