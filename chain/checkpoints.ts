/** Checkpointed cells: one entry for each block that changed one, readable at past heights, pruned beyond the horizon. */
import { type Collection, entryKey, zeroOf } from './access.ts';
import {
  type Codec,
  decodeValue,
  encodeValue,
  malformed,
  type Reader,
  readHead,
  writeHead,
} from './codec.ts';
import { rejectWith } from './errors.ts';
import { pruneEntriesMax } from './limits.ts';

/** What the cell itself holds: the value now, and which entries exist, `first` … `next` − 1. */
interface CheckpointHead {
  readonly value: unknown;
  readonly first: number;
  readonly next: number;
}
interface CheckpointEntry {
  readonly height: number;
  readonly time: number;
  readonly value: unknown;
}

/** A value that may be absent, as a list of none or one. */
const maybe = (codec: Codec<unknown>): Codec<unknown> => ({
  encode(writer, value) {
    writeHead(writer, 4, value === undefined ? 0 : 1);
    if (value !== undefined) codec.encode(writer, value);
  },
  decode(reader) {
    const count = readHead(reader, 4);
    if (count > 1) malformed('a value that is there more than once');
    return count === 0 ? undefined : codec.decode(reader);
  },
});
const readParts = (reader: Reader): void => {
  if (readHead(reader, 4) !== 3) malformed('a checkpoint has three parts');
};
/** One codec for each collection, made when it is first asked for. */
const perCollection = <T>(make: (definition: Collection) => Codec<T>) => {
  const made = new WeakMap<Collection, Codec<T>>();
  return (definition: Collection): Codec<T> => {
    let codec = made.get(definition);
    if (codec === undefined) {
      codec = make(definition);
      made.set(definition, codec);
    }
    return codec;
  };
};
const valueCodec = perCollection((definition): Codec<unknown> => maybe(definition.codec));

/** `[value, first, next]`. */
const headCodec = perCollection((definition): Codec<CheckpointHead> => {
  const codec = valueCodec(definition);
  return {
    encode(writer, { value, first, next }) {
      writeHead(writer, 4, 3);
      codec.encode(writer, value);
      writeHead(writer, 0, first);
      writeHead(writer, 0, next);
    },
    decode(reader) {
      readParts(reader);
      return { value: codec.decode(reader), first: readHead(reader, 0), next: readHead(reader, 0) };
    },
  };
});
/** The value in the bytes of a head; undefined where there is none. */
export const valueOfHead = (definition: Collection, reader: Reader): unknown => {
  readParts(reader);
  return valueCodec(definition).decode(reader);
};
/** `[height, time, value]`. */
const entryCodec = perCollection((definition): Codec<CheckpointEntry> => {
  const codec = valueCodec(definition);
  return {
    encode(writer, { height, time, value }) {
      writeHead(writer, 4, 3);
      writeHead(writer, 0, height);
      writeHead(writer, 0, time);
      codec.encode(writer, value);
    },
    decode(reader) {
      readParts(reader);
      return { height: readHead(reader, 0), time: readHead(reader, 0), value: codec.decode(reader) };
    },
  };
});

/** Reads committed bytes of a key; undefined where there is no cell. */
export type ReadBytes = (key: Uint8Array) => Uint8Array | undefined;

const entryAt = (
  definition: Collection,
  key: Uint8Array,
  index: number,
  read: ReadBytes,
): CheckpointEntry => {
  const bytes = read(entryKey(key, index));
  if (bytes === undefined) throw new Error(`Entry ${index} of a checkpointed cell is missing.`);
  return decodeValue(entryCodec(definition), bytes);
};

/**
 * The value as the block of `height` left it. `current` is the height of the block being made, which is not closed.
 * Rejects `chain.heightNotClosed` and `chain.heightPruned`.
 */
export const valueAtHeight = (
  definition: Collection,
  key: Uint8Array,
  height: number,
  current: number,
  read: ReadBytes,
): unknown => {
  if (height >= current) rejectWith('chain.heightNotClosed');
  const bytes = read(key);
  if (bytes === undefined) return zeroOf(definition);
  const { first, next } = decodeValue(headCodec(definition), bytes);
  let low = first;
  let high = next;
  let found: CheckpointEntry | undefined;
  while (low < high) {
    // The newest first: most who read look a short while back.
    const middle = high === next ? high - 1 : (low + high) >>> 1;
    const entry = entryAt(definition, key, middle, read);
    if (entry.height <= height) {
      found = entry;
      low = middle + 1;
    } else high = middle;
  }
  if (found !== undefined) return found.value ?? zeroOf(definition);
  return first > 0 ? rejectWith('chain.heightPruned') : zeroOf(definition);
};

/** One change of committed bytes; `value` undefined removes. */
export interface CellWrite {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

/**
 * The writes that a changed checkpointed cell makes at the end of a block: its head, one new entry, and the removal of
 * entries that no reader within the horizon needs (the newest one beyond it stays).
 */
export const checkpointWrites = (
  definition: Collection,
  key: Uint8Array,
  value: unknown,
  block: { readonly height: number; readonly time: number; readonly horizonMs: number },
  read: ReadBytes,
): CellWrite[] => {
  const bytes = read(key);
  const old = bytes === undefined ? { first: 0, next: 0 } : decodeValue(headCodec(definition), bytes);
  const writes: CellWrite[] = [];
  let { first } = old;
  const oldest = definition.unpruned ? -1 : block.time - block.horizonMs;
  for (let pruned = 0; pruned < pruneEntriesMax && first + 1 < old.next; pruned++) {
    if (entryAt(definition, key, first + 1, read).time > oldest) break;
    writes.push({ key: entryKey(key, first), value: undefined });
    first++;
  }
  const head: CheckpointHead = { value, first, next: old.next + 1 };
  const entry: CheckpointEntry = { height: block.height, time: block.time, value };
  writes.push({ key, value: encodeValue(headCodec(definition), head) });
  writes.push({ key: entryKey(key, old.next), value: encodeValue(entryCodec(definition), entry) });
  return writes;
};
