/** Requests that wait until their transaction is in a stored block. */
import { Invalid } from '../errors.ts';
import type { Id } from '../scalars.ts';
import type { ChainBlock, Located } from './chainBlock.ts';
import { waitersMax } from './nodeLimits.ts';

interface Waiter {
  readonly resolve: (located: Located | undefined) => void;
  readonly reject: (error: Invalid) => void;
  readonly timer: NodeJS.Timeout;
}

/** Bounded in number; each ends with a receipt, with its time, or with the node. */
export class Waiters {
  private readonly byId = new Map<Id, Set<Waiter>>();
  private count = 0;

  /** Resolves with the place of the transaction, or with undefined when the time is over. */
  wait(id: Id, timeoutMs: number): Promise<Located | undefined> {
    if (this.count >= waitersMax)
      return Promise.reject(new Invalid('chain.mempoolFull', `${this.count} requests already wait.`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.forget(id, waiter);
        resolve(undefined);
      }, timeoutMs);
      const waiter: Waiter = { resolve, reject, timer };
      const others = this.byId.get(id);
      if (others === undefined) this.byId.set(id, new Set([waiter]));
      else others.add(waiter);
      this.count++;
    });
  }

  /** Answers all who wait for a transaction of this block. */
  answer(block: ChainBlock): void {
    if (this.count === 0) return;
    block.ids.forEach((id, index) => {
      for (const waiter of this.byId.get(id) ?? []) {
        this.forget(id, waiter);
        waiter.resolve(block.locate(index));
      }
    });
  }

  /** Answers all that the node is stopping. */
  stop(): void {
    for (const [id, waiters] of this.byId)
      for (const waiter of waiters) {
        this.forget(id, waiter);
        waiter.reject(new Invalid('chain.stopping'));
      }
  }

  private forget(id: Id, waiter: Waiter): void {
    const waiters = this.byId.get(id);
    if (waiters?.delete(waiter) !== true) return;
    clearTimeout(waiter.timer);
    this.count--;
    if (waiters.size === 0) this.byId.delete(id);
  }
}
