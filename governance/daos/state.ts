/** What a DAO is made of: its facts, who holds which role, its policy and its decision tracks. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import {
  type Address,
  address,
  durationMs,
  type Id,
  id,
  integer,
  ppm,
  text,
  timeMs,
} from '#chain/scalars.ts';

const role = z.enum(['member', 'reviewer', 'steward', 'guardian']);
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

export const roles = collection('daos.roles', [id, address], z.strictObject({ roles: roleList }));

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

export const trackName = z.enum(['constitution', 'parameters', 'treasury', 'membership', 'model', 'signal']);
export const track = z.strictObject({
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
});
export const trackList = z.array(track).min(1).max(6);
export const tracks = collection('daos.tracks', [id], z.strictObject({ tracks: trackList }), {
  frozen: true,
});

/** Whether an account is the DAO itself: only an executed proposal sends as it. */
export const isDao = (dao: Id, sender: Address): boolean => daoAddress(dao) === sender;

/** The longest way from a proposal’s creation to the end of its timelock: how long unstaking takes. */
export const longestTrackMs = (list: readonly z.output<typeof track>[]): number =>
  list.reduce(
    (longest, { delayMs, votingMs, timelockMs }) => Math.max(longest, delayMs + votingMs + timelockMs),
    0,
  );

/** epoch = floor((time − genesis time) ÷ epochMs). */
export const epochAt = (time: number, genesisTime: number, epochMs: number): number =>
  Number((BigInt(time) - BigInt(genesisTime)) / BigInt(epochMs));
/** Header time at which the next epoch begins. */
export const epochEndsAt = (epoch: number, genesisTime: number, epochMs: number): number =>
  genesisTime + (epoch + 1) * epochMs;
