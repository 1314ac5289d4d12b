/** Ordering by CometBFT: batches of waiting transactions go to its pool, and what it decides becomes blocks (ABCI 2.0). */
import { createHash } from 'node:crypto';
import { fromHex } from '../../crypto/bytes.ts';
import { Invalid } from '../../errors.ts';
import { bodyItems } from '../../execution/block.ts';
import type { PreparedTransaction } from '../../execution/executor.ts';
import { blockBytesMax, blockTransactionsMax } from '../../limits.ts';
import { decodeList, encodeList, listPlaces } from '../../lists.ts';
import type { Clock } from '../clock.ts';
import type { Ordering, ReplicaMaker, UnstoredBlock } from '../ordering.ts';
import type { AbciApplication, AbciBlock } from './abci.ts';

/** How a batch reaches the pool of the engine. */
export interface CometPool {
  /** Rejects where the engine does not take it now. */
  broadcast(batch: Uint8Array): Promise<void>;
}

/** A batch that is in no decided block for so long is given to the engine again: its pool is in memory and dies with it. */
const resendMs = 2_000;
/** After this long its transactions are forgotten; whoever waits for them has been told that they are in no block yet. */
const forgetMs = 60_000;
/** Batches under way: with more, what comes meanwhile waits and makes the next batch larger. */
const underWayMax = 8;
/** Framing of a list: four bytes an item. */
const batchBytesMax = blockBytesMax + 4 * blockTransactionsMax;

interface SentBatch {
  readonly bytes: Uint8Array;
  readonly transactions: readonly PreparedTransaction[];
  readonly firstMs: number;
  lastMs: number;
}

const nameOf = (batch: Uint8Array): string => createHash('sha256').update(batch).digest('hex');
/** How many items a batch has; undefined where it is none, or too large. */
const itemsIn = (batch: Uint8Array): number | undefined => {
  if (batch.length === 0 || batch.length > batchBytesMax) return undefined;
  try {
    const { begins } = listPlaces(batch);
    return begins.length > blockTransactionsMax ? undefined : begins.length;
  } catch {
    return undefined;
  }
};

/**
 * The application behind CometBFT, and the ordering in front of the node. A decided block with work becomes the next block
 * of the chain, whose header names the engine's height; one without work becomes none and leaves the app hash. What a block
 * may hold is chosen by committed state alone, so every node chooses the same.
 */
export class CometOrdering implements Ordering, AbciApplication {
  private readonly maker: ReplicaMaker;
  private readonly clock: Clock;
  private readonly pool: CometPool;
  private readonly sent = new Map<string, SentBatch>();
  /** Everything that reads or changes the state, one after another. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;
  /** Executed and not committed. */
  private decided: UnstoredBlock | undefined;
  private queued = false;
  private closed = false;

  constructor(maker: ReplicaMaker, clock: Clock, pool: CometPool) {
    this.maker = maker;
    this.clock = clock;
    this.pool = pool;
    this.timer = setInterval(() => this.lookAgain(), resendMs / 2);
  }

  // Ordering

  wake(): void {
    if (this.queued || this.closed) return;
    this.queued = true;
    void this.inTurn(async () => {
      this.queued = false;
      this.sendWaiting();
    });
  }

  async advance(): Promise<void> {
    throw new Invalid('chain.malformed', 'This chain has no test clock.');
  }

  now(): number {
    return Math.max(this.maker.parentTime() + 1, this.clock.now());
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.turn;
  }

  /** Batches that are given to the engine and in no decided block yet. */
  get underWay(): number {
    return this.sent.size;
  }

  // Application

  info(): { height: number; appHash: Uint8Array } {
    const { ordered = 0, stateRoot } = this.maker.newest();
    return { height: ordered, appHash: fromHex(stateRoot) };
  }

  initChain(): { appHash: Uint8Array } {
    return { appHash: fromHex(this.maker.newest().stateRoot) };
  }

  checkTx(batch: Uint8Array): number {
    return itemsIn(batch) === undefined ? 1 : 0;
  }

  prepareProposal({ transactions }: AbciBlock): readonly Uint8Array[] {
    const chosen: Uint8Array[] = [];
    let [items, bytes] = [0, 0];
    for (const batch of transactions) {
      const count = itemsIn(batch);
      if (count === undefined) continue;
      items += count;
      bytes += batch.length;
      if (items > blockTransactionsMax || bytes > batchBytesMax) break;
      chosen.push(batch);
    }
    return chosen;
  }

  processProposal(block: AbciBlock): boolean {
    return this.prepareProposal(block).length === block.transactions.length;
  }

  finalizeBlock(block: AbciBlock): Promise<{ codes: readonly number[]; appHash: Uint8Array }> {
    return this.inTurn(async () => {
      const time = Math.max(this.maker.parentTime() + 1, block.time);
      const found = await this.preparedOf(block.transactions);
      const transactions = this.maker.admissible(found, time);
      const chosen = new Set(transactions);
      this.maker.discard(found.filter((one) => !chosen.has(one)));
      this.decided =
        transactions.length === 0
          ? undefined
          : await this.maker.execute({ time, transactions, ordered: block.height });
      const stateRoot = this.decided?.stateRoot ?? this.maker.newest().stateRoot;
      return { codes: block.transactions.map(() => 0), appHash: fromHex(stateRoot) };
    });
  }

  async commit(): Promise<{ retainHeight: number }> {
    await this.inTurn(async () => {
      await this.decided?.store();
      this.decided = undefined;
    });
    this.wake();
    return { retainHeight: 0 };
  }

  query(path: string): { code: number; log: string; value: Uint8Array; height: number } {
    return {
      code: 1,
      log: `Nothing is answered at ${path}: ask the node's own API.`,
      value: new Uint8Array(),
      height: 0,
    };
  }
  listSnapshots(): [] {
    return [];
  }
  offerSnapshot(): 'reject' {
    return 'reject';
  }
  loadSnapshotChunk(): Uint8Array {
    return new Uint8Array();
  }
  applySnapshotChunk(): 'reject' {
    return 'reject';
  }

  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.turn.then(run);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** The transactions of decided batches: own ones as they were prepared at the door, all others prepared now. */
  private async preparedOf(batches: readonly Uint8Array[]): Promise<PreparedTransaction[]> {
    const parts: PreparedTransaction[][] = [];
    for (const batch of batches) {
      const name = nameOf(batch);
      const own = this.sent.get(name);
      this.sent.delete(name);
      if (own !== undefined) {
        parts.push([...own.transactions]);
        continue;
      }
      const items = itemsIn(batch) === undefined ? [] : decodeList(batch);
      const prepared = await this.maker.prepare(items);
      // What cannot be verified is in no block of any node.
      parts.push(prepared.filter((one): one is PreparedTransaction => !(one instanceof Invalid)));
    }
    return parts.flat();
  }

  private sendWaiting(): void {
    while (!this.closed && this.sent.size < underWayMax) {
      const transactions = this.maker.take(this.now());
      if (transactions.length === 0) return;
      const bytes = encodeList(bodyItems(transactions));
      const now = Date.now();
      const batch = { bytes, transactions, firstMs: now, lastMs: now };
      this.sent.set(nameOf(bytes), batch);
      this.pool.broadcast(bytes).catch(() => undefined);
    }
  }

  private lookAgain(): void {
    const now = Date.now();
    for (const [name, batch] of this.sent) {
      if (now - batch.lastMs < resendMs) continue;
      batch.lastMs = now;
      if (now - batch.firstMs < forgetMs) this.pool.broadcast(batch.bytes).catch(() => undefined);
      else
        void this.inTurn(async () => {
          if (this.sent.delete(name)) this.maker.discard(batch.transactions);
        });
    }
    this.wake();
  }
}
