/** What a contribution would be paid, by the DAO's own rule and in the chain's own integers. */
import type { Correction } from '#governance/contributions/correction.ts';
import { amountOfScores, immediatePart } from '#governance/contributions/payment.ts';
import type { Rule } from '#governance/contributions/state.ts';
import type { ContributionItem } from '../session/forYou.ts';

/** A rule as the API writes it. */
export type RuleJson = ContributionItem['rule'];

/** By what a kind of work is paid. */
export interface PayTerms {
  readonly rule: RuleJson;
  /** Of the scores, where people’s ratings correct them. */
  readonly correction?: Correction | undefined;
}

/** What the chain holds of the author and the DAO; amounts in smallest units. */
export interface Standing {
  /** What is left of the kind's budget in this epoch. */
  readonly budget: bigint;
  readonly stake: bigint;
  /** The author's contributions to this DAO. */
  readonly own: readonly Pick<
    ContributionItem,
    'amount' | 'immediate' | 'acceptedAt' | 'settledAt' | 'payeeClass'
  >[];
  /** What all newcomers may still be paid at once in this epoch. */
  readonly newcomersLeft: bigint;
  readonly coverage: { readonly known: bigint; readonly newcomer: bigint };
}

/** The whole, and what of it comes at once. */
export interface PayEstimate {
  readonly total: bigint;
  readonly atOnce: bigint;
  readonly newcomer: boolean;
}

/** The rule in memory form. */
export const ruleOf = (rule: RuleJson): Rule => ({ ...rule, rate: BigInt(rule.rate), cap: BigInt(rule.cap) });

/** Estimates as the chain would pay if the scores came now; other work that is scored first may change it. */
export function estimatePay(
  { rule: json, correction }: PayTerms,
  scores: readonly number[],
  standing: Standing,
): PayEstimate {
  const rule = ruleOf(json);
  const { budget, stake, own, newcomersLeft, coverage } = standing;
  const earned = own.reduce(
    (sum, { acceptedAt, amount }) => sum + (acceptedAt === undefined ? 0n : BigInt(amount ?? 0)),
    0n,
  );
  const exposed = own.reduce(
    (sum, { settledAt, payeeClass, immediate }) =>
      sum + (settledAt === undefined && payeeClass === 'known' ? BigInt(immediate ?? 0) : 0n),
    0n,
  );
  const newcomer = stake + earned === 0n;
  const total = amountOfScores({ rule, correction }, scores, budget);
  const atOnce = immediatePart(rule, total, {
    standing: stake + earned - exposed,
    allowance: newcomersLeft,
    newcomer,
    coverage: newcomer ? coverage.newcomer : coverage.known,
  });
  return { total, atOnce, newcomer };
}
