/** A worker's part of a commit: effects go to the owners of their lanes, who find what they write, and then write it. */
import { hash } from 'node:crypto';
import type { Collection } from '../access.ts';
import { blockRoots } from '../chainState.ts';
import type { CellWrite } from '../checkpoints.ts';
import { Reader } from '../codec.ts';
import { assert, present } from '../errors.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import type { KeyHash } from '../state/keyHash.ts';
import { laneCount } from '../state/sharedCells.ts';
import { StateTree } from '../state/stateTree.ts';
import { cellKeyBytesMax } from '../storage/storageLimits.ts';
import { forEachEntry } from '../storage/writeSet.ts';
import { readEffects, readStaged, type StagedWrite, writeEffects, writeStaged } from './effectBytes.ts';
import { readCell } from './laneBlock.ts';
import { type LaneCell, LaneCells } from './laneCell.ts';
import type { Committed, Plant } from './laneMessages.ts';
import { type SharedBytes, SharedWriter, viewOf } from './sharedWriter.ts';

/** What a block is called in its checkpoints. */
export interface CheckpointPlace {
  readonly height: number;
  readonly time: number;
  readonly horizonMs: number;
}

/**
 * Views of each length that a key can have, made once, and hashes as text: for so short an input, a view or a byte string
 * costs as much as the hash.
 */
const keyViews = ((bytes: Uint8Array) =>
  Array.from({ length: bytes.length + 1 }, (_, length) => bytes.subarray(0, length)))(
  new Uint8Array(cellKeyBytesMax),
);
const pathOf = (key: Uint8Array): Uint8Array => hash('sha256', key, 'buffer');

/** One worker's outboxes and its view of the cells; the owner of a lane is the only thread that writes its cells. */
export class LaneCommit {
  private readonly memory: CellMemory;
  private readonly tree: StateTree;
  private readonly worker: number;
  private readonly owners: Uint8Array;
  private readonly effects: readonly SharedWriter[];
  private readonly staged: readonly SharedWriter[];
  private readonly keyHash: KeyHash = { first: 0, second: 0 };
  private readonly plant: Plant | undefined;

  constructor(
    memory: CellMemory,
    {
      worker,
      workers,
      plant,
    }: { readonly worker: number; readonly workers: number; readonly plant: Plant | undefined },
    owners: Uint8Array,
  ) {
    this.memory = memory;
    this.tree = new StateTree(memory);
    this.worker = worker;
    this.owners = owners;
    this.plant = plant;
    this.effects = Array.from({ length: workers }, () => new SharedWriter());
    this.staged = Array.from({ length: workers }, () => new SharedWriter());
  }

  /** Writes all effects for the owners of their lanes. */
  route(cells: LaneCells, collectionIndex: ReadonlyMap<Collection, number>) {
    for (const writer of this.effects) writer.clear();
    let crossLaneCells = 0;
    for (const cell of cells) {
      if (!cell.isTouched) continue;
      const owner = this.ownerOf(cell.record, cell.key);
      if (owner !== this.worker) crossLaneCells++;
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
  ): readonly SharedBytes[] {
    const cells = new LaneCells(this.memory);
    for (const effects of inbox) {
      const reader = new Reader(viewOf(effects));
      while (reader.at < reader.end) readEffects(reader, collections, cells);
    }
    const { collection, key } = blockRoots.read();
    if (blockRootsValue !== undefined && this.ownerOf(this.memory.find(key), key) === this.worker)
      cells.at(collection, key).take({ written: true, bytes: blockRootsValue, added: undefined, taken: 0n });
    for (const writer of this.staged) writer.clear();
    const read = (cellKey: Uint8Array): Uint8Array | undefined => readCell(this.memory, cellKey);
    let isLost = this.plant === 'lane-lost-write';
    for (const cell of cells)
      for (const write of cell.writes(place, read)) {
        if (!isLost) this.send(cell, write);
        isLost = false;
      }
    return this.staged.map((writer) => writer.share());
  }

  private send(cell: LaneCell, { key, value }: CellWrite): void {
    if (key === cell.key) {
      const { record, first, second } = cell;
      this.put({ key, value, record, first, second, path: record === 0 ? pathOf(key) : undefined });
    } else this.find(key, value);
  }

  /** Routes a write of a key that is yet to be looked up. */
  private find(key: Uint8Array, value: Uint8Array | undefined): void {
    const { memory, keyHash } = this;
    memory.hashKey(key, 0, key.length, keyHash);
    const { first, second } = keyHash;
    const record = memory.findHashed(first, second, key, 0, key.length);
    this.put({ key, value, record, first, second, path: record === 0 ? pathOf(key) : undefined });
  }

  private put(write: StagedWrite): void {
    const lane = write.path === undefined ? this.memory.lane(write.record) : (write.path[0] as number);
    writeStaged(this.staged[this.owners[lane] as number] as SharedWriter, write);
  }

  /** Puts in cells of a fresh start, a write-set of own lanes only; a removed cell may be one that is not there. */
  load(stamp: number, writes: SharedBytes): void {
    const { memory, tree, keyHash } = this;
    const bytes = viewOf(writes);
    const path = Buffer.alloc(32);
    tree.begin(stamp);
    forEachEntry(bytes, (_, keyAt, keyEnd, end, removed) => {
      const length = keyEnd - keyAt;
      memory.hashKey(bytes, keyAt, length, keyHash);
      const { first, second } = keyHash;
      let record = memory.findHashed(first, second, bytes, keyAt, length);
      if (removed) {
        if (record === 0 || !memory.present(record)) return;
        memory.remove(record);
        tree.remove(record);
        return;
      }
      if (record === 0) {
        const view = keyViews[length] as Uint8Array;
        for (let index = 0; index < length; index++) view[index] = bytes[keyAt + index] as number;
        path.write(hash('sha256', view, 'binary'), 'latin1');
        record = memory.create(first, second, bytes, keyAt, length, path);
      }
      const lane = memory.lane(record);
      assert(this.owners[lane] === this.worker, `Lane ${lane} is loaded by a worker that does not own it.`);
      memory.setValue(record, bytes, keyEnd, end - keyEnd);
      tree.update(record);
    });
    tree.finish();
  }

  /** Applies the writes of the own lanes and renews the lanes' roots. */
  commit(stamp: number, inbox: readonly SharedBytes[]): Committed {
    const { tree } = this;
    const lanes = new Uint32Array(laneCount);
    tree.begin(stamp);
    for (const staged of inbox) {
      const reader = new Reader(viewOf(staged));
      while (reader.at < reader.end) {
        const lane = this.apply(readStaged(reader));
        lanes[lane] = (lanes[lane] as number) + 1;
      }
    }
    tree.finish();
    return { lanes };
  }

  /** Changes one cell and its leaf; returns its lane. */
  private apply({ key, record: known, first, second, path, value }: StagedWrite): number {
    const { memory, tree } = this;
    let record = known;
    if (path !== undefined) {
      // Cells of a fresh start may name a key twice; in a block each key comes once.
      record = memory.findHashed(first, second, key, 0, key.length);
      if (record === 0) record = memory.create(first, second, key, 0, key.length, path);
    }
    const lane = memory.lane(record);
    assert(this.owners[lane] === this.worker, `Lane ${lane} is written by a worker that does not own it.`);
    if (value !== undefined) {
      memory.setValue(record, value, 0, value.length);
      tree.update(record);
    } else {
      assert(memory.present(record), 'A cell that is not there was to be removed.');
      memory.remove(record);
      tree.remove(record);
    }
    return lane;
  }

  private ownerOf(record: number, key: Uint8Array): number {
    const lane = record === 0 ? (pathOf(key)[0] as number) : this.memory.lane(record);
    return this.owners[lane] as number;
  }
}
