/** The state of a proposal: a pure function of its stored facts, its tally and header time. */

import { z } from 'zod';
import { address, amount, durationMs, height, id, integer, ppm, sum, text, timeMs } from '#chain/scalars.ts';
import { trackName } from '../daos/state.ts';
import { mix } from '../power/state.ts';
import { epoch } from '../treasury/state.ts';

export const choice = z.enum(['against', 'for', 'abstain']);
export const tally = z.strictObject({ against: sum, for: sum, abstain: sum });
export type Tally = z.output<typeof tally>;

/** What is fixed when a proposal is created; later changes of its track do not touch it. */
export const proposal = z.strictObject({
  dao: id,
  token: id,
  author: address,
  track: trackName,
  title: text(140, 1),
  /** SHA-256 of the canonical bytes of the actions; they are carried again when it executes. */
  actionsHash: id,
  actionCount: integer(0, 64),
  createdAt: timeMs,
  /** The block before creation: voting power is that of its closing values. */
  snapshotHeight: height,
  voteStart: timeMs,
  voteEnd: timeMs,
  timelockMs: durationMs,
  expiryMs: durationMs,
  quorumPpm: ppm,
  thresholdPpm: ppm,
  /** The epoch of its creation: loans to delegates that last until then count. */
  epoch,
  /** From here on power received from others counts in no new or changed ballot. */
  delegatesUntil: timeMs,
  /** What power is made of; absent where stake alone counts. */
  mix: mix.optional(),
  /** All power at the snapshot: all stake, or 10^18 where power is a mix. */
  totalPower: amount,
  executedAt: timeMs.optional(),
  canceledAt: timeMs.optional(),
  canceledBy: address.optional(),
});
export type Proposal = z.output<typeof proposal>;

export const proposalState = z.enum([
  'pending',
  'active',
  'canceled',
  'defeated',
  'succeeded',
  'queued',
  'expired',
  'executed',
]);
export type ProposalState = z.output<typeof proposalState>;

/** Whether for and abstain together reach the quorum: (for + abstain) × 10^6 ≥ quorumPpm × total. */
export const quorumReached = ({ quorumPpm, totalPower }: Proposal, votes: Tally): boolean =>
  (votes.for + votes.abstain) * 1_000_000n >= BigInt(quorumPpm) * totalPower;
/** Whether for is more than against and reaches its share of both; a tie keeps the status quo. */
export const thresholdReached = ({ thresholdPpm }: Proposal, votes: Tally): boolean =>
  votes.for > votes.against && votes.for * 1_000_000n >= BigInt(thresholdPpm) * (votes.for + votes.against);
export const carried = (stored: Proposal, votes: Tally): boolean =>
  quorumReached(stored, votes) && thresholdReached(stored, votes);

/** When its actions may run: after voting and timelock. */
export const executableAt = ({ voteEnd, timelockMs }: Proposal): number => voteEnd + timelockMs;
export const expiresAt = (stored: Proposal): number => executableAt(stored) + stored.expiryMs;

/** `queued` lasts from the end of voting to execution or expiry; it may run from `executableAt` on. */
export const stateOf = (stored: Proposal, votes: Tally, time: number): ProposalState => {
  if (stored.executedAt !== undefined) return 'executed';
  if (stored.canceledAt !== undefined) return 'canceled';
  if (time < stored.voteStart) return 'pending';
  if (time < stored.voteEnd) return 'active';
  if (!carried(stored, votes)) return 'defeated';
  if (stored.actionCount === 0) return 'succeeded';
  return time < expiresAt(stored) ? 'queued' : 'expired';
};

/** Why a closed proposal was defeated: the first rule that it missed. */
export const defeatReason = z.enum(['quorumMissed', 'thresholdMissed']);
export const reasonOf = (stored: Proposal, votes: Tally): z.output<typeof defeatReason> =>
  quorumReached(stored, votes) ? 'thresholdMissed' : 'quorumMissed';
