/** The form of a batch, transactions one after another with their lengths before them, and its bounds; safe in browsers. */
import { malformed } from '#chain/codec.ts';
import { listLengthBytes } from '#chain/lists.ts';

/** Bytes of one batch: a few thousand transactions; a quarter of a second at 128 Mbit/s. */
export const batchBytesMax = 4 * 1024 * 1024;
/** As many as a block holds. */
export const batchTransactionsMax = 4096;

/**
 * The transactions that stand in bytes, as views. Throws `Malformed` where the bytes end inside one, where one is empty,
 * or where there are none or more than `countMax`; it stops at the first fault, so that no body makes a long list.
 */
export const decodeBatch = (bytes: Uint8Array, countMax: number): Uint8Array[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wires: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const place = wires.length;
    if (place === countMax) malformed(`There are more than ${countMax} transactions`);
    if (bytes.length - at < listLengthBytes)
      malformed(`The bytes end inside the length of transaction ${place}`);
    const length = view.getUint32(at);
    at += listLengthBytes;
    if (length === 0) malformed(`Transaction ${place} is empty`);
    if (length > bytes.length - at)
      malformed(`Transaction ${place} should have ${length} bytes, and ${bytes.length - at} are left`);
    wires.push(bytes.subarray(at, at + length));
    at += length;
  }
  if (wires.length === 0) malformed('There are no transactions');
  return wires;
};

/** Places of transactions in their order, cut so that each piece fits one batch; one that fits none stands alone. */
export const splitBatches = (wires: readonly Uint8Array[]): number[][] => {
  const pieces: number[][] = [];
  let bytes = 0;
  for (const [place, { length }] of wires.entries()) {
    const more = listLengthBytes + length;
    const piece = pieces.at(-1);
    if (piece === undefined || piece.length === batchTransactionsMax || bytes + more > batchBytesMax) {
      pieces.push([place]);
      bytes = more;
    } else {
      piece.push(place);
      bytes += more;
    }
  }
  return pieces;
};
