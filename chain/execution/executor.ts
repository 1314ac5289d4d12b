/** What the node asks of whoever executes blocks: the lanes, or the plain serial executor. */
import type { Sender } from '../admission.ts';
import { Invalid } from '../errors.ts';
import type { CellProof } from '../proofs/proof.ts';
import type { Id } from '../scalars.ts';

/**
 * A transaction that was decoded, whose signature is valid and whose cells can be declared: what can be known of it
 * without state. It belongs to the executor that prepared it, until a block takes it or it is discarded.
 */
export interface PreparedTransaction extends Sender {
  readonly id: Id;
  /** The wire bytes. */
  readonly bytes: Uint8Array;
  /** Whether the address of the sender derives from the key that signed. */
  readonly ownsAddress: boolean;
  /** In the smallest unit of the chain. */
  readonly fee: bigint;
}

/** A block before execution. */
export interface BlockToExecute {
  readonly height: number;
  /** Header time in milliseconds. */
  readonly time: number;
  /** In block order; a block takes them. */
  readonly transactions: readonly PreparedTransaction[];
}

/** Milliseconds that the phases of one block took on this machine. */
export interface PhasesMs {
  readonly group: number;
  readonly execute: number;
  readonly commit: number;
  readonly roots: number;
}

/** What one worker did for a block. */
export interface WorkerReport {
  /** Transactions that it executed. */
  readonly executed: number;
  /** Of those, prepared by another worker and moved to this one with their group. */
  readonly moved: number;
  /** Cells that it wrote as owner of their lanes. */
  readonly written: number;
  /** Milliseconds at work in each phase; what it did for other blocks meanwhile is not in it. */
  readonly busyMs: { readonly execute: number; readonly stage: number; readonly commit: number };
  /** Milliseconds between the end of its work and the end of the slowest worker's, over the phases. */
  readonly waitedMs: number;
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
  readonly workers: readonly WorkerReport[];
  readonly phasesMs: PhasesMs;
  /** Cells written in each of the 256 lanes. */
  readonly lanes: Uint32Array;
  /** The worker that owns each of the 256 lanes. */
  readonly owners: Uint8Array;
  /** Lanes given to another owner before this block, so that load is even. */
  readonly movedLanes: number;
  /** How often the block was run again because a worker was lost. */
  readonly retries: number;
}

/** A block after execution. */
export interface ExecutedBlock {
  /** 32 bytes, hex. */
  readonly stateRoot: string;
  /** The transactions' wire bytes as `encodeList` joins them. */
  readonly body: Uint8Array;
  /** Their receipts, likewise. */
  readonly receipts: Uint8Array;
  /** Cells whose bytes changed, as `encodeWrites` joins them; those of one key once, in no particular order. */
  readonly writes: Uint8Array;
  readonly report: ExecutionReport;
}

/** Holds the committed cells of one chain and executes its blocks, one at a time. */
export interface Executor {
  /** Puts in the cells of a fresh start and returns the state root (hex). */
  load(cells: Iterable<{ readonly key: Uint8Array; readonly value: Uint8Array }>): Promise<string>;
  /** Decodes, verifies and declares; one answer for each wire, in their order. Reads no state. */
  prepare(wires: readonly Uint8Array[]): Promise<readonly (PreparedTransaction | Invalid)[]>;
  /** Forgets prepared transactions that no block will take. */
  discard(transactions: Iterable<PreparedTransaction>): void;
  /**
   * Executes and commits. Rejects with `Invalid` for a block that is over-full or holds a transaction twice, which
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

/** A block as it stands in the chain; each wire is one signed transaction. */
export interface WireBlock {
  readonly height: number;
  /** Header time in milliseconds. */
  readonly time: number;
  readonly wires: readonly Uint8Array[];
}
/** Executes a block that comes as bytes; one false transaction refuses it whole, with `Invalid` (PROTOCOL 2.5). */
export const executeWires = async (
  executor: Executor,
  { height, time, wires }: WireBlock,
): Promise<ExecutedBlock> => {
  const transactions: PreparedTransaction[] = [];
  let refused: Invalid | undefined;
  for (const answer of await executor.prepare(wires)) {
    if (answer instanceof Invalid) refused ??= answer;
    else transactions.push(answer);
  }
  try {
    if (refused !== undefined) throw refused;
    return await executor.execute({ height, time, transactions });
  } catch (error) {
    executor.discard(transactions);
    throw error;
  }
};
