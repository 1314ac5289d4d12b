/** A cell during a block, as one thread sees it: the opening value in shared memory, and what succeeded transactions did. */
import { type Collection, zeroOf } from '../access.ts';
import { type CellWrite, checkpointWrites } from '../checkpoints.ts';
import { decodeValue, encodeValue } from '../codec.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import type { KeyHash } from '../state/keyHash.ts';
import { addSums, type BlockCell, closingSum, type Effects, type Sum } from '../touched.ts';
import { sameBytes } from './block.ts';
import { valueOfBytes } from './cellBytes.ts';

export class LaneCell implements BlockCell {
  readonly collection: Collection;
  readonly key: Uint8Array;
  readonly first: number;
  readonly second: number;
  /** The record in shared memory as the block opened, or 0. */
  readonly record: number;
  written = false;
  bytes: Uint8Array | undefined;
  added: Sum | undefined;
  taken = 0n;
  private readonly memory: CellMemory;
  private isOpen = false;
  private openingValue: unknown;

  constructor(memory: CellMemory, collection: Collection, key: Uint8Array, hash: KeyHash, record: number) {
    this.memory = memory;
    this.collection = collection;
    this.key = key;
    this.first = hash.first;
    this.second = hash.second;
    this.record = record;
  }

  /** The committed bytes; undefined where the cell is absent. */
  openingBytes(): Uint8Array | undefined {
    const { memory, record } = this;
    return record !== 0 && memory.present(record) ? memory.value(record) : undefined;
  }
  opening(): unknown {
    if (!this.isOpen) {
      this.openingValue = valueOfBytes(this.collection, this.openingBytes());
      this.isOpen = true;
    }
    return this.openingValue;
  }
  current(): unknown {
    if (!this.written) return this.opening();
    return this.bytes === undefined ? undefined : decodeValue(this.collection.codec, this.bytes);
  }
  drawn(): bigint {
    return this.taken;
  }
  take({ written, bytes, added, taken }: Effects): void {
    if (written) {
      this.written = true;
      this.bytes = bytes;
    }
    if (added !== undefined) this.added = addSums(this.collection, this.added, added);
    if (taken !== 0n) this.taken += taken;
  }
  /** Whether any effect was taken. */
  get isTouched(): boolean {
    return this.written || this.added !== undefined || this.taken !== 0n;
  }

  /** The value that the cell closes with, in canonical bytes; undefined where it has no leaf. */
  private closingBytes(): Uint8Array | undefined {
    if (this.written) return this.bytes;
    const closing = closingSum(this.collection, this.opening(), this.added, this.taken);
    return closing === undefined ? undefined : encodeValue(this.collection.codec, closing);
  }

  /** What the block writes for this cell once all its effects are taken; for checkpointed cells also their entries. */
  writes(
    block: { readonly height: number; readonly time: number; readonly horizonMs: number },
    read: (key: Uint8Array) => Uint8Array | undefined,
  ): CellWrite[] {
    const { collection, key } = this;
    const bytes = this.closingBytes();
    if (!collection.checkpointed) return sameBytes(this.openingBytes(), bytes) ? [] : [{ key, value: bytes }];
    const opening =
      collection.kind === 'collection' ? this.opening() : undefinedIfZero(collection, this.opening());
    const before = opening === undefined ? undefined : encodeValue(collection.codec, opening);
    if (sameBytes(before, bytes)) return [];
    const value = bytes === undefined ? undefined : decodeValue(collection.codec, bytes);
    return checkpointWrites(collection, key, value, block, read);
  }
}

const undefinedIfZero = (collection: Collection, value: unknown): unknown =>
  closingSum(collection, value ?? zeroOf(collection), undefined, 0n);

/** All cells that one thread touches in a block. */
export class LaneCells {
  private readonly memory: CellMemory;
  private readonly byHash = new Map<number, LaneCell | LaneCell[]>();
  private readonly hash: KeyHash = { first: 0, second: 0 };

  constructor(memory: CellMemory) {
    this.memory = memory;
  }

  /** The cell of a key; its record is looked up when it is first asked for. */
  at(collection: Collection, key: Uint8Array): LaneCell {
    this.memory.hashKey(key, 0, key.length, this.hash);
    return this.hashed(collection, key, this.hash);
  }

  /** The cell of a key whose hash is known. */
  hashed(collection: Collection, key: Uint8Array, hash: KeyHash): LaneCell {
    const { memory } = this;
    const known = this.find(hash, key);
    if (known !== undefined) return known;
    const record = memory.findHashed(hash.first, hash.second, key, 0, key.length);
    return this.put(new LaneCell(memory, collection, key, hash, record));
  }

  /** The cell of a key whose hash and record another thread found already. */
  known(collection: Collection, key: Uint8Array, hash: KeyHash, record: number): LaneCell {
    return this.find(hash, key) ?? this.put(new LaneCell(this.memory, collection, key, hash, record));
  }

  *[Symbol.iterator](): Generator<LaneCell, void, undefined> {
    for (const one of this.byHash.values()) {
      if (one instanceof LaneCell) yield one;
      else yield* one;
    }
  }

  private find({ first, second }: KeyHash, key: Uint8Array): LaneCell | undefined {
    const found = this.byHash.get(first);
    if (found === undefined) return undefined;
    if (found instanceof LaneCell)
      return found.second === second && sameBytes(found.key, key) ? found : undefined;
    return found.find((cell) => cell.second === second && sameBytes(cell.key, key));
  }

  private put(cell: LaneCell): LaneCell {
    const found = this.byHash.get(cell.first);
    if (found === undefined) this.byHash.set(cell.first, cell);
    else if (found instanceof LaneCell) this.byHash.set(cell.first, [found, cell]);
    else found.push(cell);
    return cell;
  }
}
