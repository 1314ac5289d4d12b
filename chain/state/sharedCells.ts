/** The shared buffers that hold all cells and the tree over them, and how each of them is laid out. */
import { assert } from '../errors.ts';
import { valueBytesMax } from '../limits.ts';
import { spaceClassOf } from './spaceClass.ts';

/** A cell's lane is the first byte of its path, so a lane's root is a node at depth 8. */
export const laneCount = 256;
export const laneDepth = 8;

/** How much is reserved. Pages are committed when first touched, so a generous reservation costs nothing. */
export interface CellSizes {
  /** Records: each key that was ever present takes one, removed or not. */
  readonly cells: number;
  /** Bytes for paths, keys and values: about 90 a small cell. */
  readonly arenaBytes: number;
  /** Inner nodes of the tree: about 1.45 a cell, and 128 that hold the lanes' roots. */
  readonly nodes: number;
}

/** Four million cells (two million accounts): 1.4 GB when all of it is in use. */
export const standardSizes: CellSizes = { cells: 1 << 22, arenaBytes: 1 << 30, nodes: 6_500_000 };

/** What a thread needs to see the cells; it may be posted to workers as it is. */
export interface SharedCells {
  readonly sizes: CellSizes;
  /** Two 32-bit words, random for each process, so that nobody can aim keys at one place of the index. */
  readonly hashSeed: readonly [number, number];
  /** Pairs of 32-bit words {record, second hash}; a power of two of them, at most half full. */
  readonly index: SharedArrayBuffer;
  /** A row of `recordWords` 32-bit words a record. */
  readonly records: SharedArrayBuffer;
  /** Paths with their keys, and values; offsets count units of 8 bytes, and offset 0 is never used. */
  readonly arena: SharedArrayBuffer;
  /** The hashes of a node's two children side by side: 64 bytes a node. */
  readonly hashes: SharedArrayBuffer;
  /** A row of `linkWords` 32-bit words a node. */
  readonly links: SharedArrayBuffer;
  /** A row of `laneWords` 32-bit words a lane, written by its owner alone. */
  readonly lanes: SharedArrayBuffer;
  /** What is taken so far, added to with Atomics by every thread. */
  readonly counters: SharedArrayBuffer;
}

/** A record's words. A row is half a cache line; its last two words are not used. */
export const recordWords = 8;
export const recordField = {
  hash: 0,
  keyAt: 1,
  keyLength: 2,
  valueAt: 3,
  valueLength: 4,
  valueSpaceClass: 5,
} as const;

/** A node's words: left and right link, then the stamp of the batch that marked it; four, so that a row is one line. */
export const linkWords = 4;
export const stampField = 2;

/** The first nodes hold the lanes' roots as their children: lane l stands in slot 2 + l. */
export const laneSlotFirst = 2;
const laneNodes = laneCount / 2;

/** A lane's words: its present cells, its free nodes, and its free spaces by class. Rows keep to their own cache lines. */
export const laneField = { cellCount: 0, freeNode: 1, freeSpaces: 2 } as const;
export const laneWords = Math.ceil((laneField.freeSpaces + spaceClassOf(valueBytesMax) + 1) / 32) * 32;

export const counterField = { records: 0, arenaUnits: 1, nodes: 2, stamp: 3 } as const;

/** Links are signed words that hold records below zero, and slots are twice a node: so each stays below 2^30. */
const countMax = 2 ** 30 - 1;
/** Offsets are signed 32-bit counts of 8 bytes; half of that range, so that a counter past its end never wraps. */
const arenaBytesMax = 2 ** 33;

/** Reserves the buffers of an empty state. Throws a `ChainFault` for sizes that the layout cannot address. */
export function allocateCells(sizes: CellSizes): SharedCells {
  const { cells, arenaBytes, nodes } = sizes;
  assert(Number.isSafeInteger(cells) && cells > 0 && cells <= countMax, `${cells} cells cannot be reserved.`);
  assert(
    Number.isSafeInteger(arenaBytes) && arenaBytes > 0 && arenaBytes <= arenaBytesMax && arenaBytes % 8 === 0,
    `An arena of ${arenaBytes} bytes cannot be reserved.`,
  );
  assert(
    Number.isSafeInteger(nodes) && nodes >= laneNodes && nodes <= countMax,
    `${nodes} nodes cannot be reserved.`,
  );
  const [firstSeed = 0, secondSeed = 0] = crypto.getRandomValues(new Int32Array(2));
  const counters = new SharedArrayBuffer(64);
  const taken = new Int32Array(counters);
  taken[counterField.records] = 1;
  taken[counterField.arenaUnits] = 1;
  taken[counterField.nodes] = 1 + laneNodes;
  return {
    sizes,
    hashSeed: [firstSeed, secondSeed],
    index: new SharedArrayBuffer(2 ** Math.ceil(Math.log2(cells * 2)) * 8),
    records: new SharedArrayBuffer((cells + 1) * recordWords * 4),
    arena: new SharedArrayBuffer(arenaBytes),
    hashes: new SharedArrayBuffer((nodes + 1) * 64),
    links: new SharedArrayBuffer((nodes + 1) * linkWords * 4),
    lanes: new SharedArrayBuffer(laneCount * laneWords * 4),
    counters,
  };
}
