/** Lanes for simulated replicas: worker threads that outlive a seed, begin again with each start, and lose a worker now and then. */
import type { Executor } from '#chain/execution/executor.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import type { Plant } from '#chain/execution/plant.ts';
import type { CreateExecutor } from '#chain/node/startChain.ts';
import { historySizes } from '../exactness/compare.ts';
import type { Chance } from '../support/arenaHistory.ts';
import type { SeedOptions } from './seedOptions.ts';
import { chanceOf } from './world.ts';

export class SimulatedLanes {
  private readonly workers: number;
  private readonly plant: Plant | undefined;
  private pool: LanePool | undefined;

  constructor(workers: number, plant?: Plant) {
    this.workers = workers;
    this.plant = plant;
  }

  /** Makes executors of one seed; only one of them is in use at a time. */
  executorFor(seed: number, options: SeedOptions): CreateExecutor {
    const chance = chanceOf(seed, 'lanes');
    return async (facts, _registry, modules) => {
      const { workers, plant } = this;
      this.pool ??= await LanePool.start({ workers, modules, facts, sizes: historySizes, plant });
      await this.pool.reset(facts, historySizes, options.lanes);
      return this.losing(this.pool, chance, options.workerDeath);
    };
  }
  async close(): Promise<void> {
    await this.pool?.close();
    this.pool = undefined;
  }

  /** Between two blocks a worker may end: the next block finds it lost, and is run again by its successor. */
  private losing(pool: LanePool, chance: Chance, percent: number): Executor {
    return {
      load: (pages, height) => pool.load(pages, height),
      prepare: (wires) => pool.prepare(wires),
      prepareBundle: (wire) => pool.prepareBundle(wire),
      aggregate: (asked) => pool.aggregate(asked),
      discard: (transactions) => pool.discard(transactions),
      execute: async (block) => {
        if (chance.hits(percent)) await pool.killWorker(chance.below(this.workers));
        return pool.execute(block);
      },
      atRest: () => pool.atRest(),
      read: (key) => pool.read(key),
      prove: (key) => pool.prove(key),
      close: async () => undefined,
    };
  }
}
