/** What the coordinator makes of the workers' answers: results and writes of a block, and the report about it. */
import type { CellWrite } from '../checkpoints.ts';
import { Reader } from '../codec.ts';
import { assert } from '../errors.ts';
import { laneCount } from '../state/sharedCells.ts';
import type { TransactionResult } from './block.ts';
import { type BlockTable, noWorker, statusOf } from './blockTable.ts';
import { readStaged } from './effectBytes.ts';
import type { ExecutionReport, PhasesMs, WorkerReport } from './executor.ts';
import type { Committed, Executed, Staged } from './laneMessages.ts';
import type { Groups } from './schedule.ts';
import { viewOf } from './sharedWriter.ts';

/** Statuses, codes and receipts in block order, copied out of what the workers use again. */
export const resultsOf = (
  { columns }: BlockTable,
  count: number,
  executed: readonly Executed[],
): TransactionResult[] => {
  const receipts = executed.map((one) => viewOf(one.receipts).slice());
  return Array.from({ length: count }, (_, index) => {
    const assigned = columns.assignedTo[index] as number;
    const worker = assigned === noWorker ? (columns.preparedBy[index] as number) : assigned;
    const at = columns.receiptAt[index] as number;
    const receipt = (receipts[worker] as Uint8Array).subarray(
      at,
      at + (columns.receiptLength[index] as number),
    );
    const status = statusOf[columns.status[index] as number];
    const code = executed[worker]?.codes[columns.code[index] as number];
    assert(status !== undefined && code !== undefined, `Transaction ${index} of the block has no result.`);
    return { status, code, receipt };
  });
};

/** All that was written: what the workers staged, each cell once. */
export const writesOf = (staged: readonly Staged[]): CellWrite[] => {
  const writes: CellWrite[] = [];
  for (const bytes of staged.flatMap((one) => one.staged)) {
    const reader = new Reader(viewOf(bytes).slice());
    while (reader.at < reader.end) {
      const { key, value } = readStaged(reader);
      writes.push({ key, value });
    }
  }
  return writes;
};

type Phase = keyof WorkerReport['busyMs'];
/** Milliseconds that each worker took for its part of a phase. */
export type WorkMs = Readonly<Record<Phase, readonly number[]>>;

/** How many of the transactions that each worker executes were prepared by another one. */
export const movedOf = ({ columns }: BlockTable, count: number, workers: number): number[] => {
  const moved = new Array<number>(workers).fill(0);
  for (let index = 0; index < count; index++) {
    const worker = columns.assignedTo[index] as number;
    if (worker !== noWorker && worker !== columns.preparedBy[index])
      moved[worker] = (moved[worker] as number) + 1;
  }
  return moved;
};

const workerReports = (
  executed: readonly Executed[],
  committed: readonly Committed[],
  moved: readonly number[],
  workMs: WorkMs,
): WorkerReport[] => {
  const phases = Object.values(workMs);
  const slowest = phases.map((times) => Math.max(0, ...times));
  return executed.map((one, worker) => {
    const of = (phase: Phase): number => workMs[phase][worker] ?? 0;
    return {
      executed: one.executed,
      moved: moved[worker] ?? 0,
      written: committed[worker]?.lanes.reduce((total, cells) => total + cells, 0) ?? 0,
      busyMs: { execute: of('execute'), stage: of('stage'), commit: of('commit') },
      waitedMs: phases.reduce(
        (total, times, phase) => total + (slowest[phase] as number) - (times[worker] ?? 0),
        0,
      ),
    };
  });
};

/** How a block was executed here. */
export const reportOf = (parts: {
  readonly results: readonly TransactionResult[];
  readonly groups: Groups;
  readonly executed: readonly Executed[];
  readonly committed: readonly Committed[];
  readonly moved: readonly number[];
  readonly owners: Uint8Array;
  readonly workMs: WorkMs;
  readonly phasesMs: PhasesMs;
}): ExecutionReport => {
  const { results, groups, executed, committed, moved, owners, workMs, phasesMs } = parts;
  const lanes = new Uint32Array(laneCount);
  for (const one of committed)
    for (const [lane, cells] of one.lanes.entries()) lanes[lane] = (lanes[lane] as number) + cells;
  const count = (status: TransactionResult['status']): number =>
    results.reduce((total, result) => total + (result.status === status ? 1 : 0), 0);
  const sum = (of: (one: Executed) => number): number => executed.reduce((total, one) => total + of(one), 0);
  return {
    transactions: results.length,
    applied: count('applied'),
    rejected: count('rejected'),
    notAdmitted: count('notAdmitted'),
    groups: groups.groups,
    joined: groups.joined,
    conflicts: groups.conflicts,
    uncoveredDraws: groups.uncoveredDraws,
    crossLaneCells: sum((one) => one.crossLaneCells),
    moduleFaults: sum((one) => one.moduleFaults),
    workers: workerReports(executed, committed, moved, workMs),
    phasesMs,
    lanes,
    movedLanes: 0,
    owners,
    retries: 0,
  };
};
