/** Which transactions of a block conflict, and which worker executes which of them (PROTOCOL 4.7): scheduling, never meaning. */
import { noWorker } from './blockTable.ts';

/** How a transaction uses a cell that may conflict. Additions, past reads and reads of frozen cells never do. */
export const use = { read: 1, write: 2, draw: 4 } as const;

/** Where the key of a drawn cell stands. */
export interface DrawnKey {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly length: number;
}
/** A cell with several draws: what decides whether its ceilings fit. */
interface DrawnCell extends DrawnKey {
  readonly first: number;
  readonly second: number;
  readonly collection: number;
}
/** The opening value of an accumulator. */
export type ReadOpening = (cell: DrawnCell) => bigint;

export interface Groups {
  /** The group of each transaction, named by one of its members; its own index where it is alone or left out. */
  readonly roots: Int32Array;
  /** Groups with one member and more. */
  readonly groups: number;
  /** Transactions in groups of two and more. */
  readonly joined: number;
  /** Cells on which transactions conflict. */
  readonly conflicts: number;
  /** Cells whose ceilings do not fit the opening value. */
  readonly uncoveredDraws: number;
}

interface Entry {
  first: number;
  second: number;
  uses: number;
  /** The first transaction that uses the cell. */
  representative: number;
  /** Whether a later transaction uses it too. */
  shared: boolean;
  draws: number;
  ceilings: number;
  collection: number;
  drawn: DrawnKey | undefined;
  joins: boolean;
}

/** Beyond 2^53 sums are rounded, so a sum this close to the opening value counts as more: merging too much is safe. */
const margin = 1 - 2 ** -40;

/**
 * Collects the accesses of a block's admitted transactions and joins those that conflict. Cells are known by a 64-bit
 * hash of their key: two cells that share one merge their users, which is safe.
 */
export class Schedule {
  private readonly entries = new Map<number, Entry[]>();
  private readonly rowEntries: Entry[] = [];
  private readonly rowTransactions: number[] = [];

  /** `draw` is given for a draw, and only then. */
  add(
    transaction: number,
    first: number,
    second: number,
    uses: number,
    draw?: { readonly ceiling: number; readonly collection: number; readonly key: DrawnKey },
  ): void {
    const entry = this.entry(transaction, first, second);
    if (entry.representative !== transaction) entry.shared = true;
    entry.uses |= uses;
    if (draw !== undefined) {
      entry.draws++;
      entry.ceilings += draw.ceiling;
      if (entry.drawn === undefined) {
        entry.drawn = draw.key;
        entry.collection = draw.collection;
      } else if (!sameKey(entry.drawn, draw.key)) entry.ceilings = Number.POSITIVE_INFINITY;
    }
    this.rowEntries.push(entry);
    this.rowTransactions.push(transaction);
  }

  /** Joins all that conflict among transactions 0 … count − 1; `included` says which of them take part. */
  group(count: number, included: Uint8Array, readOpening: ReadOpening): Groups {
    const roots = Int32Array.from({ length: count }, (_, index) => index);
    let conflicts = 0;
    let uncoveredDraws = 0;
    for (const bucket of this.entries.values())
      for (const entry of bucket) {
        const uncovered = entry.draws > 1 && !covers(entry, readOpening);
        if (uncovered) uncoveredDraws++;
        entry.joins = entry.shared && (uncovered || (entry.uses & use.write) !== 0);
        if (entry.joins) conflicts++;
      }
    for (let row = 0; row < this.rowEntries.length; row++) {
      const entry = this.rowEntries[row] as Entry;
      if (entry.joins) union(roots, this.rowTransactions[row] as number, entry.representative);
    }
    const sizes = new Int32Array(count);
    for (let index = 0; index < count; index++) {
      roots[index] = rootOf(roots, index);
      if (included[index] === 1)
        sizes[roots[index] as number] = (sizes[roots[index] as number] as number) + 1;
    }
    let groups = 0;
    let joined = 0;
    for (const size of sizes) {
      if (size > 0) groups++;
      if (size > 1) joined += size;
    }
    return { roots, groups, joined, conflicts, uncoveredDraws };
  }

  private entry(transaction: number, first: number, second: number): Entry {
    const bucket = this.entries.get(first);
    const known = bucket?.find((one) => one.second === second);
    if (known !== undefined) return known;
    const entry: Entry = {
      first,
      second,
      uses: 0,
      representative: transaction,
      shared: false,
      draws: 0,
      ceilings: 0,
      collection: 0,
      drawn: undefined,
      joins: false,
    };
    if (bucket === undefined) this.entries.set(first, [entry]);
    else bucket.push(entry);
    return entry;
  }
}

const covers = (entry: Entry, readOpening: ReadOpening): boolean => {
  const { first, second, collection, drawn, ceilings } = entry;
  if (drawn === undefined || ceilings === Number.POSITIVE_INFINITY) return false;
  const opening = Number(readOpening({ ...drawn, first, second, collection }));
  return ceilings <= (opening <= Number.MAX_SAFE_INTEGER ? opening : opening * margin);
};

const sameKey = (left: DrawnKey, right: DrawnKey): boolean => {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++)
    if (left.bytes[left.at + i] !== right.bytes[right.at + i]) return false;
  return true;
};

const rootOf = (roots: Int32Array, index: number): number => {
  let root = index;
  while (roots[root] !== root) {
    // Halving the way keeps all ways short.
    roots[root] = roots[roots[root] as number] as number;
    root = roots[root] as number;
  }
  return root;
};
/** The lower index leads, so that a group is found before its members when going through a block in order. */
const union = (roots: Int32Array, left: number, right: number): void => {
  const a = rootOf(roots, left);
  const b = rootOf(roots, right);
  if (a < b) roots[b] = a;
  else roots[a] = b;
};

/** A worker this much busier than an even share gives transactions of its own away. */
const loadShareMax = 1.25;

/**
 * Gives every included transaction a worker, all of a group the same one: groups to whoever has least to do, the
 * largest first; the others stay where they were prepared unless that worker has far too much.
 */
export const assignWorkers = (
  { roots }: Groups,
  included: Uint8Array,
  weights: Float64Array,
  preparedBy: Uint8Array,
  workers: number,
): Uint8Array => {
  const count = roots.length;
  const assigned = new Uint8Array(count).fill(noWorker);
  const members = new Map<number, number[]>();
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (included[index] !== 1) continue;
    const root = roots[index] as number;
    const group = members.get(root);
    if (group === undefined) members.set(root, [index]);
    else group.push(index);
    total += weights[index] as number;
  }
  const loads = new Array<number>(workers).fill(0);
  const give = (group: readonly number[], worker: number): void => {
    for (const index of group) {
      assigned[index] = worker;
      loads[worker] = (loads[worker] as number) + (weights[index] as number);
    }
  };
  const idlest = (): number => loads.indexOf(Math.min(...loads));
  const weightOf = (group: readonly number[]): number =>
    group.reduce((sum, index) => sum + (weights[index] as number), 0);
  const groups = [...members.values()];
  const joined = groups
    .filter((group) => group.length > 1)
    .map((group) => ({ group, weight: weightOf(group) }));
  joined.sort((left, right) => right.weight - left.weight);
  for (const { group } of joined) give(group, idlest());
  const loadMax = (total / workers) * loadShareMax;
  for (const group of groups) {
    if (group.length > 1) continue;
    const index = group[0] as number;
    const preparer = preparedBy[index] as number;
    const isTooMuch = (loads[preparer] as number) + (weights[index] as number) > loadMax;
    give(group, isTooMuch ? idlest() : preparer);
  }
  return assigned;
};
