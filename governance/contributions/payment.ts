/** How much a score is worth, what may be paid at once, and what has accrued (PROTOCOL 7.2–7.4); pure integers. */
import { divideFloor, minimum } from '#chain/scalars.ts';
import { points } from '#scoring/attestation.ts';
import { correctedScores } from './correction.ts';
import type { Contribution, Rule } from './state.ts';

const million = 1_000_000n;
const least = (first: bigint, ...others: bigint[]): bigint => minimum(first, ...others);
const atLeastZero = (value: bigint): bigint => (value > 0n ? value : 0n);

/** What is fixed for a contribution when it is submitted. */
export type Terms = Pick<Contribution, 'rule' | 'correction'>;

/** The points of scores under the terms of their contribution, after its correction; may be below zero. */
export const pointsOf = ({ rule, correction }: Terms, scores: readonly number[]): bigint =>
  points([...correctedScores(correction, scores)], [...rule.weights]);

/** min(cap, floor(points × rate ÷ 10^6), what the budget opened with); never below zero. */
export const amountOfScores = (terms: Terms, scores: readonly number[], budget: bigint): bigint => {
  const { rule } = terms;
  const earned = divideFloor(pointsOf(terms, scores) * rule.rate, million);
  return atLeastZero(least(rule.cap, earned, budget));
};

/** What one contribution may receive before anyone accepted it. */
export interface Cover {
  /** Stake + accepted earnings − what is already exposed, for an author who has either. */
  readonly standing: bigint;
  /** What all newcomers may still receive in this epoch. */
  readonly allowance: bigint;
  readonly newcomer: boolean;
  /** Opening value of the coverage for the author’s class. */
  readonly coverage: bigint;
}

/** The immediate part: its share of the amount, never more than the author’s cover and the scorers’ coverage. */
export const immediatePart = (rule: Rule, amount: bigint, cover: Cover): bigint => {
  const share = (amount * BigInt(rule.immediatePpm)) / million;
  const own = cover.newcomer ? cover.allowance : cover.standing;
  return atLeastZero(least(share, own, cover.coverage));
};

/**
 * What is held for the outcome: v of the amount, and no more than was not paid at once; the stream takes the remainder, a
 * shortfall of the first part included.
 */
export const vestingPart = ({ amount = 0n, immediate = 0n, rule }: Contribution): bigint =>
  minimum((amount * BigInt(rule.vestingPpm)) / million, amount - immediate);

/** When scorers measure the outcome of accepted work: from its time for as long as they have for a score; inclusive. */
export const outcomeWindow = ({
  acceptedAt,
  rule,
}: Contribution): { readonly from: number; readonly until: number } | undefined => {
  if (acceptedAt === undefined) return undefined;
  const from = acceptedAt + rule.vestingMs;
  return { from, until: from + rule.scoringMs };
};

/** What is held for an outcome that is still open at a time; released in full once nobody measured it in time. */
export const heldAt = (contribution: Contribution, time: number): bigint => {
  const window = outcomeWindow(contribution);
  if (window === undefined || contribution.outcome !== undefined || time > window.until) return 0n;
  return vestingPart(contribution);
};

/** What is the author's in the end: the amount without what a measured outcome took back. */
export const owedOf = ({ amount = 0n, outcome }: Contribution): bigint => amount - (outcome?.returned ?? 0n);

/** What has accrued to the author at a time: the immediate part, then after acceptance the stream, and what the outcome releases. */
export const accruedAt = (contribution: Contribution, time: number): bigint => {
  const { amount = 0n, immediate = 0n, acceptedAt, rule } = contribution;
  if (acceptedAt === undefined) return immediate;
  const streamed = amount - immediate - vestingPart(contribution);
  const elapsed = Math.max(0, Math.min(time - acceptedAt, rule.streamMs));
  const arrived = rule.streamMs === 0 ? streamed : (streamed * BigInt(elapsed)) / BigInt(rule.streamMs);
  return owedOf(contribution) - streamed + arrived - heldAt(contribution, time);
};

/** Where a contribution stands: a pure function of its stored facts. */
export const contributionStates = ['submitted', 'scored', 'accepted', 'paid', 'returned'] as const;
export const contributionState = (contribution: Contribution): (typeof contributionStates)[number] => {
  const { amount, acceptedAt, paidSoFar, settledAt } = contribution;
  if (amount === undefined) return settledAt === undefined ? 'submitted' : 'returned';
  if (acceptedAt !== undefined) return paidSoFar >= owedOf(contribution) ? 'paid' : 'accepted';
  return settledAt === undefined ? 'scored' : 'returned';
};
