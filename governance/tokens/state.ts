/** What tokens keep: their facts, who holds and stakes how much, and stake on its way back. */

import { z } from 'zod';
import { accumulator, collection } from '#chain/access.ts';
import { address, amount, durationMs, type Id, id, integer, text, timeMs } from '#chain/scalars.ts';

export const decimalsMax = 18;
export const tokenFields = {
  symbol: text(12, 1),
  name: text(60, 1),
  decimals: integer(0, decimalsMax),
  /** The most that can ever exist, in the smallest unit. */
  cap: amount,
  /** The account that may mint: a DAO's. */
  owner: address,
};
export const tokens = collection('tokens.tokens', [id], z.strictObject(tokenFields));
/** What may still be minted: cap = unissued + everything anyone holds, so no sum can overflow. */
export const unissued = accumulator('tokens.unissued', [id]);
export const balances = accumulator('tokens.balances', [id, address]);
export const burned = accumulator('tokens.burned', [id]);
/** Staked amounts are voting power, readable at past heights. */
export const stakes = accumulator('tokens.stakes', [id, address], { checkpointed: true });
export const totalStaked = accumulator('tokens.totalStaked', [id], { checkpointed: true });
/** How long unstaking takes: the longest delay + voting + timelock of the DAO's tracks; written by the DAO. */
export const unbondingTimes = collection('tokens.unbondingTimes', [id], durationMs);
/** Stake on its way back, by the id of the transaction that took it out. */
export const unbondings = collection(
  'tokens.unbondings',
  [id],
  z.strictObject({ account: address, token: id, amount, releaseAt: timeMs }),
);

const hex = (part: Uint8Array | undefined): Id =>
  Array.from(part ?? [], (byte) => byte.toString(16).padStart(2, '0')).join('');
/** An accumulator whose first key part is the token holds its sum of that token. */
export const heldByToken = (key: readonly Uint8Array[], value: unknown): { token: Id; amount: bigint }[] => [
  { token: hex(key[1]), amount: value as bigint },
];
