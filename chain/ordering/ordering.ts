/** Who decides the next batch, and what it asks of the node: the seam between ordering and the state machine. */
import type { Invalid } from '../errors.ts';
import type { PreparedTransaction } from '../execution/executor.ts';

/** A block as ordering decides it; the node gives it height, parent and state root. */
export interface OrderedBatch {
  /** Header time in milliseconds, above the parent's. */
  readonly time: number;
  readonly transactions: readonly PreparedTransaction[];
  /** Height in an engine that counts its own blocks. */
  readonly ordered?: number;
}

/** A block that is executed in memory and on no disk yet. The next one may be executed after `store` was called. */
export interface UnstoredBlock {
  readonly stateRoot: string;
  /** Hands it to storage; resolves when it is synced and announced. */
  store(): Promise<void>;
}

/** The newest block that was handed to storage. */
interface Newest {
  readonly height: number;
  readonly time: number;
  readonly stateRoot: string;
  /** Height in the engine that ordered it. */
  readonly ordered?: number | undefined;
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
/** What an engine asks beside it that orders blocks among several nodes. */
export interface ReplicaMaker extends BlockMaker {
  newest(): Newest;
  /** The two halves of `make`. Undefined where the rules refuse the block whole, or the node stops. */
  execute(batch: OrderedBatch): Promise<UnstoredBlock | undefined>;
  /** Decodes and verifies the items of a body that came from elsewhere, in their order. */
  prepare(items: readonly Uint8Array[]): Promise<readonly (PreparedTransaction | Invalid)[]>;
  /** Those that the next block may hold, by the newest state and by those before them: every node chooses the same. */
  admissible(transactions: readonly PreparedTransaction[], time: number): readonly PreparedTransaction[];
  /** Forgets transactions that will be in no block, whether they were taken from the mempool or prepared. */
  discard(transactions: readonly PreparedTransaction[]): void;
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
