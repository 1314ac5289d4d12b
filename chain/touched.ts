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
/** All declarations of one cell in one transaction, merged (PROTOCOL 4.8), and what the transaction did to it so far. */
export class TouchedCell implements Effects {
  readonly collection: Collection;
  readonly key: Uint8Array;
  reads = false;
  writes = false;
  adds = false;
  draws = false;
  /** Ceilings of several draws add. */
  ceiling = 0n;
  written = false;
  bytes: Uint8Array | undefined;
  added: Sum | undefined;
  taken = 0n;
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
    this.written = false;
    this.bytes = undefined;
    this.added = undefined;
    this.taken = 0n;
  }
  /** The effects as they are now, for `restore`. */
  save(): Effects {
    const { written, bytes, added, taken } = this;
    return { written, bytes, added, taken };
  }
  restore({ written, bytes, added, taken }: Effects): void {
    this.written = written;
    this.bytes = bytes;
    this.added = added;
    this.taken = taken;
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
    if (!this.written) return this.view.current();
    return this.bytes === undefined ? undefined : decodeValue(this.collection.codec, this.bytes);
  }
  set(value: unknown): void {
    const bytes = encodeValue(this.collection.codec, value);
    // Reading it back refuses what the schema does not allow, before anything else sees it.
    decodeValue(this.collection.codec, bytes);
    if (bytes.length > valueBytesMax)
      throw new RangeError(`A value of ${bytes.length} bytes is too large for a cell.`);
    this.written = true;
    this.bytes = bytes;
  }
  delete(): void {
    this.written = true;
    this.bytes = undefined;
  }
  add(delta: Sum): void {
    const { collection } = this;
    this.added = addSums(collection, this.added, checked(collection, delta));
  }
  draw(amount: bigint): void {
    if (amount < 0n) throw new RangeError('A draw cannot be negative.');
    const taken = this.taken + amount;
    if (taken > this.ceiling) rejectWith('chain.ceilingExceeded');
    if ((this.view.opening() as bigint) - this.view.drawn() < taken) rejectWith('chain.notCovered');
    this.taken = taken;
  }
}

const checked = (collection: Collection, delta: Sum): Sum => {
  if (typeof delta === 'bigint') checkPart(collection, delta);
  else for (const part of Object.values(delta)) checkPart(collection, part);
  return delta;
};
const checkPart = (collection: Collection, part: bigint): void => {
  if (part < 0n && !collection.signed)
    throw new RangeError(`${collection.name} takes no negative additions.`);
  if (part > sumMax || part < -sumMax)
    throw new RangeError(`An addition to ${collection.name} is out of range.`);
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
