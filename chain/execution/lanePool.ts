/** Executes blocks in parallel lanes: worker threads over cells in shared memory, told what to do phase by phase. */
import { blockRoots } from '../chainState.ts';
import { encodeValue } from '../codec.ts';
import { toHex } from '../crypto/bytes.ts';
import { assert, ChainFault, Invalid, present } from '../errors.ts';
import type { Module } from '../module.ts';
import type { CellProof } from '../proofs/proof.ts';
import { createRegistry, type Registry } from '../registry.ts';
import { CellMemory } from '../state/cellMemory.ts';
import { allocateCells, type CellSizes, laneCount, standardSizes } from '../state/sharedCells.ts';
import { StateTree } from '../state/stateTree.ts';
import type { CellPage } from '../storage/lanePages.ts';
import type { ChainFacts } from './block.ts';
import { BlockSlot } from './blockSlot.ts';
import { BlockTable } from './blockTable.ts';
import type { BlockToExecute, ExecutedBlock, Executor, PhasesMs } from './executor.ts';
import { readCell } from './laneBlock.ts';
import type { Committed, Executed, Plant, Staged } from './laneMessages.ts';
import { reportOf, resultsOf, writesOf } from './laneResults.ts';
import { rootsOfTable } from './laneRoots.ts';
import { LaneThread } from './laneThread.ts';
import { assignWorkers, type Groups } from './schedule.ts';
import { type SharedBytes, SharedWriter } from './sharedWriter.ts';

/** One block is executed while the next one is prepared. */
const slotCount = 2;
/** Rows name workers by one byte, and 255 stands for none; more workers than lanes would have nothing to own. */
const workersMax = 128;
/** Bytes that a worker loads at once: more than a page, so that workers seldom wait for each other, and bounded. */
const loadBytesMax = 4 * 1024 * 1024;

export interface LanePoolOptions {
  readonly workers: number;
  /** Of the module that exports `modules: Module[]`; every worker imports it. */
  readonly modules: URL;
  readonly facts: ChainFacts;
  /** How much memory is reserved for cells; untouched memory costs nothing. */
  readonly sizes?: CellSizes;
  /** Makes the lanes lose a write, so that a check that compares roots can be checked; else by MERITLANE_PLANT. */
  readonly plant?: Plant | undefined;
}

/** The lanes: an executor whose results do not depend on the number of workers. */
export class LanePool implements Executor {
  private readonly registry: Registry;
  private readonly threads: readonly LaneThread[];
  private readonly slots: readonly BlockSlot[];
  private facts: ChainFacts;
  private sizes: CellSizes;
  private memory: CellMemory;
  private tree: StateTree;
  private stamp = 0;
  /** The block that is prepared before it is asked for. */
  private ahead: BlockSlot | undefined;
  /** All calls that change something, one after another. */
  private last: Promise<unknown> = Promise.resolve();
  private committing: Promise<unknown> | undefined;
  private failure: ChainFault | undefined;

  /** Starts the workers with an empty state; throws a `ChainFault` when one does not start. */
  static async start(options: LanePoolOptions): Promise<LanePool> {
    const { modules } = (await import(/* @vite-ignore */ options.modules.href)) as {
      readonly modules: readonly Module[];
    };
    const pool = new LanePool(createRegistry(modules), options);
    await pool.open();
    return pool;
  }

  private constructor(
    registry: Registry,
    { workers, modules, facts, sizes = standardSizes, plant }: LanePoolOptions,
  ) {
    assert(
      Number.isInteger(workers) && workers > 0 && workers <= workersMax,
      `The lanes have 1 to ${workersMax} workers.`,
    );
    this.registry = registry;
    this.facts = facts;
    this.sizes = sizes;
    this.memory = new CellMemory(allocateCells(sizes));
    this.tree = new StateTree(this.memory);
    const tables = Array.from({ length: slotCount }, () => new BlockTable());
    const planted =
      plant ?? (process.env['MERITLANE_PLANT'] === 'lane-lost-write' ? 'lane-lost-write' : undefined);
    this.threads = Array.from({ length: workers }, (_, worker) => {
      const buffers = tables.map((table) => table.buffer);
      const data = { modules: modules.href, worker, workers, tables: buffers, plant: planted };
      return new LaneThread(data, (fault) => void this.fail(fault));
    });
    this.slots = tables.map((table, slot) => new BlockSlot(slot, table, this.threads));
  }

  /** Forgets all cells and begins again, with other facts or sizes if given. */
  reset(facts: ChainFacts = this.facts, sizes: CellSizes = this.sizes): Promise<void> {
    return this.inTurn(async () => {
      await this.ahead?.settled();
      this.ahead = undefined;
      this.facts = facts;
      this.sizes = sizes;
      this.memory = new CellMemory(allocateCells(sizes));
      this.tree = new StateTree(this.memory);
      this.stamp = 0;
      await this.open();
    });
  }

  private async open(): Promise<void> {
    const owners = Uint8Array.from({ length: laneCount }, (_, lane) => this.ownerOf(lane));
    const cells = this.memory.shared;
    await Promise.all(
      this.threads.map((thread) => thread.ask({ phase: 'open', cells, facts: this.facts, owners })),
    );
  }

  load(pages: Iterable<CellPage>): Promise<string> {
    return this.inTurn(async () => {
      // The workers read one half while the other is filled.
      const halves = [0, 1].map(() => this.threads.map(() => new SharedWriter()));
      let half = 0;
      let loading: Promise<unknown> = Promise.resolve();
      const flush = async (): Promise<void> => {
        await loading;
        loading = this.loadSome(halves[half] ?? []);
        // Who fills the other half meanwhile hears of a failure at the next `flush`.
        loading.catch(() => undefined);
        half = 1 - half;
        for (const writer of halves[half] ?? []) writer.clear();
      };
      for (const { lane, writes } of pages) {
        const writer = present(halves[half]?.[this.ownerOf(lane)], 'A lane has no owner.');
        writer.put(writes);
        if (writer.at >= loadBytesMax) await flush();
      }
      await flush();
      await loading;
      return toHex(this.tree.root());
    });
  }

  private loadSome(byWorker: readonly SharedWriter[]): Promise<unknown> {
    this.stamp++;
    const { stamp } = this;
    return this.all((thread, worker) => {
      const writes = present(byWorker[worker], 'A worker has no cells to load.').share();
      return thread.ask({ phase: 'load', stamp, writes });
    });
  }

  private ownerOf(lane: number): number {
    return lane % this.threads.length;
  }

  /**
   * Begins to prepare a block while another one executes; `execute` takes it up when it is given these very wires.
   * A block that is never executed costs nothing but the work. One block can be ahead.
   */
  prepareAhead(wires: readonly Uint8Array[]): void {
    const slot = this.slots.find((one) => one.isFree);
    if (this.failure !== undefined || this.ahead !== undefined || slot === undefined) return;
    this.ahead = slot;
    slot.prepare(wires);
  }

  execute(block: BlockToExecute): Promise<ExecutedBlock> {
    return this.inTurn(async () => {
      const slot = await this.prepared(block.wires);
      try {
        return await this.run(slot, block);
      } finally {
        slot.release();
      }
    });
  }

  private async prepared(wires: readonly Uint8Array[]): Promise<BlockSlot> {
    const { ahead } = this;
    this.ahead = undefined;
    if (ahead?.wires === wires) return ahead;
    await ahead?.settled();
    ahead?.release();
    const slot = this.slots.find((one) => one.isFree);
    assert(slot !== undefined, 'No slot is free for the next block.');
    slot.prepare(wires);
    return slot;
  }

  private async run(slot: BlockSlot, { height, time }: BlockToExecute): Promise<ExecutedBlock> {
    const watch = new Watch();
    await slot.ready();
    const prepare = watch.lap();
    const { table, count } = slot;
    if (count === 0) return this.emptyBlock({ ...noPhases, prepare });
    await this.all((thread) => thread.ask({ phase: 'admit', slot: slot.index, count, time }));
    const admit = watch.lap();
    const groups = slot.group(this.registry, this.memory);
    this.assign(slot, groups);
    const group = watch.lap();
    const executed = await this.all((thread) => thread.ask({ phase: 'execute', height, time }));
    const execute = watch.lap();
    const roots = encodeValue(blockRoots.definition.codec, rootsOfTable(table, count));
    const rootsOfLists = watch.lap();
    const staged = await this.all((thread, worker) => {
      const effects = executed.map((one) => one.effects[worker] as SharedBytes);
      return thread.ask({ phase: 'stage', effects, blockRoots: roots });
    });
    const committed = await this.commit(staged);
    const commit = watch.lap();
    const stateRoot = toHex(this.tree.root());
    const phasesMs = { prepare, admit, group, execute, commit, roots: rootsOfLists + watch.lap() };
    const results = resultsOf(table, count, executed);
    const report = reportOf({ results, groups, executed, committed, phasesMs });
    return { ids: slot.ids, stateRoot, results, writes: writesOf(staged), report };
  }

  private assign({ table, count }: BlockSlot, groups: Groups): void {
    const { admitted, weight, preparedBy, assignedTo } = table.columns;
    assignedTo.set(
      assignWorkers(groups, admitted.subarray(0, count), weight, preparedBy, this.threads.length),
    );
  }

  /** Applies staged writes; nothing changed before, and nothing may be read until it is done. */
  private async commit(staged: readonly Staged[]): Promise<Committed[]> {
    this.stamp++;
    const { stamp } = this;
    // In a turn of its own: who awaited `atRest` in this one still reads in it.
    await new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        this.committing = this.all((thread, worker) =>
          thread.ask({
            phase: 'commit',
            stamp,
            staged: staged.map((one) => one.staged[worker] as SharedBytes),
          }),
        );
        this.committing.then(() => resolve(), reject);
      });
    });
    const committed = (await this.committing) as Committed[];
    this.committing = undefined;
    return committed;
  }

  /** A block without transactions changes nothing. */
  private emptyBlock(phasesMs: PhasesMs): ExecutedBlock {
    const groups = { roots: new Int32Array(), groups: 0, joined: 0, conflicts: 0, uncoveredDraws: 0 };
    const executed = this.threads.map(() => nothingExecuted);
    const report = reportOf({ results: [], groups, executed, committed: [], phasesMs });
    return { ids: [], stateRoot: toHex(this.tree.root()), results: [], writes: [], report };
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

  private async fail(fault: ChainFault): Promise<void> {
    this.failure ??= fault;
    await Promise.all(this.threads.map((thread) => thread.end(fault)));
  }

  private all<T>(ask: (thread: LaneThread, worker: number) => Promise<T>): Promise<T[]> {
    return Promise.all(this.threads.map(ask));
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

const noPhases: PhasesMs = { prepare: 0, admit: 0, group: 0, execute: 0, commit: 0, roots: 0 };
const nothingExecuted: Executed = {
  receipts: { buffer: new SharedArrayBuffer(0), length: 0 },
  codes: [],
  effects: [],
  executed: 0,
  moduleFaults: 0,
  crossLaneCells: 0,
};

/** Milliseconds from lap to lap. */
class Watch {
  private begun = performance.now();
  lap(): number {
    const before = this.begun;
    this.begun = performance.now();
    return this.begun - before;
  }
}
