/** Where transactions are cut into chunks, each of which one worker prepares. */
import { lookOfOneBatch } from '../transaction.ts';

/** A chunk is verified in a few milliseconds, so that the next phase of a block never waits longer. */
export const chunkTransactionsMax = 32;
export const chunkBytesMax = 128 * 1024;

/**
 * Where the chunk ends that begins at `from`: after `length` transactions, and later within a batch, which is not cut where it
 * fits a chunk: each piece verifies its signature.
 */
export const chunkEnd = (wires: readonly Uint8Array[], from: number, length: number): number => {
  let batchFrom = from;
  for (let bytes = 0, to = from; to < wires.length; to++) {
    const isWithin = to > from && lookOfOneBatch(wires[to - 1] as Uint8Array, wires[to] as Uint8Array);
    if (!isWithin) batchFrom = to;
    bytes += (wires[to] as Uint8Array).length;
    const isFull = to - from >= chunkTransactionsMax || (bytes > chunkBytesMax && to > from);
    if (isFull || (to - from >= length && !isWithin)) return batchFrom > from ? batchFrom : to;
  }
  return wires.length;
};
