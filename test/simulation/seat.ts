/** A replica's place in an agreement that is modelled: it proposes what waits, and executes what was agreed, in order. */
import { Invalid } from '#chain/errors.ts';
import { type Executor, type PreparedTransaction, prepareItems } from '#chain/execution/executor.ts';
import type { Clock } from '#chain/ordering/clock.ts';
import type { BlockMaker, OrderedBatch, Ordering } from '#chain/ordering/ordering.ts';
import { Violation } from './world.ts';

/** A block that the replicas agreed on. */
export interface AgreedBlock {
  readonly height: number;
  /** Header time. */
  readonly time: number;
  readonly wires: readonly Uint8Array[];
}

/** What the seat needs of its replica. */
export interface SeatHolder {
  executor(): Executor;
  /** Of the newest executed block; undefined once the replica is dead. */
  executedHeight(): number | undefined;
  /** Tells that the run is wrong. */
  fail(error: Error): void;
}

/** Blocks kept that cannot be executed yet. */
const earlyMax = 64;

export class Seat implements Ordering {
  private readonly maker: BlockMaker;
  private readonly clock: Clock;
  private readonly holder: SeatHolder;
  private readonly early = new Map<number, AgreedBlock>();
  /** What this replica proposed, prepared already. */
  private proposed: { readonly height: number; readonly batch: OrderedBatch } | undefined;
  private working: Promise<void> | undefined;
  private closed = false;

  constructor(maker: BlockMaker, clock: Clock, holder: SeatHolder) {
    this.maker = maker;
    this.clock = clock;
    this.holder = holder;
  }

  wake(): void {}
  async advance(): Promise<void> {
    throw new Invalid('chain.malformed', 'This chain has no test clock.');
  }
  now(): number {
    return Math.max(this.maker.parentTime() + 1, this.clock.now());
  }
  async close(): Promise<void> {
    this.closed = true;
  }
  get isIdle(): boolean {
    return this.working === undefined;
  }

  /** Takes a batch for the next block; `height` is the one it will have. The agreement takes it, or the replica dies. */
  propose(height: number): OrderedBatch {
    const time = this.now();
    const batch = { time, transactions: this.maker.take(time) };
    this.proposed = { height, batch };
    return batch;
  }

  /** Hears of an agreed block, early, late or again. */
  deliver(block: AgreedBlock): void {
    const height = this.holder.executedHeight();
    if (this.closed || height === undefined || block.height <= height) return;
    if (block.height > height + earlyMax) return;
    this.early.set(block.height, block);
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
  }

  private async work(): Promise<void> {
    for (;;) {
      const height = this.holder.executedHeight();
      const block = height === undefined ? undefined : this.early.get(height + 1);
      if (this.closed || block === undefined) return;
      this.early.delete(block.height);
      const { time } = block;
      const transactions = await this.prepare(block);
      if (this.closed || transactions === undefined) return;
      await this.maker.make({ time, transactions });
      // A refused block leaves the height as it was; nobody agrees on such a one.
      if (!this.closed && this.holder.executedHeight() === height)
        this.holder.fail(new Violation(`The agreed block ${block.height} was refused.`));
    }
  }

  private async prepare(block: AgreedBlock): Promise<readonly PreparedTransaction[] | undefined> {
    const { proposed } = this;
    this.proposed = undefined;
    if (proposed?.height === block.height) return proposed.batch.transactions;
    try {
      const answers = await prepareItems(this.holder.executor(), block.wires);
      for (const answer of answers) if (answer instanceof Invalid) throw answer;
      return answers as readonly PreparedTransaction[];
    } catch (error) {
      if (this.holder.executedHeight() !== undefined && !this.closed)
        this.holder.fail(new Violation(`The agreed block ${block.height} cannot be prepared: ${error}.`));
      return undefined;
    }
  }
}
