/** Reviews by people: work drawn by chance, rated blind by two reviewers, and what their ratings say of the scores. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { address, id, integer, ppm, timeMs } from '#chain/scalars.ts';
import { axes, tenths } from '../contributions/correction.ts';
import { workKind } from '../contributions/state.ts';

/** People who rate each piece of work that is drawn. */
export const ratersMax = 2;
/** The rubric of each axis has five levels, 0 … 4 (docs/scoring.md). */
export const levels = 5;
export const ratings = z.strictObject({
  quality: integer(0, levels - 1),
  impact: integer(0, levels - 1),
  value: integer(0, levels - 1),
});
export type Ratings = z.output<typeof ratings>;

/** Why work was drawn: each is as likely as any other, or the likelier the more it earns. */
export const stratum = z.enum(['uniform', 'payout']);
export type Stratum = z.output<typeof stratum>;

export const sampling = z.strictObject({
  /** The share of work that is drawn at most, half of it uniformly; 0 draws nothing. */
  samplePpm: ppm,
});
/** Where a DAO set nothing: a tenth. */
export const defaultSampling: z.output<typeof sampling> = { samplePpm: 100_000 };
export const samplings = collection('reviews.samplings', [id], sampling, { frozen: true });

export const review = z.strictObject({
  dao: id,
  kind: workKind,
  stratum,
  openedAt: timeMs,
  commits: z.array(z.strictObject({ reviewer: address, hash: id })).max(ratersMax),
  reveals: z.array(z.strictObject({ reviewer: address, ratings })).max(ratersMax),
});

export const reviews = collection('reviews.items', [id], review);

const count = integer(0, 1_000_000_000);
const record = z.strictObject({
  /** Work that two people rated. */
  units: count,
  /** How often two people gave a pair of levels, both orders counted: row × levels + column. */
  coincidences: z.array(count).length(levels * levels),
  /** Of work drawn uniformly, by tenth of its score: ratings, and their sum. */
  ratings: z.array(count).length(tenths),
  sums: z.array(count).length(tenths),
});
export type RatingRecord = z.output<typeof record>;
const zeros = (length: number): number[] => new Array<number>(length).fill(0);
export const emptyRecord = (): RatingRecord => ({
  units: 0,
  coincidences: zeros(levels * levels),
  ratings: zeros(tenths),
  sums: zeros(tenths),
});
/** What people said of a kind of work, axis by axis. */
export const records = collection('reviews.records', [id, workKind, z.enum(axes)], record);
