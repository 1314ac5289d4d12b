/** The state of a proposal: a pure function of its stored facts, its votes and header time. */

import { z } from 'zod';
import {
  address,
  amount,
  durationMs,
  height,
  id,
  integer,
  minimum,
  ppm,
  signedSum,
  sum,
  text,
  timeMs,
} from '#chain/scalars.ts';
import { roleList, trackName } from '../daos/state.ts';
import { mix } from '../power/state.ts';
import { epoch } from '../treasury/state.ts';

export const choice = z.enum(['against', 'for', 'abstain']);
export const tally = z.strictObject({ against: sum, for: sum, abstain: sum });
export type Tally = z.output<typeof tally>;
/** What ballots of one stretch of time added; a changed ballot takes its old power back, so it may be below zero. */
export const addedTally = z.strictObject({ against: signedSum, for: signedSum, abstain: signedSum });
/** The votes of a proposal: all, those of them since its last stretch began, and those of them after its planned end. */
export interface Votes {
  readonly all: Tally;
  readonly late: Tally;
  readonly extra: Tally;
}

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
  /** The planned end; a late quorum makes voting `lateMs` longer. */
  voteEnd: timeMs,
  lateMs: durationMs,
  /** Ballots are sealed until voting ends and opened within this long after it; absent where they are open at once. */
  revealMs: durationMs.optional(),
  timelockMs: durationMs,
  expiryMs: durationMs,
  quorumPpm: ppm,
  quorumSlopePpm: integer(0, 10_000_000),
  quorumMaxPpm: ppm,
  thresholdPpm: ppm,
  /** Of an optimistic track: it carries unless those against reach this share of all power. */
  objectionPpm: integer(1, 1_000_000).optional(),
  /** What its author put down. */
  deposit: amount,
  vetoers: roleList,
  /** The most that its actions may pay; absent where its track has no limit. */
  spendMax: amount.optional(),
  /** The epoch of its creation: loans to delegates that last until then count. */
  epoch,
  /** From here on power received from others counts in no new or changed ballot. */
  delegatesUntil: timeMs,
  /** What power is made of; absent where stake alone counts. */
  mix: mix.optional(),
  /** All power at the snapshot: all stake, or 10^18 where power is a mix. */
  totalPower: amount,
  /** When title, text or actions were last changed, before voting opened. */
  editedAt: timeMs.optional(),
  executedAt: timeMs.optional(),
  /** Places of actions that were rejected and may be tried again until it expires. */
  failed: z.array(integer(0, 63)).max(64).optional(),
  canceledAt: timeMs.optional(),
  canceledBy: address.optional(),
  vetoedAt: timeMs.optional(),
  vetoedBy: address.optional(),
  /** By how much a guardian made its timelock longer, once. */
  delayedMs: durationMs.optional(),
});
export type Proposal = z.output<typeof proposal>;

export const proposalState = z.enum([
  'pending',
  'active',
  'revealing',
  'canceled',
  'vetoed',
  'defeated',
  'succeeded',
  'queued',
  'expired',
  'executed',
]);
export type ProposalState = z.output<typeof proposalState>;

const million = 1_000_000n;
/**
 * The share of all power that must take part: quorumPpm + floor(quorumSlopePpm × against ÷ total), at most quorumMaxPpm.
 * The form of Nouns (`NounsDAODynamicQuorum`): what many oppose needs more people than what nobody minds.
 */
export const quorumNow = (stored: Proposal, { against }: Tally): number => {
  const { quorumPpm, quorumSlopePpm, quorumMaxPpm, totalPower } = stored;
  if (quorumSlopePpm === 0 || totalPower === 0n) return quorumPpm;
  const risen = BigInt(quorumPpm) + (BigInt(quorumSlopePpm) * against) / totalPower;
  return Number(minimum(risen, BigInt(quorumMaxPpm)));
};
/** Whether for and abstain together reach the quorum: (for + abstain) × 10^6 ≥ quorum × total. */
export const quorumReached = (stored: Proposal, votes: Tally): boolean =>
  (votes.for + votes.abstain) * million >= BigInt(quorumNow(stored, votes)) * stored.totalPower;
/** Whether for is more than against and reaches its share of both; a tie keeps the status quo. */
export const thresholdReached = ({ thresholdPpm }: Proposal, votes: Tally): boolean =>
  votes.for > votes.against && votes.for * million >= BigInt(thresholdPpm) * (votes.for + votes.against);
/** Whether those against reach the share that stops an optimistic proposal. */
const objected = ({ objectionPpm = 0, totalPower }: Proposal, { against }: Tally): boolean =>
  against * million >= BigInt(objectionPpm) * totalPower;
/** Whether it would pass by these votes. */
export const carried = (stored: Proposal, votes: Tally): boolean =>
  stored.objectionPpm === undefined
    ? quorumReached(stored, votes) && thresholdReached(stored, votes)
    : !objected(stored, votes);

const without = (votes: Tally, ...parts: readonly Tally[]): Tally => ({
  against: parts.reduce((left, part) => left - part.against, votes.against),
  for: parts.reduce((left, part) => left - part.for, votes.for),
  abstain: parts.reduce((left, part) => left - part.abstain, votes.abstain),
});
/** From here until the planned end a quorum that is first reached makes voting longer. */
export const lateFrom = ({ voteEnd, lateMs }: Proposal): number => voteEnd - lateMs;
/**
 * When voting ends: `lateMs` after the planned end where the quorum was missing when the last stretch began and is there
 * at the planned end, so that nobody decides at the last moment what the others cannot answer.
 */
export const votingEndsAt = (stored: Proposal, { all, late, extra }: Votes): number =>
  stored.lateMs > 0 &&
  !quorumReached(stored, without(all, extra, late)) &&
  quorumReached(stored, without(all, extra))
    ? stored.voteEnd + stored.lateMs
    : stored.voteEnd;

/** When all that counts is in the tally: at the end of voting, or when sealed ballots can no longer be opened. */
export const countingEndsAt = (stored: Proposal, votes: Votes): number =>
  votingEndsAt(stored, votes) + (stored.revealMs ?? 0);

/** When its actions may run: after voting, timelock, and what a guardian added. */
export const executableAt = (stored: Proposal, votes: Votes): number =>
  countingEndsAt(stored, votes) + stored.timelockMs + (stored.delayedMs ?? 0);
export const expiresAt = (stored: Proposal, votes: Votes): number =>
  executableAt(stored, votes) + stored.expiryMs;

/**
 * `revealing` is the time in which sealed ballots are opened; `queued` lasts from the end of all counting to execution or
 * expiry, and the actions may run from `executableAt` on.
 */
export const stateOf = (stored: Proposal, votes: Votes, time: number): ProposalState => {
  if (stored.executedAt !== undefined) return 'executed';
  if (stored.canceledAt !== undefined) return 'canceled';
  if (stored.vetoedAt !== undefined) return 'vetoed';
  if (time < stored.voteStart) return 'pending';
  if (time < votingEndsAt(stored, votes)) return 'active';
  if (time < countingEndsAt(stored, votes)) return 'revealing';
  if (!carried(stored, votes.all)) return 'defeated';
  if (stored.actionCount === 0) return 'succeeded';
  return time < expiresAt(stored, votes) ? 'queued' : 'expired';
};

/** Whether nothing about it can change any more, but what a retry of its actions brings. */
export const hasEnded = (state: ProposalState): boolean =>
  state !== 'pending' && state !== 'active' && state !== 'revealing' && state !== 'queued';

/** Why a closed proposal was defeated: the first rule that it missed. */
export const defeatReason = z.enum(['quorumMissed', 'thresholdMissed', 'objected']);
export const reasonOf = (stored: Proposal, votes: Tally): z.output<typeof defeatReason> => {
  if (stored.objectionPpm !== undefined) return 'objected';
  return quorumReached(stored, votes) ? 'thresholdMissed' : 'quorumMissed';
};

/**
 * Where the deposit goes; undefined while it is held. It goes back to the author, unless the proposal was vetoed, or more
 * than two thirds of all votes for and against were against it: then to the treasury.
 */
export const depositGoesTo = (
  stored: Proposal,
  votes: Votes,
  time: number,
): 'author' | 'treasury' | undefined => {
  const state = stateOf(stored, votes, time);
  if (!hasEnded(state)) return undefined;
  if (state === 'vetoed') return 'treasury';
  const { all } = votes;
  return state === 'defeated' && all.against > 2n * all.for ? 'treasury' : 'author';
};
