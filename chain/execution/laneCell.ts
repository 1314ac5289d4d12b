/** A cell during a block, as one thread sees it: the opening value in shared memory, and what succeeded transactions did. */
import type { Collection } from '../access.ts';
import { decodeValue } from '../codec.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import { addSums, type BlockCell, type Effects, type Sum } from '../touched.ts';
import { sameBytes } from './block.ts';
import { valueOfRecord } from './cellBytes.ts';
import { isPlanted } from './plant.ts';

export class LaneCell implements BlockCell {
  readonly collection: Collection;
  readonly key: Uint8Array;
  readonly first: number;
  readonly second: number;
  /** The record in shared memory as the block opened, or 0. */
  readonly record: number;
  written = false;
  bytes: Uint8Array | undefined = undefined;
  added: Sum | undefined = undefined;
  taken = 0n;
  private readonly memory: CellMemory;
  private isOpen = false;
  private openingValue: unknown = undefined;

  constructor(
    memory: CellMemory,
    collection: Collection,
    key: Uint8Array,
    first: number,
    second: number,
    record: number,
  ) {
    this.memory = memory;
    this.collection = collection;
    this.key = key;
    this.first = first;
    this.second = second;
    this.record = record;
  }

  opening(): unknown {
    if (!this.isOpen) {
      this.openingValue = valueOfRecord(this.memory, this.collection, this.record);
      this.isOpen = true;
    }
    return this.openingValue;
  }
  current(): unknown {
    if (!this.written || isPlanted('stale-cell')) return this.opening();
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
    if (added !== undefined)
      this.added = this.added === undefined ? added : addSums(this.collection, this.added, added);
    if (taken !== 0n) this.taken += isPlanted('draw-twice') ? 2n * taken : taken;
    if (typeof added === 'bigint' && isPlanted('early-addition'))
      this.openingValue = (this.opening() as bigint) + added;
  }
  /** Whether any effect was taken. */
  get isTouched(): boolean {
    return this.written || this.added !== undefined || this.taken !== 0n;
  }
}

/** All cells that one thread touches in a block. */
export class LaneCells {
  private readonly memory: CellMemory;
  private readonly byRecord = new Map<number, LaneCell>();
  /** Cells without a record, by the first half of their hash. */
  private readonly absent = new Map<number, LaneCell[]>();
  private readonly all: LaneCell[] = [];

  constructor(memory: CellMemory) {
    this.memory = memory;
  }

  /** The cell of a key whose hash is known; `record` is 0 if it had none when that was found. */
  at(collection: Collection, key: Uint8Array, first: number, second: number, record: number): LaneCell {
    const found = record !== 0 ? record : this.memory.findHashed(first, second, key, 0, key.length);
    const known = this.find(key, first, second, found);
    return known ?? this.put(new LaneCell(this.memory, collection, key, first, second, found));
  }

  /** Takes a cell in as it is, or its effects where there is one of its key. */
  adopt(cell: LaneCell): void {
    const known = this.find(cell.key, cell.first, cell.second, cell.record);
    if (known === undefined) this.put(cell);
    else known.take(cell);
  }

  private find(key: Uint8Array, first: number, second: number, record: number): LaneCell | undefined {
    if (record !== 0) return this.byRecord.get(record);
    return this.absent.get(first)?.find((cell) => cell.second === second && sameBytes(cell.key, key));
  }

  get list(): readonly LaneCell[] {
    return this.all;
  }

  private put(cell: LaneCell): LaneCell {
    this.all.push(cell);
    if (cell.record !== 0) this.byRecord.set(cell.record, cell);
    else {
      const others = this.absent.get(cell.first);
      if (others === undefined) this.absent.set(cell.first, [cell]);
      else others.push(cell);
    }
    return cell;
  }
}
