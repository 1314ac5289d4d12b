/** The cells in shared memory: every thread reads them in place, and a lane's owner alone writes its cells. */
import { assert } from '../errors.ts';
import { keyBytesMax, valueBytesMax } from '../limits.ts';
import { type KeyHash, keyHash } from './keyHash.ts';
import {
  counterField,
  laneField,
  laneWords,
  recordField,
  recordWords,
  type SharedCells,
} from './sharedCells.ts';
import { spaceClassOf, spaceUnits } from './spaceClass.ts';

const pathBytes = 32;
/** What a thread takes of the arena at a time: 64 KiB, so that threads meet at the counter once in some hundred cells. */
const arenaChunkUnits = 8192;
/** Larger spaces are taken on their own, so that at most a quarter of a chunk is left behind. */
const arenaChunkShareMax = arenaChunkUnits / 4;
/** Records a thread takes at a time. */
const recordChunk = 64;

/** How much of each reservation is taken, free spaces and started chunks included. */
export interface CellUsage {
  readonly records: number;
  readonly arenaBytes: number;
  readonly nodes: number;
}

/**
 * One thread's view of the cells: key bytes (1 to 128) to value bytes (1 to 65,536), which it does not interpret.
 *
 * Any thread reads at any time outside of a commit. In a commit `put`, `create`, `setValue` and `remove` are called for
 * a lane by its owner alone; owners of different lanes may do so at once. A lane may change its owner between commits.
 *
 * A cell keeps its record for ever, and reads as absent while it is removed: a key that never comes back costs its
 * record, path and key (104 bytes and the key) until the state is loaded again. A value stays where it is while
 * it fits; a space that is outgrown or removed goes to the free list of its lane and size class. So of each class a lane
 * never holds more spaces than it once used at the same time.
 */
export class CellMemory {
  readonly shared: SharedCells;
  /** The bytes behind `pathAt` and `valueAt`: for decoding in place. */
  readonly arena: Uint8Array;
  private readonly index: Int32Array;
  private readonly indexMask: number;
  private readonly records: Int32Array;
  private readonly arenaWords: Int32Array;
  private readonly lanes: Int32Array;
  private readonly counters: Int32Array;
  private readonly scratchHash: KeyHash = { first: 0, second: 0 };
  private arenaNext = 0;
  private arenaEnd = 0;
  private recordNext = 0;
  private recordEnd = 0;

  constructor(shared: SharedCells) {
    this.shared = shared;
    this.arena = new Uint8Array(shared.arena);
    this.index = new Int32Array(shared.index);
    this.indexMask = this.index.length / 2 - 1;
    this.records = new Int32Array(shared.records);
    this.arenaWords = new Int32Array(shared.arena);
    this.lanes = new Int32Array(shared.lanes);
    this.counters = new Int32Array(shared.counters);
  }

  /** Returns the record of a key, or 0 if it was never present. */
  find(key: Uint8Array): number {
    const hash = this.scratchHash;
    this.hashKey(key, 0, key.length, hash);
    return this.findHashed(hash.first, hash.second, key, 0, key.length);
  }

  /** Writes the hash of the key in `length` bytes from `at` on, as `findHashed` and `create` need it, into `out`. */
  hashKey(bytes: Uint8Array, at: number, length: number, out: KeyHash): void {
    keyHash(this.shared.hashSeed, bytes, at, length, out);
  }

  /** Returns the record of the key in `length` bytes from `at` on, given its hash, or 0 if it was never present. */
  findHashed(first: number, second: number, bytes: Uint8Array, at: number, length: number): number {
    const { index, indexMask } = this;
    for (let place = first & indexMask; ; place = (place + 1) & indexMask) {
      const record = index[place * 2] as number;
      if (record === 0) return 0;
      // Most strangers end here, in the cache line that was just read.
      if (index[place * 2 + 1] !== second) continue;
      if (this.field(record, recordField.hash) === first && this.hasKey(record, bytes, at, length))
        return record;
    }
  }

  /** Tells whether the cell of a record has a value. */
  present(record: number): boolean {
    return this.field(record, recordField.valueLength) > 0;
  }

  /** The value, as a view that holds until the next commit; empty for an absent cell. */
  value(record: number): Uint8Array {
    return new Uint8Array(this.shared.arena, this.valueAt(record), this.valueLength(record));
  }

  /** Where in `arena` the value begins. */
  valueAt(record: number): number {
    return this.field(record, recordField.valueAt) * 8;
  }

  /** Bytes of the value; 0 for an absent cell. */
  valueLength(record: number): number {
    return this.field(record, recordField.valueLength);
  }

  /** Tells whether the value is `length` bytes of `bytes` from `at` on. */
  holds(record: number, bytes: Uint8Array, at: number, length: number): boolean {
    if (this.valueLength(record) !== length) return false;
    const { arena } = this;
    const base = this.valueAt(record);
    for (let index = 0; index < length; index++) if (arena[base + index] !== bytes[at + index]) return false;
    return true;
  }

  /** The 32 bytes of the path, as a view that holds for ever. */
  path(record: number): Uint8Array {
    return new Uint8Array(this.shared.arena, this.pathAt(record), pathBytes);
  }

  /** Where in `arena` the path begins. */
  pathAt(record: number): number {
    return this.field(record, recordField.keyAt) * 8;
  }

  /** The key, as a view that holds for ever. */
  key(record: number): Uint8Array {
    const at = this.pathAt(record) + pathBytes;
    return new Uint8Array(this.shared.arena, at, this.field(record, recordField.keyLength));
  }

  /** The lane of a record: the first byte of its path. */
  lane(record: number): number {
    return this.arena[this.pathAt(record)] as number;
  }

  /** Sets a cell, present or not, and returns its record. `path` is the SHA-256 of the key. For the lane's owner. */
  put(key: Uint8Array, path: Uint8Array, value: Uint8Array): number {
    const hash = this.scratchHash;
    this.hashKey(key, 0, key.length, hash);
    const { first, second } = hash;
    const found = this.findHashed(first, second, key, 0, key.length);
    const record = found === 0 ? this.create(first, second, key, 0, key.length, path) : found;
    this.setValue(record, value, 0, value.length);
    return record;
  }

  /**
   * Adds the record of a key that has none, absent until `setValue`. For the lane's owner: as only one thread adds keys
   * of one lane, no key is added twice. Throws a `ChainFault` when records or arena are used up.
   */
  create(
    first: number,
    second: number,
    bytes: Uint8Array,
    at: number,
    length: number,
    path: Uint8Array,
  ): number {
    assert(
      length > 0 && length <= keyBytesMax,
      `A key of ${length} bytes is not between 1 and ${keyBytesMax}.`,
    );
    assert(path.length === pathBytes, `A path of ${path.length} bytes is not ${pathBytes}.`);
    const record = this.takeRecord();
    const keyAt = this.takeArena((pathBytes + length + 7) >>> 3);
    this.arena.set(path, keyAt * 8);
    this.copyIn(bytes, at, length, keyAt * 8 + pathBytes);
    this.setField(record, recordField.hash, first);
    this.setField(record, recordField.keyAt, keyAt);
    this.setField(record, recordField.keyLength, length);
    // The record is whole before others can find it; an entry without its second hash is a stranger to all of them.
    let place = first & this.indexMask;
    while (Atomics.compareExchange(this.index, place * 2, 0, record) !== 0)
      place = (place + 1) & this.indexMask;
    this.index[place * 2 + 1] = second;
    return record;
  }

  /** Sets the value of a record to `length` bytes of `from`, which is no view of a cell. For the lane's owner. */
  setValue(record: number, from: Uint8Array, at: number, length: number): void {
    assert(
      length > 0 && length <= valueBytesMax,
      `A value of ${length} bytes is not between 1 and ${valueBytesMax}.`,
    );
    const spaceClass = spaceClassOf(length);
    const lengthBefore = this.field(record, recordField.valueLength);
    if (lengthBefore === 0 || spaceClass > this.field(record, recordField.valueSpaceClass)) {
      const lane = this.lane(record);
      if (lengthBefore === 0) this.countCell(lane, 1);
      else this.freeSpace(lane, record);
      this.setField(record, recordField.valueAt, this.takeSpace(lane, spaceClass));
      this.setField(record, recordField.valueSpaceClass, spaceClass);
    }
    this.setField(record, recordField.valueLength, length);
    this.copyIn(from, at, length, this.valueAt(record));
  }

  /** Makes a cell absent; nothing happens if it is. For the lane's owner. */
  remove(record: number): void {
    if (!this.present(record)) return;
    const lane = this.lane(record);
    this.freeSpace(lane, record);
    this.setField(record, recordField.valueAt, 0);
    this.setField(record, recordField.valueLength, 0);
    this.countCell(lane, -1);
  }

  /** Yields the records of all present cells, in an order that means nothing; no commit may run meanwhile. */
  *cells(): Generator<number, void, undefined> {
    const end = Math.min(Atomics.load(this.counters, counterField.records), this.shared.sizes.cells + 1);
    for (let record = 1; record < end; record++) if (this.present(record)) yield record;
  }

  /** Returns how many cells of a lane are present. */
  laneCellCount(lane: number): number {
    return this.lanes[lane * laneWords + laneField.cellCount] as number;
  }

  /** Returns how much of each reservation is taken. */
  usage(): CellUsage {
    return {
      records: Atomics.load(this.counters, counterField.records) - 1,
      arenaBytes: Atomics.load(this.counters, counterField.arenaUnits) * 8,
      nodes: Atomics.load(this.counters, counterField.nodes) - 1,
    };
  }

  // Records, offsets and lanes come from this class, so that these reads never leave their arrays.
  private field(record: number, field: number): number {
    return this.records[record * recordWords + field] as number;
  }

  private setField(record: number, field: number, value: number): void {
    this.records[record * recordWords + field] = value;
  }

  private hasKey(record: number, bytes: Uint8Array, at: number, length: number): boolean {
    if (this.field(record, recordField.keyLength) !== length) return false;
    const { arena } = this;
    const base = this.pathAt(record) + pathBytes;
    for (let index = 0; index < length; index++) if (arena[base + index] !== bytes[at + index]) return false;
    return true;
  }

  private copyIn(from: Uint8Array, at: number, length: number, to: number): void {
    const { arena } = this;
    // For short runs a loop costs less than the view that `set` needs.
    if (length > 256) arena.set(from.subarray(at, at + length), to);
    else for (let index = 0; index < length; index++) arena[to + index] = from[at + index] as number;
  }

  private countCell(lane: number, change: number): void {
    this.lanes[lane * laneWords + laneField.cellCount] = this.laneCellCount(lane) + change;
  }

  private takeRecord(): number {
    if (this.recordNext === this.recordEnd) {
      this.recordNext = Atomics.add(this.counters, counterField.records, recordChunk);
      this.recordEnd = this.recordNext + recordChunk;
    }
    const { cells } = this.shared.sizes;
    assert(this.recordNext <= cells, `All ${cells} records for cells are in use.`);
    return this.recordNext++;
  }

  /** Takes new units of 8 bytes and returns their offset. */
  private takeArena(units: number): number {
    if (this.arenaNext + units > this.arenaEnd) {
      if (units > arenaChunkShareMax) return this.takeArenaShared(units);
      this.arenaNext = this.takeArenaShared(arenaChunkUnits);
      this.arenaEnd = this.arenaNext + arenaChunkUnits;
    }
    const at = this.arenaNext;
    this.arenaNext += units;
    return at;
  }

  private takeArenaShared(units: number): number {
    const at = Atomics.add(this.counters, counterField.arenaUnits, units);
    const { arenaBytes } = this.shared.sizes;
    assert((at + units) * 8 <= arenaBytes, `All ${arenaBytes} bytes for keys and values are in use.`);
    return at;
  }

  /** Takes a free space of the lane, whose first word names the next one, or a new one. */
  private takeSpace(lane: number, spaceClass: number): number {
    const head = lane * laneWords + laneField.freeSpaces + spaceClass;
    const free = this.lanes[head] as number;
    if (free === 0) return this.takeArena(spaceUnits(spaceClass));
    this.lanes[head] = this.arenaWords[free * 2] as number;
    return free;
  }

  private freeSpace(lane: number, record: number): void {
    const head = lane * laneWords + laneField.freeSpaces + this.field(record, recordField.valueSpaceClass);
    const at = this.field(record, recordField.valueAt);
    this.arenaWords[at * 2] = this.lanes[head] as number;
    this.lanes[head] = at;
  }
}
