/** The court of a DAO: its terms, who sits for jury duty, and the cases with their rounds. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { address, amount, durationMs, id, integer, ppm, text, timeMs } from '#chain/scalars.ts';
import { workKind } from '../contributions/state.ts';
import { committeeMax } from '../scorers/state.ts';
import { epoch } from '../treasury/state.ts';

/** Juries grow with each appeal: 2n + 1. */
export const jurySizes = [3, 7, 15] as const;
export const roundsMax = jurySizes.length;
const jurySizeMax = 15;
/** Seats of all juries of a case. */
export const seatsMax = 25;
export const roundNumber = integer(0, roundsMax - 1);
/** One juror holds at most so many slots, so that leaving moves a bounded number of them. */
export const slotsMax = 16;
/** Slots of a DAO: more than a draw could tell apart are of no use. */
export const slotNumber = integer(0, 0xffff_ffff);
/** Draws of one jury; with this many, a jury of 15 is found wherever 30 jurors hold about equal slots. */
export const drawsMax = 128;
/** Pieces of evidence in one case: enough for both sides, and nobody can bury the others. */
export const evidenceMax = 32;

const windowMs = integer(1_000, 31_536_000_000);
/** How a DAO’s court works; a case keeps the terms that it was opened under. */
export const court = z.strictObject({
  /** What one slot costs, and what a seat in a jury locks. */
  seatStake: amount,
  /** The share of a locked seat that a juror loses who votes against the ruling, or not at all. */
  lossPpm: ppm,
  /** What opening a case stakes; a contributor’s first appeal in an epoch stakes nothing. */
  bond: amount,
  /** Paid to each juror who voted as was ruled, from the scoring budget while that lasts. */
  jurorFee: amount,
  /** What a scorer stakes on revealing its part of the seed. */
  seedDeposit: amount,
  /** How long after a score, an acceptance or a return a case may be opened. */
  openMs: durationMs,
  evidenceMs: windowMs,
  seedMs: windowMs,
  summonMs: windowMs,
  commitMs: windowMs,
  revealMs: windowMs,
  appealMs: windowMs,
});
export type Court = z.output<typeof court>;
export const courts = collection('disputes.courts', [id], court, { frozen: true });

/** What the opener asks for. */
export const remedy = z.enum(['accept', 'reopen', 'refuse']);
export type Remedy = z.output<typeof remedy>;
/** Whether the opener gets it. */
export const verdict = z.enum(['grant', 'deny']);
export type Verdict = z.output<typeof verdict>;
/** What a case ended with: its verdict, or nothing where no jury spoke. */
export const ruling = z.enum(['grant', 'deny', 'none']);
/** What became of the contribution; `moot` where it had changed before the ruling. */
export const effect = z.enum(['accepted', 'reopened', 'refused', 'none', 'moot']);

const stake = z.strictObject({
  account: address,
  side: verdict,
  amount,
  /** The round that it opened. */
  round: roundNumber,
});
export const disputeCase = z.strictObject({
  dao: id,
  contribution: id,
  author: address,
  opener: address,
  /** Who accepted the work, who judges nothing about it. */
  reviewer: address.optional(),
  remedy,
  kind: workKind,
  /** The epoch of the contribution, whose budget gets back what is taken. */
  workEpoch: epoch,
  /** The epoch in which the case was opened, whose scoring budget pays jurors. */
  epoch,
  /** Which score it is about. */
  scoredAt: timeMs,
  openedAt: timeMs,
  terms: court,
  round: roundNumber,
  /** Bonds of the opener and of those who appealed; held until the case is closed. */
  stakes: z.array(stake).max(roundsMax),
  evidence: integer(0, evidenceMax),
  closedAt: timeMs.optional(),
  ruling: ruling.optional(),
  effect: effect.optional(),
});
export type DisputeCase = z.output<typeof disputeCase>;
export const cases = collection('disputes.cases', [id], disputeCase);

const seed = z.strictObject({ scorer: address, hash: id, secret: id.optional() });
const seat = z.strictObject({ juror: address, hash: id.optional(), vote: verdict.optional() });
export const round = z.strictObject({
  dao: id,
  openedAt: timeMs,
  /** Slots are drawn as they were in this block, before anyone chose a part of the seed. */
  snapshotHeight: slotNumber,
  /** What each seed that is not revealed yet holds. */
  deposit: amount,
  seeds: z.array(seed).max(committeeMax),
  summonedAt: timeMs.optional(),
  seats: z.array(seat).max(jurySizeMax),
});
export type Round = z.output<typeof round>;
export const rounds = collection('disputes.rounds', [id, roundNumber], round);

/** The newest case about a contribution; one at a time. */
export const docket = collection(
  'disputes.docket',
  [id],
  z.strictObject({
    case: id,
    open: z.boolean(),
    /** Whether money of the contribution waits for the ruling. */
    holds: z.boolean(),
    /** The score that was judged; another case about it is refused. */
    judged: timeMs.optional(),
  }),
);
/** The free appeal that a contributor used in an epoch. */
export const freeAppeals = collection('disputes.free', [id, address, epoch], id);

export const juror = z.strictObject({
  slots: integer(0, slotsMax),
  /** What stands behind the slots. */
  stake: amount,
  /** Of it, what seats of open cases lock. */
  locked: amount,
  served: integer(0, 0xffff_ffff),
  coherent: integer(0, 0xffff_ffff),
});
export type Juror = z.output<typeof juror>;
export const jurors = collection('disputes.jurors', [id, address], juror);
/** Who holds each slot, without gaps from 0. */
export const slots = collection('disputes.slots', [id, slotNumber], address, { checkpointed: true });
export const slotCounts = collection('disputes.slotCounts', [id], slotNumber, { checkpointed: true });

export const reasonText = text(500);
