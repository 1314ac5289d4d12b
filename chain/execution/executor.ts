/** What the node asks of whoever executes blocks: the lanes, or the plain serial executor. */
import type { CellWrite } from '../checkpoints.ts';
import type { CellProof } from '../proofs/proof.ts';
import type { CellPage } from '../storage/lanePages.ts';
import type { TransactionResult } from './block.ts';

/** A block before execution; each wire is one signed transaction. */
export interface BlockToExecute {
  readonly height: number;
  /** Header time in milliseconds. */
  readonly time: number;
  readonly wires: readonly Uint8Array[];
}

/** Milliseconds that the phases of one block took on this machine. */
export interface PhasesMs {
  readonly prepare: number;
  readonly admit: number;
  readonly group: number;
  readonly execute: number;
  readonly commit: number;
  readonly roots: number;
}

/** How one block was executed here: local facts, never part of the chain. */
export interface ExecutionReport {
  readonly transactions: number;
  readonly applied: number;
  readonly rejected: number;
  readonly notAdmitted: number;
  readonly groups: number;
  /** Transactions in groups of two and more. */
  readonly joined: number;
  readonly conflicts: number;
  /** Cells whose draws together exceed the opening value, so that they are served in block order. */
  readonly uncoveredDraws: number;
  /** Written cells of another lane than the worker's own. */
  readonly crossLaneCells: number;
  /** Transitions that failed in a way nobody foresaw: each deserves an alarm. */
  readonly moduleFaults: number;
  /** Transactions executed by each worker. */
  readonly byWorker: readonly number[];
  readonly phasesMs: PhasesMs;
  /** Cells written in each of the 256 lanes. */
  readonly lanes: Uint32Array;
}

/** A block after execution; the lists have one item for each wire, in block order. */
export interface ExecutedBlock {
  readonly ids: readonly string[];
  /** 32 bytes, hex. */
  readonly stateRoot: string;
  readonly results: readonly TransactionResult[];
  /** Cells whose bytes changed; those of one key once, in no particular order. */
  readonly writes: readonly CellWrite[];
  readonly report: ExecutionReport;
}

/** Holds the committed cells of one chain and executes its blocks, one at a time. */
export interface Executor {
  /** Puts in the cells of a fresh start, page after page, and returns the state root (hex). */
  load(pages: Iterable<CellPage>): Promise<string>;
  /**
   * Verifies all signatures, executes and commits. Rejects with `Invalid` for a block that is refused whole, which
   * changes nothing, and with `ChainFault` when the node must halt.
   */
  execute(block: BlockToExecute): Promise<ExecutedBlock>;
  /** Resolves when no commit is running: reads in the same tick after it see one committed state. */
  atRest(): Promise<void>;
  /** Committed bytes of a cell, to be used in the same tick; undefined where there is none. */
  read(key: Uint8Array): Uint8Array | undefined;
  /** The proof that a cell has its value, or none, under the current state root. */
  prove(key: Uint8Array): CellProof;
  close(): Promise<void>;
}
