/** The second record of every block: a hash-chained file of heights and roots, synced after the database. */
import { hash } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncFolder, writeExactly } from './disk.ts';
import { faultPoint } from './faultPoint.ts';
import { StorageDamaged } from './storageError.ts';
import { hashBytes } from './storedBlock.ts';

/** What the file says of one block: `checksum` is that of the block's row, `chain` covers all entries up to here. */
export interface RootsEntry {
  height: number;
  headerHash: Uint8Array;
  stateRoot: Uint8Array;
  checksum: Uint8Array;
  chain: Uint8Array;
}

/** Bytes of one entry: height, three hashes, the chain over the entry before, and a CRC-32 of all that. */
export const rootsEntryBytes = 8 + 4 * hashBytes + 4;

const chainOffset = 8 + 3 * hashBytes;
const crcOffset = chainOffset + hashBytes;
const readEntries = 4096;

/**
 * Reads and checks the entries in order; an entry's bytes are good until the next is asked for. Ends before a last
 * entry that is cut or garbled, as a crash leaves it, and returns whether there was one. No file is an empty one.
 * @param seed 32 bytes that begin the chain: the hash of the genesis.
 * @throws StorageDamaged naming the block whose entry is broken.
 */
export function* readRoots(path: string, seed: Uint8Array): Generator<RootsEntry, boolean> {
  if (!existsSync(path)) return false;
  const descriptor = openSync(path, 'r');
  try {
    const size = fstatSync(descriptor).size;
    const buffer = Buffer.alloc(rootsEntryBytes * readEntries);
    const expected: { height: number | undefined; chain: Uint8Array } = { height: undefined, chain: seed };
    let position = 0;
    while (size - position >= rootsEntryBytes) {
      const whole = Math.min(buffer.length, size - position - ((size - position) % rootsEntryBytes));
      readExactly(descriptor, buffer.subarray(0, whole), position);
      for (let used = 0; used < whole; used += rootsEntryBytes) {
        position += rootsEntryBytes;
        const entry = decodeEntry(buffer.subarray(used, used + rootsEntryBytes), expected, position === size);
        if (entry === undefined) return true;
        expected.height = entry.height + 1;
        expected.chain = Buffer.from(entry.chain);
        yield entry;
      }
    }
    return size > position;
  } finally {
    closeSync(descriptor);
  }
}

/** The file as the writer holds it. After an error of `append` nothing more may be written. */
export class RootsLog {
  readonly #descriptor: number;
  #count: number;
  #chain: Uint8Array;

  /** Opens or makes the file; `count` entries are good, and the last one's chain hash (or the seed) is `chain`. */
  constructor(path: string, count: number, chain: Uint8Array) {
    this.#descriptor = openForUpdate(path);
    this.#count = count;
    this.#chain = chain;
  }

  /** Writes an entry after the good ones, over a torn one, and syncs it. */
  append(height: number, headerHash: Uint8Array, stateRoot: Uint8Array, checksum: Uint8Array): void {
    const bytes = Buffer.alloc(rootsEntryBytes);
    bytes.writeBigUInt64BE(BigInt(height), 0);
    bytes.set(headerHash, 8);
    bytes.set(stateRoot, 8 + hashBytes);
    bytes.set(checksum, 8 + 2 * hashBytes);
    const chain = chainHash(this.#chain, bytes);
    bytes.set(chain, chainOffset);
    bytes.writeUInt32BE(crc32(bytes.subarray(0, crcOffset)), crcOffset);
    faultPoint('rootsWrite', height);
    writeExactly(this.#descriptor, bytes, this.#count * rootsEntryBytes);
    faultPoint('rootsSync', height);
    fdatasyncSync(this.#descriptor);
    this.#chain = chain;
    this.#count++;
  }

  /** Closes the file. */
  close(): void {
    closeSync(this.#descriptor);
  }
}

function openForUpdate(path: string): number {
  if (existsSync(path)) return openSync(path, 'r+');
  const descriptor = openSync(path, 'wx+');
  syncFolder(dirname(path));
  return descriptor;
}

function readExactly(descriptor: number, target: Buffer, position: number): void {
  for (let done = 0; done < target.length; ) {
    const got = readSync(descriptor, target, done, target.length - done, position + done);
    if (got === 0) throw new StorageDamaged(0, 'The file of roots became shorter while it was read.');
    done += got;
  }
}

/** The entry, or undefined if it is the last one and torn. */
function decodeEntry(
  bytes: Buffer,
  expected: { height: number | undefined; chain: Uint8Array },
  last: boolean,
): RootsEntry | undefined {
  if (crc32(bytes.subarray(0, crcOffset)) !== bytes.readUInt32BE(crcOffset)) {
    if (last) return undefined;
    const height = expected.height ?? 1;
    throw new StorageDamaged(height, `The file of roots is damaged at the entry of block ${height}.`);
  }
  const height = Number(bytes.readBigUInt64BE(0));
  const chain = bytes.subarray(chainOffset, crcOffset);
  const follows = expected.height === undefined || height === expected.height;
  if (!follows || !chainHash(expected.chain, bytes).equals(chain)) {
    throw new StorageDamaged(
      expected.height ?? height,
      `The chain of the file of roots breaks at block ${expected.height ?? height}.`,
    );
  }
  return {
    height,
    headerHash: bytes.subarray(8, 8 + hashBytes),
    stateRoot: bytes.subarray(8 + hashBytes, 8 + 2 * hashBytes),
    checksum: bytes.subarray(8 + 2 * hashBytes, chainOffset),
    chain,
  };
}

function chainHash(previous: Uint8Array, entry: Buffer): Buffer {
  return hash('sha256', Buffer.concat([previous, entry.subarray(0, chainOffset)]), 'buffer');
}
