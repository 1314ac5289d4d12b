/** What scores count for pay after what people said of earlier ones: a ladder for each rated axis; pure integers. */

import { z } from 'zod';
import { score } from '#chain/scalars.ts';
import { dimensions } from '#scoring/attestation.ts';

/** What people rate; quantity is counted, so nobody rates it. */
export const axes = ['quality', 'impact', 'value'] as const;
export type Axis = (typeof axes)[number];
/** Tenths of the scale of scores, by which ratings are counted and scores corrected. */
export const tenths = 10;
const scale = 10_000;
const width = scale / tenths;

/** What a score in the middle of each tenth counts as; never falls from one tenth to the next. */
export const ladder = z.array(score).length(tenths);
export const correction = z.strictObject({ quality: ladder, impact: ladder, value: ladder });
export type Correction = z.output<typeof correction>;

/** The middle of a tenth. */
export const middleOf = (tenth: number): number => tenth * width + width / 2;
/** The ladder that changes nothing. */
export const plainLadder = Array.from({ length: tenths }, (_, tenth) => middleOf(tenth));

/** The score that a ladder makes of one: straight lines between the middles of tenths, from 0 to 0 and 10,000 to 10,000, rounded down. */
export const corrected = (rungs: readonly number[], one: number): number => {
  const after = Math.floor((one + width / 2) / width);
  const [low, from] = after === 0 ? [0, 0] : [middleOf(after - 1), rungs[after - 1] ?? 0];
  const [high, to] = after === tenths ? [scale, scale] : [middleOf(after), rungs[after] ?? scale];
  return from + Math.floor(((to - from) * (one - low)) / (high - low));
};

/** The four scores as they count for pay and reputation. */
export const correctedScores = (
  by: Readonly<Correction> | undefined,
  scores: readonly number[],
): readonly number[] =>
  by === undefined
    ? scores
    : scores.map((one, place) => {
        const axis = axes.find((name) => name === dimensions[place]);
        return axis === undefined ? one : corrected(by[axis], one);
      });
