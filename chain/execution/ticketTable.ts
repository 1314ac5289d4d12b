/** What all threads know of the transactions in flight: one row a ticket, in shared memory. */
import { hash } from 'node:crypto';
import { putHex, putLatin1, sliceHex } from '#text';
import { blockTransactionsMax, mempoolTransactionsMax } from '../limits.ts';
import type { ReceiptStatus } from '../receipt.ts';

/** What waits in a full mempool, and four blocks between preparation and commit. */
export const ticketsMax = mempoolTransactionsMax + 4 * blockTransactionsMax;
/** Bytes of the longest public key: BLS12-381. */
const publicKeyBytesMax = 48;
/** Stands for nobody where a row names a worker. */
export const noWorker = 255;

/** Byte columns of a row, by their width. */
const columns = {
  ids: 32,
  transactionLeaves: 32,
  receiptLeaves: 32,
  senders: 32,
  sponsors: 32,
  publicKeys: publicKeyBytesMax,
} as const;
type Column = keyof typeof columns;

/** Numbers of a row, each in a Float64Array: exact for the integers they hold. */
const numbers = ['nonce', 'validUntil', 'weight'] as const;
/** Numbers of a row, each in an Int32Array. */
const words = ['accessCount', 'receiptAt', 'receiptLength', 'code'] as const;
/** Small numbers of a row, each in a Uint8Array. */
const marks = ['scheme', 'ofThisChain', 'sponsored', 'ownsAddress', 'status'] as const;

/** Accesses of a transaction that stand in its row; whoever declares more has them beside the table. */
export const rowAccessesMax = 8;
/** An access: hash of its key (2), use, collection, record. */
export const accessWords = 5;
export const accessField = { first: 0, second: 1, uses: 2, collection: 3, record: 4 } as const;

type Views = { readonly [K in Column]: Uint8Array } & {
  readonly [K in (typeof marks)[number]]: Uint8Array;
} & {
  readonly [K in (typeof numbers)[number]]: Float64Array;
} & { readonly [K in (typeof words)[number]]: Int32Array } & {
  /** Two limbs a row. */
  readonly fees: BigUint64Array;
  readonly accesses: Int32Array;
  /** Of the accesses that draw: at most that much, rounded. */
  readonly ceilings: Float64Array;
};

const rowBytes =
  16 +
  8 * rowAccessesMax +
  8 * numbers.length +
  4 * accessWords * rowAccessesMax +
  4 * words.length +
  Object.values(columns).reduce((total, width) => total + width, 0) +
  marks.length;

/** Tag and bytes of a usual leaf are put together here; longer ones, which are rare, get memory of their own. */
const preimage = Buffer.alloc(4096);
/** SHA-256 of a tag and bytes as a latin1 text, which costs less than making a byte string for it. */
const leafHash = (tag: Uint8Array, bytes: Uint8Array): string => {
  const length = tag.length + bytes.length;
  const joined = length <= preimage.length ? preimage.subarray(0, length) : Buffer.alloc(length);
  joined.set(tag);
  joined.set(bytes, tag.length);
  return hash('sha256', joined, 'binary');
};

/**
 * One thread's view of the rows. Whoever prepares a transaction writes its row, whoever executes it writes what came of
 * it, and the coordinator reads both afterwards.
 */
export class TicketTable {
  readonly buffer: SharedArrayBuffer;
  readonly columns: Views;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(rowBytes * ticketsMax)) {
    this.buffer = buffer;
    let at = 0;
    const take = (bytes: number): number => {
      at += bytes * ticketsMax;
      return at - bytes * ticketsMax;
    };
    const views: Record<string, unknown> = {
      fees: new BigUint64Array(buffer, take(16), 2 * ticketsMax),
      ceilings: new Float64Array(buffer, take(8 * rowAccessesMax), rowAccessesMax * ticketsMax),
    };
    for (const name of numbers) views[name] = new Float64Array(buffer, take(8), ticketsMax);
    const accessesAt = take(4 * accessWords * rowAccessesMax);
    views['accesses'] = new Int32Array(buffer, accessesAt, accessWords * rowAccessesMax * ticketsMax);
    for (const name of words) views[name] = new Int32Array(buffer, take(4), ticketsMax);
    for (const [name, width] of Object.entries(columns))
      views[name] = new Uint8Array(buffer, take(width), width * ticketsMax);
    for (const name of marks) views[name] = new Uint8Array(buffer, take(1), ticketsMax);
    this.columns = views as Views;
  }

  /** A byte column's field of a row, as lower-case hex. */
  hex(column: Column, ticket: number, length: number = columns[column]): string {
    const at = ticket * columns[column];
    return sliceHex(this.columns[column], at, at + length);
  }
  /** Sets a byte column's field of a row from hex that is no longer than the column is wide. */
  setHex(column: Column, ticket: number, hex: string): void {
    putHex(this.columns[column], ticket * columns[column], hex);
  }
  /** Sets a column of hashes to the SHA-256 of a tag and bytes, as `listLeaf` gives it. */
  setLeaf(
    column: 'transactionLeaves' | 'receiptLeaves',
    ticket: number,
    tag: Uint8Array,
    bytes: Uint8Array,
  ): void {
    putLatin1(this.columns[column], ticket * columns[column], leafHash(tag, bytes));
  }
  /** The fee of a row: below 2^128, as fee credit is. */
  fee(ticket: number): bigint {
    const { fees } = this.columns;
    const low = fees[2 * ticket] as bigint;
    const high = fees[2 * ticket + 1] as bigint;
    return high === 0n ? low : (high << 64n) | low;
  }
  setFee(ticket: number, fee: bigint): void {
    this.columns.fees[2 * ticket] = BigInt.asUintN(64, fee);
    this.columns.fees[2 * ticket + 1] = fee >> 64n;
  }
}

/** Statuses as the column of that name holds them. */
export const statusNumbers = { applied: 0, rejected: 1, notAdmitted: 2 } as const satisfies Record<
  ReceiptStatus,
  number
>;
