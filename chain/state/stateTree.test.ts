/** Tests of the state tree against the plain one, by one owner, several views, and real threads. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../crypto/bytes.ts';
import { ChainFault } from '../errors.ts';
import { verifyAbsence, verifyMembership } from '../proofs/proof.ts';
import { CellMemory } from './cellMemory.ts';
import type { CommitOrder } from './laneOwnerWorker.ts';
import { plainRoot } from './plainTree.ts';
import { allocateCells } from './sharedCells.ts';
import { StateTree } from './stateTree.ts';

type Change = readonly [key: Uint8Array, value: Uint8Array | null];

const sizes = { cells: 8_192, arenaBytes: 1 << 23, nodes: 20_000 };
const pathOf = (key: Uint8Array): Buffer => createHash('sha256').update(key).digest();

/** Of 30,000 keys the neighbours whose paths share the most bits (about 26 to 31): deep chains. */
function crowdedPairs(): Uint8Array[] {
  const all = Array.from({ length: 30_000 }, (_, index) => {
    const key = Uint8Array.of(9, index >> 8, index);
    return { key, path: pathOf(key).readUIntBE(0, 6) };
  });
  all.sort((left, right) => left.path - right.path);
  const gaps = all.slice(1).map((cell, index) => ({ index, gap: cell.path - (all[index]?.path ?? 0) }));
  gaps.sort((left, right) => left.gap - right.gap);
  return gaps.slice(0, 12).flatMap(({ index }) => all.slice(index, index + 2).map(({ key }) => key));
}
const crowdedKeys: Uint8Array[] = crowdedPairs();

/** A chain of commits by several owners, beside a map. */
class Model {
  readonly cells = new Map<string, Uint8Array>();
  readonly owners: { memory: CellMemory; tree: StateTree }[];
  private stamp = 0;

  constructor(owners: number) {
    const shared = allocateCells(sizes);
    this.owners = Array.from({ length: owners }, () => {
      const memory = new CellMemory(shared);
      return { memory, tree: new StateTree(memory) };
    });
  }

  /** Commits a batch; lanes change their owners with each. */
  commit(changes: readonly Change[]): void {
    this.stamp++;
    for (const { tree } of this.owners) tree.begin(this.stamp);
    for (const [key, value] of changes) {
      const path = pathOf(key);
      const { memory, tree } = this.owner((path.readUInt8(0) + this.stamp) % this.owners.length);
      if (value !== null) {
        this.cells.set(toHex(key), value);
        tree.update(memory.put(key, path, value));
      } else if (this.cells.delete(toHex(key))) {
        const record = memory.find(key);
        memory.remove(record);
        tree.remove(record);
      }
    }
    for (const { tree } of this.owners) tree.finish();
  }

  owner(index: number): { memory: CellMemory; tree: StateTree } {
    const owner = this.owners[index];
    if (owner === undefined) throw new Error('There is no such owner.');
    return owner;
  }

  get tree(): StateTree {
    return this.owner(0).tree;
  }
}

const anyKey = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 2, max: 15 }),
  fc.uint8Array({ minLength: 1, maxLength: 128 }),
  fc.constantFrom(...crowdedKeys),
);
const anyValue = fc.uint8Array({ minLength: 1, maxLength: 600, size: 'max' });
const anyChange = fc.tuple(anyKey, fc.option(anyValue, { freq: 2 }));

describe('StateTree', () => {
  it('has the plain root after each batch, whoever owns the lanes', () => {
    const batches = fc.array(fc.array(anyChange, { maxLength: 60, size: 'max' }), {
      maxLength: 8,
      size: 'max',
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), batches, (owners, blocks) => {
        const model = new Model(owners);
        for (const changes of blocks) {
          model.commit(changes);
          expect(toHex(model.tree.root())).toBe(plainRoot(model.cells));
        }
        const root = toHex(model.tree.root());
        for (const [key] of blocks.flat()) {
          const proof = model.tree.prove(key);
          const value = model.cells.get(toHex(key));
          expect(proof.value).toBe(value === undefined ? null : toHex(value));
          expect(verifyMembership(root, proof).ok).toBe(value !== undefined);
          expect(verifyAbsence(root, proof).ok).toBe(value === undefined);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('has the same root after cells came and went', () => {
    const model = new Model(1);
    const keep: Change[] = Array.from({ length: 300 }, (_, index) => [
      Uint8Array.of(1, index >> 8, index),
      Uint8Array.of(7),
    ]);
    model.commit(keep);
    const root = toHex(model.tree.root());
    const counted = Array.from({ length: 700 }, (_, index) => Uint8Array.of(2, index >> 8, index));
    const passing = [...counted, ...crowdedKeys];
    let nodes = 0;
    for (let round = 0; round < 4; round++) {
      model.commit(passing.map((key) => [key, Uint8Array.of(round + 1)]));
      expect(toHex(model.tree.root())).not.toBe(root);
      if (round === 1) nodes = model.owner(0).memory.usage().nodes;
      model.commit(passing.map((key) => [key, null]));
      expect(toHex(model.tree.root())).toBe(root);
    }
    expect(model.owner(0).memory.usage().nodes).toBe(nodes);
    model.commit(keep.map(([key]) => [key, null]));
    expect(toHex(model.tree.root())).toBe(plainRoot(new Map()));
  });

  it('takes cells that come and go within one batch', () => {
    const model = new Model(1);
    const value = Uint8Array.of(1);
    model.commit(crowdedKeys.slice(0, 4).map((key) => [key, value]));
    model.commit([
      ...crowdedKeys.map((key): Change => [key, value]),
      ...crowdedKeys.map((key): Change => [key, null]),
      ...crowdedKeys.slice(2, 9).map((key): Change => [key, Uint8Array.of(2)]),
      ...crowdedKeys.slice(3, 5).map((key): Change => [key, null]),
    ]);
    expect(model.cells.size).toBe(5);
    expect(toHex(model.tree.root())).toBe(plainRoot(model.cells));
  });

  it('knows the root of nothing and of one cell', () => {
    const model = new Model(1);
    let empty = Buffer.alloc(32);
    for (let level = 0; level < 8; level++) {
      empty = createHash('sha256').update(empty).update(empty).digest();
    }
    expect(toHex(model.tree.root())).toBe(empty.toString('hex'));
    expect(plainRoot(new Map())).toBe(empty.toString('hex'));
    const key = fromHex('01aa');
    model.commit([[key, fromHex('ff')]]);
    const tag = createHash('sha256').update('meritlane/leaf').digest();
    const leaf = createHash('sha256').update(tag).update(pathOf(key)).update('ff', 'hex').digest('hex');
    const lane = pathOf(key).readUInt8(0);
    expect(toHex(model.tree.laneRoots().slice(lane * 32, lane * 32 + 32))).toBe(leaf);
    expect(toHex(model.tree.laneRoots()).replace(leaf, '')).toBe('0'.repeat(255 * 64));
    expect(toHex(model.tree.root())).toBe(plainRoot(new Map([['01aa', fromHex('ff')]])));
  });

  it('holds values of any length up to the largest', () => {
    const model = new Model(1);
    for (const length of [65_536, 4_032, 4_033, 256, 257, 1]) {
      model.commit([[Uint8Array.of(1), new Uint8Array(length).fill(3)]]);
      expect(toHex(model.tree.root())).toBe(plainRoot(model.cells));
    }
  });

  it('refuses what would break it', () => {
    const { memory, tree } = new Model(1).owner(0);
    const key = Uint8Array.of(1);
    expect(() => tree.begin(0)).toThrow(ChainFault);
    tree.begin(5);
    const record = memory.put(key, pathOf(key), key);
    expect(() => tree.remove(record)).toThrow('The tree has no leaf');
    tree.update(record);
    tree.finish();
    expect(() => tree.begin(5)).toThrow('cannot follow');
    expect(() => new StateTree(memory).begin(4)).toThrow('cannot follow');
    memory.remove(record);
    tree.begin(6);
    expect(() => tree.update(record)).toThrow('has no value');
  });

  it('says when its nodes are used up', () => {
    const memory = new CellMemory(allocateCells({ ...sizes, nodes: 400 }));
    const tree = new StateTree(memory);
    tree.begin(1);
    const fill = (): void => {
      for (let index = 0; index < 2_000; index++) {
        const key = Uint8Array.of(index >> 8, index);
        tree.update(memory.put(key, pathOf(key), key));
      }
    };
    expect(fill).toThrow('All 400 nodes of the tree are in use.');
  });

  it('is committed by three threads at once, with lanes that change hands', { timeout: 60_000 }, async () => {
    const owners = 3;
    const shared = allocateCells({ cells: 40_000, arenaBytes: 1 << 25, nodes: 80_000 });
    const url = new URL('./laneOwnerWorker.ts', import.meta.url);
    const workers = Array.from(
      { length: owners },
      (_, owner) => new Worker(url, { workerData: { shared, owner, owners } }),
    );
    const tree = new StateTree(new CellMemory(shared));
    const cells = new Map<string, Uint8Array>();
    try {
      for (let stamp = 1; stamp <= 12; stamp++) {
        const changes = changesOfBlock(stamp, cells);
        const order: CommitOrder = { stamp, turn: stamp, changes };
        const done = workers.map((worker) => once(worker, 'message'));
        for (const worker of workers) worker.postMessage(order);
        await Promise.all(done);
        expect(toHex(tree.root())).toBe(plainRoot(cells));
      }
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    const memory = new CellMemory(shared);
    expect([...memory.cells()]).toHaveLength(cells.size);
    for (const [key, value] of cells)
      expect(toHex(memory.value(memory.find(fromHex(key))))).toBe(toHex(value));
  });
});

/** Some 1,500 changes of one block, each key at most once, and the map as they leave it. */
function changesOfBlock(stamp: number, cells: Map<string, Uint8Array>): Change[] {
  const changes: Change[] = [];
  for (let index = 0; index < 1_500; index++) {
    const number = (index * 7 + stamp * 401) % 6_000;
    const key = Uint8Array.of(3, number >> 8, number);
    const name = toHex(key);
    const isRemoved = cells.has(name) && (number + stamp) % 3 === 0;
    const value = isRemoved ? null : new Uint8Array(1 + ((number * stamp) % 90)).fill(stamp);
    changes.push([key, value]);
    if (value === null) cells.delete(name);
    else cells.set(name, value);
  }
  return changes;
}
