/** A cell as one transaction touches it: what it declared, and what it did so far. */
import { type Collection, isZero, type Mode, zeroOf } from './access.ts';
import { decodeValue, encodeValue } from './codec.ts';
import { rejectWith } from './errors.ts';
import { sumMax, valueBytesMax } from './limits.ts';

/** The block's view of a cell, given by whoever executes: earlier succeeded transactions included. */
export interface BlockCell {
  /** A collection's value with earlier writes of the block. */
  current(): unknown;
  /** The value as the block opened; an absent accumulator is its zero. */
  opening(): unknown;
  /** What earlier succeeded transactions drew. */
  drawn(): bigint;
}

export type Sum = bigint | Readonly<Record<string, bigint>>;

/** Pending effects of a transaction on one cell; they count only when it succeeds. */
export interface Effects {
  readonly written: boolean;
  /** Canonical bytes; undefined deletes. */
  readonly bytes: Uint8Array | undefined;
  readonly added: Sum | undefined;
  readonly taken: bigint;
}
const untouched: Effects = { written: false, bytes: undefined, added: undefined, taken: 0n };

/** All declarations of one cell in one transaction, merged (PROTOCOL 4.8). */
export class TouchedCell {
  readonly collection: Collection;
  readonly key: Uint8Array;
  reads = false;
  writes = false;
  adds = false;
  draws = false;
  /** Ceilings of several draws add. */
  ceiling = 0n;
  effects: Effects = untouched;
  /** Set by the executor before the transition runs. */
  block: BlockCell | undefined;

  constructor(collection: Collection, key: Uint8Array) {
    this.collection = collection;
    this.key = key;
  }

  declare(mode: Mode, ceiling: bigint): void {
    if (mode === 'read') this.reads = true;
    else if (mode === 'write') this.writes = true;
    else if (mode === 'add') this.adds = true;
    else {
      this.draws = true;
      this.ceiling += ceiling;
    }
  }

  /** Forgets what an earlier run did. */
  reset(): void {
    this.effects = untouched;
  }

  private get view(): BlockCell {
    if (this.block === undefined) throw new Error('A cell was used before the block gave it a value.');
    return this.block;
  }

  /** What `get` of a read gives: frozen collections and accumulators as the block opened. */
  read(): unknown {
    const { collection } = this;
    return collection.kind === 'accumulator' || collection.frozen ? this.view.opening() : this.latest();
  }
  /** What `get` of a write gives: earlier writes of the block and own ones. */
  latest(): unknown {
    const { written, bytes } = this.effects;
    if (!written) return this.view.current();
    return bytes === undefined ? undefined : decodeValue(this.collection.codec, bytes);
  }
  set(value: unknown): void {
    const bytes = encodeValue(this.collection.codec, value);
    // Reading it back refuses what the schema does not allow, before anything else sees it.
    decodeValue(this.collection.codec, bytes);
    if (bytes.length > valueBytesMax)
      throw new RangeError(`A value of ${bytes.length} bytes is too large for a cell.`);
    this.effects = { ...this.effects, written: true, bytes };
  }
  delete(): void {
    this.effects = { ...this.effects, written: true, bytes: undefined };
  }
  add(delta: Sum): void {
    const { collection } = this;
    this.effects = {
      ...this.effects,
      added: addSums(collection, this.effects.added, checked(collection, delta)),
    };
  }
  draw(amount: bigint): void {
    if (amount < 0n) throw new RangeError('A draw cannot be negative.');
    const taken = this.effects.taken + amount;
    if (taken > this.ceiling) rejectWith('chain.ceilingExceeded');
    if ((this.view.opening() as bigint) - this.view.drawn() < taken) rejectWith('chain.notCovered');
    this.effects = { ...this.effects, taken };
  }
}

const checked = (collection: Collection, delta: Sum): Sum => {
  const each = typeof delta === 'bigint' ? [delta] : Object.values(delta);
  for (const part of each) {
    if (part < 0n && !collection.signed)
      throw new RangeError(`${collection.name} takes no negative additions.`);
    if (part > sumMax || part < -sumMax)
      throw new RangeError(`An addition to ${collection.name} is out of range.`);
  }
  return delta;
};

/** The sum of two sums of one accumulator; undefined counts as zero, fields may be missing in `right`. */
export const addSums = (collection: Collection, left: Sum | undefined, right: Sum): Sum => {
  if (collection.fields === null) return ((left as bigint | undefined) ?? 0n) + (right as bigint);
  const sums: Record<string, bigint> = {};
  for (const field of collection.fields) {
    const before = (left as Record<string, bigint> | undefined)?.[field] ?? 0n;
    sums[field] = before + ((right as Record<string, bigint>)[field] ?? 0n);
  }
  return sums;
};

/** The closing value of an accumulator: opening + additions − draws; undefined where it is zero and has no leaf. */
export const closingSum = (
  collection: Collection,
  opening: unknown,
  added: Sum | undefined,
  drawn: bigint,
): unknown => {
  let closing: Sum = (opening ?? zeroOf(collection)) as Sum;
  if (added !== undefined) closing = addSums(collection, closing, added);
  if (drawn !== 0n) closing = (closing as bigint) - drawn;
  return isZero(collection, closing) ? undefined : closing;
};
