/** Byte strings one after another, each with its length before it: bodies, receipts and batches. */
import { malformed } from './codec.ts';

/** Bytes of a length: a whole number, big-endian. */
export const listLengthBytes = 4;

/** Joins byte strings, each with its length in four bytes before it. */
export const encodeList = (items: readonly Uint8Array[]): Uint8Array => {
  let total = 0;
  for (const item of items) total += listLengthBytes + item.length;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const item of items) {
    view.setUint32(at, item.length);
    bytes.set(item, at + listLengthBytes);
    at += listLengthBytes + item.length;
  }
  return bytes;
};

/** Where the items of a list stand in its bytes. */
export interface ListPlaces {
  readonly begins: Uint32Array;
  readonly ends: Uint32Array;
}

/** Where the items of `encodeList` stand; throws `Malformed` for other bytes. */
export const listPlaces = (bytes: Uint8Array): ListPlaces => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < listLengthBytes) malformed('a list ends inside a length');
    const end = at + listLengthBytes + view.getUint32(at);
    if (end > bytes.length) malformed('a list ends inside an item');
    begins.push(at + listLengthBytes);
    ends.push(end);
    at = end;
  }
  return { begins: Uint32Array.from(begins), ends: Uint32Array.from(ends) };
};

/** The byte strings of `encodeList`, as views; throws `Malformed` for anything else. */
export const decodeList = (bytes: Uint8Array): Uint8Array[] => {
  const { begins, ends } = listPlaces(bytes);
  return Array.from(begins, (begin, index) => bytes.subarray(begin, ends[index]));
};
