/** A block of the chain as the node shows it: stored bytes, decoded part by part when they are asked for. */

import { isBundle, transactionsOf } from '../bundle.ts';
import { malformed, Reader, readHead, readText, takeHex } from '../codec.ts';
import { toHex } from '../crypto/bytes.ts';
import type { ExecutionReport } from '../execution/executor.ts';
import { decodeHeader, type Header } from '../header.ts';
import { decodeList } from '../lists.ts';
import { decodeReceipt, type Receipt, type ReceiptStatus } from '../receipt.ts';
import type { Registry } from '../registry.ts';
import type { Id } from '../scalars.ts';
import type { StoredBlock } from '../storage/storedBlock.ts';
import { decodeTransaction, type Transaction } from '../transaction.ts';

/** The id in the canonical bytes of a receipt, which begin with it. */
const receiptId = (bytes: Uint8Array): Id => {
  const reader = new Reader(bytes);
  readHead(reader, 5);
  if (readText(reader, 2) !== 'id') malformed('a receipt begins with its id');
  return takeHex(reader, readHead(reader, 2));
};

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

/** A stored block. Receipts and transactions are decoded once, when first asked for. */
export class ChainBlock {
  readonly height: number;
  /** Hash of the header, hex. */
  readonly hash: string;
  readonly header: Header;
  /** The sequencer's signature of the header's hash, hex. */
  readonly signature: string;
  /** Signed transactions and bundles of votes in block order; none in block 0. */
  readonly items: readonly Uint8Array[];
  /** Canonical bytes of the receipts; block 0 has one for each call of genesis. */
  readonly receiptBytes: readonly Uint8Array[];
  /** Bytes it takes in storage, its written cells left out. */
  readonly size: number;
  private readonly registry: Registry;
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
    this.signature = toHex(stored.signature);
    this.items = decodeList(stored.body);
    this.receiptBytes = decodeList(stored.receipts);
    this.size = stored.header.length + stored.body.length + stored.receipts.length;
  }

  /** Header time in milliseconds. */
  get time(): number {
    return this.header.time;
  }
  get ids(): readonly Id[] {
    this.decodedIds ??= this.receiptBytes.map(receiptId);
    return this.decodedIds;
  }
  get transactions(): readonly BlockTransaction[] {
    this.decodedTransactions ??= this.receiptBytes.map((_, index) => this.decode(index));
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

  private decode(index: number): BlockTransaction {
    const bytes = this.receiptBytes[index];
    if (bytes === undefined) throw new RangeError(`Block ${this.height} has no transaction ${index}.`);
    const receipt = decodeReceipt(this.registry, bytes);
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
