/** Stake and what is lent of it move together: the payload carries the delegation, and the stored one proves it. */

import { z } from 'zod';
import { type Address, amount, type Id } from '#chain/scalars.ts';
import { type Delegation, delegation, given, isSame, loansOf, received } from './state.ts';

/** The delegation as it stands, and how much stake it lends afterwards. */
export const following = z.strictObject({ before: delegation, amount });
type Following = z.output<typeof following>;

const after = ({ before, amount: lent }: Following): Delegation => ({ ...before, amount: lent });
const receivedOf = (dao: Id, lent: Delegation) =>
  loansOf(lent).map(({ delegate, track, expires }) => received.add(dao, delegate, track, expires));

/** The sums of delegates that change when a delegation becomes another. */
export const changeAccess = (dao: Id, before: Delegation | undefined, next: Delegation) => ({
  takenBack: before === undefined ? [] : receivedOf(dao, before),
  lent: receivedOf(dao, next),
});
/** Cells of a change of stake that its delegation follows; none where nothing is carried. */
export const followAccess = (dao: Id, sender: Address, carried: Following | undefined) =>
  carried === undefined
    ? { given: [], takenBack: [], lent: [] }
    : { given: [given.write(dao, sender)], ...changeAccess(dao, carried.before, after(carried)) };

interface Adds {
  add(amount: bigint): void;
}
interface Changed {
  readonly takenBack: readonly Adds[];
  readonly lent: readonly Adds[];
}
/** Takes the old loans back and lends the new ones; lists in the order of `changeAccess`. */
export const changeReceived = (cells: Changed, before: Delegation | undefined, next: Delegation): void => {
  (before === undefined ? [] : loansOf(before)).forEach((loan, i) => {
    cells.takenBack[i]?.add(-loan.amount);
  });
  loansOf(next).forEach((loan, i) => {
    cells.lent[i]?.add(loan.amount);
  });
};

interface FollowCells extends Changed {
  readonly given: readonly {
    get(): Readonly<Delegation> | undefined;
    set(value: Delegation): void;
    delete(): void;
  }[];
}
/**
 * Lends `carried.amount` instead of what was lent. False where the carried delegation is not the stored one, or more
 * would be lent than `most`.
 */
export const follow = (cells: FollowCells, carried: Following, most: bigint): boolean => {
  const [cell] = cells.given;
  if (cell === undefined || !isSame(cell.get(), carried.before) || carried.amount > most) return false;
  const next = after(carried);
  changeReceived(cells, carried.before, next);
  if (carried.amount === 0n) cell.delete();
  else cell.set(next);
  return true;
};
