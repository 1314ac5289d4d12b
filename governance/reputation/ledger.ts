/** How reputation fades: stored = minted × index, and the index doubles each half-life; pure integers (PROTOCOL 6.6). */

import { z } from 'zod';
import { integer, timeMs } from '#chain/scalars.ts';

const dayMs = 86_400_000;
const defaultHalfLifeMs = 90 * dayMs;
const fractionBits = 32n;
/** The index of genesis: errors of rounding stay below a part in sixteen million. */
const firstIndexBits = 24n;
/**
 * So many half-lives the index grows, fourteen years by default; then it stays and nothing fades further. 2^24 works
 * of full score, 2^20 points each, at an index of 2^80 are below the 2^128 that a sum holds.
 */
export const halfLivesMax = 56;
const exponentMax = halfLivesMax * 0x1_0000_0000;

export const decay = z.strictObject({
  /** A month at least, so that nobody’s standing falls with one holiday; two years at most. */
  halfLifeMs: integer(30 * dayMs, 720 * dayMs),
  /** From when it holds. */
  since: timeMs,
  /** How many half-lives had passed by then, times 2^32: a change of the half-life changes no standing. */
  exponent: integer(0, exponentMax),
});
export type Decay = z.output<typeof decay>;
/** Of a DAO that never set another. */
export const defaultDecay = (genesisTime: number): Decay => ({
  halfLifeMs: defaultHalfLifeMs,
  since: genesisTime,
  exponent: 0,
});

/** How many half-lives have passed at a time, times 2^32. */
export const exponentAt = ({ halfLifeMs, since, exponent }: Decay, time: number): number => {
  const passed = (BigInt(time - since) << fractionBits) / BigInt(halfLifeMs);
  return Math.min(exponentMax, exponent + Number(passed));
};

const one = 1n << 64n;
/** Newton’s whole square root, rounded down. */
const rootOf = (value: bigint): bigint => {
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};
/** 2^(1/2), 2^(1/4), 2^(1/8) …, times 2^64: each the root of the one before. */
const roots: readonly bigint[] = Array.from({ length: Number(fractionBits) }).reduce<bigint[]>(
  (list) => [...list, rootOf((list.at(-1) ?? 2n * one) << 64n)],
  [],
);

/** The index at a time: 2^24 × 2^(half-lives passed), rounded down. */
export const indexAt = (rule: Decay, time: number): bigint => {
  const exponent = BigInt(exponentAt(rule, time));
  const fraction = roots.reduce(
    (product, root, i) =>
      (exponent >> (fractionBits - 1n - BigInt(i))) & 1n ? (product * root) >> 64n : product,
    one,
  );
  return (fraction << (firstIndexBits + (exponent >> fractionBits))) >> 64n;
};
