/** A worker's part of one block before anything is committed: it admits and executes what it was assigned. */
import type { Access } from '../access.ts';
import { Admission } from '../admission.ts';
import { type AccountKeys, accountKeys, feeCredit, nonces } from '../chainState.ts';
import { valueAtHeight } from '../checkpoints.ts';
import { encodeValue } from '../codec.ts';
import { receiptsTag } from '../merkle.ts';
import { apply, notAdmitted, type Outcome } from '../runtime.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import type { KeyHash } from '../state/keyHash.ts';
import type { Effects, TouchedCell } from '../touched.ts';
import { valueOfRecord } from './cellBytes.ts';
import { LaneCells } from './laneCell.ts';
import { foundWords, type Item, type LaneContext, type LaneItems } from './laneItems.ts';
import { isPlanted } from './plant.ts';
import { SharedWriter } from './sharedWriter.ts';
import { statusNumbers, type TicketTable } from './ticketTable.ts';

const noEffects: Effects = { written: false, bytes: undefined, added: undefined, taken: 0n };

/** What one worker's transactions did, in shared memory and in the rows of their tickets. */
export class Results {
  readonly receipts = new SharedWriter();
  codes: string[] = [];
  executed = 0;
  moduleFaults = 0;

  clear(): void {
    this.receipts.clear();
    this.codes = [];
    this.executed = 0;
    this.moduleFaults = 0;
  }

  add(table: TicketTable, ticket: number, { status, code, receipt, fault }: Outcome): void {
    const { columns } = table;
    let codeIndex = this.codes.indexOf(code);
    if (codeIndex < 0) codeIndex = this.codes.push(code) - 1;
    columns.status[ticket] = statusNumbers[status];
    columns.code[ticket] = codeIndex;
    columns.receiptAt[ticket] = this.receipts.at;
    columns.receiptLength[ticket] = receipt.length;
    this.receipts.put(receipt);
    table.setLeaf('receiptLeaves', ticket, receiptsTag, receipt);
    if (fault !== undefined) this.moduleFaults++;
  }
}

/** Committed bytes of a key, as a view that holds until the next commit. */
export const readCell = (memory: CellMemory, key: Uint8Array): Uint8Array | undefined => {
  const record = memory.find(key);
  return record !== 0 && memory.present(record) ? memory.value(record) : undefined;
};

/** Executes one worker's transactions of a block. */
export class LaneBlock {
  private readonly context: LaneContext;
  private readonly items: LaneItems;
  private readonly place: { readonly height: number; readonly time: number };
  private readonly cells: LaneCells;
  private readonly admission: Admission<Item>;
  private readonly hash: KeyHash = { first: 0, second: 0 };

  constructor(
    context: LaneContext,
    items: LaneItems,
    place: { readonly height: number; readonly time: number },
  ) {
    const { memory, facts } = context;
    this.context = context;
    this.items = items;
    this.place = place;
    this.cells = new LaneCells(memory);
    const state = {
      nonce: ({ found: { nonce } }: Item): number => {
        const { key, first, second, record } = nonce;
        const found = record !== 0 ? record : memory.findHashed(first, second, key, 0, key.length);
        return (valueOfRecord(memory, nonces.definition, found) as number | undefined) ?? 0;
      },
      keys: ({ sender }: Item): AccountKeys | undefined => this.opening(accountKeys.read(sender)),
      credit: ({ sender }: Item): bigint => this.opening(feeCredit.read(sender)),
    };
    this.admission = new Admission(state, facts.chainId, place.time);
  }

  private opening<V>({ collection, key }: Access<'read', V>): V {
    const { memory } = this.context;
    return valueOfRecord(memory, collection, memory.find(key)) as V;
  }

  /**
   * Admits and executes the transactions that `assigned` gives this worker, in block order. Returns all cells with
   * effects, those of admission among them.
   */
  execute(order: Int32Array, assigned: Uint8Array, count: number, results: Results): LaneCells {
    const { worker, table } = this.context;
    const isReversed = worker % 2 === 1 && isPlanted('worker-order');
    for (let step = 0; step < count; step++) {
      const index = isReversed ? count - 1 - step : step;
      if (assigned[index] !== worker) continue;
      const ticket = order[index] as number;
      const item = this.items.at(ticket);
      if (this.admission.admit(item)) {
        results.add(table, ticket, this.run(item, index));
        results.executed++;
      } else results.add(table, ticket, notAdmitted(item.id));
    }
    this.takeAdmission();
    return this.cells;
  }

  private run(item: Item, index: number): Outcome {
    const { prepared, found } = item;
    const touched = prepared.cells;
    for (let i = 0; i < touched.length; i++) {
      const cell = touched[i] as TouchedCell;
      const at = foundWords * i;
      const record = found.cells[at + 2] as number;
      const [first, second] = [found.cells[at] as number, found.cells[at + 1] as number];
      cell.block = this.cells.at(cell.collection, cell.key, first, second, record);
    }
    const { height, time } = this.place;
    const { genesisTime } = this.context.facts;
    const outcome = apply(prepared, { height, time, index, genesisTime }, this.readPast);
    if (outcome.status === 'applied')
      for (const cell of touched) (cell.block as ReturnType<LaneCells['at']>).take(cell);
    return outcome;
  }

  private readonly readPast = ({ collection, key, height }: Access<'past'>): unknown =>
    valueAtHeight(collection, key, height, this.place.height, this.read);
  private readonly read = (key: Uint8Array): Uint8Array | undefined => readCell(this.context.memory, key);

  /** After the transactions, so that no draw of theirs sees the fees of this block. */
  private takeAdmission(): void {
    const { cells, admission } = this;
    const { codec } = nonces.definition;
    for (const { nonce, found } of admission.used) {
      const { key, first, second, record } = found.nonce;
      const bytes = encodeValue(codec, nonce + 1);
      cells.at(nonces.definition, key, first, second, record).take({ ...noEffects, written: true, bytes });
    }
    for (const fee of admission.fees()) {
      const { collection, key } = fee.access;
      this.context.memory.hashKey(key, 0, key.length, this.hash);
      const cell = cells.at(collection, key, this.hash.first, this.hash.second, 0);
      if ('added' in fee) cell.take({ ...noEffects, added: fee.added });
      else cell.take({ ...noEffects, taken: fee.drawn });
    }
  }
}
