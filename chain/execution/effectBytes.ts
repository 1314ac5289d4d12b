/** How effects on cells travel between threads: compact bytes that never leave this machine. */
import type { Collection } from '../access.ts';
import { type Reader, readHead, readText, take, type Writer, writeHead, writeText } from '../codec.ts';
import { assert } from '../errors.ts';
import type { Sum } from '../touched.ts';
import type { LaneCell, LaneCells } from './laneCell.ts';

const flag = { written: 1, present: 2, added: 4, taken: 8 } as const;
/** In place of a small integer: a number of 16 digits and more follows, as hex. */
const wideMark = 7;
const safeMax = BigInt(Number.MAX_SAFE_INTEGER);
/** A sum of a block's effects: 4,096 × 64 additions of 128 bits each, in hex with its sign. */
const wideDigitsMax = 64;

const writeBytes = (writer: Writer, bytes: Uint8Array): void => {
  writeHead(writer, 2, bytes.length);
  writer.put(bytes);
};
const readBytes = (reader: Reader): Uint8Array => take(reader, readHead(reader, 2));

const writeInteger = (writer: Writer, value: bigint): void => {
  const size = value < 0n ? -value : value;
  if (size <= safeMax) writeHead(writer, value < 0n ? 1 : 0, Number(size));
  else {
    writeHead(writer, wideMark, value < 0n ? 1 : 0);
    writeText(writer, size.toString(16));
  }
};
const readInteger = (reader: Reader): bigint => {
  const major = (reader.bytes[reader.at] as number) >>> 5;
  if (major !== wideMark) {
    const size = BigInt(readHead(reader, major));
    return major === 1 ? -size : size;
  }
  const isNegative = readHead(reader, wideMark) === 1;
  const size = BigInt(`0x${readText(reader, wideDigitsMax)}`);
  return isNegative ? -size : size;
};

const writeSum = (writer: Writer, { fields }: Collection, sum: Sum): void => {
  if (fields === null) writeInteger(writer, sum as bigint);
  else for (const field of fields) writeInteger(writer, (sum as Record<string, bigint>)[field] ?? 0n);
};
const readSum = (reader: Reader, { fields }: Collection): Sum =>
  fields === null
    ? readInteger(reader)
    : Object.fromEntries(fields.map((field) => [field, readInteger(reader)]));

/** Writes all effects that were taken on a cell. */
export const writeEffects = (writer: Writer, cell: LaneCell, collectionIndex: number): void => {
  writeHead(writer, 0, collectionIndex);
  writeHead(writer, 0, cell.record);
  writeHead(writer, 0, cell.first >>> 0);
  writeHead(writer, 0, cell.second >>> 0);
  writeBytes(writer, cell.key);
  writeHead(
    writer,
    0,
    (cell.written ? flag.written : 0) |
      (cell.bytes === undefined ? 0 : flag.present) |
      (cell.added === undefined ? 0 : flag.added) |
      (cell.taken === 0n ? 0 : flag.taken),
  );
  if (cell.bytes !== undefined) writeBytes(writer, cell.bytes);
  if (cell.added !== undefined) writeSum(writer, cell.collection, cell.added);
  if (cell.taken !== 0n) writeInteger(writer, cell.taken);
};

/** Reads effects and adds them to those of the same cell from other threads. */
export const readEffects = (reader: Reader, collections: readonly Collection[], cells: LaneCells): void => {
  const collection = collections[readHead(reader, 0)];
  assert(collection !== undefined, 'Effects name a collection that no module has.');
  const record = readHead(reader, 0);
  const first = readHead(reader, 0) | 0;
  const second = readHead(reader, 0) | 0;
  const cell = cells.at(collection, readBytes(reader), first, second, record);
  const flags = readHead(reader, 0);
  // A view: whoever wrote these bytes leaves them as they are until its next block.
  const bytes = (flags & flag.present) === 0 ? undefined : readBytes(reader);
  const added = (flags & flag.added) === 0 ? undefined : readSum(reader, collection);
  const taken = (flags & flag.taken) === 0 ? 0n : readInteger(reader);
  cell.take({ written: (flags & flag.written) !== 0, bytes, added, taken });
};
