/** What the coordinator tells the lane workers and what they answer: one message for each worker and phase. */
import type { SharedCells } from '../state/sharedCells.ts';
import type { ChainFacts } from './block.ts';
import type { SharedBytes } from './sharedWriter.ts';

/** A mistake that the lanes can be told to make, so that it can be shown that it is found. */
export type Plant = 'lane-lost-write';

/** What a worker is started with. */
export interface LaneWorkerData {
  /** Of the module that exports `modules`. */
  readonly modules: string;
  readonly worker: number;
  readonly workers: number;
  /** The rows of the block in each slot. */
  readonly tables: readonly SharedArrayBuffer[];
  readonly plant: Plant | undefined;
}

export type LaneOrder =
  /** Begin a chain whose cells are these; `owners` names the worker of each of the 256 lanes. */
  | {
      readonly phase: 'open';
      readonly cells: SharedCells;
      readonly facts: ChainFacts;
      readonly owners: Uint8Array;
    }
  /** Decode, verify and declare the transactions from … to − 1 of the block in a slot. Reads no state. */
  | {
      readonly phase: 'prepare';
      readonly slot: number;
      readonly wires: SharedBytes;
      readonly from: number;
      readonly to: number;
    }
  /** Admit the transactions of the senders that fall to this worker. */
  | { readonly phase: 'admit'; readonly slot: number; readonly count: number; readonly time: number }
  /** Execute the transactions assigned to this worker, in block order. */
  | { readonly phase: 'execute'; readonly height: number; readonly time: number }
  /** Merge the effects on the own lanes and find what they write. */
  | {
      readonly phase: 'stage';
      readonly effects: readonly SharedBytes[];
      /** The value of `chain.blockRoots`; for the owner of its lane. */
      readonly blockRoots: Uint8Array | undefined;
    }
  /** Put in cells of a fresh start, a write-set of own lanes only. */
  | { readonly phase: 'load'; readonly stamp: number; readonly writes: SharedBytes }
  /** Change the own lanes and renew their roots. */
  | { readonly phase: 'commit'; readonly stamp: number; readonly staged: readonly SharedBytes[] };

export interface Prepared {
  /** Accesses that may conflict, in rows of `accessWords` words, and the keys of drawn cells. */
  readonly accesses: SharedBytes;
  readonly keys: SharedBytes;
  /** The first transaction for which the whole block is refused. */
  readonly refused: { readonly index: number; readonly code: string; readonly detail: string } | undefined;
}
export interface Executed {
  readonly receipts: SharedBytes;
  /** Codes of rejections, as `code` of the block's table names them. */
  readonly codes: readonly string[];
  /** Effects by the worker that owns their lanes. */
  readonly effects: readonly SharedBytes[];
  readonly executed: number;
  readonly moduleFaults: number;
  readonly crossLaneCells: number;
}
export interface Staged {
  /** Writes by the worker that owns their lanes. */
  readonly staged: readonly SharedBytes[];
}
export interface Committed {
  /** Cells written by lane; 256 of them. */
  readonly lanes: Uint32Array;
}

export type LaneReply =
  | { readonly phase: 'open' }
  | { readonly phase: 'admit' }
  | ({ readonly phase: 'prepare' } & Prepared)
  | ({ readonly phase: 'execute' } & Executed)
  | ({ readonly phase: 'stage' } & Staged)
  | { readonly phase: 'load' }
  | ({ readonly phase: 'commit' } & Committed)
  /** The worker cannot go on: the node halts. */
  | { readonly phase: 'fault'; readonly message: string };

/** A row of an access: hash (2), use, collection, where its key stands and its length, ceiling (a float in 2 words). */
export const accessWords = 8;
/** The word pair of a row that holds the ceiling, counted in floats. */
export const ceilingFloat = 3;
