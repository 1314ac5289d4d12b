/** The transactions that a worker holds between their preparation and their block. */
import type { Collection } from '../access.ts';
import { decodeBundle, votesOf } from '../bundle.ts';
import { nonces } from '../chainState.ts';
import { blsStoredKeyBytes } from '../crypto/blsMessages.ts';
import { Invalid, present } from '../errors.ts';
import { transactionsTag } from '../merkle.ts';
import type { Registry } from '../registry.ts';
import type { CellMemory } from '../state/cellMemory.ts';
import type { KeyHash } from '../state/keyHash.ts';
import type { TouchedCell } from '../touched.ts';
import { decodeTransaction, type Transaction } from '../transaction.ts';
import type { ChainFacts } from './block.ts';
import type { PreparedChunk } from './laneMessages.ts';
import type { MovedTransactions } from './movedTransactions.ts';
import {
  type Declared,
  declareTransaction,
  type FoundCells,
  type FoundKey,
  prepareBundle,
  prepareTransaction,
} from './prepareTransaction.ts';
import { use } from './schedule.ts';
import { accessField, accessWords, rowAccessesMax, type TicketTable } from './ticketTable.ts';

/** What a worker knows for as long as the chain is open. */
export interface LaneContext {
  readonly worker: number;
  readonly workers: number;
  readonly registry: Registry;
  readonly collections: readonly Collection[];
  readonly collectionIndex: ReadonlyMap<Collection, number>;
  readonly memory: CellMemory;
  readonly facts: ChainFacts;
  readonly table: TicketTable;
}

/** A transaction that this worker prepared, with its cells found. */
export type Item = Declared & { readonly found: FoundCells };
export const foundWords = 3;
const noKey: FoundKey = { key: new Uint8Array(), first: 0, second: 0, record: 0 };

/** Byte strings of one length out of one. */
export const cut = (bytes: Uint8Array, length: number): Uint8Array[] =>
  Array.from({ length: bytes.length / length }, (_, i) => bytes.subarray(i * length, (i + 1) * length));

/** A worker's prepared transactions by ticket. */
export class LaneItems {
  private readonly items: (Item | undefined)[] = [];
  private readonly hash: KeyHash = { first: 0, second: 0 };
  private readonly context: LaneContext;

  constructor(context: LaneContext) {
    this.context = context;
  }

  /** Decodes, declares and verifies; what is refused has no item. */
  prepare(tickets: Int32Array, ends: Int32Array, wires: Uint8Array): PreparedChunk {
    const { registry, facts } = this.context;
    const refused: { place: number; code: string; detail: string }[] = [];
    const wide: PreparedChunk['wide'][number][] = [];
    for (let place = 0; place < tickets.length; place++) {
      const ticket = tickets[place] as number;
      const from = place === 0 ? 0 : (ends[place - 1] as number);
      const wire = wires.subarray(from, ends[place]);
      try {
        const item = this.find(prepareTransaction(registry, facts, wire));
        this.writeRow(ticket, item);
        const rest = this.writeAccesses(ticket, item);
        if (rest !== undefined) wide.push({ ticket, ...rest });
        this.items[ticket] = item;
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        this.items[ticket] = undefined;
        refused.push({ place, code: error.code, detail: error.detail });
      }
    }
    return { refused, wide };
  }

  /** The votes of a bundle; all are refused or none. */
  prepareBundle(tickets: Int32Array, wire: Uint8Array, keys: Uint8Array | undefined): PreparedChunk {
    const { registry, facts } = this.context;
    const wide: PreparedChunk['wide'][number][] = [];
    try {
      const votes = prepareBundle(
        registry,
        facts,
        decodeBundle(registry, wire),
        keys === undefined ? undefined : cut(keys, blsStoredKeyBytes),
      );
      for (const [place, vote] of votes.entries()) {
        const ticket = tickets[place] as number;
        const item = this.find(vote);
        this.writeRow(ticket, item);
        const rest = this.writeAccesses(ticket, item);
        if (rest !== undefined) wide.push({ ticket, ...rest });
        this.items[ticket] = item;
      }
      return { refused: [], wide };
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return { refused: [{ place: 0, code: error.code, detail: error.detail }], wide: [] };
    }
  }

  /** Takes up what another worker prepared, and so verified. */
  take({ tickets, votes, from, to, wires }: MovedTransactions): void {
    const { registry, facts } = this.context;
    let bundleFrom = -1;
    let bundle: readonly Transaction[] = [];
    for (let place = 0; place < tickets.length; place++) {
      const vote = votes[place] as number;
      const begin = from[place] as number;
      const wire = wires.subarray(begin, to[place]);
      if (vote >= 0 && begin !== bundleFrom) {
        bundle = votesOf(decodeBundle(registry, wire));
        bundleFrom = begin;
      }
      const transaction =
        vote < 0
          ? decodeTransaction(registry, wire)
          : present(bundle[vote], 'A vote is moved that its bundle does not hold.');
      this.items[tickets[place] as number] = this.find(declareTransaction(registry, facts, transaction));
    }
  }
  at(ticket: number): Item {
    return present(this.items[ticket], `Ticket ${ticket} is executed by a worker that does not hold it.`);
  }
  forget(ticket: number): void {
    this.items[ticket] = undefined;
  }

  private find(declared: Declared): Item {
    const { cells } = declared.prepared;
    const found = new Int32Array(foundWords * cells.length);
    for (let i = 0; i < cells.length; i++) {
      const { first, second, record } = this.findKey((cells[i] as TouchedCell).key);
      found[foundWords * i] = first;
      found[foundWords * i + 1] = second;
      found[foundWords * i + 2] = record;
    }
    // A vote in a bundle uses no nonce.
    const nonce = declared.bundle === undefined ? this.findKey(nonces.read(declared.sender).key) : noKey;
    declared.found = { cells: found, nonce };
    return declared as Item;
  }

  private findKey(key: Uint8Array): FoundKey {
    const { memory } = this.context;
    memory.hashKey(key, 0, key.length, this.hash);
    const { first, second } = this.hash;
    return { key, first, second, record: memory.findHashed(first, second, key, 0, key.length) };
  }

  private writeRow(ticket: number, { transaction, prepared, fee, ownsAddress }: Item): void {
    const { table, facts } = this.context;
    const { columns } = table;
    table.setHex('ids', ticket, transaction.id);
    table.setLeaf('transactionLeaves', ticket, transactionsTag, transaction.bytes);
    table.setHex('senders', ticket, transaction.sender);
    table.setHex('publicKeys', ticket, transaction.publicKey);
    columns.sponsored[ticket] = transaction.sponsor === undefined ? 0 : 1;
    if (transaction.sponsor !== undefined) table.setHex('sponsors', ticket, transaction.sponsor);
    columns.scheme[ticket] = transaction.scheme;
    columns.ofThisChain[ticket] = transaction.chainId === facts.chainId ? 1 : 0;
    columns.ownsAddress[ticket] = ownsAddress ? 1 : 0;
    columns.nonce[ticket] = transaction.nonce;
    columns.validUntil[ticket] = transaction.validUntil;
    columns.weight[ticket] = prepared.weight;
    table.setFee(ticket, fee);
  }

  /** Writes the accesses that may conflict with others; returns them where a row has no room for them. */
  private writeAccesses(
    ticket: number,
    { prepared: { cells }, found: { cells: found, nonce }, bundle, sender, fee }: Item,
  ): { accesses: Int32Array; ceilings: Float64Array } | undefined {
    const { collectionIndex, table } = this.context;
    const isWide = cells.length >= rowAccessesMax;
    const accesses = isWide ? new Int32Array(accessWords * (cells.length + 1)) : table.columns.accesses;
    const ceilings = isWide ? new Float64Array(cells.length + 1) : table.columns.ceilings;
    const rowAt = isWide ? 0 : ticket * rowAccessesMax;
    let row = rowAt;
    const put = (first: number, second: number, uses: number): number => {
      const at = row * accessWords;
      accesses[at + accessField.first] = first;
      accesses[at + accessField.second] = second;
      accesses[at + accessField.uses] = uses;
      row++;
      return at;
    };
    if (bundle === undefined) put(nonce.first, nonce.second, use.own);
    else if (fee > 0n) {
      // Who admits what a sender pays for admits all of it.
      const { first, second } = this.findKey(nonces.read(sender).key);
      put(first, second, use.own);
    }
    for (let i = 0; i < cells.length; i++) {
      const { collection, reads, writes, draws, ceiling } = cells[i] as TouchedCell;
      const readsLatest = reads && collection.kind === 'collection' && !collection.frozen;
      const uses = (readsLatest ? use.read : 0) | (writes ? use.write : 0) | (draws ? use.draw : 0);
      if (uses === 0) continue;
      const at = put(found[foundWords * i] as number, found[foundWords * i + 1] as number, uses);
      if (!draws) continue;
      accesses[at + accessField.collection] = collectionIndex.get(collection) ?? 0;
      accesses[at + accessField.record] = found[foundWords * i + 2] as number;
      ceilings[row - 1] = Number(ceiling);
    }
    table.columns.accessCount[ticket] = row - rowAt;
    return isWide ? { accesses, ceilings } : undefined;
  }
}
