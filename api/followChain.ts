/** Hands every block of a chain to a listener once, in order: first those that are there, then new ones as they come. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Node } from '#chain/node.ts';
import type { EmittedEvent } from '#chain/receipt.ts';

/** A block as followers see it: what happened, in order. */
export interface FollowedBlock {
  readonly height: number;
  readonly time: number;
  /** The events that the follower wants, with the transaction's id. */
  readonly events: readonly (EmittedEvent & { readonly transaction: string })[];
}

/** Blocks handled before other work gets a turn. */
const blocksPerTurn = 64;

/**
 * Follows the events of these names, `module.event`, until `stop`; others are not even decoded.
 * `caughtUp` resolves when all blocks that were there at the start have been handed over. The listener must not throw.
 */
export const followChain = (
  node: Node,
  names: readonly string[],
  listener: (block: FollowedBlock) => void,
) => {
  for (const name of names)
    if (!node.registry.events.has(name)) throw new Error(`There is no event ${name} to follow.`);
  const wanted = new Set(names);
  const wants = (name: string): boolean => wanted.has(name);
  let next = 0;
  let stopped = false;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (!stopped && next <= node.head.height) {
      const block = node.block(next);
      if (block === undefined) return;
      next++;
      listener({ height: block.height, time: block.time, events: block.events(wants) });
      if (next % blocksPerTurn === 0) await nextTurn();
    }
  };
  const wake = (): Promise<void> => {
    running ??= run().finally(() => {
      running = undefined;
      if (!stopped && next <= node.head.height) void wake();
    });
    return running;
  };
  const unsubscribe = node.onBlock(() => void wake());
  return {
    caughtUp: wake(),
    stop: (): void => {
      stopped = true;
      unsubscribe();
    },
  };
};
