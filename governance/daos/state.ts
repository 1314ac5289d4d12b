/** What a DAO is made of: its facts, who holds which role, its policy and its decision tracks. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import {
  type Address,
  address,
  amount,
  durationMs,
  type Id,
  id,
  integer,
  ppm,
  text,
  timeMs,
} from '#chain/scalars.ts';

const role = z.enum(['member', 'reviewer', 'steward', 'guardian']);
type Role = z.output<typeof role>;
export const roleList = z.array(role).max(4);

export const daoFacts = z.strictObject({
  name: text(60, 1),
  purpose: text(280),
  /** The DAO’s token has the DAO’s id. */
  token: id,
  /** The DAO’s account: it has no key and acts through executed proposals. */
  account: address,
  founder: address,
  createdAt: timeMs,
  /** SHA-256 of the constitution’s text, which its event carries. */
  constitutionHash: id,
});
export const daos = collection('daos.daos', [id], daoFacts);

const held = z.strictObject({
  roles: roleList,
  /** From here on the account is no guardian any more; absent where that has no end. */
  guardianUntil: timeMs.optional(),
});
export const roles = collection('daos.roles', [id, address], held);
/** The roles that an account has at a time: those of an expired guardian are without it. */
export const rolesAt = (stored: Readonly<z.output<typeof held>> | undefined, time: number): readonly Role[] =>
  (stored?.roles ?? []).filter(
    (one) => one !== 'guardian' || stored?.guardianUntil === undefined || time < stored.guardianUntil,
  );

/** One for each member, zero for everybody else, so that membership at a past height can be read; the written roles justify each change. */
export const seats = accumulator('daos.seats', [id, address], { signed: true, checkpointed: true });
/** How many members there are. */
export const seatCount = accumulator('daos.seatCount', [id], { signed: true, checkpointed: true });

export const policy = z.strictObject({
  /** Whether anyone may join and contribute, or members only. */
  open: z.boolean(),
  /** Length of an epoch, counted from genesis: budgets are per epoch. */
  epochMs: integer(60_000, 31_536_000_000),
});
export const policies = collection('daos.policies', [id], policy, { frozen: true });

/** `treasury` is the track of large sums, `model` that of changes of the scorer. */
export const trackName = z.enum([
  'constitution',
  'parameters',
  'treasury',
  'treasuryMedium',
  'treasurySmall',
  'membership',
  'model',
  'tip',
  'emergency',
  'signal',
]);
const track = z.strictObject({
  name: trackName,
  /** From creation until voting opens. */
  delayMs: durationMs,
  votingMs: integer(1_000, 315_360_000_000),
  /** From the end of voting until actions may run. */
  timelockMs: durationMs,
  /** How long actions may run after the timelock. */
  expiryMs: integer(1_000, 315_360_000_000),
  /** For and abstain together must reach this share of all stake. */
  quorumPpm: ppm,
  /** For must reach this share of for and against. */
  thresholdPpm: ppm,
  /** The quorum rises by this many millionths of the share of all power that is against, up to `quorumMaxPpm`; 0 keeps it fixed. */
  quorumSlopePpm: integer(0, 10_000_000),
  quorumMaxPpm: ppm,
  /** Where the quorum is first reached within this long before the end, voting goes on for as long after it; 0 for never. */
  lateMs: durationMs,
  /** Ballots are sealed while voting is open and opened within this long after it; absent where they are open at once. */
  revealMs: integer(1_000, 315_360_000_000).optional(),
  /** What is put down with a proposal, in the DAO’s token; `proposals.settle` says who receives it. */
  deposit: amount,
  /** The most that all actions of a proposal together pay, in the DAO’s token and no other; absent where there is no limit. */
  spendMax: amount.optional(),
  /** An optimistic track: a proposal carries unless those against reach this share of all power. Quorum and threshold do not count. */
  objectionPpm: integer(1, 1_000_000).optional(),
  /** Whoever has one of these roles may veto until the actions run. */
  vetoers: roleList,
});
export type Track = z.output<typeof track>;
export const trackList = z.array(track).min(1).max(trackName.options.length);
/** Why tracks cannot be set; undefined when they can. */
export const faultOfTracks = (list: readonly Track[]): 'repeated' | 'trackContradicts' | undefined => {
  if (new Set(list.map(({ name }) => name)).size !== list.length) return 'repeated';
  const fits = list.every(
    ({ quorumPpm, quorumMaxPpm, lateMs, votingMs, objectionPpm, revealMs }) =>
      quorumMaxPpm >= quorumPpm &&
      lateMs <= votingMs &&
      // Nobody knows a late quorum of sealed ballots, and an optimistic track has none.
      (lateMs === 0 || (objectionPpm === undefined && revealMs === undefined)),
  );
  return fits ? undefined : 'trackContradicts';
};
export const tracks = collection('daos.tracks', [id], z.strictObject({ tracks: trackList }), {
  frozen: true,
});

/** Whether an account is the DAO itself: only an executed proposal sends as it. */
export const isDao = (dao: Id, sender: Address): boolean => daoAddress(dao) === sender;

/**
 * The longest way from a proposal’s creation to the end of its timelock, a late quorum and the opening of sealed ballots
 * included: how long unstaking takes.
 */
export const longestTrackMs = (list: readonly Track[]): number =>
  list.reduce(
    (longest, { delayMs, votingMs, lateMs, revealMs = 0, timelockMs }) =>
      Math.max(longest, delayMs + votingMs + lateMs + revealMs + timelockMs),
    0,
  );

/** epoch = floor((time − genesis time) ÷ epochMs). */
export const epochAt = (time: number, genesisTime: number, epochMs: number): number =>
  Number((BigInt(time) - BigInt(genesisTime)) / BigInt(epochMs));
/** Header time at which the next epoch begins. */
export const epochEndsAt = (epoch: number, genesisTime: number, epochMs: number): number =>
  genesisTime + (epoch + 1) * epochMs;
