/** Executes blocks in parallel lanes: worker threads over cells in shared memory, told what to do phase by phase. */
import { decodeBundle } from '../bundle.ts';
import { blockRoots } from '../chainState.ts';
import { encodeValue } from '../codec.ts';
import { toHex } from '../crypto/bytes.ts';
import { assert, ChainFault, Invalid, present } from '../errors.ts';
import { blockTransactionsMax } from '../limits.ts';
import { encodeList } from '../lists.ts';
import type { Module } from '../module.ts';
import type { CellProof } from '../proofs/proof.ts';
import { createRegistry, type Registry } from '../registry.ts';
import { CellMemory } from '../state/cellMemory.ts';
import { allocateCells, type CellSizes, standardSizes } from '../state/sharedCells.ts';
import { StateTree } from '../state/stateTree.ts';
import type { CellPage } from '../storage/lanePages.ts';
import { aggregatedOf, aggregationOf } from './aggregation.ts';
import { bodyItems, type ChainFacts, checkBlock } from './block.ts';
import type {
  Aggregated,
  BlockToExecute,
  ExecutedBlock,
  Executor,
  PreparedTransaction,
  Shares,
} from './executor.ts';
import { readCell } from './laneBlock.ts';
import type { Committed } from './laneMessages.ts';
import { LaneOwners } from './laneOwners.ts';
import { LanePlanner } from './lanePlanner.ts';
import { LanePreparer } from './lanePreparer.ts';
import { emptyBlock, receiptsOf, reportOf, writesOf } from './laneResults.ts';
import { rootsOfTickets } from './laneRoots.ts';
import { LaneThread, WorkerLost } from './laneThread.ts';
import type { LaneTransaction } from './laneTransaction.ts';
import type { MovedTransactions } from './movedTransactions.ts';
import type { Plant } from './plant.ts';
import { keysOfVoters } from './prepareTransaction.ts';
import { type SharedBytes, SharedWriter } from './sharedWriter.ts';
import { TicketTable } from './ticketTable.ts';

/** Rows name workers by one byte, and 255 stands for none; more workers than lanes would have nothing to own. */
const workersMax = 128;
/** Bytes that a worker loads at once: more than a page, so that workers seldom wait for each other, and bounded. */
const loadBytesMax = 4 * 1024 * 1024;
/** Workers that may be lost without a block in between: more says that the machine, not a block, is at fault. */
const lossesMax = 8;

export interface LanePoolOptions {
  readonly workers: number;
  /** Of the module that exports `modules: Module[]`; every worker imports it. */
  readonly modules: URL;
  readonly facts: ChainFacts;
  /** How much memory is reserved for cells; untouched memory costs nothing. */
  readonly sizes?: CellSizes;
  /** How many groups of lanes move between owners by themselves: 256 unless a test asks for fewer. */
  readonly lanes?: number;
  /** Makes the lanes err, so that a check that compares roots can be checked; else by MERITLANE_PLANT. */
  readonly plant?: Plant | undefined;
}

/** The lanes: an executor whose results do not depend on the number of workers. */
export class LanePool implements Executor {
  private readonly registry: Registry;
  private readonly options: LanePoolOptions;
  private readonly threads: LaneThread[] = [];
  private readonly table = new TicketTable();
  /** The tickets of the block under way and the worker of each, for all threads. */
  private readonly order = new Int32Array(new SharedArrayBuffer(4 * blockTransactionsMax));
  private readonly assigned = new Uint8Array(new SharedArrayBuffer(blockTransactionsMax));
  private readonly planner: LanePlanner;
  private facts: ChainFacts;
  private sizes: CellSizes;
  private memory: CellMemory;
  private tree: StateTree;
  private preparer: LanePreparer;
  private owners: LaneOwners;
  private stamp = 0;
  private losses = 0;
  /** Of the newest block. */
  private height = 0;
  /** All calls that change something, one after another. */
  private last: Promise<unknown> = Promise.resolve();
  private committing: Promise<unknown> | undefined;
  private failure: ChainFault | undefined;
  /** Bundles that were added up here, and so verified. */
  private readonly aggregated = new WeakSet<Uint8Array>();

  /** Starts the workers with an empty state; throws a `ChainFault` when one does not start. */
  static async start(options: LanePoolOptions): Promise<LanePool> {
    const { modules } = (await import(/* @vite-ignore */ options.modules.href)) as {
      readonly modules: readonly Module[];
    };
    const pool = new LanePool(createRegistry(modules), options);
    await Promise.all(pool.threads.map((thread) => pool.open(thread)));
    return pool;
  }

  private constructor(registry: Registry, options: LanePoolOptions) {
    const { workers, facts, sizes = standardSizes, lanes } = options;
    assert(
      Number.isInteger(workers) && workers > 0 && workers <= workersMax,
      `The lanes have 1 to ${workersMax} workers.`,
    );
    this.registry = registry;
    this.options = options;
    this.facts = facts;
    this.sizes = sizes;
    this.memory = new CellMemory(allocateCells(sizes));
    this.tree = new StateTree(this.memory);
    this.owners = new LaneOwners(workers, lanes);
    this.planner = new LanePlanner(registry, this.table, this.order, this.assigned, workers);
    for (let worker = 0; worker < workers; worker++) this.threads.push(this.startThread(worker));
    this.preparer = new LanePreparer(this.table, this.threads, facts.chainId);
  }

  private startThread(worker: number): LaneThread {
    const { modules, workers, plant = process.env['MERITLANE_PLANT'] } = this.options;
    const [table, order, assigned] = [this.table.buffer, this.order.buffer, this.assigned.buffer];
    const data = { modules: modules.href, worker, workers, table, order, assigned, plant };
    return new LaneThread(data, (fault) => this.onLoss(worker, fault));
  }

  /** Another thread takes the place of one that is lost; what it held is prepared again when it is needed. */
  private onLoss(worker: number, fault: ChainFault): void {
    if (this.failure !== undefined) return;
    this.losses++;
    if (!(fault instanceof WorkerLost) || this.losses > lossesMax) {
      void this.fail(fault);
      return;
    }
    this.preparer.lost(worker);
    const thread = this.startThread(worker);
    this.threads[worker] = thread;
    // What is asked of it later comes after this order; its loss is told as any other.
    this.open(thread).catch(() => undefined);
  }

  /** Forgets all cells and begins again, with other facts or sizes if given. What was prepared is not good any more. */
  reset(
    facts: ChainFacts = this.facts,
    sizes: CellSizes = this.sizes,
    lanes: number | undefined = this.options.lanes,
  ): Promise<void> {
    return this.inTurn(async () => {
      this.facts = facts;
      this.sizes = sizes;
      this.memory = new CellMemory(allocateCells(sizes));
      this.tree = new StateTree(this.memory);
      this.stamp = 0;
      this.owners = new LaneOwners(this.threads.length, lanes);
      this.preparer.end(new ChainFault('The lanes begin again.'));
      this.preparer = new LanePreparer(this.table, this.threads, facts.chainId);
      await this.all((thread) => this.open(thread));
    });
  }

  private open(thread: LaneThread) {
    return thread.ask({ phase: 'open', cells: this.memory.shared, facts: this.facts });
  }

  load(pages: Iterable<CellPage>, height = 0): Promise<string> {
    return this.inTurn(async () => {
      this.height = height;
      const { owners } = this.owners;
      // The workers read one half while the other is filled.
      const halves = [0, 1].map(() => this.threads.map(() => new SharedWriter()));
      let half = 0;
      let loading: Promise<unknown> = Promise.resolve();
      const flush = async (): Promise<void> => {
        await loading;
        loading = this.loadSome(halves[half] ?? [], owners);
        // Who fills the other half meanwhile hears of a failure at the next `flush`.
        loading.catch(() => undefined);
        half = 1 - half;
        for (const writer of halves[half] ?? []) writer.clear();
      };
      for (const { lane, writes } of pages) {
        const writer = present(halves[half]?.[owners[lane] as number], 'A lane has no owner.');
        writer.put(writes);
        if (writer.at >= loadBytesMax) await flush();
      }
      await flush();
      await loading;
      return toHex(this.tree.root());
    });
  }

  private loadSome(byWorker: readonly SharedWriter[], owners: Uint8Array): Promise<unknown> {
    this.stamp++;
    const { stamp } = this;
    return this.all((thread, worker) => {
      const writes = present(byWorker[worker], 'A worker has no cells to load.').share();
      return thread.ask({ phase: 'load', stamp, writes, owners });
    });
  }

  prepare(wires: readonly Uint8Array[]): Promise<readonly (PreparedTransaction | Invalid)[]> {
    return this.failure === undefined ? this.preparer.prepare(wires) : Promise.reject(this.failure);
  }

  async prepareBundle(wire: Uint8Array): Promise<readonly PreparedTransaction[]> {
    const bundle = decodeBundle(this.registry, wire.slice());
    if (this.aggregated.has(wire)) return this.preparer.prepareBundle(bundle, undefined);
    await this.atRest();
    return this.preparer.prepareBundle(
      bundle,
      keysOfVoters(bundle, this.height, (key) => this.read(key)),
    );
  }

  async aggregate(asked: Shares): Promise<Aggregated> {
    await this.atRest();
    const work = aggregationOf(this.registry, this.facts, asked, this.height, (key) => this.read(key));
    const aggregated = aggregatedOf(work, await this.preparer.aggregate(work));
    if (aggregated.bundle !== undefined) this.aggregated.add(aggregated.bundle);
    return aggregated;
  }

  discard(transactions: Iterable<PreparedTransaction>): void {
    this.preparer.release(transactions as Iterable<LaneTransaction>);
  }

  execute({ height, time, transactions }: BlockToExecute): Promise<ExecutedBlock> {
    return this.inTurn(async () => {
      checkBlock(transactions);
      const block = { height, time, transactions: transactions as readonly LaneTransaction[] };
      const executed = await this.runTwice(block);
      this.losses = 0;
      this.height = height;
      this.preparer.release(block.transactions);
      return executed;
    });
  }

  /** A block during which a worker is lost is run again: until the commit nothing has changed. */
  private async runTwice(block: LaneBlockToRun): Promise<ExecutedBlock> {
    try {
      return await this.run(block, 0);
    } catch (error) {
      if (!(error instanceof WorkerLost) || this.committing !== undefined) throw error;
      return this.run(block, 1);
    }
  }

  private async run({ height, time, transactions }: LaneBlockToRun, retries: number): Promise<ExecutedBlock> {
    const watch = new Watch();
    const { table, order, assigned } = this;
    const count = transactions.length;
    const { groups, moved } = this.planner.plan(transactions, this.memory, this.preparer.holders);
    const movedLanes = this.owners.balance();
    const { owners } = this.owners;
    const group = watch.lap();
    if (count === 0) return emptyBlock(toHex(this.tree.root()), table, owners, groups, group);
    const executed = await this.all((thread, worker) =>
      thread.ask({
        phase: 'execute',
        height,
        time,
        count,
        moved: moved[worker] as MovedTransactions,
        owners,
      }),
    );
    const execute = watch.lap();
    const lists = rootsOfTickets(table, order, count);
    const listRoots = encodeValue(blockRoots.definition.codec, lists);
    const roots = watch.lap();
    const staged = await this.all((thread, worker) => {
      const effects = executed.map((one) => one.effects[worker] as SharedBytes);
      return thread.ask({ phase: 'stage', effects, blockRoots: listRoots });
    });
    const committed = await this.commit(staged);
    const commit = watch.lap();
    const stateRoot = toHex(this.tree.root());
    const writes = writesOf(staged);
    const receipts = receiptsOf(table, order, assigned, count, executed);
    const body = encodeList(bodyItems(transactions));
    const phasesMs = { group, execute, commit, roots: roots + watch.lap() };
    const counts = moved.map(({ tickets }) => tickets.length);
    const parts = { table, order, count, groups, moved: counts, executed, staged, committed, phasesMs };
    const report = reportOf({ ...parts, owners, movedLanes, retries });
    this.owners.note(report.lanes);
    return { stateRoot, body, receipts, writes, report };
  }

  /** Applies staged writes; nothing changed before, and nothing may be read until it is done. */
  private async commit(
    staged: readonly { readonly rows: readonly SharedBytes[]; readonly writes: SharedBytes }[],
  ): Promise<Committed[]> {
    this.stamp++;
    const { stamp } = this;
    const writes = staged.map((one) => one.writes);
    // In a turn of its own: who awaited `atRest` in this one still reads in it.
    await new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.committing = this.all((thread, worker) =>
          thread.ask({
            phase: 'commit',
            stamp,
            rows: staged.map((one) => one.rows[worker] as SharedBytes),
            writes,
          }),
        );
        this.committing.then(() => resolve(), reject);
      });
    });
    const committed = (await this.committing) as Committed[];
    this.committing = undefined;
    return committed;
  }

  async atRest(): Promise<void> {
    while (this.committing !== undefined && this.failure === undefined)
      await this.committing.catch(() => undefined);
  }

  read(key: Uint8Array): Uint8Array | undefined {
    this.assertRest();
    return readCell(this.memory, key);
  }

  prove(key: Uint8Array): CellProof {
    this.assertRest();
    return this.tree.prove(key);
  }

  private assertRest(): void {
    if (this.failure !== undefined) throw this.failure;
    assert(this.committing === undefined, 'Cells are read while a block is being committed.');
  }

  async close(): Promise<void> {
    await this.fail(new ChainFault('The lanes are closed.'));
  }

  /** Ends a worker's thread as a crash would; for trials of what the node does then. */
  async killWorker(worker: number): Promise<void> {
    await this.threads[worker]?.kill();
  }

  private async fail(fault: ChainFault): Promise<void> {
    this.failure ??= fault;
    this.preparer.end(this.failure);
    await Promise.all(this.threads.map((thread) => thread.end(fault)));
  }

  /** Asks all workers; where one fails, the others are waited for, so that none is still at it afterwards. */
  private async all<T>(ask: (thread: LaneThread, worker: number) => Promise<T>): Promise<T[]> {
    const asked = this.threads.map(ask);
    try {
      return await Promise.all(asked);
    } catch (error) {
      await Promise.allSettled(asked);
      throw error;
    }
  }

  /** What fails in any other way than by a refusal leaves threads and state in doubt: the lanes end with it. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(async () => {
      if (this.failure !== undefined) throw this.failure;
      try {
        return await work();
      } catch (error) {
        if (error instanceof Invalid) throw error;
        const fault =
          error instanceof ChainFault ? error : new ChainFault('The lanes failed.', { cause: error });
        await this.fail(fault);
        throw this.failure;
      }
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

interface LaneBlockToRun {
  readonly height: number;
  readonly time: number;
  readonly transactions: readonly LaneTransaction[];
}

/** Milliseconds from lap to lap. */
class Watch {
  private begun = performance.now();
  lap(): number {
    const before = this.begun;
    this.begun = performance.now();
    return this.begun - before;
  }
}
