/** A block's write-set in bytes: [u8 key length, u32be value length or 2^32 − 1 for a removal, key, value] repeated. */
import { cellKeyBytesMax, cellValueBytesMax } from './storageLimits.ts';

/** One written cell; an undefined value removes it. Keys are 1 to 255 bytes. */
export interface CellWrite {
  key: Uint8Array;
  value: Uint8Array | undefined;
}

const headBytes = 5;
/** In place of a value's length: the write removes the cell. */
export const removal = 0xffff_ffff;

/** Begins an entry, with its key; its value follows, and then the length of that goes to the four bytes after the first. Returns where the value begins. */
export function writeHeadBytes(
  writer: { need(more: number): void; put(bytes: Uint8Array): void; bytes: Uint8Array; at: number },
  key: Uint8Array,
): number {
  writer.need(headBytes);
  writer.bytes[writer.at] = key.length;
  writer.at += headBytes;
  writer.put(key);
  return writer.at;
}

/** Where the parts of the entry at `at` of a whole write-set stand. */
export function readWrite(bytes: Uint8Array, at: number) {
  const keyLength = bytes[at] ?? 0;
  const [a, b, c, d] = [bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0, bytes[at + 4] ?? 0];
  const length = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const isRemoval = length === removal;
  const keyAt = at + headBytes;
  const valueAt = keyAt + keyLength;
  return { keyAt, keyLength, valueAt, end: isRemoval ? valueAt : valueAt + length, isRemoval };
}

/** Encodes writes in the order given; of two writes of one key the later counts. */
export function encodeWrites(writes: readonly CellWrite[]): Uint8Array {
  let total = 0;
  for (const { key, value } of writes) {
    if (key.length === 0 || key.length > cellKeyBytesMax) {
      throw new RangeError(`A cell's key has ${key.length} bytes; 1 to ${cellKeyBytesMax} are allowed.`);
    }
    if (value !== undefined && value.length > cellValueBytesMax) {
      throw new RangeError(`A cell's value has ${value.length} bytes; ${cellValueBytesMax} are allowed.`);
    }
    total += headBytes + key.length + (value?.length ?? 0);
  }
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const { key, value } of writes) {
    bytes[offset] = key.length;
    view.setUint32(offset + 1, value === undefined ? removal : value.length);
    bytes.set(key, offset + headBytes);
    offset += headBytes + key.length;
    if (value === undefined) continue;
    bytes.set(value, offset);
    offset += value.length;
  }
  return bytes;
}

/**
 * Walks a write-set without copying: keys and values are views of `bytes`.
 * @throws RangeError where the bytes are not exactly a write-set; calls made before it stand.
 */
export function forEachWrite(
  bytes: Uint8Array,
  onCell: (key: Uint8Array, value: Uint8Array) => void,
  onRemove: (key: Uint8Array) => void,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes.length - offset < headBytes) throw new RangeError('The write-set ends inside an entry.');
    const keyLength = view.getUint8(offset);
    const valueLength = view.getUint32(offset + 1);
    offset += headBytes;
    if (keyLength === 0) throw new RangeError('The write-set holds an empty key.');
    const removed = valueLength === removal;
    if (!removed && valueLength > cellValueBytesMax) {
      throw new RangeError(`The write-set holds a value of ${valueLength} bytes.`);
    }
    const keyEnd = offset + keyLength;
    const end = keyEnd + (removed ? 0 : valueLength);
    if (end > bytes.length) throw new RangeError('The write-set ends inside an entry.');
    const key = bytes.subarray(offset, keyEnd);
    if (removed) onRemove(key);
    else onCell(key, bytes.subarray(keyEnd, end));
    offset = end;
  }
}

/** Decodes a write-set; keys and values are views of `bytes`. Throws a RangeError where it is malformed. */
export function decodeWrites(bytes: Uint8Array): CellWrite[] {
  const writes: CellWrite[] = [];
  forEachWrite(
    bytes,
    (key, value) => writes.push({ key, value }),
    (key) => writes.push({ key, value: undefined }),
  );
  return writes;
}
