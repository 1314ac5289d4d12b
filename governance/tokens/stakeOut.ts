/** Stake on its way out of voting: what of it stays lent is carried, so that it is never more than the stake that is left. */
import type { z } from 'zod';
import type { Address, Id } from '#chain/scalars.ts';
import { follow, followAccess, type following } from '../delegation/followStake.ts';
import { given } from '../delegation/state.ts';
import { stakes, totalStaked } from './state.ts';

interface Leaving {
  readonly token: Id;
  readonly sender: Address;
  readonly amount: bigint;
  readonly delegation?: z.output<typeof following> | undefined;
}

/** The cells that taking stake out needs. */
export const stakeOutAccess = ({ token, sender, amount, delegation }: Leaving) => ({
  // What stays lent is drawn too and given back at once.
  stake: stakes.draw(amount + (delegation?.amount ?? 0n), token, sender),
  back: stakes.add(token, sender),
  total: totalStaked.draw(amount, token),
  lentNow: given.read(token, sender),
  ...followAccess(token, sender, delegation),
});
type FollowCells = Parameters<typeof follow>[0];
interface StakeCells extends FollowCells {
  readonly stake: { draw(amount: bigint): void };
  readonly back: { add(amount: bigint): void };
  readonly total: { draw(amount: bigint): void };
  readonly lentNow: { get(): unknown };
}

/** Takes stake out; false where the delegation that is carried is not the stored one. */
export const takeStakeOut = (
  cells: StakeCells,
  { amount, delegation }: Pick<Leaving, 'amount' | 'delegation'>,
): boolean => {
  const isLent = cells.lentNow.get() !== undefined;
  if (delegation === undefined ? isLent : !follow(cells, delegation, delegation.before.amount)) return false;
  const stays = delegation?.amount ?? 0n;
  cells.stake.draw(amount + stays);
  cells.back.add(stays);
  cells.total.draw(amount);
  return true;
};
