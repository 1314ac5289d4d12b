/** A block in flight as the coordinator holds it: its wires in shared memory, its rows, and its groups. */
import { assert, Invalid } from '../errors.ts';
import { blockBytesMax, blockTransactionsMax } from '../limits.ts';
import type { Registry } from '../registry.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import type { BlockTable } from './blockTable.ts';
import { valueOfBytes } from './cellBytes.ts';
import { accessWords, ceilingFloat, type Prepared } from './laneMessages.ts';
import type { LaneThread } from './laneThread.ts';
import { type Groups, Schedule, use } from './schedule.ts';
import { SharedWriter, viewOf } from './sharedWriter.ts';

/** One of the places for blocks; its memory is used again for the next block. */
export class BlockSlot {
  readonly index: number;
  readonly table: BlockTable;
  private readonly threads: readonly LaneThread[];
  private readonly writer = new SharedWriter(1 << 20);
  private block: readonly Uint8Array[] | undefined;
  private work: Promise<readonly Prepared[]> = Promise.resolve([]);
  private prepared: readonly Prepared[] = [];
  /** Ids of the transactions, once the block is ready. */
  ids: readonly string[] = [];

  constructor(index: number, table: BlockTable, threads: readonly LaneThread[]) {
    this.index = index;
    this.table = table;
    this.threads = threads;
  }

  get isFree(): boolean {
    return this.block === undefined;
  }
  get wires(): readonly Uint8Array[] | undefined {
    return this.block;
  }
  get count(): number {
    return this.block?.length ?? 0;
  }

  /** Hands the block to the workers, split evenly; `ready` says what came of it. */
  prepare(wires: readonly Uint8Array[]): void {
    assert(this.isFree, 'A block is given to a slot that holds another one.');
    this.block = wires;
    this.prepared = [];
    this.work = this.begin(wires);
    // Who asks with `ready` hears of a failure; a block that nobody asks for may fail unheard.
    this.work.catch(() => undefined);
  }

  private async begin(wires: readonly Uint8Array[]): Promise<readonly Prepared[]> {
    const bytes = wires.reduce((total, wire) => total + wire.length, 0);
    if (wires.length > blockTransactionsMax) throw overFull(`${blockTransactionsMax} transactions`);
    if (bytes > blockBytesMax) throw overFull(`${blockBytesMax} bytes of transactions`);
    const { writer, table, threads } = this;
    writer.clear();
    wires.forEach((wire, index) => {
      table.columns.wireAt[index] = writer.at;
      table.columns.wireLength[index] = wire.length;
      writer.put(wire);
    });
    if (wires.length === 0) return [];
    const share = wires.length / threads.length;
    const order = { phase: 'prepare', slot: this.index, wires: writer.share() } as const;
    return Promise.all(
      threads.map((thread, worker) =>
        thread.ask({ ...order, from: Math.ceil(worker * share), to: Math.ceil((worker + 1) * share) }),
      ),
    );
  }

  /** Resolves when the block is prepared; rejects with `Invalid` for a block that is refused whole. */
  async ready(): Promise<void> {
    this.prepared = await this.work;
    // Workers have ascending shares, so the first refusal is the one of the first transaction.
    for (const { refused } of this.prepared)
      if (refused !== undefined) throw new Invalid(refused.code, refused.detail);
    this.ids = Array.from({ length: this.count }, (_, index) => this.table.hex('ids', index));
    if (new Set(this.ids).size !== this.count)
      throw new Invalid('chain.malformed', 'A block holds each transaction once.');
  }

  /** Resolves when no worker is at it any more. */
  async settled(): Promise<void> {
    await this.work.catch(() => undefined);
  }

  release(): void {
    this.block = undefined;
  }

  /** Joins the admitted transactions that conflict. Reads the opening values of cells with several draws only. */
  group(registry: Registry, memory: CellMemory): Groups {
    const { accessAt, accessCount, admitted, preparedBy } = this.table.columns;
    const collections = [...registry.collections.values()];
    const views = this.prepared.map(({ accesses, keys }) => ({
      words: new Int32Array(accesses.buffer),
      floats: new Float64Array(accesses.buffer),
      keys: viewOf(keys),
    }));
    const schedule = new Schedule();
    for (let index = 0; index < this.count; index++) {
      if (admitted[index] !== 1) continue;
      const view = views[preparedBy[index] as number];
      assert(view !== undefined, `Transaction ${index} of the block was prepared by nobody.`);
      const { words, floats, keys } = view;
      const end = (accessAt[index] as number) + (accessCount[index] as number);
      for (let row = accessAt[index] as number; row < end; row++) {
        const at = row * accessWords;
        const uses = words[at + 2] as number;
        const key = { bytes: keys, at: words[at + 4] as number, length: words[at + 5] as number };
        const ceiling = floats[at / 2 + ceilingFloat] as number;
        const draw =
          (uses & use.draw) === 0 ? undefined : { ceiling, collection: words[at + 3] as number, key };
        schedule.add(index, words[at] as number, words[at + 1] as number, uses, draw);
      }
    }
    return schedule.group(this.count, admitted, ({ first, second, collection, bytes, at, length }) => {
      const record = memory.findHashed(first, second, bytes, at, length);
      const definition = collections[collection];
      assert(definition !== undefined, 'A draw is on a collection that no module has.');
      const value = record !== 0 && memory.present(record) ? memory.value(record) : undefined;
      return valueOfBytes(definition, value) as bigint;
    });
  }
}

const overFull = (what: string): Invalid => new Invalid('chain.malformed', `A block holds at most ${what}.`);
