/** What the node asks of whoever executes blocks: the lanes, or the plain serial executor. */
import type { Sender } from '../admission.ts';
import { isBundle } from '../bundle.ts';
import { Invalid } from '../errors.ts';
import type { CellProof } from '../proofs/proof.ts';
import type { Address, Id } from '../scalars.ts';
import type { BundleReference } from '../transaction.ts';

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
  /** The bundle that a vote stands in; its votes are executed together and in their order. */
  readonly bundle?: BundleReference | undefined;
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

/** Shares of votes of one kind and payload. */
export interface Shares {
  /** The kind's name. */
  readonly kind: string;
  readonly payload: unknown;
  readonly voters: readonly Address[];
  /** One for each voter. */
  readonly shares: readonly Uint8Array[];
}
export interface Aggregated {
  /** The bundle of the good ones; undefined where there are none. */
  readonly bundle: Uint8Array | undefined;
  /** Why a share is not in it, by its place. */
  readonly refused: ReadonlyMap<number, Invalid>;
}

/** Holds the committed cells of one chain and executes its blocks, one at a time. */
export interface Executor {
  /** Puts in the cells of a fresh start, as block `height` (0) left them, and returns the state root (hex). */
  load(
    cells: Iterable<{ readonly key: Uint8Array; readonly value: Uint8Array }>,
    height?: number,
  ): Promise<string>;
  /** Decodes, verifies and declares; one answer for each wire, in their order. Reads no state. */
  prepare(wires: readonly Uint8Array[]): Promise<readonly (PreparedTransaction | Invalid)[]>;
  /**
   * The votes of a bundle, verified and declared. Reads no state but the voters' keys as the closed block of the bundle's
   * height left them, which never change. Rejects with `Invalid`.
   */
  prepareBundle(wire: Uint8Array): Promise<readonly PreparedTransaction[]>;
  /**
   * Adds up shares (192 bytes each) of votes of one kind and payload into a bundle; tells of each share why it is not in it.
   * Rejects with `Invalid` for a payload that cannot be voted on together.
   */
  aggregate(shares: Shares): Promise<Aggregated>;
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

/** A block as it stands in the chain; each wire is one signed transaction, or a bundle of votes. */
export interface WireBlock {
  readonly height: number;
  /** Header time in milliseconds. */
  readonly time: number;
  readonly wires: readonly Uint8Array[];
}
/** Prepares the items of a block's body: transactions and bundles, in their order. */
export const prepareItems = async (
  executor: Executor,
  items: readonly Uint8Array[],
): Promise<readonly (PreparedTransaction | Invalid)[]> => {
  const isVotes = items.map(isBundle);
  const transactions = await executor.prepare(items.filter((_, place) => !isVotes[place]));
  if (transactions.length === items.length) return transactions;
  const prepared: (PreparedTransaction | Invalid)[] = [];
  let next = 0;
  for (const [place, item] of items.entries()) {
    const answer = isVotes[place]
      ? await executor.prepareBundle(item).catch(invalidOnly)
      : (transactions[next++] as PreparedTransaction | Invalid);
    if (Array.isArray(answer)) prepared.push(...(answer as readonly PreparedTransaction[]));
    else prepared.push(answer as PreparedTransaction | Invalid);
  }
  return prepared;
};

/** Executes a block that comes as bytes; one false transaction refuses it whole, with `Invalid` (PROTOCOL 2.5). */
export const executeWires = async (
  executor: Executor,
  { height, time, wires }: WireBlock,
): Promise<ExecutedBlock> => {
  const transactions: PreparedTransaction[] = [];
  let refused: Invalid | undefined;
  for (const one of await prepareItems(executor, wires)) {
    if (one instanceof Invalid) refused ??= one;
    else transactions.push(one);
  }
  try {
    if (refused !== undefined) throw refused;
    return await executor.execute({ height, time, transactions });
  } catch (error) {
    executor.discard(transactions);
    throw error;
  }
};
const invalidOnly = (error: unknown): Invalid => {
  if (error instanceof Invalid) return error;
  throw error;
};
