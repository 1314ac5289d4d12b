/** What Prometheus scrapes: figures by block as they are announced, and gauges read when they are asked for. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ExecutionReport } from '#chain/execution/executor.ts';
import type { AnnouncedBlock } from '#chain/node/chainBlock.ts';
import type { AppParts } from './appParts.ts';
import type { EventStreams } from './eventStream.ts';
import { type AnyRoute, nothing, route } from './route.ts';

const prefix = 'meritlane_';
/** Seconds: from a phase of an empty block to a block that fills a slow machine. */
const workSeconds = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];
/** Seconds between blocks: a busy chain to one where nothing happens all day. */
const intervalSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800, 7200, 86_400];
/** Seconds of requests: a read from memory to one that waits for a receipt. */
const requestSeconds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10];
/** Transactions or groups of one block, up to a full one. */
const perBlock = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];

let processRegistry: Registry | undefined;
/** Figures of the process, which it has once however many chains it serves. */
const ofProcess = (): Registry => {
  if (processRegistry === undefined) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry, prefix });
  }
  return processRegistry;
};

/** Counts of a report that become counters, by the counter's name. */
const counted: readonly (readonly [name: string, help: string, of: (report: ExecutionReport) => number])[] = [
  ['groups_total', 'Groups of transactions that ran side by side.', (report) => report.groups],
  ['joined_transactions_total', 'Transactions that shared a group with others.', (report) => report.joined],
  [
    'conflicts_total',
    'Cells for which transactions had to wait for each other.',
    (report) => report.conflicts,
  ],
  [
    'uncovered_draws_total',
    'Cells that could not cover all draws of a block.',
    (report) => report.uncoveredDraws,
  ],
  ['cross_lane_cells_total', 'Cells written in a lane of another worker.', (report) => report.crossLaneCells],
  ['moved_lanes_total', 'Lanes given to another owner to even out load.', (report) => report.movedLanes],
  ['execution_retries_total', 'Runs repeated because a worker was lost.', (report) => report.retries],
  [
    'module_faults_total',
    'Transitions that failed unforeseen; each deserves an alarm.',
    (report) => report.moduleFaults,
  ],
];

/** The figures of one node and its API. Every label has few values: phases, workers, statuses, routes. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly counters = counted.map(([name, help, of]) => ({ counter: this.counter(name, help), of }));
  private readonly phases = this.histogram('block_phase_seconds', 'One phase of a block.', workSeconds, [
    'phase',
  ]);
  private readonly execution = this.histogram(
    'block_execution_seconds',
    'All phases of a block.',
    workSeconds,
  );
  private readonly storage = this.histogram(
    'block_storage_seconds',
    'Handing a block to storage until it is synced.',
    workSeconds,
  );
  private readonly interval = this.histogram(
    'block_interval_seconds',
    'Header time since the parent block.',
    intervalSeconds,
  );
  private readonly perBlock = this.histogram('block_transactions', 'Transactions of a block.', perBlock);
  private readonly groupsPerBlock = this.histogram('block_groups', 'Groups of a block.', perBlock);
  private readonly transactions = this.counter(
    'transactions_total',
    'Transactions in blocks by what became of them.',
    ['status'],
  );
  private readonly executed = this.counter(
    'worker_transactions_total',
    'Transactions by the worker that executed them.',
    ['worker'],
  );
  private readonly moved = this.counter(
    'worker_moved_transactions_total',
    'Of those, prepared by another worker.',
    ['worker'],
  );
  private readonly written = this.counter('worker_cells_total', 'Cells by the worker that wrote them.', [
    'worker',
  ]);
  private readonly busy = this.counter('worker_busy_seconds_total', 'Work by worker and phase.', [
    'worker',
    'phase',
  ]);
  private readonly waited = this.counter('worker_waited_seconds_total', 'Waiting for the slowest worker.', [
    'worker',
  ]);
  private readonly requests = this.histogram(
    'http_request_seconds',
    'Answers of the API until their head is sent.',
    requestSeconds,
    ['method', 'route', 'status'],
  );
  private lastTime: number;
  /** Stops listening to the node. */
  readonly close: () => void;

  constructor({ node, readModel }: AppParts, streams: EventStreams) {
    this.gauge('mempool_transactions', 'Transactions that wait for a block.', () => node.mempoolSize);
    this.gauge('mempool_bytes', 'Bytes of transactions that wait for a block.', () => node.mempoolBytes);
    this.gauge('height_executed', 'The newest executed block.', () => node.executedHeight);
    this.gauge('height_synced', 'The newest block on the disk.', () => node.head.height);
    this.gauge('height_read_model', 'The newest block that lists know.', () => readModel.height);
    this.gauge('read_model_lag_blocks', 'Blocks that lists are behind.', () => readModel.lag);
    this.gauge('event_streams', 'Event streams that are open.', () => streams.open);
    ofProcess();
    this.lastTime = node.head.time;
    this.close = node.onBlock((block, storageMs) => this.take(block, storageMs));
  }

  /** An answer of the API; `path` is the route's pattern, never an address that somebody asked for. */
  answered(method: string, path: string, status: number, ms: number): void {
    this.requests.observe({ method, route: path, status }, ms / 1000);
  }

  readonly route: AnyRoute = route({
    method: 'get',
    path: '/metrics',
    name: 'getMetrics',
    tag: 'chain',
    doc: 'Figures of this node for Prometheus, in its text format.',
    input: nothing,
    answers: { 200: { doc: 'The figures.', contentType: 'text/plain', schema: { type: 'string' } } },
    handle: async (c) => {
      const text = await Registry.merge([this.registry, ofProcess()]).metrics();
      return c.body(text, 200, { 'Content-Type': this.registry.contentType });
    },
  });

  private take({ time, report }: AnnouncedBlock, storageMs: number): void {
    const { phasesMs, workers } = report;
    for (const { counter, of } of this.counters) counter.inc(of(report));
    let executionMs = 0;
    for (const [phase, ms] of Object.entries(phasesMs)) {
      this.phases.observe({ phase }, ms / 1000);
      executionMs += ms;
    }
    this.execution.observe(executionMs / 1000);
    this.storage.observe(storageMs / 1000);
    this.interval.observe((time - this.lastTime) / 1000);
    this.lastTime = time;
    this.perBlock.observe(report.transactions);
    this.groupsPerBlock.observe(report.groups);
    for (const status of ['applied', 'rejected', 'notAdmitted'] as const)
      this.transactions.inc({ status }, report[status]);
    for (const [worker, one] of workers.entries()) {
      this.executed.inc({ worker }, one.executed);
      this.moved.inc({ worker }, one.moved);
      this.written.inc({ worker }, one.written);
      this.waited.inc({ worker }, one.waitedMs / 1000);
      for (const [phase, ms] of Object.entries(one.busyMs)) this.busy.inc({ worker, phase }, ms / 1000);
    }
  }

  private counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name: `${prefix}${name}`, help, labelNames, registers: [this.registry] });
  }
  private histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
    return new Histogram({ name: `${prefix}${name}`, help, buckets, labelNames, registers: [this.registry] });
  }
  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `${prefix}${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
