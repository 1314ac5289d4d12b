/** The worker of the tree's test with threads: it owns every third lane and commits what it is sent. */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { CellMemory } from './cellMemory.ts';
import type { SharedCells } from './sharedCells.ts';
import { StateTree } from './stateTree.ts';

/** One commit: all changes of the block, of which each owner takes those of its lanes. */
export interface CommitOrder {
  readonly stamp: number;
  /** How far owners have moved since the first commit. */
  readonly turn: number;
  readonly changes: readonly (readonly [key: Uint8Array, value: Uint8Array | null])[];
}

const { shared, owner, owners }: { shared: SharedCells; owner: number; owners: number } = workerData;
const memory = new CellMemory(shared);
const tree = new StateTree(memory);

parentPort?.on('message', ({ stamp, turn, changes }: CommitOrder) => {
  tree.begin(stamp);
  for (const [key, value] of changes) {
    const path = createHash('sha256').update(key).digest();
    if ((path.readUInt8(0) + turn) % owners !== owner) continue;
    if (value !== null) tree.update(memory.put(key, path, value));
    else {
      const record = memory.find(key);
      memory.remove(record);
      tree.remove(record);
    }
  }
  tree.finish();
  parentPort?.postMessage(stamp);
});
