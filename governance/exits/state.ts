/** What a member who leaves receives: the DAO’s rule, and the share that an amount of its token is. */

import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { amount, type Id, id, ppm } from '#chain/scalars.ts';

/** Tokens of a treasury that those who leave have a share of: each is four cells of a transaction. */
export const assetsMax = 8;
export const exitRule = z.strictObject({
  /** The tokens that there is a share of; never the DAO’s own, whose owners share them. */
  assets: z.array(id).min(1).max(assetsMax),
  /** The part of a share that stays with those who stay. */
  keptPpm: ppm,
});
type ExitRule = z.output<typeof exitRule>;
/** Absent where nobody can leave with a share. */
export const exitRules = collection('exits.rules', [id], exitRule, { frozen: true });

const million = 1_000_000n;
/**
 * floor(burned × balance × (10^6 − kept) ÷ (outstanding × 10^6)): the rule of Moloch and Baal (`ragequit`), less what is kept.
 * @param outstanding all units of the DAO’s token that its treasury does not hold; nothing is shared where there are none
 */
export const shareOf = (
  { keptPpm }: Pick<ExitRule, 'keptPpm'>,
  burned: bigint,
  balance: bigint,
  outstanding: bigint,
): bigint =>
  outstanding === 0n ? 0n : (burned * balance * (million - BigInt(keptPpm))) / (outstanding * million);

/**
 * Units of the DAO’s token that are somebody’s: all that were minted and not burned, without what its treasury holds. What is
 * in budgets, escrows and streams counts: it is promised, and those who wait for it keep their part of the treasury.
 */
export const outstandingOf = (cap: bigint, unissued: bigint, burned: bigint, treasury: bigint): bigint =>
  cap - unissued - burned - treasury;

/** One token of a share. */
export const part = z.strictObject({ token: id, amount });
export const parts = z.array(part).min(1).max(assetsMax);
export type Part = { readonly token: Id; readonly amount: bigint };
