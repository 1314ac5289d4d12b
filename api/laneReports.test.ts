/** What reports say together: sums, shares, medians and p99 of the window, and no block beyond it. */
import { describe, expect, it } from 'vitest';
import type { ExecutionReport } from '#chain/execution/executor.ts';
import type { BlockListener, Node } from '#chain/node.ts';
import { LaneReports, laneTotals, laneWindowBlocks } from './laneReports.ts';

/** A report whose phases take `ms` each and whose two workers share the transactions three to one. */
const reportOf = (transactions: number, ms: number): ExecutionReport => {
  const lanes = new Uint32Array(256);
  lanes[7] = transactions;
  const busyMs = { execute: ms, stage: 0, commit: 0 };
  return {
    transactions,
    applied: transactions,
    rejected: 0,
    notAdmitted: 0,
    groups: transactions,
    joined: 0,
    conflicts: 1,
    uncoveredDraws: 2,
    crossLaneCells: 3,
    moduleFaults: 0,
    workers: [
      { executed: transactions * 0.75, moved: 1, written: transactions, busyMs, waitedMs: 0.25 },
      { executed: transactions * 0.25, moved: 0, written: 0, busyMs, waitedMs: 0 },
    ],
    phasesMs: { group: ms, execute: ms, commit: ms, roots: ms },
    lanes,
    movedLanes: 4,
    owners: Uint8Array.from({ length: 256 }, (_, lane) => lane % 2),
    retries: 0,
  };
};

describe('laneTotals', () => {
  it('adds up counts, cells by lane and workers, and shares the transactions among workers', () => {
    const totals = laneTotals([reportOf(4, 1), reportOf(8, 2)]);
    expect(totals).toMatchObject({
      blocks: 2,
      transactions: 12,
      conflicts: 2,
      uncoveredDraws: 4,
      movedLanes: 8,
    });
    expect(totals.lanes[7]).toBe(12);
    expect(totals.workers).toEqual([
      {
        executed: 9,
        share: 0.75,
        moved: 2,
        written: 12,
        busyMs: { execute: 3, stage: 0, commit: 0 },
        waitedMs: 0.5,
      },
      {
        executed: 3,
        share: 0.25,
        moved: 0,
        written: 0,
        busyMs: { execute: 3, stage: 0, commit: 0 },
        waitedMs: 0,
      },
    ]);
  });

  it('gives median and p99 of each phase and of whole blocks, empty blocks left out', () => {
    const reports = Array.from({ length: 100 }, (_, place) => reportOf(1, place + 1));
    const { phasesMs } = laneTotals([...reports.reverse(), reportOf(0, 5_000)]);
    expect(phasesMs.execute).toEqual({ median: 50, p99: 99 });
    expect(phasesMs.total).toEqual({ median: 200, p99: 396 });
  });

  it('is all zeros of no block', () => {
    const totals = laneTotals([]);
    expect(totals).toMatchObject({ blocks: 0, transactions: 0, workers: [] });
    expect(totals.phasesMs.total).toEqual({ median: 0, p99: 0 });
    expect(totals.lanes.length).toBe(256);
  });
});

describe('LaneReports', () => {
  it('keeps a bounded window, gives its newest first, and stops listening', () => {
    const listeners = new Set<BlockListener>();
    const node = {
      onBlock: (listener: BlockListener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    } as unknown as Node;
    const reports = new LaneReports(node);
    for (let height = 1; height <= laneWindowBlocks + 5; height++)
      for (const listener of listeners)
        listener({ hash: `${height}`, height, time: height, report: reportOf(4, 1.23456) } as never, 0);
    const newest = reports.newest(3);
    expect(newest.map(({ height }) => height)).toEqual([133, 132, 131]);
    expect(newest[0]?.phasesMs.group).toBe(1.235);
    expect(newest[0]?.owners.slice(0, 3)).toEqual([0, 1, 0]);
    expect(newest[0]?.workers[0]?.share).toBe(0.75);
    expect(reports.totals().blocks).toBe(laneWindowBlocks);
    expect(reports.newest(10_000).length).toBe(laneWindowBlocks);
    reports.close();
    expect(listeners.size).toBe(0);
  });
});
