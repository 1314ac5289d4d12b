/** Stake on its way out of voting: what of it stays lent or behind requests is carried, so that it is never more than the stake that is left. */
import type { z } from 'zod';
import { type Address, amount, type Id, maximum } from '#chain/scalars.ts';
import { backings } from '../conviction/state.ts';
import { follow, followAccess, following } from '../delegation/followStake.ts';
import { given } from '../delegation/state.ts';
import { stakes, totalStaked } from './state.ts';

/** What a transaction that takes stake out carries of it. */
export const carried = {
  delegation: following.optional(),
  /** What stands behind requests of the DAO; absent where nothing does. */
  supporting: amount.optional(),
};
interface Carried {
  readonly amount: bigint;
  readonly delegation?: z.output<typeof following> | undefined;
  readonly supporting?: bigint | undefined;
}
/** What of the stake is spoken for: it may be lent and stand behind requests at once. */
const staysOf = ({ delegation, supporting }: Carried): bigint =>
  maximum(delegation?.amount ?? 0n, supporting ?? 0n);

/** The cells that taking stake out needs. */
export const stakeOutAccess = (leaving: Carried & { readonly token: Id; readonly sender: Address }) => {
  const { token, sender } = leaving;
  return {
    staked: stakes.read(token, sender),
    // What stays is drawn too and given back at once.
    stake: stakes.draw(leaving.amount + staysOf(leaving), token, sender),
    back: stakes.add(token, sender),
    total: totalStaked.draw(leaving.amount, token),
    backing: backings.read(token, sender),
    lentNow: given.read(token, sender),
    ...followAccess(token, sender, leaving.delegation),
  };
};
type FollowCells = Parameters<typeof follow>[0];
interface StakeCells extends FollowCells {
  readonly staked: { get(): bigint };
  readonly stake: { draw(amount: bigint): void };
  readonly back: { add(amount: bigint): void };
  readonly total: { draw(amount: bigint): void };
  readonly backing: { get(): { readonly amount: bigint } | undefined };
  readonly lentNow: { get(): unknown };
}
type Refusal = 'delegationDiffers' | 'conviction.supportDiffers' | 'conviction.inSupport';

/** Takes stake out, or rejects where what is carried is not what is stored, or does not fit in the stake that is left. */
export const takeStakeOut = (cells: StakeCells, leaving: Carried, reject: (code: Refusal) => never): void => {
  const { amount: taken, delegation, supporting = 0n } = leaving;
  const isLent = cells.lentNow.get() !== undefined;
  if (delegation === undefined ? isLent : !follow(cells, delegation, delegation.before.amount))
    reject('delegationDiffers');
  if ((cells.backing.get()?.amount ?? 0n) !== supporting) reject('conviction.supportDiffers');
  // The draw holds the limit; this says which one it is.
  if (supporting > 0n && cells.staked.get() < taken + supporting) reject('conviction.inSupport');
  const stays = staysOf(leaving);
  cells.stake.draw(taken + stays);
  cells.back.add(stays);
  cells.total.draw(taken);
};
