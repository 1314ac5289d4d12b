/** Where transactions come in: prepared by the executor, checked against committed state, put into the mempool. */
import { voteIds } from '../bundle.ts';
import { Invalid } from '../errors.ts';
import type { Executor, PreparedTransaction, Shares } from '../execution/executor.ts';
import type { Mempool } from '../mempool.ts';
import type { Ordering } from '../ordering/ordering.ts';
import type { Registry } from '../registry.ts';
import type { Address, Id } from '../scalars.ts';
import { crashPoint } from '../storage/crashPoint.ts';
import type { Ledger } from './ledger.ts';
import { preparingMax } from './nodeLimits.ts';

/** What the door works on. */
export interface DoorParts {
  readonly registry: Registry;
  readonly chainId: string;
  readonly executor: Executor;
  readonly mempool: Mempool;
  readonly ledger: Ledger;
  readonly ordering: Ordering;
  /** Throws `Invalid` with `chain.stopping` once the node stops. */
  refuseWhenStopping(): void;
  /** Of the newest executed block. */
  height(): number;
}

export class Door {
  private readonly parts: DoorParts;
  /** Transactions that are being verified. */
  private preparing = 0;

  constructor(parts: DoorParts) {
    this.parts = parts;
  }

  async submitAll(wires: readonly Uint8Array[]): Promise<readonly (Id | Invalid)[]> {
    this.parts.refuseWhenStopping();
    this.expectCapacity(wires.length);
    crashPoint('received', this.parts.height() + 1);
    const prepared = await this.whilePreparing(wires.length, () => this.parts.executor.prepare(wires));
    await this.parts.executor.atRest();
    this.parts.refuseWhenStopping();
    const now = this.parts.ordering.now();
    const answers = prepared.map((one) => (one instanceof Invalid ? one : this.take(one, now)));
    crashPoint('verified', this.parts.height() + 1);
    this.parts.ordering.wake();
    return answers;
  }

  /** `from`: no block below it holds one of the votes. */
  async submitBundle(wire: Uint8Array, from?: number): Promise<readonly Id[]> {
    this.parts.refuseWhenStopping();
    const votes = await this.parts.executor.prepareBundle(wire);
    await this.parts.executor.atRest();
    try {
      this.parts.refuseWhenStopping();
      this.parts.mempool.addBundle(votes, from);
    } catch (error) {
      this.parts.executor.discard(votes);
      throw error;
    }
    this.parts.ordering.wake();
    return votes.map(({ id }) => id);
  }

  async submitShares(asked: Shares): Promise<readonly (Id | Invalid)[]> {
    this.parts.refuseWhenStopping();
    const { ids, height } = voteIds(this.parts.registry, this.parts.chainId, asked);
    await this.parts.executor.atRest();
    const known = this.parts.ledger.held(ids, height + 1);
    for (const id of ids) if (this.parts.mempool.holds(id)) known.add(id);
    const next = this.parts.ledger.height + 1;
    // Before shares are judged: what finds no room costs nothing.
    this.parts.mempool.expectRoom(ids.length - known.size);
    this.expectCapacity(ids.length - known.size);
    const open = asked.voters.flatMap((_, place) => (known.has(ids[place] as Id) ? [] : [place]));
    const left = {
      ...asked,
      voters: open.map((place) => asked.voters[place] as Address),
      shares: open.map((place) => asked.shares[place] as Uint8Array),
    };
    const refused = await this.whilePreparing(open.length, async () => {
      const aggregated = await this.parts.executor.aggregate(left);
      if (aggregated.bundle !== undefined) await this.submitBundle(aggregated.bundle, next);
      return aggregated.refused;
    });
    const answers: (Id | Invalid)[] = [...ids];
    for (const [place, id] of ids.entries())
      if (known.has(id)) answers[place] = new Invalid('chain.alreadyKnown');
    for (const [place, invalid] of refused) answers[open[place] as number] = invalid;
    return answers;
  }

  /** Throws `Invalid` with `chain.mempoolFull` where so many more would be verified at one time. */
  private expectCapacity(count: number): void {
    if (this.preparing + count > preparingMax && this.preparing > 0)
      throw new Invalid('chain.mempoolFull', `${this.preparing} transactions are being verified.`);
  }
  private async whilePreparing<T>(count: number, run: () => Promise<T>): Promise<T> {
    this.preparing += count;
    return run().finally(() => {
      this.preparing -= count;
    });
  }

  private take(transaction: PreparedTransaction, now: number): Id | Invalid {
    try {
      this.parts.mempool.add(transaction, now);
      return transaction.id;
    } catch (error) {
      this.parts.executor.discard([transaction]);
      if (error instanceof Invalid) return error;
      throw error;
    }
  }
}
