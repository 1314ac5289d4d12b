/** Who decides the next batch, and what it asks of the node: the seam between ordering and the state machine. */
import type { PreparedTransaction } from '../execution/executor.ts';

/** A block as ordering decides it; the node gives it height, parent and state root. */
export interface OrderedBatch {
  /** Header time in milliseconds, above the parent's. */
  readonly time: number;
  readonly transactions: readonly PreparedTransaction[];
}

/** What ordering asks of the node. */
export interface BlockMaker {
  /** Header time of the newest executed block. */
  parentTime(): number;
  /** Takes what a block of this header time may hold out of the mempool, in block order; empty if nothing waits. */
  take(time: number): readonly PreparedTransaction[];
  /** Executes the batch as the next block; resolves when the next one may begin. Never rejects: the node stops itself. */
  make(batch: OrderedBatch): Promise<void>;
}

/** Decides batches until it is closed. */
export interface Ordering {
  /** Says that there may be work. */
  wake(): void;
  /** Moves a test clock on and makes a block of that time, an empty one if nothing waits. Only on a test clock. */
  advance(ms: number): Promise<void>;
  /** Milliseconds since 1970, as the next header would have them at the earliest. */
  now(): number;
  /** Resolves when no batch is under way; none begins after it. */
  close(): Promise<void>;
}
