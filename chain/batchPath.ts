/** Transactions of one sender under one signature: what their key signs, and the path of each to it; safe in browsers. */
import { z } from 'zod';
import { sha256Hex } from '#hash';
import { malformed, type Reader, readHead, takeHex, type Writer, writeHead, writeHex } from './codec.ts';
import { concat, fromHex, toHex, utf8 } from './crypto/bytes.ts';
import { batchCountMax } from './limits.ts';
import { batchTag, listDepth, listLeaf, listRows, listSiblings, nodeBytes } from './merkle.ts';
import { type Address, bytesUpTo, type Id, integer } from './scalars.ts';

/** Where a transaction stands in its batch. */
export interface BatchPath {
  /** From 0. */
  readonly place: number;
  /** Transactions of the batch: 2 … 4,096. */
  readonly count: number;
  /** On the way from its leaf up to the root, 32 bytes each, one after another, as many as the count makes rows; hex. */
  readonly siblings: string;
}
/** What one signature covers. */
export interface Batch {
  readonly id: Id;
  /** Of each transaction, in their order. */
  readonly paths: readonly BatchPath[];
}

/** One transaction is signed by itself, so that it has one form. */
const batchCountMin = 2;
const siblingsMax = listDepth(batchCountMax);
const idTag = utf8('meritlane/batch');

/** The leaf of a transaction: SHA-256(tag32 ‖ id). */
export const batchLeaf = (id: Id): Uint8Array => listLeaf(batchTag, fromHex(id));

/**
 * SHA-256("meritlane/batch" ‖ sender ‖ count in four bytes, big-endian ‖ root): what a key signs in the place of the id
 * of a transaction. The sender stands in it, so that all transactions of a batch are of one.
 */
export const batchId = (sender: Address, count: number, root: Uint8Array): Id => {
  const counted = new Uint8Array(4);
  new DataView(counted.buffer).setUint32(0, count);
  return sha256Hex(idTag, fromHex(sender), counted, root);
};

/** The batch of transactions with these ids; throws a `RangeError` unless there are 2 to 4,096 of them. */
export const batchOf = (sender: Address, ids: readonly Id[]): Batch => {
  const count = ids.length;
  if (count < batchCountMin || count > batchCountMax)
    throw new RangeError(`A batch has ${batchCountMin} to ${batchCountMax} transactions, not ${count}.`);
  const rows = listRows(ids.map(batchLeaf));
  const root = rows.at(-1)?.[0] ?? new Uint8Array();
  const paths = ids.map((_, place) => ({
    place,
    count,
    siblings: toHex(concat(...listSiblings(rows, place))),
  }));
  return { id: batchId(sender, count, root), paths };
};

/** Writes the parts `place, count, siblings` of the wire form. */
export const writeBatchPath = (writer: Writer, { place, count, siblings }: BatchPath): void => {
  writeHead(writer, 0, place);
  writeHead(writer, 0, count);
  writeHead(writer, 2, siblings.length >>> 1);
  writeHex(writer, siblings);
};

/** Reads them; throws `Malformed` for a count or place out of bounds, and for more or fewer siblings than the count makes rows. */
export const readBatchPath = (reader: Reader): BatchPath => {
  const place = readHead(reader, 0);
  const count = readHead(reader, 0);
  if (count < batchCountMin || count > batchCountMax)
    malformed(`a batch has ${batchCountMin} to ${batchCountMax} transactions, not ${count}`);
  if (place >= count) malformed(`place ${place}, from 0, in a batch of ${count} transactions`);
  const length = readHead(reader, 2);
  const depth = listDepth(count);
  if (length !== depth * nodeBytes)
    malformed(
      `a path in a batch of ${count} has ${depth} siblings, ${depth * nodeBytes} bytes, not ${length}`,
    );
  return { place, count, siblings: takeHex(reader, length) };
};

/** The JSON form, with the same names. */
export const batchPathJson = z
  .strictObject({
    place: integer(0, batchCountMax - 1),
    count: integer(batchCountMin, batchCountMax),
    siblings: bytesUpTo(siblingsMax * nodeBytes, nodeBytes),
  })
  .meta({
    description:
      'Where the transaction stands among those that the signature covers: its place from 0, how many they are, and the siblings from its leaf up to the root, 32 bytes each.',
  });
