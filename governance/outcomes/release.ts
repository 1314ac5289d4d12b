/** How much of the held part an outcome releases; pure integers. */
import { minimum } from '#chain/scalars.ts';
import { lowerMedian } from '#scoring/attestation.ts';
import type { OutcomeFacts } from '../contributions/state.ts';

const million = 1_000_000n;
/** What each author who builds on the work makes good, in parts per million. */
const perAdopter = 100_000n;

/**
 * Parts per million that an outcome earns, 0 … 10^6: the share of its lines that stand, less once more those that were
 * taken back, and a tenth for each adopter; where it brought no lines there is nothing to measure, and it earns all.
 *
 * ⌊max(0, standing − reverted) × 10^6 ÷ lines⌋ + adopters × 10^5, at most 10^6.
 */
export const outcomeShare = ({ lines, standing, reverted, adopters }: OutcomeFacts): bigint => {
  if (lines === 0) return million;
  const kept = (BigInt(Math.max(0, standing - reverted)) * million) / BigInt(lines);
  return minimum(million, kept + BigInt(adopters) * perAdopter);
};

/** ⌊held × share ÷ 10^6⌋; the rest returns to the budget. */
export const releasedOf = (held: bigint, facts: OutcomeFacts): bigint =>
  (held * outcomeShare(facts)) / million;

/** Whether facts can be of any work: a line cannot stand and be taken back, nor be counted twice. */
export const factsFit = ({ lines, standing, reverted }: OutcomeFacts): boolean =>
  standing + reverted <= lines;

/** The lower median of what scorers said, fact by fact. */
export const medianFacts = (said: readonly OutcomeFacts[]): OutcomeFacts => {
  const median = (fact: keyof OutcomeFacts): number => lowerMedian(said.map((facts) => facts[fact]));
  return {
    lines: median('lines'),
    standing: median('standing'),
    reverted: median('reverted'),
    adopters: median('adopters'),
  };
};
