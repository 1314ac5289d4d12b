/** What CometBFT asks of an application (ABCI 2.0), free of its wire format. */

/** A proposed or decided block. */
export interface AbciBlock {
  readonly height: number;
  /** Milliseconds since 1970, rounded down: two blocks may have the same. */
  readonly time: number;
  readonly transactions: readonly Uint8Array[];
}

/** A snapshot of the state that a peer may take. */
export interface AbciSnapshot {
  readonly height: number;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
}

/** What is to become of an offered snapshot. */
type OfferVerdict = 'accept' | 'reject' | 'rejectFormat';
/** What is to become of a chunk: `retry` fetches this one again, `reject` gives the snapshot up. */
type ChunkVerdict = 'accept' | 'retry' | 'reject';

/** Answers a query that is not about the chain's blocks. */
interface AbciAnswer {
  /** 0 for success. */
  readonly code: number;
  readonly log: string;
  readonly value: Uint8Array;
  readonly height: number;
}

type Awaitable<T> = T | Promise<T>;

/**
 * The application. `finalizeBlock` executes in memory and `commit` alone stores; an empty block leaves the app hash. If
 * one of `info`, `initChain`, `finalizeBlock` or `commit` fails, the connection is closed without an answer: going on
 * could fork. All others are answered with a refusal when they fail.
 */
export interface AbciApplication {
  /** The last block that `commit` stored; height 0 and no hash before the first. */
  info(): Awaitable<{ height: number; appHash: Uint8Array }>;
  initChain(chain: {
    chainId: string;
    appState: Uint8Array;
    initialHeight: number;
  }): Awaitable<{ appHash: Uint8Array }>;
  /** 0 lets it into the pool. */
  checkTx(transaction: Uint8Array): Awaitable<number>;
  /** What the block is to hold; what goes beyond `bytesMax` on the wire is cut off behind it. */
  prepareProposal(block: AbciBlock, bytesMax: number): Awaitable<readonly Uint8Array[]>;
  processProposal(block: AbciBlock): Awaitable<boolean>;
  /** A code for each transaction of the block, and the hash of the state after it. */
  finalizeBlock(block: AbciBlock): Awaitable<{ codes: readonly number[]; appHash: Uint8Array }>;
  /** The height below which blocks may be forgotten; 0 keeps all. */
  commit(): Awaitable<{ retainHeight: number }>;
  query(path: string, data: Uint8Array): Awaitable<AbciAnswer>;
  listSnapshots(): Awaitable<readonly AbciSnapshot[]>;
  offerSnapshot(snapshot: AbciSnapshot, appHash: Uint8Array): Awaitable<OfferVerdict>;
  loadSnapshotChunk(height: number, format: number, chunk: number): Awaitable<Uint8Array>;
  applySnapshotChunk(index: number, chunk: Uint8Array): Awaitable<ChunkVerdict>;
}
