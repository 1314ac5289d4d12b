/** Who executes what of a block: conflicts are found from the declared cells, and groups go to workers. */
import type { Collection } from '../access.ts';
import { assert } from '../errors.ts';
import type { Registry } from '../registry.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import { valueOfRecord } from './cellBytes.ts';
import type { LaneTransaction } from './laneTransaction.ts';
import { type MovedTransactions, packMoved } from './movedTransactions.ts';
import { assignWorkers, type Groups, Schedule, use } from './schedule.ts';
import { accessField, accessWords, rowAccessesMax, type TicketTable } from './ticketTable.ts';

/** What a block's plan is. */
export interface Plan {
  readonly groups: Groups;
  /** What each worker executes and did not prepare. */
  readonly moved: readonly MovedTransactions[];
}

export class LanePlanner {
  private readonly schedule = new Schedule();
  private readonly collections: readonly Collection[];
  private readonly table: TicketTable;
  /** The tickets of the block and the worker of each, for all threads. */
  private readonly order: Int32Array;
  private readonly assigned: Uint8Array;
  private readonly workers: number;

  constructor(
    registry: Registry,
    table: TicketTable,
    order: Int32Array,
    assigned: Uint8Array,
    workers: number,
  ) {
    this.collections = [...registry.collections.values()];
    this.table = table;
    this.order = order;
    this.assigned = assigned;
    this.workers = workers;
  }

  /** Writes the order of the block and who executes what. */
  plan(transactions: readonly LaneTransaction[], memory: CellMemory, holders: Uint8Array): Plan {
    const groups = this.group(transactions, memory);
    return { groups, moved: this.assign(transactions, groups, holders) };
  }

  /** Joins the transactions that conflict. Reads the opening values of cells with several draws only. */
  private group(transactions: readonly LaneTransaction[], memory: CellMemory): Groups {
    const { schedule } = this;
    const { accessCount, accesses, ceilings } = this.table.columns;
    schedule.clear();
    for (let place = 0; place < transactions.length; place++) {
      const { ticket, wide } = transactions[place] as LaneTransaction;
      const words = wide?.accesses ?? accesses;
      const floats = wide?.ceilings ?? ceilings;
      const from = wide === undefined ? ticket * rowAccessesMax : 0;
      const to = from + (accessCount[ticket] as number);
      for (let row = from; row < to; row++) {
        const at = row * accessWords;
        const uses = words[at + accessField.uses] as number;
        const first = words[at + accessField.first] as number;
        const second = words[at + accessField.second] as number;
        if ((uses & use.draw) === 0) schedule.add(place, first, second, uses);
        else
          schedule.add(place, first, second, uses, {
            record: words[at + accessField.record] as number,
            collection: words[at + accessField.collection] as number,
            ceiling: floats[row] as number,
          });
      }
    }
    return schedule.group(transactions.length, (record, collection) => {
      const definition = this.collections[collection];
      assert(definition !== undefined, 'A draw is on a collection that no module has.');
      return valueOfRecord(memory, definition, record) as bigint;
    });
  }

  private assign(
    transactions: readonly LaneTransaction[],
    groups: Groups,
    holders: Uint8Array,
  ): MovedTransactions[] {
    const weights = Float64Array.from(transactions, ({ weight }) => weight);
    const preparedBy = Uint8Array.from(transactions, ({ ticket }) => holders[ticket] as number);
    this.assigned.set(assignWorkers(groups, weights, preparedBy, this.workers));
    const moved: LaneTransaction[][] = Array.from({ length: this.workers }, () => []);
    for (let place = 0; place < transactions.length; place++) {
      const transaction = transactions[place] as LaneTransaction;
      this.order[place] = transaction.ticket;
      const worker = this.assigned[place] as number;
      if (preparedBy[place] !== worker) moved[worker]?.push(transaction);
    }
    return moved.map(packMoved);
  }
}
