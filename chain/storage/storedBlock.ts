/** A block as storage knows it, which is bytes only, with its checksum and its form between threads. */
import { createHash } from 'node:crypto';
import { blockBytesMax } from './storageLimits.ts';

/** Length of every hash, root and checksum. */
export const hashBytes = 32;

/** One block: heights start at 0 or 1 and have no gap; header hash and state root are 32 bytes each. */
export interface StoredBlock {
  height: number;
  headerHash: Uint8Array;
  stateRoot: Uint8Array;
  header: Uint8Array;
  signature: Uint8Array;
  body: Uint8Array;
  receipts: Uint8Array;
  writes: Uint8Array;
}

const hashNames = ['headerHash', 'stateRoot'] as const;
const partNames = ['header', 'signature', 'body', 'receipts', 'writes'] as const;
const lengthsOffset = 8 + 2 * hashBytes;
const partsOffset = lengthsOffset + 4 * partNames.length;

/** Bytes of a block's five parts together. */
export function blockBytes(block: StoredBlock): number {
  return partNames.reduce((sum, name) => sum + block[name].length, 0);
}

/** Throws a RangeError unless the block's height, hashes and size are within bounds. */
export function assertStorable(block: StoredBlock): void {
  if (!Number.isSafeInteger(block.height) || block.height < 0) {
    throw new RangeError(`The height ${block.height} is no whole number from 0.`);
  }
  if (block.headerHash.length !== hashBytes || block.stateRoot.length !== hashBytes) {
    throw new RangeError(
      `The header hash and the state root of block ${block.height} are not 32 bytes each.`,
    );
  }
  if (blockBytes(block) > blockBytesMax) {
    throw new RangeError(
      `Block ${block.height} has ${blockBytes(block)} bytes; ${blockBytesMax} are allowed.`,
    );
  }
}

/**
 * The checksum of a block's row: SHA-256 over the previous row's checksum and everything in this row, each part
 * with its length, so that no byte can change, move to another part, or move to another height unseen.
 */
export function checksumBlock(previous: Uint8Array, block: StoredBlock): Buffer {
  const head = Buffer.alloc(hashBytes + partsOffset);
  head.set(previous, 0);
  writeHead(head.subarray(hashBytes), block);
  const hash = createHash('sha256').update(head);
  for (const name of partNames) hash.update(block[name]);
  return hash.digest();
}

/**
 * A block for another thread: parts in shared memory go as they are, and so do those whose buffers are in `given`, which
 * the sender loses; all other parts are copied. Returns the block and the buffers that move with it.
 */
export function blockForThread(
  block: StoredBlock,
  given: readonly ArrayBuffer[],
): { block: StoredBlock; move: ArrayBuffer[] } {
  const move = new Set(given);
  const handed = { ...block };
  for (const name of [...hashNames, ...partNames]) {
    const part = block[name];
    if (part.buffer instanceof SharedArrayBuffer || move.has(part.buffer)) continue;
    // Of exactly its own length: a view of a larger buffer would take all of that along.
    const copy = new Uint8Array(part);
    handed[name] = copy;
    move.add(copy.buffer);
  }
  return { block: handed, move: [...move] };
}

function writeHead(target: Uint8Array, block: StoredBlock): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  view.setBigUint64(0, BigInt(block.height));
  target.set(block.headerHash, 8);
  target.set(block.stateRoot, 8 + hashBytes);
  partNames.forEach((name, index) => {
    view.setUint32(lengthsOffset + 4 * index, block[name].length);
  });
}
