/** Scorers: who scores for a DAO, their bonds, the model in force, and the rounds of commit and reveal. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { address, amount, bytes, durationMs, height, id, integer, score, timeMs } from '#chain/scalars.ts';
import { payeeClass } from '../contributions/state.ts';
import { epoch } from '../treasury/state.ts';

/** n = 3f + 1: 4 or 7. */
export const committeeMax = 7;
export const committee = z.strictObject({
  members: z.array(address).min(4).max(committeeMax),
  /** Paid for each valid reveal, from the budget `scoring`. */
  fee: amount,
  /** Reveal opens when all committed, or this long after the (2f + 1)th commit. */
  revealAfterMs: durationMs,
  /** How long after the score later reveals and challenges are taken. */
  windowMs: durationMs,
  /** What a challenger puts at stake. */
  challengeBond: amount,
});
/** Whether a committee has one of the sizes for which f liars change nothing. */
export const committeeFits = ({ members }: z.output<typeof committee>): boolean =>
  members.length === 4 || members.length === committeeMax;
export const committees = collection('scorers.committees', [id], committee, { frozen: true });
export const bonds = accumulator('scorers.bonds', [id, address]);
/** A bond on its way back: one at a time, and slashable like the rest until it is released. */
export const unbondings = collection(
  'scorers.unbondings',
  [id, address],
  z.strictObject({ amount, releaseAt: timeMs }),
);
/** Bonds move in multiples of this, so that coverage, a quarter for each class, is exact. */
export const bondStep = 4n;
/** How much may be paid at once without acceptance: half of all bonds, shared between known and new payees. */
export const coverage = accumulator('scorers.coverage', [id, payeeClass]);
/** What slashes took from coverage that was in use; settlements repay it first. */
export const coverageDebt = collection('scorers.coverageDebt', [id, payeeClass], z.strictObject({ amount }));

/** Features of a model: a challenge carries a row for each, with its Merkle path, within the bytes of one transaction. */
export const featuresMax = 64;

/** A model by its hash: what a challenge needs to recompute a score. */
export const model = z.strictObject({
  extractorHash: id,
  /** Merkle root over all rows of the look-up tables. */
  tablesRoot: bytes(32),
  rowCount: integer(1, 1_000_000),
  featureCount: integer(1, featuresMax),
  bias: z.array(integer(-1_000_000, 1_000_000)).length(4),
});
export const models = collection('scorers.models', [id, id], model, { frozen: true });
/** The model that new contributions are scored with. */
export const modelInForce = collection(
  'scorers.inForce',
  [id],
  z.strictObject({ modelHash: id, extractorHash: id }),
  { frozen: true },
);

/** What a scorer says; signed by the transaction that reveals it. */
export const attestation = z.strictObject({
  dao: id,
  contribution: id,
  contentId: id,
  modelHash: id,
  extractorHash: id,
  featuresHash: id,
  scores: z.array(score).length(4),
  asOf: z.strictObject({ height, index: integer(0, 0xffff_ffff) }),
  epoch,
  /** Header time after which it counts no more. */
  expiry: timeMs,
});
export const commit = z.strictObject({ scorer: address, hash: id, at: timeMs });
export const reveal = z.strictObject({
  scorer: address,
  featuresHash: id,
  scores: z.array(score).length(4),
  at: timeMs,
  /** False once a challenge proved it false. */
  valid: z.boolean(),
});
const round = z.strictObject({
  commits: z.array(commit).max(committeeMax),
  reveals: z.array(reveal).max(committeeMax),
});
export type Round = z.output<typeof round>;
export const rounds = collection('scorers.rounds', [id], round);
