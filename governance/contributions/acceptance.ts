/** Accepting work, by a reviewer or by a jury: its exposure ends, and its author is credited. */
import { type Address, type Id, maximum } from '#chain/scalars.ts';
import { type Decay, defaultDecay } from '../reputation/ledger.ts';
import { decays, mintedAt, pointsOfWork, reputations, totalReputation } from '../reputation/state.ts';
import { giveBack, standingAccess } from './standing.ts';
import { type Contribution, earned } from './state.ts';

/** Cells that acceptance touches besides the contribution. */
export const acceptAccess = (dao: Id, author: Address) => ({
  earned: earned.add(dao, author),
  decay: decays.read(dao),
  reputation: reputations.add(dao, author),
  totalReputation: totalReputation.add(dao),
  ...standingAccess(dao, author),
});
interface Added<V> {
  add(delta: V): void;
}
type AcceptCells = Parameters<typeof giveBack>[0] & {
  readonly earned: Added<bigint>;
  readonly decay: { get(): Readonly<Decay> | undefined };
  readonly reputation: Added<Partial<Record<Contribution['kind'], bigint>>>;
  readonly totalReputation: Added<Partial<Record<Contribution['kind'], bigint>>>;
};
interface Acceptance {
  readonly time: number;
  readonly genesisTime: number;
  /** The reviewer, or the DAO itself where a jury decided. */
  readonly by: Address;
}

/** Accepts scored work that is neither accepted nor settled; answers its new facts and the points credited. */
export const acceptWork = (
  cells: AcceptCells,
  stored: Contribution,
  { time, genesisTime, by }: Acceptance,
): { readonly next: Contribution; readonly points: bigint } => {
  const { amount = 0n, payeeClass, kind } = stored;
  if (payeeClass !== undefined) giveBack(cells, stored.covered, payeeClass);
  // A score after a voided one credits what it is worth beyond what the first acceptance credited.
  const before = stored.credited ?? { amount: 0n, points: 0n };
  const credited = {
    amount: maximum(amount, before.amount),
    points: maximum(pointsOfWork(stored), before.points),
  };
  cells.earned.add(credited.amount - before.amount);
  const points = credited.points - before.points;
  const minted = mintedAt(cells.decay.get() ?? defaultDecay(genesisTime), points, time);
  cells.reputation.add({ [kind]: minted });
  cells.totalReputation.add({ [kind]: minted });
  const next = { ...stored, covered: 0n, credited, acceptedAt: time, acceptedBy: by, settledAt: time };
  return { next, points };
};
