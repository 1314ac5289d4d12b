/** Sorted runs of entries (key, group of transactions) in typed arrays: sorting, merging, and their form in storage. */
import { blockTransactionsMax } from '../limits.ts';

/** Neighbours in a block that stand under one entry: keys of which a block is full cost a sixteenth, and a look reads sixteen. */
export const groupSize = 16;
/** Groups that a block may have. */
export const groupsPerBlock = blockTransactionsMax / groupSize;

/** The group of a transaction: groups of a chain are numbered in its order. */
export const groupOf = (height: number, index: number): number =>
  height * groupsPerBlock + Math.floor(index / groupSize);

/** What is looked for, by 64 bits: whoever finds an entry looks whether the thing itself is there. */
export interface PlaceKey {
  readonly high: number;
  readonly low: number;
}

/** The key that bytes begin with. They should be a hash, so that nobody can choose keys that collide. */
export const keyAt = (bytes: Uint8Array, at: number): PlaceKey => ({
  high: uint32At(bytes, at),
  low: uint32At(bytes, at + 4),
});
/** Four bytes, big-endian. */
export const uint32At = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;

/** Keys in two halves, and the group of each, counted from the base of its run. */
export interface Entries {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly group: Uint32Array;
}
/** Entries ordered by the high half of the key, those of one half by group. */
export interface Run extends Entries {
  /** The first group. */
  readonly base: number;
  /** The group behind the last. */
  readonly end: number;
}
/** Groups that one run may span, so that 32 bits hold what is counted from its base: 16 million blocks. */
export const runSpanMax = 0x1_0000_0000;

/** Entries in the order in which they came, which is that of groups; grows as needed. */
export class EntryBuffer {
  private entries: Entries;
  private base = 0;
  private end = 0;
  private used = 0;

  constructor(size: number) {
    this.entries = emptyEntries(size);
  }
  get count(): number {
    return this.used;
  }

  add(high: number, low: number, group: number): void {
    if (this.used === 0) this.base = group;
    if (this.used === this.entries.high.length) {
      const narrow = this.entries;
      this.entries = emptyEntries(2 * this.used);
      putEntries(this.entries, 0, narrow);
    }
    this.entries.high[this.used] = high;
    this.entries.low[this.used] = low;
    this.entries.group[this.used++] = group - this.base;
    this.end = group + 1;
  }
  /** Groups of a key, newest first. */
  find({ high, low }: PlaceKey): number[] {
    const { entries, used, base } = this;
    const found: number[] = [];
    for (let at = entries.high.indexOf(high); at >= 0 && at < used; at = entries.high.indexOf(high, at + 1))
      if (entries.low[at] === low) found.push(base + (entries.group[at] as number));
    return found.reverse();
  }
  /** Of many keys what `find` gives for each, in one walk over the entries. */
  findEach(keys: readonly PlaceKey[]): number[][] {
    const { entries, used, base } = this;
    const found: number[][] = keys.map(() => []);
    const places = new Map<number, number[]>();
    for (const [place, { high }] of keys.entries()) {
      const same = places.get(high);
      if (same === undefined) places.set(high, [place]);
      else same.push(place);
    }
    for (let at = used - 1; at >= 0; at--)
      for (const place of places.get(entries.high[at] as number) ?? [])
        if (entries.low[at] === keys[place]?.low) found[place]?.push(base + (entries.group[at] as number));
    return found;
  }
  /** What was added, as a run; it is forgotten by `clear`. */
  run(): Run {
    return { base: this.base, end: this.end, ...sorted(this.entries, this.used) };
  }
  clear(): void {
    this.used = 0;
  }
}

export const emptyEntries = (count: number): Entries => ({
  high: new Uint32Array(count),
  low: new Uint32Array(count),
  group: new Uint32Array(count),
});
/** Copies entries to a place of others. */
export const putEntries = (target: Entries, at: number, { high, low, group }: Entries): void => {
  target.high.set(high, at);
  target.low.set(low, at);
  target.group.set(group, at);
};

/** Sorts words of (high half, place in the input) natively: three times as fast as sorting with a comparison. */
const sorted = (entries: Entries, count: number): Entries => {
  const words = new BigUint64Array(count);
  const halves = new Uint32Array(words.buffer);
  for (let i = 0; i < count; i++) {
    halves[2 * i + lowHalf] = i;
    halves[2 * i + 1 - lowHalf] = entries.high[i] as number;
  }
  words.sort();
  const run = emptyEntries(count);
  for (let i = 0; i < count; i++) {
    const from = halves[2 * i + lowHalf] as number;
    run.high[i] = entries.high[from] as number;
    run.low[i] = entries.low[from] as number;
    run.group[i] = entries.group[from] as number;
  }
  return run;
};
/** Where the low half of a 64-bit word stands on this machine. */
const lowHalf = new Uint32Array(new BigUint64Array([1n]).buffer)[0] === 1 ? 0 : 1;

/** One run of two and more that follow each other in time. */
export const mergeRuns = (first: Run, ...rest: readonly Run[]): Run => {
  const [second, ...others] = rest;
  if (second === undefined) return first;
  if (others.length === 0) return mergeTwo(first, second);
  const half = rest.length >> 1;
  const [middle, ...last] = rest.slice(half) as [Run, ...Run[]];
  return mergeTwo(mergeRuns(first, ...rest.slice(0, half)), mergeRuns(middle, ...last));
};
const mergeTwo = (older: Run, newer: Run): Run => {
  const run = emptyEntries(older.high.length + newer.high.length);
  const shift = newer.base - older.base;
  let left = 0;
  let right = 0;
  for (let i = 0; i < run.high.length; i++) {
    const fromOlder =
      right === newer.high.length ||
      (left < older.high.length && (older.high[left] as number) <= (newer.high[right] as number));
    const source = fromOlder ? older : newer;
    const at = fromOlder ? left++ : right++;
    run.high[i] = source.high[at] as number;
    run.low[i] = source.low[at] as number;
    run.group[i] = (source.group[at] as number) + (fromOlder ? 0 : shift);
  }
  return { base: older.base, end: newer.end, ...run };
};

/** Entries of one row in storage: 12 kB, three pages, are read in one go. */
export const chunkEntries = 1024;

/** The entries of one row, in this machine’s order of bytes: what stands in these tables is made anew elsewhere. */
export const chunkBytes = ({ high, low, group }: Entries, from: number): Uint8Array => {
  const to = Math.min(from + chunkEntries, high.length);
  const count = to - from;
  const words = new Uint32Array(3 * count);
  words.set(high.subarray(from, to));
  words.set(low.subarray(from, to), count);
  words.set(group.subarray(from, to), 2 * count);
  return new Uint8Array(words.buffer);
};
/** The entries of a row. */
export const chunkOf = (bytes: Uint8Array): Entries => {
  const words = new Uint32Array(bytes.slice().buffer);
  const count = words.length / 3;
  return {
    high: words.subarray(0, count),
    low: words.subarray(count, 2 * count),
    group: words.subarray(2 * count),
  };
};

/** The first place whose value is not below `value`. */
export const lowerBound = (values: Uint32Array, value: number): number => {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
