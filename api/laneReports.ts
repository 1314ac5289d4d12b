/** How a node executed its newest blocks: its reports, kept in memory, and what they say together. */
import type { ExecutionReport, PhasesMs, WorkerReport } from '#chain/execution/executor.ts';
import type { AnnouncedBlock } from '#chain/node/chainBlock.ts';
import type { Node } from '#chain/node.ts';
import { laneCount } from '#chain/state/sharedCells.ts';
import type { LaneReportJson, LaneTotalsJson, WorkerReportJson } from './client/answers.ts';

/** Reports kept: enough that a p99 is no single block, about 350 kB of memory, seconds under full load. */
export const laneWindowBlocks = 128;

/** The counts of a report that add up over blocks. */
const counts = [
  'transactions',
  'applied',
  'rejected',
  'notAdmitted',
  'groups',
  'joined',
  'conflicts',
  'uncoveredDraws',
  'crossLaneCells',
  'moduleFaults',
  'movedLanes',
  'retries',
] as const;
const phaseNames = ['group', 'execute', 'commit', 'roots'] as const;

/** To the microsecond: finer is noise of the clock. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
const roundedPhases = (phases: PhasesMs): PhasesMs => ({
  group: rounded(phases.group),
  execute: rounded(phases.execute),
  commit: rounded(phases.commit),
  roots: rounded(phases.roots),
});

const sharesOf = (workers: readonly WorkerReport[]): WorkerReportJson[] => {
  const all = workers.reduce((total, { executed }) => total + executed, 0);
  return workers.map(({ executed, moved, written, busyMs, waitedMs }) => ({
    executed,
    share: all === 0 ? 0 : Math.round((executed / all) * 10_000) / 10_000,
    moved,
    written,
    busyMs: {
      execute: rounded(busyMs.execute),
      stage: rounded(busyMs.stage),
      commit: rounded(busyMs.commit),
    },
    waitedMs: rounded(waitedMs),
  }));
};

const jsonOf = (block: Pick<AnnouncedBlock, 'hash' | 'height' | 'time' | 'report'>): LaneReportJson => {
  const { hash: id, height, time, report } = block;
  const { workers, phasesMs, lanes, owners, ...numbers } = report;
  return {
    id,
    height,
    time,
    ...numbers,
    workers: sharesOf(workers),
    phasesMs: roundedPhases(phasesMs),
    lanes: [...lanes],
    owners: [...owners],
  };
};

/** The smallest value that at least this share of all values does not exceed; 0 of none. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

const spreadOf = (times: readonly number[]): { median: number; p99: number } => {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: rounded(quantile(sorted, 0.5)), p99: rounded(quantile(sorted, 0.99)) };
};

const totalMsOf = (phases: PhasesMs): number => phaseNames.reduce((total, name) => total + phases[name], 0);

/** Phase times of blocks that hold transactions: what empty ones take says nothing. */
const phasesOf = (reports: readonly ExecutionReport[]): LaneTotalsJson['phasesMs'] => {
  const measured = reports.filter(({ transactions }) => transactions > 0).map(({ phasesMs }) => phasesMs);
  const of = (name: keyof PhasesMs) => spreadOf(measured.map((phases) => phases[name]));
  return {
    group: of('group'),
    execute: of('execute'),
    commit: of('commit'),
    roots: of('roots'),
    total: spreadOf(measured.map(totalMsOf)),
  };
};

const workersOf = (reports: readonly ExecutionReport[]): WorkerReport[] => {
  const workers = Math.max(0, ...reports.map((report) => report.workers.length));
  return Array.from({ length: workers }, (_, worker) => {
    const own = reports.flatMap((report) => report.workers[worker] ?? []);
    const sum = (of: (one: WorkerReport) => number): number => own.reduce((total, one) => total + of(one), 0);
    return {
      executed: sum(({ executed }) => executed),
      moved: sum(({ moved }) => moved),
      written: sum(({ written }) => written),
      busyMs: {
        execute: sum(({ busyMs }) => busyMs.execute),
        stage: sum(({ busyMs }) => busyMs.stage),
        commit: sum(({ busyMs }) => busyMs.commit),
      },
      waitedMs: sum(({ waitedMs }) => waitedMs),
    };
  });
};

/** What reports say together. */
export const laneTotals = (reports: readonly ExecutionReport[]): LaneTotalsJson => {
  const sum = (name: (typeof counts)[number]): number =>
    reports.reduce((total, report) => total + report[name], 0);
  const lanes = new Array<number>(laneCount).fill(0);
  for (const report of reports)
    for (const [lane, cells] of report.lanes.entries()) lanes[lane] = (lanes[lane] ?? 0) + cells;
  return {
    blocks: reports.length,
    ...(Object.fromEntries(counts.map((name) => [name, sum(name)])) as Record<
      (typeof counts)[number],
      number
    >),
    workers: sharesOf(workersOf(reports)),
    phasesMs: phasesOf(reports),
    lanes,
  };
};

/** The newest execution reports of a node. */
export class LaneReports {
  private readonly blocks: Pick<AnnouncedBlock, 'hash' | 'height' | 'time' | 'report'>[] = [];
  /** Stops listening to the node. */
  readonly close: () => void;

  constructor(node: Node) {
    this.close = node.onBlock(({ hash, height, time, report }) => {
      this.blocks.push({ hash, height, time, report });
      if (this.blocks.length > laneWindowBlocks) this.blocks.shift();
    });
  }

  /** Newest first. */
  newest(count: number): LaneReportJson[] {
    return this.blocks.slice(-count).reverse().map(jsonOf);
  }

  /** Over all that are kept. */
  totals(): LaneTotalsJson {
    return laneTotals(this.blocks.map(({ report }) => report));
  }
}
