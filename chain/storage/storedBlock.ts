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

/** Copies a block into one buffer of its own, which can be handed to another thread without copying more. */
export function packBlock(block: StoredBlock): ArrayBuffer {
  const bytes = new Uint8Array(partsOffset + blockBytes(block));
  writeHead(bytes, block);
  let offset = partsOffset;
  for (const name of partNames) {
    bytes.set(block[name], offset);
    offset += block[name].length;
  }
  return bytes.buffer;
}

/** The block of `packBlock`; its parts are views of the buffer. */
export function unpackBlock(buffer: ArrayBuffer): StoredBlock {
  const view = new DataView(buffer);
  let offset = partsOffset;
  const part = (index: number): Uint8Array => {
    const length = view.getUint32(lengthsOffset + 4 * index);
    const bytes = new Uint8Array(buffer, offset, length);
    offset += length;
    return bytes;
  };
  return {
    height: Number(view.getBigUint64(0)),
    headerHash: new Uint8Array(buffer, 8, hashBytes),
    stateRoot: new Uint8Array(buffer, 8 + hashBytes, hashBytes),
    header: part(0),
    signature: part(1),
    body: part(2),
    receipts: part(3),
    writes: part(4),
  };
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
