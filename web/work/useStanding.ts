/** What an estimate of pay needs of the author and the DAO, gathered from the node. */
import { useQuery } from '@tanstack/react-query';
import { memberQuery, rulesQuery, scorersQuery, treasuryQuery } from '../answers/daoQueries.ts';
import { fullPage } from '../answers/fullPage.ts';
import { client } from '../node.ts';
import { contributionQuery, type WorkKind } from './contributionQueries.ts';
import type { PayTerms, Standing } from './estimatePay.ts';

/** Works that count for the estimate: more than anybody hands in within an epoch. */
const worksMax = 100;

/** Everything but the scores. */
export interface Terms {
  readonly pay: PayTerms;
  readonly standing: Standing;
  /** Units of the author's earlier work in this epoch, as far as quantity counts them. */
  readonly unitsBefore: number;
  readonly epoch: number;
  readonly epochEndsAt: number;
  /** Whether nothing of the author was ever scored in this DAO. */
  readonly first: boolean;
}

const ownInDaoQuery = (dao: string, author: string) =>
  ({
    queryKey: ['contributions', 'in', dao, author],
    queryFn: () =>
      fullPage((asked) => client.list.contributions.contributions({ dao, author, ...asked }), worksMax),
  }) as const;

/** The terms for a kind of work; `null` where the DAO does not pay for it, undefined while they are asked for. */
export function useTerms(dao: string, kind: WorkKind, author: string | undefined): Terms | null | undefined {
  const known = author !== undefined;
  const rules = useQuery(rulesQuery(dao)).data;
  const treasury = useQuery(treasuryQuery(dao)).data;
  const scorers = useQuery(scorersQuery(dao)).data;
  const member = useQuery({ ...memberQuery(dao, author ?? ''), enabled: known }).data;
  const own = useQuery({ ...ownInDaoQuery(dao, author ?? ''), enabled: known }).data;
  const inEpoch = (own?.items ?? []).filter((item) => item.epoch === treasury?.epoch);
  const lastScored = inEpoch.find((item) => item.scores !== undefined);
  const last = useQuery({
    ...contributionQuery(lastScored?.contribution ?? ''),
    enabled: lastScored !== undefined,
  });
  if (rules === undefined || treasury === undefined || scorers === undefined) return undefined;
  if (known && (member === undefined || own === undefined)) return undefined;
  if (lastScored !== undefined && last.isPending) return undefined;
  const pay = rules.rules.find((one) => one.kind === kind);
  if (pay === undefined) return null;
  const { known: knownCoverage, newcomer } = scorers.coverage;
  return {
    pay,
    // Where the last one stands after its own units, the next one begins.
    unitsBefore: last.data?.explanation?.rows.find(({ id }) => id === 'quantityAfter')?.value ?? 0,
    epoch: treasury.epoch,
    epochEndsAt: treasury.epochEndsAt,
    first: (own?.items ?? []).length === 0,
    standing: {
      budget: BigInt(treasury.budgets.find((one) => one.kind === kind)?.left ?? 0),
      stake: BigInt(member?.power ?? 0),
      own: own?.items ?? [],
      newcomersLeft: BigInt(treasury.newcomersLeft),
      coverage: { known: BigInt(knownCoverage), newcomer: BigInt(newcomer) },
    },
  };
}
