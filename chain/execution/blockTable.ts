/** What all threads know of a block in flight: one row for each transaction, in shared memory. */
import { hash } from 'node:crypto';
import { assert } from '../errors.ts';
import { blockTransactionsMax } from '../limits.ts';
import type { ReceiptStatus } from '../receipt.ts';

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
const words = [
  'wireAt',
  'wireLength',
  'accessAt',
  'accessCount',
  'receiptAt',
  'receiptLength',
  'status',
  'code',
] as const;
/** Small numbers of a row, each in a Uint8Array. */
const marks = ['scheme', 'ofThisChain', 'sponsored', 'admitted', 'preparedBy', 'assignedTo'] as const;

type Views = { readonly [K in Column]: Buffer } & {
  readonly [K in (typeof marks)[number]]: Uint8Array;
} & {
  readonly [K in (typeof numbers)[number]]: Float64Array;
} & { readonly [K in (typeof words)[number]]: Int32Array } & { readonly fees: BigUint64Array };

const rowBytes =
  16 +
  8 * numbers.length +
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

/** One thread's view of the rows of a block. Who writes which column when follows from the phases of the lanes. */
export class BlockTable {
  readonly buffer: SharedArrayBuffer;
  readonly columns: Views;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(rowBytes * blockTransactionsMax)) {
    this.buffer = buffer;
    const rows = blockTransactionsMax;
    let at = 0;
    const take = (bytes: number): number => {
      at += bytes * rows;
      return at - bytes * rows;
    };
    const views: Record<string, unknown> = { fees: new BigUint64Array(buffer, take(16), 2 * rows) };
    for (const name of numbers) views[name] = new Float64Array(buffer, take(8), rows);
    for (const name of words) views[name] = new Int32Array(buffer, take(4), rows);
    for (const [name, width] of Object.entries(columns))
      views[name] = Buffer.from(buffer, take(width), width * rows);
    for (const name of marks) views[name] = new Uint8Array(buffer, take(1), rows);
    this.columns = views as Views;
  }

  /** A byte column's field of a row, as lower-case hex. */
  hex(column: Column, row: number, length: number = columns[column]): string {
    const at = row * columns[column];
    return this.columns[column].toString('hex', at, at + length);
  }
  /** Sets a byte column's field of a row from hex. */
  setHex(column: Column, row: number, hex: string): void {
    assert(
      hex.length <= 2 * columns[column],
      `A field of ${columns[column]} bytes is too short for its value.`,
    );
    this.columns[column].write(hex, row * columns[column], 'hex');
  }
  /** Sets a column of hashes to the SHA-256 of a tag and bytes, as `listLeaf` gives it. */
  setLeaf(
    column: 'transactionLeaves' | 'receiptLeaves',
    row: number,
    tag: Uint8Array,
    bytes: Uint8Array,
  ): void {
    this.columns[column].write(leafHash(tag, bytes), row * columns[column], 'latin1');
  }
  /** The fee of a row: below 2^128, as fee credit is. */
  fee(row: number): bigint {
    const { fees } = this.columns;
    return ((fees[2 * row + 1] as bigint) << 64n) | (fees[2 * row] as bigint);
  }
  setFee(row: number, fee: bigint): void {
    this.columns.fees[2 * row] = BigInt.asUintN(64, fee);
    this.columns.fees[2 * row + 1] = fee >> 64n;
  }
}

/** Statuses as the column of that name holds them. */
export const statusNumbers = { applied: 0, rejected: 1, notAdmitted: 2 } as const satisfies Record<
  ReceiptStatus,
  number
>;
export const statusOf: readonly ReceiptStatus[] = ['applied', 'rejected', 'notAdmitted'];
