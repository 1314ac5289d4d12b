/** A whole node on a copy of a scene: lanes, SQLite with FULL, and the read model that follows; with a clock that starts where the scene ends. */
import { constants, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ReadModel } from '#api/readModel/readModel.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { Node } from '#chain/node.ts';
import type { Clock } from '#chain/ordering/clock.ts';
import { createRegistry, type Registry } from '#chain/registry.ts';
import { workFolder } from './cache.ts';
import { payoutVotingMs, sequencerSecret } from './genesis.ts';
import { modules } from './modules.ts';

export const registry: Registry = createRegistry(modules);
export const modulesUrl = new URL('./modules.ts', import.meta.url);

/** Runs with the machine from a moment that is set: so a chain that was made once goes on at its own time. */
class SceneClock implements Clock {
  private from = 0;
  private since = performance.now();

  set(timeMs: number): void {
    this.from = timeMs;
    this.since = performance.now();
  }
  now(): number {
    return this.from === 0 ? 0 : this.from + Math.floor(performance.now() - this.since);
  }
}

export interface Rig {
  readonly folder: string;
  readonly workers: number;
  readonly node: Node;
  readonly readModel: ReadModel;
  readonly clock: SceneClock;
  /** Ends it; a copy is removed. */
  close(): Promise<void>;
}

const failed = (error: unknown): never => {
  throw error;
};

/** Opens the node of a folder, in place. */
export const openInPlace = async (folder: string, workers: number): Promise<Rig> => {
  const clock = new SceneClock();
  const node = await Node.open({
    folder,
    registry,
    modules: modulesUrl,
    sequencerSecret,
    executor: (facts) => LanePool.start({ workers, modules: modulesUrl, facts }),
    clock,
    onFatal: failed,
  });
  // By then voting on the payouts of a scene is over, so that they may be executed.
  clock.set(node.head.time + payoutVotingMs);
  const readModel = ReadModel.open({ path: join(folder, 'read.sqlite'), node, onError: failed });
  await readModel.ready;
  return {
    folder,
    workers,
    node,
    readModel,
    clock,
    async close() {
      readModel.close();
      await node.close();
    },
  };
};

/** A copy of a scene’s folder that a run may change. */
export const copyScene = (scene: string): { readonly folder: string; remove(): void } => {
  const work = workFolder();
  const folder = join(work, 'chain');
  // Where the file system can, a copy shares its blocks with the original.
  cpSync(scene, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return { folder, remove: () => rmSync(work, { recursive: true, force: true }) };
};

/** Opens a node on a copy of a scene’s folder. */
export const openRig = async (scene: string, workers: number): Promise<Rig> => {
  const { folder, remove } = copyScene(scene);
  const rig = await openInPlace(folder, workers);
  return {
    ...rig,
    async close() {
      await rig.close();
      remove();
    },
  };
};
