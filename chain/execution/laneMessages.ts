/** What the coordinator tells the lane workers and what they answer: one message for each worker and phase. */
import type { SharedCells } from '../state/sharedCells.ts';
import type { ChainFacts } from './block.ts';
import type { MovedTransactions } from './movedTransactions.ts';
import type { SharedBytes } from './sharedWriter.ts';

/** What a worker is started with. */
export interface LaneWorkerData {
  /** Of the module that exports `modules`. */
  readonly modules: string;
  readonly worker: number;
  readonly workers: number;
  /** The rows of all prepared transactions. */
  readonly table: SharedArrayBuffer;
  /** The tickets of the block under way, in block order. */
  readonly order: SharedArrayBuffer;
  /** The worker of each of them. */
  readonly assigned: SharedArrayBuffer;
  /** A name of `plants`. */
  readonly plant: string | undefined;
}

export type LaneOrder =
  /** Begin a chain whose cells are these. */
  | { readonly phase: 'open'; readonly cells: SharedCells; readonly facts: ChainFacts }
  /** Decode, verify and declare transactions: the wire of ticket i ends at ends[i] of `wires`. Reads no values of cells. */
  | {
      readonly phase: 'prepare';
      readonly tickets: Int32Array;
      readonly ends: Int32Array;
      readonly wires: Uint8Array;
      /** Tickets that no block will take. */
      readonly discarded: readonly number[];
    }
  /** Verify a bundle under its voters' stored keys, one after another, and declare its votes. */
  | {
      readonly phase: 'prepareBundle';
      readonly tickets: Int32Array;
      readonly wire: Uint8Array;
      /** 96 bytes each; undefined of a bundle that a worker added up, and so verified. */
      readonly keys: Uint8Array | undefined;
      readonly discarded: readonly number[];
    }
  /** Add up shares. */
  | {
      readonly phase: 'aggregate';
      readonly message: Uint8Array;
      /** 96 bytes each. */
      readonly keys: Uint8Array;
      /** 192 bytes each. */
      readonly shares: Uint8Array;
    }
  /** Admit and execute the transactions assigned to this worker, in block order. */
  | {
      readonly phase: 'execute';
      readonly height: number;
      readonly time: number;
      readonly count: number;
      readonly moved: MovedTransactions;
      /** The worker that owns each of the 256 lanes. */
      readonly owners: Uint8Array;
    }
  /** Merge the effects on the own lanes and find what they write. */
  | {
      readonly phase: 'stage';
      readonly effects: readonly SharedBytes[];
      /** The value of `chain.blockRoots`; for the owner of its lane. */
      readonly blockRoots: Uint8Array | undefined;
    }
  /** Put in cells of a fresh start, a write-set of own lanes only. */
  | {
      readonly phase: 'load';
      readonly stamp: number;
      readonly writes: SharedBytes;
      readonly owners: Uint8Array;
    }
  /** Change the own lanes and renew their roots: the rows of each worker, and the write-sets that they point into. */
  | {
      readonly phase: 'commit';
      readonly stamp: number;
      readonly rows: readonly SharedBytes[];
      readonly writes: readonly SharedBytes[];
    };

export interface PreparedChunk {
  /** Which of the tickets are refused, and why; a bundle is refused as a whole, by its first place. */
  readonly refused: readonly { readonly place: number; readonly code: string; readonly detail: string }[];
  /** Accesses that do not fit in a row: words and ceilings as in the table. */
  readonly wide: readonly {
    readonly ticket: number;
    readonly accesses: Int32Array;
    readonly ceilings: Float64Array;
  }[];
}
export interface Executed {
  /** How long it took, in milliseconds. */
  readonly ms: number;
  readonly receipts: SharedBytes;
  /** Codes of rejections, as `code` of the table names them. */
  readonly codes: readonly string[];
  /** Effects by the worker that owns their lanes. */
  readonly effects: readonly SharedBytes[];
  readonly executed: number;
  readonly moduleFaults: number;
  readonly crossLaneCells: number;
}
export interface Staged {
  readonly ms: number;
  /** What this worker's lanes write, and the entries of their checkpointed cells. */
  readonly writes: SharedBytes;
  /** Rows of the writes by the worker that owns their lanes. */
  readonly rows: readonly SharedBytes[];
}
export interface Committed {
  readonly ms: number;
  /** Cells written by lane; 256 of them. */
  readonly lanes: Uint32Array;
}

export type LaneReply =
  | { readonly phase: 'open' }
  | ({ readonly phase: 'prepare' } & PreparedChunk)
  | ({ readonly phase: 'prepareBundle' } & PreparedChunk)
  | {
      readonly phase: 'aggregate';
      readonly aggregate: Uint8Array | undefined;
      readonly bad: readonly number[];
    }
  | ({ readonly phase: 'execute' } & Executed)
  | ({ readonly phase: 'stage' } & Staged)
  | { readonly phase: 'load' }
  | ({ readonly phase: 'commit' } & Committed)
  /** The worker cannot go on: the node halts. */
  | { readonly phase: 'fault'; readonly message: string };
