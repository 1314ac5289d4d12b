/** Named cells of state: collections and accumulators, how a transaction declares its access, and what it is handed. */
import type { z } from 'zod';
import { type Codec, codecOf, PoolWriter, utf8Length, type Writer } from './codec.ts';
import { toHex, utf8 } from './crypto/bytes.ts';
import { keyBytesMax } from './limits.ts';
import { signedSum, sum } from './scalars.ts';

/** How a transaction intends to touch a cell. `past` reads a checkpointed cell as a closed block left it. */
export type Mode = 'read' | 'write' | 'add' | 'draw' | 'past';

/** A named map of the state; its cells are either values (collection) or sums (accumulator). */
export interface Collection {
  readonly name: string;
  readonly kind: 'collection' | 'accumulator';
  readonly keys: readonly z.ZodType[];
  readonly value: z.ZodType;
  readonly codec: Codec<unknown>;
  /** Every `read` gives the opening value, so that what all read joins nobody. */
  readonly frozen: boolean;
  /** Keeps one entry per block that changed it, readable at past heights. */
  readonly checkpointed: boolean;
  /** Of a checkpointed cell: its entries are never pruned. */
  readonly unpruned: boolean;
  /** An accumulator whose additions may be negative; it cannot be drawn from. */
  readonly signed: boolean;
  /** Names of the sums in one cell; null where the cell is one sum or a value. */
  readonly fields: readonly string[] | null;
}

/** One cell and the way a transaction touches it: a description, never a value. */
export interface Access<M extends Mode = Mode, V = unknown> {
  readonly collection: Collection;
  readonly mode: M;
  readonly key: Uint8Array;
  /** Of a draw: the most it may take. */
  readonly ceiling: bigint;
  /** Of a past read: the height. */
  readonly height: number;
  /** Carries the type only. */
  readonly phantom?: V;
}
/** Accesses by name; a list where their number follows from the payload. */
export type Accesses = Readonly<Record<string, Access | readonly Access[]>>;

/** What a transition is handed for an access. Nothing else of the state is reachable. */
type Cell<A> =
  A extends Access<'read', infer V>
    ? { get(): Readonly<V> }
    : A extends Access<'past', infer V>
      ? { get(): Readonly<V> }
      : A extends Access<'write', infer V>
        ? { get(): Readonly<V>; set(value: NonNullable<V>): void; delete(): void }
        : A extends Access<'add', infer V>
          ? { add(delta: V extends bigint ? bigint : Partial<V>): void }
          : A extends Access<'draw', infer V>
            ? { draw(amount: V): void }
            : never;
export type Cells<A> = {
  readonly [K in keyof A]: A[K] extends readonly (infer One)[] ? readonly Cell<One>[] : Cell<A[K]>;
};

type Keys<K extends readonly unknown[]> = { [I in keyof K]: z.ZodType<K[I]> };

type PutKey = (writer: Writer, part: unknown) => void;
const keyPartsOf = (name: string, schemas: readonly z.ZodType[]): PutKey[] =>
  schemas.map((schema) => {
    const codec = codecOf(schema) as Codec<unknown>;
    if (codec.putKey === undefined) throw new Error(`A key part of ${name} cannot stand in a key.`);
    return codec.putKey;
  });

const pool = new PoolWriter();

/** Key bytes: each part as u8 length ‖ bytes, the collection's name first (PROTOCOL 5.1). */
const keyOf = (name: Uint8Array, keys: readonly PutKey[], parts: readonly unknown[]): Uint8Array => {
  try {
    pool.put(name);
    for (let i = 0; i < keys.length; i++) {
      // Room for a whole key first, so that the place of the length stays where it is.
      pool.need(keyBytesMax);
      const lengthAt = pool.at++;
      (keys[i] as PutKey)(pool, parts[i]);
      if (pool.at - pool.start > keyBytesMax)
        throw new RangeError(`A key is longer than ${keyBytesMax} bytes.`);
      pool.bytes[lengthAt] = pool.at - lengthAt - 1;
    }
    return pool.finish();
  } catch (error) {
    pool.drop();
    throw error;
  }
};
const nameBytes = (name: string): Uint8Array => {
  const bytes = utf8(name);
  return Uint8Array.from([bytes.length, ...bytes]);
};

/** The parts of a key, the collection's name first. */
export const splitKey = (key: Uint8Array): Uint8Array[] => {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < key.length; ) {
    const length = key[at] as number;
    parts.push(key.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return parts;
};
/** The name of the collection that a key belongs to. */
export const collectionName = (key: Uint8Array): string =>
  new TextDecoder().decode(key.subarray(1, 1 + (key[0] as number)));
/** Entry `index` of a checkpointed cell stands at its key with one more part (PROTOCOL 4.12). */
export const entryKey = (key: Uint8Array, index: number): Uint8Array => {
  const entry = new Uint8Array(key.length + 5);
  entry.set(key);
  entry[key.length] = 4;
  new DataView(entry.buffer).setUint32(key.length + 1, index);
  return entry;
};
/** The text by which maps know a cell. */
export const keyText = (key: Uint8Array): string => toHex(key);

const access = <M extends Mode, V>(
  collection: Collection,
  mode: M,
  key: Uint8Array,
  ceiling = 0n,
  height = 0,
): Access<M, V> => ({ collection, mode, key, ceiling, height });

interface CollectionOptions {
  readonly frozen?: boolean;
  readonly checkpointed?: boolean;
  readonly unpruned?: boolean;
}

/**
 * Values by key; a key that was never written reads as undefined.
 * @param name `module.name`, at most 40 bytes
 */
export const collection = <const K extends readonly unknown[], V>(
  name: string,
  keys: Keys<K>,
  value: z.ZodType<V>,
  { frozen = false, checkpointed = false, unpruned = false }: CollectionOptions = {},
) => {
  const schemas = keys as readonly z.ZodType[];
  const prefix = nameBytes(name);
  const parts = keyPartsOf(name, schemas);
  const definition: Collection = {
    name,
    kind: 'collection',
    keys: schemas,
    value,
    codec: codecOf(value) as Codec<unknown>,
    frozen,
    checkpointed,
    unpruned,
    signed: false,
    fields: null,
  };
  return {
    definition,
    read: (...key: K) => access<'read', V | undefined>(definition, 'read', keyOf(prefix, parts, key)),
    write: (...key: K) => access<'write', V | undefined>(definition, 'write', keyOf(prefix, parts, key)),
    /** The value as the block of `height` left it; checkpointed collections only. */
    at: (height: number, ...key: K) =>
      access<'past', V | undefined>(definition, 'past', keyOf(prefix, parts, key), 0n, height),
  };
};

interface AccumulatorOptions {
  readonly signed?: boolean;
  readonly checkpointed?: boolean;
}
const accumulatorParts = (name: string, keys: readonly z.ZodType[], options: AccumulatorOptions) => ({
  name,
  kind: 'accumulator' as const,
  keys,
  frozen: false,
  unpruned: false,
  checkpointed: options.checkpointed ?? false,
  signed: options.signed ?? false,
});

/**
 * One sum a key. Additions commute and show when the block ends; a draw takes up to its ceiling from what the block
 * opened with. So transactions that read, add to or draw from one key run in parallel.
 */
export const accumulator = <const K extends readonly unknown[]>(
  name: string,
  keys: Keys<K>,
  options: AccumulatorOptions = {},
) => {
  const schemas = keys as readonly z.ZodType[];
  const prefix = nameBytes(name);
  const parts = keyPartsOf(name, schemas);
  const value = options.signed ? signedSum : sum;
  const codec = codecOf(value) as Codec<unknown>;
  const definition: Collection = { ...accumulatorParts(name, schemas, options), value, codec, fields: null };
  return {
    definition,
    read: (...key: K) => access<'read', bigint>(definition, 'read', keyOf(prefix, parts, key)),
    add: (...key: K) => access<'add', bigint>(definition, 'add', keyOf(prefix, parts, key)),
    /** May take at most `ceiling` in this transaction. */
    draw: (ceiling: bigint, ...key: K) => {
      if (options.signed) throw new Error(`${name} is signed and cannot be drawn from.`);
      return access<'draw', bigint>(definition, 'draw', keyOf(prefix, parts, key), ceiling);
    },
    /** The sum as the block of `height` left it; checkpointed accumulators only. */
    at: (height: number, ...key: K) =>
      access<'past', bigint>(definition, 'past', keyOf(prefix, parts, key), 0n, height),
  };
};

/** Several sums a key that change together: read and add, never draw. */
export const accumulators = <const K extends readonly unknown[], F extends string>(
  name: string,
  keys: Keys<K>,
  value: z.ZodType<Record<F, bigint>>,
  fields: readonly F[],
  options: AccumulatorOptions = {},
) => {
  const schemas = keys as readonly z.ZodType[];
  const prefix = nameBytes(name);
  const parts = keyPartsOf(name, schemas);
  const definition: Collection = {
    ...accumulatorParts(name, schemas, options),
    value,
    codec: codecOf(value) as Codec<unknown>,
    fields,
  };
  type V = Record<F, bigint>;
  return {
    definition,
    read: (...key: K) => access<'read', V>(definition, 'read', keyOf(prefix, parts, key)),
    add: (...key: K) => access<'add', V>(definition, 'add', keyOf(prefix, parts, key)),
    at: (height: number, ...key: K) =>
      access<'past', V>(definition, 'past', keyOf(prefix, parts, key), 0n, height),
  };
};

/** What an absent accumulator reads as. */
export const zeroOf = (definition: Collection): unknown =>
  definition.kind === 'collection'
    ? undefined
    : definition.fields === null
      ? 0n
      : Object.freeze(Object.fromEntries(definition.fields.map((field) => [field, 0n])));

/** Whether a sum is nothing, so that it has no leaf. */
export const isZero = (definition: Collection, value: unknown): boolean =>
  definition.fields === null
    ? value === 0n
    : definition.fields.every((field) => (value as Record<string, bigint>)[field] === 0n);

/** The longest name a collection may have, so that three 32-byte parts still fit in a key. */
export const collectionNameFits = (name: string): boolean => utf8Length(name) <= 28;
