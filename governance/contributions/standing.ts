/** Giving back, once, what an early payment exposed: the author’s exposure and the scorers’ coverage. */
import type { Address, Id } from '#chain/scalars.ts';
import { minimum } from '#chain/scalars.ts';
import { coverage, coverageDebt } from '../scorers/state.ts';
import { exposed } from './state.ts';

type PayeeClass = 'known' | 'newcomer';

/** Cells that giving back touches. */
export const standingAccess = (dao: Id, author: Address) => ({
  exposed: exposed.write(dao, author),
  knownCoverage: coverage.add(dao, 'known'),
  newcomerCoverage: coverage.add(dao, 'newcomer'),
  knownDebt: coverageDebt.write(dao, 'known'),
  newcomerDebt: coverageDebt.write(dao, 'newcomer'),
});
interface Written {
  get(): Readonly<{ amount: bigint }> | undefined;
  set(value: { amount: bigint }): void;
  delete(): void;
}
interface Added {
  add(amount: bigint): void;
}
interface StandingCells {
  readonly exposed: Written;
  readonly knownCoverage: Added;
  readonly newcomerCoverage: Added;
  readonly knownDebt: Written;
  readonly newcomerDebt: Written;
}

/** Less of what a cell holds; nothing left removes the cell. */
const lessen = (cell: Written, by: bigint): void => {
  const left = (cell.get()?.amount ?? 0n) - by;
  if (left > 0n) cell.set({ amount: left });
  else cell.delete();
};

/** Ends the exposure of `immediate`; what slashes owe to coverage is repaid from it first. */
export const giveBack = (cells: StandingCells, immediate: bigint, payeeClass: PayeeClass): void => {
  if (immediate === 0n) return;
  if (payeeClass === 'known') lessen(cells.exposed, immediate);
  const debt = payeeClass === 'known' ? cells.knownDebt : cells.newcomerDebt;
  const repaid = minimum(debt.get()?.amount ?? 0n, immediate);
  if (repaid > 0n) lessen(debt, repaid);
  const covered = payeeClass === 'known' ? cells.knownCoverage : cells.newcomerCoverage;
  covered.add(immediate - repaid);
};
