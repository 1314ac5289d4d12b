/** Contributions: what was submitted, the rule that pays it, its score, and where its money stands. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import {
  address,
  amount,
  durationMs,
  height,
  id,
  integer,
  ppm,
  score,
  sum,
  text,
  timeMs,
} from '#chain/scalars.ts';
import { epoch } from '../treasury/state.ts';
import { type Correction, correction } from './correction.ts';

/** Kinds of work that can be scored. */
export const workKind = z.enum(['code', 'document']);
/** A share of coverage is kept for newcomers, so that those who are known cannot use all of it up. */
export const payeeClass = z.enum(['known', 'newcomer']);

export const rule = z.strictObject({
  /** What a full score in every dimension earns. */
  rate: amount,
  /** The most that one contribution earns. */
  cap: amount,
  /** Weights of quality, quantity, impact, value; they sum to 1,000,000. */
  weights: z.array(ppm).length(4),
  immediatePpm: ppm,
  streamPpm: ppm,
  /** Held until the outcome is measured; the three sum to 1,000,000. */
  vestingPpm: ppm,
  /** How long the stream runs after acceptance. */
  streamMs: durationMs,
  /** How long after acceptance the outcome is measured. */
  vestingMs: durationMs,
  /** After this long without acceptance the escrow returns to the budget. */
  unacceptedMs: durationMs,
  /** How long scorers have, for the score and again for the outcome. */
  scoringMs: durationMs,
});
export type Rule = z.output<typeof rule>;
/** Whether weights and shares of a rule each sum to one. */
export const ruleFits = ({ weights, immediatePpm, streamPpm, vestingPpm }: Rule): boolean =>
  weights.reduce((total, weight) => total + weight, 0) === 1_000_000 &&
  immediatePpm + streamPpm + vestingPpm === 1_000_000;
export const rules = collection('contributions.rules', [id, workKind], rule, { frozen: true });

/** What all newcomers of a DAO may receive at once in an epoch. */
export const allowances = collection(
  'contributions.allowances',
  [id],
  z.strictObject({ newcomersPerEpoch: amount }),
  { frozen: true },
);

export const scores = z.array(score).length(4);

const decidedCorrection = z.strictObject({
  /** Work submitted from this epoch on is paid by `correction`, earlier work by `before`. */
  fromEpoch: epoch,
  correction,
  before: correction.optional(),
});
/** How scores of a kind are corrected by what people said of earlier ones; absent where they are not. */
export const corrections = collection('contributions.corrections', [id, workKind], decidedCorrection, {
  frozen: true,
});
/** The correction for work that is submitted in an epoch. */
export const correctionAt = (
  stored: Readonly<z.output<typeof decidedCorrection>> | undefined,
  number: number,
): Correction | undefined =>
  stored !== undefined && number >= stored.fromEpoch ? stored.correction : stored?.before;

const count = integer(0, 1_000_000_000);
/** What became of accepted work by the time of its outcome (`scoring/outcome.ts`). */
export const outcomeFacts = z.strictObject({
  /** Lines of substance that it added. */
  lines: count,
  /** Those that still stand. */
  standing: count,
  /** Those that were taken back by work that brought nothing new. */
  reverted: count,
  /** Other authors whose accepted work builds on it. */
  adopters: count,
});
export type OutcomeFacts = z.output<typeof outcomeFacts>;
/** The medians that a quorum of scorers attested, and what they did to the held part. */
const outcome = outcomeFacts.extend({ released: amount, returned: amount, at: timeMs });
export const contribution = z.strictObject({
  dao: id,
  author: address,
  kind: workKind,
  contentId: id,
  title: text(200),
  epoch,
  submittedAt: timeMs,
  /** The position in the DAO’s history that the score holds for. */
  asOf: z.strictObject({ height, index: integer(0, 0xffff_ffff) }),
  /** Rate, weights, cap and times, frozen at submission. */
  rule,
  /** What scores count as for pay and reputation, frozen at submission; absent where they count as they are. */
  correction: correction.optional(),
  modelHash: id,
  extractorHash: id,
  /** Present from the quorum on. */
  scores: scores.optional(),
  amount: amount.optional(),
  /** What was paid before acceptance, part of `paidSoFar`. */
  immediate: amount.optional(),
  payeeClass: payeeClass.optional(),
  paidSoFar: amount,
  /** What was paid before acceptance and still counts as exposed; acceptance and settlement end it. */
  covered: amount,
  /** What acceptance credited: earnings and reputation in points. A score after a voided one credits only what is beyond it. */
  credited: z.strictObject({ amount, points: sum }).optional(),
  scoredAt: timeMs.optional(),
  acceptedAt: timeMs.optional(),
  acceptedBy: address.optional(),
  /** When exposure and coverage were given back. */
  settledAt: timeMs.optional(),
  outcome: outcome.optional(),
});
export type Contribution = z.output<typeof contribution>;
export const contributions = collection('contributions.items', [id], contribution);
/** Each content is submitted once to a DAO. */
export const contents = collection('contributions.contents', [id, id], id);
/** The part that waits, in the DAO’s token: key is DAO, contribution. */
export const escrow = accumulator('contributions.escrow', [id, id]);
/** What an author was paid at once for work nobody accepted yet. */
export const exposed = collection('contributions.exposed', [id, address], z.strictObject({ amount }));
/** What an author earned with accepted work. */
export const earned = accumulator('contributions.earned', [id, address]);
/** What newcomers may still receive at once in an epoch. */
export const newcomerAllowance = accumulator('contributions.newcomers', [id, epoch]);
