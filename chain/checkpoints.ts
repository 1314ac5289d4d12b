/** Checkpointed cells: one entry for each block that changed one, readable at past heights, pruned beyond the horizon. */
import { type Collection, entryKey, zeroOf } from './access.ts';
import { type Codec, decodeValue, encodeValue, malformed, readHead, writeHead } from './codec.ts';
import { rejectWith } from './errors.ts';
import { pruneEntriesMax } from './limits.ts';

/** What the cell itself holds: the value now, and which entries exist, `first` … `next` − 1. */
export interface CheckpointHead {
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
const heads = new WeakMap<Collection, Codec<CheckpointHead>>();
const entries = new WeakMap<Collection, Codec<CheckpointEntry>>();
const triple = <T>(
  definition: Collection,
  order: readonly [keyof T, keyof T, keyof T],
  valueAt: number,
): Codec<T> => {
  const value = maybe(definition.codec);
  return {
    encode(writer, item) {
      writeHead(writer, 4, 3);
      order.forEach((name, i) => {
        if (i === valueAt) value.encode(writer, item[name]);
        else writeHead(writer, 0, item[name] as number);
      });
    },
    decode(reader) {
      if (readHead(reader, 4) !== 3) malformed('a checkpoint has three parts');
      const parts = order.map((name, i) => [
        name,
        i === valueAt ? value.decode(reader) : readHead(reader, 0),
      ]);
      return Object.fromEntries(parts) as T;
    },
  };
};
/** `[value, first, next]`. */
export const headCodec = (definition: Collection): Codec<CheckpointHead> => {
  const codec = heads.get(definition) ?? triple<CheckpointHead>(definition, ['value', 'first', 'next'], 0);
  heads.set(definition, codec);
  return codec;
};
/** `[height, time, value]`. */
const entryCodec = (definition: Collection): Codec<CheckpointEntry> => {
  const codec =
    entries.get(definition) ?? triple<CheckpointEntry>(definition, ['height', 'time', 'value'], 2);
  entries.set(definition, codec);
  return codec;
};

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
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entryAt(definition, key, middle, read).height <= height) low = middle + 1;
    else high = middle;
  }
  if (low > first) return entryAt(definition, key, low - 1, read).value ?? zeroOf(definition);
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
  const oldest = block.time - block.horizonMs;
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
