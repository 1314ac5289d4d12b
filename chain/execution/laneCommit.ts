/** A worker's part of a commit: it merges the effects on its lanes, finds what they write, and then writes it. */
import { hash } from 'node:crypto';
import { putLatin1 } from '#text';
import type { Collection } from '../access.ts';
import { blockRoots } from '../chainState.ts';
import { type CellWrite, checkpointWrites } from '../checkpoints.ts';
import { decodeValue, encodeValue, Reader } from '../codec.ts';
import { assert, present } from '../errors.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import type { KeyHash } from '../state/keyHash.ts';
import { laneCount } from '../state/sharedCells.ts';
import { StateTree } from '../state/stateTree.ts';
import { readWrite, removal, writeHeadBytes } from '../storage/writeSet.ts';
import { closingSum } from '../touched.ts';
import { readEffects, writeEffects } from './effectBytes.ts';
import { readCell } from './laneBlock.ts';
import { type LaneCell, LaneCells } from './laneCell.ts';
import type { Committed } from './laneMessages.ts';
import { isPlanted } from './plant.ts';
import { type SharedBytes, SharedWriter, viewOf } from './sharedWriter.ts';

/** What a block is called in its checkpoints. */
export interface CheckpointPlace {
  readonly height: number;
  readonly time: number;
  readonly horizonMs: number;
}

/**
 * A row of a write for the owner of its lane: where its entry stands in the write-set, the cell's record or 0, the hash of
 * its key (2), and for a cell without a record the path (8 words).
 */
const rowField = { entryAt: 0, record: 1, first: 2, second: 3, path: 4 } as const;
const rowWords = 12;
const rowBytes = 4 * rowWords;
const pathBytes = 32;

/** One worker's outboxes and its view of the cells; the owner of a lane is the only thread that writes its cells. */
export class LaneCommit {
  private readonly memory: CellMemory;
  private readonly tree: StateTree;
  private readonly worker: number;
  private readonly effects: readonly SharedWriter[];
  private readonly writes = new SharedWriter();
  private readonly rows: readonly SharedWriter[];
  private readonly keyHash: KeyHash = { first: 0, second: 0 };
  private readonly path = new Uint8Array(pathBytes);
  private readonly pathWords = new Int32Array(this.path.buffer);
  private owners: Uint8Array = new Uint8Array(laneCount);
  /** The cells of the own lanes that this worker itself has effects on. */
  private own: LaneCell[] = [];

  constructor(
    memory: CellMemory,
    { worker, workers }: { readonly worker: number; readonly workers: number },
  ) {
    this.memory = memory;
    this.tree = new StateTree(memory);
    this.worker = worker;
    this.effects = Array.from({ length: workers }, () => new SharedWriter());
    this.rows = Array.from({ length: workers }, () => new SharedWriter());
  }

  /** Gives all effects to the owners of their lanes. */
  route(cells: LaneCells, collectionIndex: ReadonlyMap<Collection, number>, owners: Uint8Array) {
    this.owners = owners;
    this.own = [];
    for (const writer of this.effects) writer.clear();
    let crossLaneCells = 0;
    for (const cell of cells.list) {
      if (!cell.isTouched) continue;
      const owner = this.ownerOf(cell.record, cell.key);
      if (owner === this.worker) {
        this.own.push(cell);
        continue;
      }
      crossLaneCells++;
      if (crossLaneCells === 1 && isPlanted('lost-remote-effect')) continue;
      const index = present(
        collectionIndex.get(cell.collection),
        'An effect is of a collection that no module has.',
      );
      writeEffects(this.effects[owner] as SharedWriter, cell, index);
    }
    return { effects: this.effects.map((writer) => writer.share()), crossLaneCells };
  }

  /** Merges the effects on the own lanes and finds what they write, entries of checkpointed cells in any lane included. */
  stage(
    inbox: readonly SharedBytes[],
    collections: readonly Collection[],
    place: CheckpointPlace,
    blockRootsValue: Uint8Array | undefined,
  ): { readonly writes: SharedBytes; readonly rows: readonly SharedBytes[] } {
    const cells = new LaneCells(this.memory);
    for (const cell of this.own) cells.adopt(cell);
    this.own = [];
    for (const effects of inbox) {
      if (effects.length === 0) continue;
      const reader = new Reader(viewOf(effects));
      while (reader.at < reader.end) readEffects(reader, collections, cells);
    }
    if (blockRootsValue !== undefined) this.writeRoots(cells, blockRootsValue);
    this.clearOutput();
    let isLost = isPlanted('lane-lost-write');
    for (const cell of cells.list) {
      const { at } = this.writes;
      if (cell.collection.checkpointed) this.writeCheckpoint(cell, place);
      else this.writeClosing(cell);
      if (isLost && this.writes.at > at) {
        this.clearOutput();
        isLost = false;
      }
    }
    return this.output();
  }

  private writeRoots(cells: LaneCells, bytes: Uint8Array): void {
    const { collection, key } = blockRoots.read();
    this.memory.hashKey(key, 0, key.length, this.keyHash);
    const { first, second } = this.keyHash;
    const record = this.memory.findHashed(first, second, key, 0, key.length);
    if (this.ownerOf(record, key) !== this.worker) return;
    cells
      .at(collection, key, first, second, record)
      .take({ written: true, bytes, added: undefined, taken: 0n });
  }

  /** Appends the cell's closing value to the write-set unless it is the opening one. */
  private writeClosing(cell: LaneCell): void {
    const { writes, memory } = this;
    const { collection, key, record } = cell;
    const entryAt = writes.at;
    const valueAt = writeHeadBytes(writes, key);
    let isPresent = true;
    if (cell.written) {
      if (cell.bytes === undefined) isPresent = false;
      else writes.put(cell.bytes);
    } else {
      const closing = closingSum(collection, cell.opening(), cell.added, cell.taken);
      if (closing === undefined) isPresent = false;
      else collection.codec.encode(writes, closing);
    }
    const length = writes.at - valueAt;
    const wasPresent = record !== 0 && memory.present(record);
    if (isPresent ? wasPresent && memory.holds(record, writes.bytes, valueAt, length) : !wasPresent) {
      writes.at = entryAt;
      return;
    }
    this.endEntry(entryAt, isPresent ? length : undefined);
    this.putRow(entryAt, record, cell.first, cell.second, key);
  }

  private writeCheckpoint(cell: LaneCell, place: CheckpointPlace): void {
    const { collection, key } = cell;
    const opening =
      collection.kind === 'collection'
        ? cell.opening()
        : closingSum(collection, cell.opening(), undefined, 0n);
    let closing: unknown;
    if (!cell.written) closing = closingSum(collection, cell.opening(), cell.added, cell.taken);
    else closing = cell.bytes === undefined ? undefined : decodeValue(collection.codec, cell.bytes);
    if (
      closing === undefined
        ? opening === undefined
        : opening !== undefined && sameValue(collection, opening, closing)
    )
      return;
    const read = (cellKey: Uint8Array): Uint8Array | undefined => readCell(this.memory, cellKey);
    for (const write of checkpointWrites(collection, key, closing, place, read)) this.writeEntry(write);
  }

  private writeEntry({ key, value }: CellWrite): void {
    const { writes, memory, keyHash } = this;
    const entryAt = writes.at;
    writeHeadBytes(writes, key);
    if (value !== undefined) writes.put(value);
    this.endEntry(entryAt, value?.length);
    memory.hashKey(key, 0, key.length, keyHash);
    const { first, second } = keyHash;
    this.putRow(entryAt, memory.findHashed(first, second, key, 0, key.length), first, second, key);
  }

  private endEntry(entryAt: number, length: number | undefined): void {
    const { bytes } = this.writes;
    const value = length ?? removal;
    bytes[entryAt + 1] = value >>> 24;
    bytes[entryAt + 2] = value >>> 16;
    bytes[entryAt + 3] = value >>> 8;
    bytes[entryAt + 4] = value;
  }

  /** Tells the owner of the key's lane of an entry of the write-set. */
  private putRow(entryAt: number, record: number, first: number, second: number, key: Uint8Array): void {
    let lane: number;
    if (record === 0) {
      putLatin1(this.path, 0, hash('sha256', key, 'binary'));
      lane = this.path[0] as number;
    } else lane = this.memory.lane(record);
    if (isPlanted('wrong-lane')) lane ^= 1;
    const rows = this.rows[this.owners[lane] as number] as SharedWriter;
    rows.need(rowBytes);
    const words = rows.words;
    const at = rows.at / 4;
    words[at + rowField.entryAt] = entryAt;
    words[at + rowField.record] = record;
    words[at + rowField.first] = first;
    words[at + rowField.second] = second;
    if (record === 0) words.set(this.pathWords, at + rowField.path);
    rows.at += rowBytes;
  }

  private clearOutput(): void {
    this.writes.clear();
    for (const rows of this.rows) rows.clear();
  }
  private output() {
    return { writes: this.writes.share(), rows: this.rows.map((rows) => rows.share()) };
  }

  /** Finds the owners of cells of a fresh start: entries of a write-set that another thread made. */
  load(
    cells: SharedBytes,
    from: number,
    to: number,
    owners: Uint8Array,
  ): { readonly rows: readonly SharedBytes[] } {
    this.owners = owners;
    this.clearOutput();
    const { memory, keyHash } = this;
    const bytes = viewOf(cells);
    for (let at = from; at < to; ) {
      const { keyAt, keyLength, end } = readWrite(bytes, at);
      memory.hashKey(bytes, keyAt, keyLength, keyHash);
      const { first, second } = keyHash;
      const record = memory.findHashed(first, second, bytes, keyAt, keyLength);
      this.putRow(at, record, first, second, bytes.subarray(keyAt, keyAt + keyLength));
      at = end;
    }
    return { rows: this.rows.map((rows) => rows.share()) };
  }

  /** Applies the writes of the own lanes and renews the lanes' roots. */
  commit(
    stamp: number,
    inbox: readonly SharedBytes[],
    writeSets: readonly SharedBytes[],
  ): Omit<Committed, 'ms'> {
    const { tree } = this;
    const lanes = new Uint32Array(laneCount);
    tree.begin(stamp);
    for (const [worker, rows] of inbox.entries()) {
      if (rows.length === 0) continue;
      const words = new Int32Array(rows.buffer, 0, rows.length / 4);
      const writes = viewOf(present(writeSets[worker], 'Rows point into a write-set that is not there.'));
      for (let at = 0; at < words.length; at += rowWords) {
        const lane = this.apply(words, at, writes);
        lanes[lane] = (lanes[lane] as number) + 1;
      }
    }
    tree.finish();
    return { lanes };
  }

  /** Changes one cell and its leaf; returns its lane. */
  private apply(words: Int32Array, at: number, writes: Uint8Array): number {
    const { memory, tree } = this;
    const { keyAt, keyLength, valueAt, end, isRemoval } = readWrite(writes, words[at] as number);
    let record = words[at + rowField.record] as number;
    if (record === 0) {
      const first = words[at + rowField.first] as number;
      const second = words[at + rowField.second] as number;
      // Cells of a fresh start may name a key twice; in a block each key comes once.
      record = memory.findHashed(first, second, writes, keyAt, keyLength);
      if (record === 0) {
        this.pathWords.set(words.subarray(at + rowField.path, at + rowField.path + pathBytes / 4));
        record = memory.create(first, second, writes, keyAt, keyLength, this.path);
      }
    }
    const lane = memory.lane(record);
    assert(this.owners[lane] === this.worker, `Lane ${lane} is written by a worker that does not own it.`);
    if (!isRemoval) {
      memory.setValue(record, writes, valueAt, end - valueAt);
      tree.update(record);
    } else {
      assert(memory.present(record), 'A cell that is not there was to be removed.');
      memory.remove(record);
      tree.remove(record);
    }
    return lane;
  }

  private ownerOf(record: number, key: Uint8Array): number {
    if (record !== 0) return this.owners[this.memory.lane(record)] as number;
    putLatin1(this.path, 0, hash('sha256', key, 'binary'));
    return this.owners[this.path[0] as number] as number;
  }
}

const sameValue = (collection: Collection, left: unknown, right: unknown): boolean => {
  if (typeof left === 'bigint') return left === right;
  const [one, other] = [encodeValue(collection.codec, left), encodeValue(collection.codec, right)];
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
};
