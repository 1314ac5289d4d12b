/** What the coordinator makes of the workers' answers: receipts and writes of a block, and the report about it. */
import { listLengthBytes } from '../lists.ts';
import { laneCount } from '../state/sharedCells.ts';
import type { ExecutionReport, PhasesMs, WorkerReport } from './executor.ts';
import type { Committed, Executed, Staged } from './laneMessages.ts';
import type { Groups } from './schedule.ts';
import { viewOf } from './sharedWriter.ts';
import { statusNumbers, type TicketTable } from './ticketTable.ts';

/** The receipts in block order, as `encodeList` joins them. */
export const receiptsOf = (
  { columns }: TicketTable,
  order: Int32Array,
  assigned: Uint8Array,
  count: number,
  executed: readonly Executed[],
): Uint8Array => {
  const { receiptAt, receiptLength } = columns;
  let total = count * listLengthBytes;
  for (let place = 0; place < count; place++) total += receiptLength[order[place] as number] as number;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  const sources = executed.map((one) => viewOf(one.receipts));
  let at = 0;
  for (let place = 0; place < count; place++) {
    const ticket = order[place] as number;
    const from = receiptAt[ticket] as number;
    const length = receiptLength[ticket] as number;
    view.setUint32(at, length);
    at += listLengthBytes;
    bytes.set((sources[assigned[place] as number] as Uint8Array).subarray(from, from + length), at);
    at += length;
  }
  return bytes;
};

/** All that was written: what the workers staged, each cell once. */
export const writesOf = (staged: readonly Staged[]): Uint8Array => {
  const bytes = new Uint8Array(staged.reduce((total, { writes }) => total + writes.length, 0));
  let at = 0;
  for (const { writes } of staged) {
    bytes.set(viewOf(writes), at);
    at += writes.length;
  }
  return bytes;
};

/** What there is to report of a block. */
export interface ReportParts {
  readonly table: TicketTable;
  readonly order: Int32Array;
  readonly count: number;
  readonly groups: Groups;
  readonly moved: readonly number[];
  readonly executed: readonly Executed[];
  readonly staged: readonly Staged[];
  readonly committed: readonly Committed[];
  readonly phasesMs: PhasesMs;
  readonly owners: Uint8Array;
  readonly movedLanes: number;
  readonly retries: number;
}

/** How a block was executed here. */
export const reportOf = (parts: ReportParts): ExecutionReport => {
  const { table, order, count, groups, executed, committed, phasesMs, owners, movedLanes, retries } = parts;
  const lanes = new Uint32Array(laneCount);
  for (const one of committed)
    for (let lane = 0; lane < laneCount; lane++)
      lanes[lane] = (lanes[lane] as number) + (one.lanes[lane] as number);
  const statuses = [0, 0, 0];
  for (let place = 0; place < count; place++) {
    const status = table.columns.status[order[place] as number] as number;
    statuses[status] = (statuses[status] as number) + 1;
  }
  const sum = (of: (one: Executed) => number): number => executed.reduce((total, one) => total + of(one), 0);
  return {
    transactions: count,
    applied: statuses[statusNumbers.applied] as number,
    rejected: statuses[statusNumbers.rejected] as number,
    notAdmitted: statuses[statusNumbers.notAdmitted] as number,
    groups: groups.groups,
    joined: groups.joined,
    conflicts: groups.conflicts,
    uncoveredDraws: groups.uncoveredDraws,
    crossLaneCells: sum((one) => one.crossLaneCells),
    moduleFaults: sum((one) => one.moduleFaults),
    workers: workersOf(parts),
    phasesMs,
    lanes,
    owners,
    movedLanes,
    retries,
  };
};

const workersOf = ({ moved, executed, staged, committed }: ReportParts): WorkerReport[] => {
  const slowest = [executed, staged, committed].map((phase) => Math.max(0, ...phase.map(({ ms }) => ms)));
  return executed.map((one, worker) => {
    const busyMs = { execute: one.ms, stage: staged[worker]?.ms ?? 0, commit: committed[worker]?.ms ?? 0 };
    const busy = [busyMs.execute, busyMs.stage, busyMs.commit];
    let written = 0;
    for (const cells of committed[worker]?.lanes ?? []) written += cells;
    return {
      executed: one.executed,
      moved: moved[worker] ?? 0,
      written,
      busyMs,
      waitedMs: slowest.reduce((total, ms, phase) => total + ms - (busy[phase] as number), 0),
    };
  });
};
