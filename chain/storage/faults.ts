/** Faults done to a stored chain by tests: flipped bytes, cut files, and blocks that can be told from each other. */
import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, truncateSync, writeSync } from 'node:fs';
import { toHex } from '../crypto/bytes.ts';
import type { CellPage } from './lanePages.ts';
import type { StoredBlock } from './storedBlock.ts';
import { encodeWrites, forEachWrite } from './writeSet.ts';

/** A stream of numbers from a seed: `next(n)` is a whole number from 0 to n − 1, n at most 2^31. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(below: number): number {
    // Mulberry32: short, and good enough to choose where to strike.
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }
}

/** Changes one bit of one byte of a file; returns its offset, or undefined if the file is empty. */
export function flipByte(path: string, random: SeededRandom): number | undefined {
  const descriptor = openSync(path, 'r+');
  try {
    const size = fstatSync(descriptor).size;
    if (size === 0) return undefined;
    const offset = random.next(size);
    const byte = Buffer.alloc(1);
    readSync(descriptor, byte, 0, 1, offset);
    byte[0] = (byte[0] ?? 0) ^ (1 << random.next(8));
    writeSync(descriptor, byte, 0, 1, offset);
    return offset;
  } finally {
    closeSync(descriptor);
  }
}

/** Cuts a file at a place chosen at random before its end; returns the new size. */
export function cutFile(path: string, size: number, random: SeededRandom): number {
  const kept = random.next(size);
  truncateSync(path, kept);
  return kept;
}

/** The hash of a header in these tests, by the chain's rule. */
export function hashTestHeader(header: Uint8Array): Uint8Array {
  return hash('sha256', Buffer.concat([Buffer.from('meritlane/header'), header]), 'buffer');
}

/** Where the storage thread finds `hashTestHeader`. */
export const testHeaderAddress = { module: new URL(import.meta.url), name: 'hashTestHeader' };

/** A block that follows from its height alone, with `cells` writes (some of them removals) and a body of `bytes`. */
export function makeTestBlock(height: number, cells = 8, bytes = 200): StoredBlock {
  const random = new SeededRandom(height * 2_654_435_761);
  const fill = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.next(256));
  const header = Uint8Array.from([...Buffer.from(`header ${height}:`), ...fill(40)]);
  const writes = Array.from({ length: cells }, () => ({
    key: Buffer.from(`account ${random.next(cells * 8)}`),
    value: random.next(6) === 0 ? undefined : fill(8 + random.next(40)),
  }));
  return {
    height,
    headerHash: hashTestHeader(header),
    stateRoot: fill(32),
    header,
    signature: fill(64),
    body: fill(bytes),
    receipts: fill(60),
    writes: encodeWrites(writes),
  };
}

/** The cells that pages leave in the end, by their keys in hex. */
export function cellsOf(pages: Iterable<Pick<CellPage, 'writes'>>): Map<string, Uint8Array> {
  const cells = new Map<string, Uint8Array>();
  for (const { writes } of pages)
    forEachWrite(
      writes,
      (key, value) => cells.set(toHex(key), new Uint8Array(value)),
      (key) => cells.delete(toHex(key)),
    );
  return cells;
}
