/** An executor whose answers arrive at moments of the simulation, so that anything may happen between the call and its answer. */
import { ChainFault } from '#chain/errors.ts';
import type { Executor } from '#chain/execution/executor.ts';
import type { World } from './world.ts';

/** How long a call takes in virtual ms, and whether its caller still lives. */
export interface ExecutorFate {
  delayMs(): number;
  isDead(): boolean;
}

/**
 * Passes each call on at once and gives the answer later; a caller that died meanwhile hears a fault instead. While a block is
 * executed the state counts as not at rest, so that reads of it stand in one order for every seed.
 */
export const slowExecutor = (real: Executor, world: World, fate: ExecutorFate): Executor => {
  let executing: Promise<unknown> = Promise.resolve();
  const later = <T>(answer: Promise<T>): Promise<T> => {
    answer.catch(() => undefined);
    return new Promise((resolve, reject) => {
      world.after(fate.delayMs(), async () => {
        try {
          const value = await answer;
          if (fate.isDead()) reject(new ChainFault('The process was killed.'));
          else resolve(value);
        } catch (error) {
          reject(error);
        }
      });
    });
  };
  return {
    load: (pages, height) => real.load(pages, height),
    prepare: (wires) => later(real.prepare(wires)),
    prepareBundle: (wire) => later(real.prepareBundle(wire)),
    aggregate: (asked) => later(real.aggregate(asked)),
    discard: (transactions) => {
      if (!fate.isDead()) real.discard(transactions);
    },
    execute: (block) => {
      const answer = later(real.execute(block));
      executing = answer.catch(() => undefined);
      return answer;
    },
    atRest: async () => {
      await executing;
      await real.atRest();
    },
    read: (key) => real.read(key),
    prove: (key) => real.prove(key),
    close: async () => undefined,
  };
};
