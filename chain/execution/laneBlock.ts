/** A worker's part of one block before anything is committed: prepare, admit, execute. */
import type { Access, Collection } from '../access.ts';
import { Admission, feeOf } from '../admission.ts';
import { valueAtHeight } from '../checkpoints.ts';
import { encodeValue } from '../codec.ts';
import { type Scheme, schemes } from '../crypto/schemes.ts';
import { Invalid } from '../errors.ts';
import { cellsPerTransactionMax } from '../limits.ts';
import { receiptsTag, transactionsTag } from '../merkle.ts';
import type { Registry } from '../registry.ts';
import { apply, notAdmitted, type Outcome, type Prepared as PreparedTransaction } from '../runtime.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import type { KeyHash } from '../state/keyHash.ts';
import type { Effects, TouchedCell } from '../touched.ts';
import { decodeTransaction, type Transaction } from '../transaction.ts';
import type { ChainFacts } from './block.ts';
import { type BlockTable, noWorker, statusNumbers } from './blockTable.ts';
import { valueOfBytes } from './cellBytes.ts';
import { prepareTransaction } from './executeBlock.ts';
import { LaneCells } from './laneCell.ts';
import { accessWords, ceilingFloat, type Prepared } from './laneMessages.ts';
import { use } from './schedule.ts';
import { type SharedBytes, SharedWriter, viewOf } from './sharedWriter.ts';
import { verifyTransaction } from './verifyTransaction.ts';

/** What a worker knows for as long as the chain is open. */
export interface LaneContext {
  readonly worker: number;
  readonly workers: number;
  readonly registry: Registry;
  readonly collections: readonly Collection[];
  readonly collectionIndex: ReadonlyMap<Collection, number>;
  readonly memory: CellMemory;
  readonly facts: ChainFacts;
}

/** A transaction that this worker prepared. */
interface Item {
  readonly transaction: Transaction;
  readonly prepared: PreparedTransaction;
  /** Two words for each cell of `prepared`: the hash of its key. */
  readonly hashes: Int32Array;
}

const accessRowBytes = 4 * accessWords;
const noEffects: Effects = { written: false, bytes: undefined, added: undefined, taken: 0n };

/** One worker's view of the block in a slot; buffers are kept for the next block of the slot. */
export class LaneBlock {
  private readonly accesses = new SharedWriter();
  private readonly keys = new SharedWriter();
  private readonly hash: KeyHash = { first: 0, second: 0 };
  private readonly context: LaneContext;
  private readonly table: BlockTable;
  private wires: Uint8Array = new Uint8Array();
  private items = new Map<number, Item>();
  private admission: Admission | undefined;

  constructor(context: LaneContext, table: BlockTable) {
    this.context = context;
    this.table = table;
  }

  /** Decodes, verifies and declares the transactions from … to − 1. Reads no state. */
  prepare(wires: SharedBytes, from: number, to: number): Prepared {
    this.wires = viewOf(wires);
    this.items = new Map();
    this.admission = undefined;
    this.accesses.clear();
    this.keys.clear();
    let refused: Prepared['refused'];
    for (let index = from; index < to && refused === undefined; index++) {
      try {
        this.prepareOne(index);
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        refused = { index, code: error.code, detail: error.detail };
      }
    }
    return { accesses: this.accesses.share(), keys: this.keys.share(), refused };
  }

  private decode(index: number): Item {
    const { wireAt, wireLength } = this.table.columns;
    const at = wireAt[index] as number;
    const { registry } = this.context;
    // A copy of its own: what is decoded must not change under a transaction, and libraries want plain memory.
    const transaction = decodeTransaction(registry, this.wires.slice(at, at + (wireLength[index] as number)));
    const prepared = prepareTransaction(registry, transaction);
    const hashes = new Int32Array(prepared.cells.length * 2);
    for (const [i, { key }] of prepared.cells.entries()) {
      this.context.memory.hashKey(key, 0, key.length, this.hash);
      hashes[2 * i] = this.hash.first;
      hashes[2 * i + 1] = this.hash.second;
    }
    return { transaction, prepared, hashes };
  }

  private prepareOne(index: number): void {
    const { table, context } = this;
    const { columns } = table;
    const item = this.decode(index);
    const { transaction, prepared } = item;
    if (!verifyTransaction(transaction, context.facts.rpIds))
      throw new Invalid('chain.badSignature', `The signature of transaction ${index} of the block is false.`);
    table.setHex('ids', index, transaction.id);
    table.setLeaf('transactionLeaves', index, transactionsTag, transaction.bytes);
    table.setHex('senders', index, transaction.sender);
    table.setHex('publicKeys', index, transaction.publicKey);
    columns.sponsored[index] = transaction.sponsor === undefined ? 0 : 1;
    if (transaction.sponsor !== undefined) table.setHex('sponsors', index, transaction.sponsor);
    columns.scheme[index] = transaction.scheme;
    columns.ofThisChain[index] = transaction.chainId === context.facts.chainId ? 1 : 0;
    columns.nonce[index] = transaction.nonce;
    columns.validUntil[index] = transaction.validUntil;
    columns.weight[index] = prepared.weight;
    columns.preparedBy[index] = context.worker;
    const { cellCount, weight } = prepared;
    table.setFee(index, feeOf(context.facts.parameters, transaction.bytes.length, cellCount, weight));
    this.writeAccesses(index, item);
    this.items.set(index, item);
  }

  /** Writes the accesses that may conflict with others. */
  private writeAccesses(index: number, { prepared: { cells }, hashes }: Item): void {
    const { accesses, keys, context, table } = this;
    table.columns.accessAt[index] = accesses.at / accessRowBytes;
    // Room for all first: the views below are of the buffer as it then is.
    accesses.need(Math.min(cells.length, cellsPerTransactionMax) * accessRowBytes);
    const words = new Int32Array(accesses.buffer);
    const floats = new Float64Array(accesses.buffer);
    for (const [i, { collection, key, reads, writes, draws, ceiling }] of cells.entries()) {
      const readsLatest = reads && collection.kind === 'collection' && !collection.frozen;
      const uses = (readsLatest ? use.read : 0) | (writes ? use.write : 0) | (draws ? use.draw : 0);
      if (uses === 0) continue;
      const at = accesses.at / 4;
      words[at] = hashes[2 * i] as number;
      words[at + 1] = hashes[2 * i + 1] as number;
      words[at + 2] = uses;
      words[at + 3] = context.collectionIndex.get(collection) ?? 0;
      words[at + 4] = keys.at;
      words[at + 5] = draws ? key.length : 0;
      floats[at / 2 + ceilingFloat] = Number(ceiling);
      if (draws) keys.put(key);
      accesses.at += accessRowBytes;
    }
    table.columns.accessCount[index] =
      accesses.at / accessRowBytes - (table.columns.accessAt[index] as number);
  }

  /** Admits the transactions of the senders that fall to this worker; those of one sender always fall to one. */
  admit(count: number, time: number): void {
    const { table, context } = this;
    const { columns } = table;
    const { memory, facts } = context;
    const state = {
      opening: <V>({ collection, key }: Access<'read', V>): V =>
        valueOfBytes(collection, readCell(memory, key)) as V,
    };
    const admission = new Admission(state, facts.chainId, time);
    for (let index = 0; index < count; index++) {
      // The last byte of the sender: the first ones place what they collect.
      if ((columns.senders[index * 32 + 31] as number) % context.workers !== context.worker) continue;
      const scheme = columns.scheme[index] as number;
      const isAdmitted = admission.admit({
        fee: table.fee(index),
        transaction: {
          chainId: columns.ofThisChain[index] === 1 ? facts.chainId : '',
          sender: table.hex('senders', index),
          nonce: columns.nonce[index] as number,
          validUntil: columns.validUntil[index] as number,
          scheme,
          publicKey: table.hex('publicKeys', index, schemes[scheme as Scheme].publicKeyBytes),
          ...(columns.sponsored[index] === 1 ? { sponsor: table.hex('sponsors', index) } : {}),
        },
      });
      columns.admitted[index] = isAdmitted ? 1 : 0;
    }
    this.admission = admission;
  }

  /**
   * Executes the transactions assigned to this worker in block order, and gives the others that it prepared their
   * receipts of not being admitted. Returns all cells with effects, those of its share of admission among them.
   */
  execute(
    place: { readonly height: number; readonly time: number },
    count: number,
    results: Results,
  ): LaneCells {
    const { context, table } = this;
    const { memory, worker, facts } = context;
    const { assignedTo, preparedBy } = table.columns;
    const cells = new LaneCells(memory);
    const read = (key: Uint8Array): Uint8Array | undefined => readCell(memory, key);
    const readPast = ({ collection, key, height }: Access<'past'>): unknown =>
      valueAtHeight(collection, key, height, place.height, read);
    for (let index = 0; index < count; index++) {
      if (assignedTo[index] === worker) {
        const { prepared, hashes } = this.items.get(index) ?? this.decode(index);
        const touched = prepared.cells.map((one, i) => {
          this.hash.first = hashes[2 * i] as number;
          this.hash.second = hashes[2 * i + 1] as number;
          const cell = cells.hashed(one.collection, one.key, this.hash);
          one.block = cell;
          return cell;
        });
        const run = { ...place, index, genesisTime: facts.genesisTime };
        const outcome = apply(prepared, run, readPast);
        if (outcome.status === 'applied')
          for (const [i, cell] of touched.entries()) cell.take(prepared.cells[i] as TouchedCell);
        results.add(table, index, outcome);
        results.executed++;
      } else if (assignedTo[index] === noWorker && preparedBy[index] === worker)
        results.add(table, index, notAdmitted(table.hex('ids', index)));
    }
    // After the transactions, so that no draw of theirs sees the fees of this block.
    for (const effect of this.admission?.effects() ?? []) {
      const { collection, key } = effect.access;
      const cell = cells.at(collection, key);
      if ('value' in effect)
        cell.take({ ...noEffects, written: true, bytes: encodeValue(collection.codec, effect.value) });
      else if ('added' in effect) cell.take({ ...noEffects, added: effect.added });
      else cell.take({ ...noEffects, taken: effect.drawn });
    }
    this.items = new Map();
    return cells;
  }
}

/** What one worker's transactions did, in shared memory and in the rows of the block. */
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

  add(table: BlockTable, index: number, { status, code, receipt, fault }: Outcome): void {
    const { columns } = table;
    let codeIndex = this.codes.indexOf(code);
    if (codeIndex < 0) codeIndex = this.codes.push(code) - 1;
    columns.status[index] = statusNumbers[status];
    columns.code[index] = codeIndex;
    columns.receiptAt[index] = this.receipts.at;
    columns.receiptLength[index] = receipt.length;
    this.receipts.put(receipt);
    table.setLeaf('receiptLeaves', index, receiptsTag, receipt);
    if (fault !== undefined) this.moduleFaults++;
  }
}

/** Committed bytes of a key, as a view that holds until the next commit. */
export const readCell = (memory: CellMemory, key: Uint8Array): Uint8Array | undefined => {
  const record = memory.find(key);
  return record !== 0 && memory.present(record) ? memory.value(record) : undefined;
};
