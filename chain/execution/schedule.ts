/** Which transactions of a block run one after another, and which worker executes which (PROTOCOL 4.7): scheduling, never meaning. */
import { assert } from '../errors.ts';
import { noWorker } from './ticketTable.ts';

/**
 * How a transaction uses a cell. Additions, past reads and reads of frozen cells never conflict. `own` is the sender's
 * nonce: who admits one transaction of a sender admits them all, in block order.
 */
export const use = { read: 1, write: 2, draw: 4, own: 8 } as const;

/** The opening value of an accumulator, by its record and the number of its collection. */
export type ReadOpening = (record: number, collection: number) => bigint;

export interface Groups {
  /** The group of each transaction, named by its first member. */
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

/** Words of a cell's entry. `record` is of the drawn cell: 0 where there is none yet, −1 where draws disagree. */
const entryField = {
  first: 0,
  second: 1,
  uses: 2,
  head: 3,
  draws: 4,
  record: 5,
  collection: 6,
  shared: 7,
} as const;
const entryWords = 8;

/** Beyond 2^53 sums are rounded, so a sum this close to the opening value counts as more: merging too much is safe. */
const margin = 1 - 2 ** -40;

/**
 * Collects the accesses of a block's transactions and joins those that conflict. Cells are known by a 64-bit keyed hash
 * of their key: two cells that share one merge their users, which is safe. Used again for block after block.
 */
export class Schedule {
  /** Entry numbers plus one, by hash; a power of two of them, at most half full. */
  private index = new Int32Array(1 << 14);
  private entries = new Int32Array(1 << 15);
  private ceilings = new Float64Array(1 << 12);
  private entryCount = 0;
  /** Pairs of entry and transaction, for each access. */
  private rows = new Int32Array(1 << 14);
  private rowCount = 0;

  clear(): void {
    this.index.fill(0);
    this.entryCount = 0;
    this.rowCount = 0;
  }

  /** Adds an access of a transaction; transactions come in block order. `record` and `ceiling` are of draws. */
  add(
    transaction: number,
    first: number,
    second: number,
    uses: number,
    drawn?: { readonly record: number; readonly collection: number; readonly ceiling: number },
  ): void {
    const entry = this.entry(transaction, first, second);
    const { entries } = this;
    const at = entry * entryWords;
    if (entries[at + entryField.head] !== transaction) entries[at + entryField.shared] = 1;
    entries[at + entryField.uses] = (entries[at + entryField.uses] as number) | uses;
    if (drawn !== undefined) {
      const { record, collection, ceiling } = drawn;
      const draws = entries[at + entryField.draws] as number;
      if (draws === 0) {
        entries[at + entryField.record] = record;
        entries[at + entryField.collection] = collection;
      } else if (entries[at + entryField.record] !== record) entries[at + entryField.record] = -1;
      entries[at + entryField.draws] = draws + 1;
      this.ceilings[entry] = (this.ceilings[entry] as number) + ceiling;
    }
    if (2 * this.rowCount === this.rows.length) this.rows = grown(this.rows);
    this.rows[2 * this.rowCount] = entry;
    this.rows[2 * this.rowCount + 1] = transaction;
    this.rowCount++;
  }

  /** Joins all that conflict among transactions 0 … count − 1. */
  group(count: number, readOpening: ReadOpening): Groups {
    const { entries } = this;
    const roots = new Int32Array(count);
    for (let index = 0; index < count; index++) roots[index] = index;
    let conflicts = 0;
    let uncoveredDraws = 0;
    for (let entry = 0; entry < this.entryCount; entry++) {
      const at = entry * entryWords;
      const uses = entries[at + entryField.uses] as number;
      const isUncovered = (entries[at + entryField.draws] as number) > 1 && !this.covers(entry, readOpening);
      if (isUncovered) uncoveredDraws++;
      const isShared = entries[at + entryField.shared] === 1;
      const conflict = isShared && (isUncovered || (uses & use.write) !== 0);
      if (conflict) conflicts++;
      // From here on the word says whether the users of the cell are joined.
      entries[at + entryField.shared] = conflict || (isShared && (uses & use.own) !== 0) ? 1 : 0;
    }
    for (let row = 0; row < this.rowCount; row++) {
      const at = (this.rows[2 * row] as number) * entryWords;
      if (entries[at + entryField.shared] === 1)
        union(roots, this.rows[2 * row + 1] as number, entries[at + entryField.head] as number);
    }
    const sizes = new Int32Array(count);
    for (let index = 0; index < count; index++) {
      const root = rootOf(roots, index);
      roots[index] = root;
      sizes[root] = (sizes[root] as number) + 1;
    }
    let groups = 0;
    let joined = 0;
    for (const size of sizes) {
      if (size > 0) groups++;
      if (size > 1) joined += size;
    }
    return { roots, groups, joined, conflicts, uncoveredDraws };
  }

  private covers(entry: number, readOpening: ReadOpening): boolean {
    const at = entry * entryWords;
    const record = this.entries[at + entryField.record] as number;
    // A cell that was absent when its users were prepared may be there now: those few are joined.
    if (record <= 0) return false;
    const opening = Number(readOpening(record, this.entries[at + entryField.collection] as number));
    return (
      (this.ceilings[entry] as number) <= (opening <= Number.MAX_SAFE_INTEGER ? opening : opening * margin)
    );
  }

  private entry(transaction: number, first: number, second: number): number {
    if (2 * this.entryCount >= this.index.length) this.widen();
    const { entries, index } = this;
    const mask = index.length - 1;
    let place = first & mask;
    for (; index[place] !== 0; place = (place + 1) & mask) {
      const at = ((index[place] as number) - 1) * entryWords;
      if (entries[at] === first && entries[at + entryField.second] === second)
        return (index[place] as number) - 1;
    }
    const entry = this.entryCount++;
    index[place] = entry + 1;
    if (this.entryCount * entryWords > entries.length) this.entries = grown(entries);
    if (this.entryCount > this.ceilings.length) {
      const wider = new Float64Array(2 * this.ceilings.length);
      wider.set(this.ceilings);
      this.ceilings = wider;
    }
    const at = entry * entryWords;
    this.entries[at] = first;
    this.entries[at + entryField.second] = second;
    this.entries[at + entryField.uses] = 0;
    this.entries[at + entryField.head] = transaction;
    this.entries[at + entryField.draws] = 0;
    this.entries[at + entryField.shared] = 0;
    this.ceilings[entry] = 0;
    return entry;
  }

  private widen(): void {
    this.index = new Int32Array(2 * this.index.length);
    const mask = this.index.length - 1;
    for (let entry = 0; entry < this.entryCount; entry++) {
      let place = (this.entries[entry * entryWords] as number) & mask;
      while (this.index[place] !== 0) place = (place + 1) & mask;
      this.index[place] = entry + 1;
    }
  }
}

const grown = (words: Int32Array): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(2 * words.length);
  wider.set(words);
  return wider;
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
 * Gives every transaction a worker, all of a group the same one: groups to whoever has least to do, the largest first;
 * the others stay where they were prepared unless that worker is lost or has far too much.
 */
export const assignWorkers = (
  { roots }: Groups,
  weights: Float64Array,
  preparedBy: Uint8Array,
  workers: number,
): Uint8Array => {
  const count = roots.length;
  const assigned = new Uint8Array(count).fill(noWorker);
  const groupWeights = new Float64Array(count);
  const isJoined = new Uint8Array(count);
  const joinedRoots: number[] = [];
  let total = 0;
  for (let index = 0; index < count; index++) {
    const root = roots[index] as number;
    if (root !== index && isJoined[root] === 0) {
      isJoined[root] = 1;
      joinedRoots.push(root);
    }
    groupWeights[root] = (groupWeights[root] as number) + (weights[index] as number);
    total += weights[index] as number;
  }
  const loads = new Float64Array(workers);
  const idlest = (): number => loads.indexOf(loads.reduce((least, load) => Math.min(least, load)));
  joinedRoots.sort((left, right) => (groupWeights[right] as number) - (groupWeights[left] as number));
  for (const root of joinedRoots) {
    const worker = idlest();
    assigned[root] = worker;
    loads[worker] = (loads[worker] as number) + (groupWeights[root] as number);
  }
  const loadMax = (total / workers) * loadShareMax;
  for (let index = 0; index < count; index++) {
    const root = roots[index] as number;
    if (assigned[root] === noWorker) {
      assert(root === index, 'A group of transactions has no worker.');
      const weight = weights[index] as number;
      let worker = preparedBy[index] as number;
      if (worker === noWorker || (loads[worker] as number) + weight > loadMax) worker = idlest();
      loads[worker] = (loads[worker] as number) + weight;
      assigned[index] = worker;
    } else assigned[index] = assigned[root] as number;
  }
  return assigned;
};
