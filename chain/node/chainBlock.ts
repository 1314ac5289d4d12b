/** A block of the chain as the node shows it: stored bytes, decoded part by part when they are asked for. */
import { isBundle, transactionsOf } from '../bundle.ts';
import { malformed, type Reader } from '../codec.ts';
import { fromHex, toHex } from '../crypto/bytes.ts';
import type { ExecutionReport } from '../execution/executor.ts';
import { decodeHeader, type Header } from '../header.ts';
import { decodeList, type ListPlaces, listPlaces } from '../lists.ts';
import { decodeReceipt, type EmittedEvent, type Receipt, type ReceiptStatus } from '../receipt.ts';
import { idBytes, receiptIdAt, walkReceipts } from '../receiptWalk.ts';
import type { Registry } from '../registry.ts';
import type { Id } from '../scalars.ts';
import type { StoredBlock } from '../storage/storedBlock.ts';
import { decodeTransaction, type Transaction } from '../transaction.ts';

/** One transaction of a block; a call of genesis has an id and a receipt and was never signed. */
export interface BlockTransaction {
  readonly id: Id;
  readonly transaction: Transaction | undefined;
  readonly receipt: Receipt;
}

/** A transaction and where it stands in the chain. */
export interface Located extends BlockTransaction {
  readonly height: number;
  readonly index: number;
  /** Header time of its block. */
  readonly time: number;
  readonly wire: Uint8Array | undefined;
  readonly status: ReceiptStatus;
}

/** An event with where it stands in its block. */
export interface PlacedEvent extends EmittedEvent {
  /** The id of its transaction. */
  readonly transaction: Id;
  /** The place of the transaction in the block, and of the event in its receipt. */
  readonly index: number;
  readonly position: number;
}

/** A stored block: bytes, of which only what somebody asks for is decoded. */
export class ChainBlock {
  readonly height: number;
  /** Hash of the header, hex. */
  readonly hash: string;
  readonly header: Header;
  /** The same as bytes: the hash and what was hashed. */
  readonly headerHash: Uint8Array;
  readonly headerBytes: Uint8Array;
  /** The sequencer's signature of the header's hash, hex. */
  readonly signature: string;
  /** Signed transactions and bundles of votes in block order, as `encodeList` joins them; none in block 0. */
  readonly body: Uint8Array;
  /** Canonical bytes of the receipts, likewise; block 0 has one for each call of genesis. */
  readonly receiptList: Uint8Array;
  /** Bytes it takes in storage, its written cells left out. */
  readonly size: number;
  private readonly registry: Registry;
  private foundPlaces: ListPlaces | undefined;
  private foundItems: readonly Uint8Array[] | undefined;
  /** Names of its events, known since somebody asked for some. */
  private eventNames: ReadonlySet<string> | undefined;
  private decodedIds: readonly Id[] | undefined;
  private hasBundles: boolean | undefined;
  /** Transactions of a block with bundles, votes in their places. */
  private expanded: readonly Transaction[] | undefined;
  private decodedTransactions: readonly BlockTransaction[] | undefined;

  constructor(registry: Registry, stored: Omit<StoredBlock, 'writes' | 'stateRoot'>) {
    this.registry = registry;
    this.height = stored.height;
    this.hash = toHex(stored.headerHash);
    this.header = decodeHeader(stored.header);
    this.headerHash = stored.headerHash;
    this.headerBytes = stored.header;
    this.signature = toHex(stored.signature);
    this.body = stored.body;
    this.receiptList = stored.receipts;
    this.size = stored.header.length + stored.body.length + stored.receipts.length;
  }

  /** Header time in milliseconds. */
  get time(): number {
    return this.header.time;
  }
  /** How many transactions, or calls of genesis, it holds. */
  get count(): number {
    return this.places.begins.length;
  }
  /** Wire bytes of its transactions and bundles, as views. */
  get items(): readonly Uint8Array[] {
    this.foundItems ??= decodeList(this.body);
    return this.foundItems;
  }
  get ids(): readonly Id[] {
    this.decodedIds ??= this.idPlaces.map((at) => toHex(this.receiptList.subarray(at, at + idBytes)));
    return this.decodedIds;
  }
  /** Where the id of each transaction stands in the bytes of the receipts. */
  get idPlaces(): readonly number[] {
    return Array.from(this.places.begins, (begin) => receiptIdAt(this.receiptList, begin));
  }
  get transactions(): readonly BlockTransaction[] {
    this.decodedTransactions ??= Array.from(this.places.begins, (_, index) => this.decode(index));
    return this.decodedTransactions;
  }
  get receipts(): readonly Receipt[] {
    return this.transactions.map(({ receipt }) => receipt);
  }

  /** The transaction at a place of the block; throws a RangeError where there is none. */
  locate(index: number): Located {
    const found = this.decodedTransactions?.[index] ?? this.decode(index);
    const { height, time } = this;
    return { ...found, height, index, time, wire: found.transaction?.bytes, status: found.receipt.status };
  }

  private transactionAt(index: number): Transaction | undefined {
    this.hasBundles ??= this.items.some(isBundle);
    if (this.hasBundles) {
      this.expanded ??= transactionsOf(this.registry, this.items);
      return this.expanded[index];
    }
    const wire = this.items[index];
    return wire === undefined ? undefined : decodeTransaction(this.registry, wire);
  }

  /** The place of a transaction among `count` from `from` on; undefined if it is not there. */
  indexOf(id: Id, from: number, count: number): number | undefined {
    const sought = fromHex(id);
    const { begins } = this.places;
    for (let index = from; index < Math.min(from + count, begins.length); index++) {
      const at = receiptIdAt(this.receiptList, begins[index] as number);
      if (sought.every((byte, i) => this.receiptList[at + i] === byte)) return index;
    }
    return undefined;
  }

  /** The events that `wants` names, in order; others are passed over by their length. */
  events(wants: (name: string) => boolean): PlacedEvent[] {
    const found: PlacedEvent[] = [];
    this.walkEvents(wants, (place, reader) => {
      const kind = this.registry.events.get(place.name) ?? malformed(`there is no event ${place.name}`);
      found.push({ ...place, data: kind.codec.decode(reader) });
    });
    return found;
  }

  /** Shows the events that `wants` names, in order; `visit` reads the data of each, all of it or nothing. */
  walkEvents(
    wants: (name: string) => boolean,
    visit: (place: Omit<PlacedEvent, 'data'>, reader: Reader) => void,
  ): void {
    const { receiptList } = this;
    if (this.eventNames !== undefined && ![...this.eventNames].some(wants)) return;
    const names = new Set<string>();
    let index = 0;
    let idAt = 0;
    walkReceipts(receiptList, this.places, {
      begin: (...begun) => {
        [index, idAt] = begun;
      },
      event: (name, reader, position) => {
        names.add(name);
        if (!wants(name)) return;
        const transaction = toHex(receiptList.subarray(idAt, idAt + idBytes));
        visit({ name, transaction, index, position }, reader);
      },
    });
    this.eventNames = names;
  }

  private get places(): ListPlaces {
    this.foundPlaces ??= listPlaces(this.receiptList);
    return this.foundPlaces;
  }
  private decode(index: number): BlockTransaction {
    const { begins, ends } = this.places;
    const begin = begins[index];
    if (begin === undefined) throw new RangeError(`Block ${this.height} has no transaction ${index}.`);
    const receipt = decodeReceipt(this.registry, this.receiptList.subarray(begin, ends[index]));
    return { id: receipt.id, transaction: this.transactionAt(index), receipt };
  }
}

/** A block that this node has just stored, with how it was executed here. */
export class AnnouncedBlock extends ChainBlock {
  readonly report: ExecutionReport;

  constructor(registry: Registry, stored: StoredBlock, report: ExecutionReport) {
    super(registry, stored);
    this.report = report;
  }
}
