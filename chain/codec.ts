/** Values to deterministic CBOR (RFC 8949 §4.2) and back: one codec is compiled from each schema, and it is strict. */
import { z } from 'zod';
import { putHex, sliceHex, sliceLatin1 } from '#text';
import { PoolWriter, Reader, Writer } from './byteStreams.ts';

export { PoolWriter, Reader, Writer };

/** Writes a value in its one canonical form, and reads only that form. */
export interface Codec<T> {
  encode(writer: Writer, value: T): void;
  decode(reader: Reader): T;
  /** Writes the bytes a value takes as one part of a cell's key; only some types can stand in keys. */
  putKey?(writer: Writer, value: T): void;
}

/** These bytes are not the canonical form of a value of this schema. */
export class Malformed extends Error {
  override name = 'Malformed';
}
export const malformed = (what: string): never => {
  throw new Malformed(what);
};

/** Writes a CBOR head: a major type 0–7 and an argument 0 … 2^53 − 1, in its shortest form. */
export const writeHead = (writer: Writer, major: number, argument: number): void => {
  writer.need(9);
  const { bytes } = writer;
  const type = major << 5;
  if (argument < 24) bytes[writer.at++] = type | argument;
  else if (argument < 0x100) {
    bytes[writer.at++] = type | 24;
    bytes[writer.at++] = argument;
  } else if (argument < 0x10000) {
    bytes[writer.at++] = type | 25;
    bytes[writer.at++] = argument >>> 8;
    bytes[writer.at++] = argument;
  } else {
    const wide = argument >= 0x1_0000_0000;
    bytes[writer.at++] = type | (wide ? 27 : 26);
    if (wide) writeU32(writer, Math.floor(argument / 0x1_0000_0000));
    writeU32(writer, argument % 0x1_0000_0000);
  }
};
const writeU32 = (writer: Writer, value: number): void => {
  const { bytes } = writer;
  bytes[writer.at++] = value >>> 24;
  bytes[writer.at++] = value >>> 16;
  bytes[writer.at++] = value >>> 8;
  bytes[writer.at++] = value;
};

const byteAt = (reader: Reader): number => {
  if (reader.at >= reader.end) malformed('it ends too early');
  return reader.bytes[reader.at++] as number;
};

/** Reads an argument of a head whose first byte was `first`; only the shortest form, at most 2^53 − 1. */
const readArgument = (reader: Reader, first: number): number => {
  const info = first & 31;
  if (info < 24) return info;
  if (info > 27) malformed('an indefinite or reserved length');
  let value = 0;
  for (let left = 1 << (info - 24); left > 0; left--) value = value * 256 + byteAt(reader);
  if (value < (info === 24 ? 24 : info === 25 ? 0x100 : info === 26 ? 0x10000 : 0x1_0000_0000))
    malformed('an integer not in its shortest form');
  if (value > Number.MAX_SAFE_INTEGER) malformed('an integer over 2^53');
  return value;
};

/** Reads a head of the given major type and returns its argument. */
export const readHead = (reader: Reader, major: number): number => {
  const first = byteAt(reader);
  if (first >>> 5 !== major) malformed('a value of another type');
  return readArgument(reader, first);
};

/** The next byte without taking it. */
export const peek = (reader: Reader): number =>
  reader.at < reader.end ? (reader.bytes[reader.at] as number) : malformed('it ends too early');

/** Takes `length` bytes as a view. */
export const take = (reader: Reader, length: number): Uint8Array => {
  if (length > reader.end - reader.at) malformed('it ends too early');
  reader.at += length;
  return reader.bytes.subarray(reader.at - length, reader.at);
};

/** Writes the bytes of a hex text. */
export const writeHex = (writer: Writer, hex: string): void => {
  writer.need(hex.length >>> 1);
  writer.at += putHex(writer.bytes, writer.at, hex);
};
/** Takes `length` bytes as lower-case hex. */
export const takeHex = (reader: Reader, length: number): string => {
  if (length > reader.end - reader.at) malformed('it ends too early');
  reader.at += length;
  return sliceHex(reader.bytes, reader.at - length, reader.at);
};

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes a text takes in UTF-8. */
export const utf8Length = (text: string): number => {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  return length;
};

export const writeText = (writer: Writer, text: string): void => {
  if (text.length <= shortText && writeAscii(writer, text)) return;
  const bytes = utf8Encoder.encode(text);
  writeHead(writer, 3, bytes.length);
  writer.put(bytes);
};
/** Names and codes: below this length a plain loop is faster than the encoder's call. */
const shortText = 40;
const writeAscii = (writer: Writer, text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  writeHead(writer, 3, text.length);
  writer.need(text.length);
  for (let i = 0; i < text.length; i++) writer.bytes[writer.at++] = text.charCodeAt(i);
  return true;
};
export const readText = (reader: Reader, bytesMax: number): string => {
  const length = readHead(reader, 3);
  if (length > bytesMax) malformed('a text longer than allowed');
  if (length > reader.end - reader.at) malformed('it ends too early');
  const from = reader.at;
  reader.at += length;
  if (isAscii(reader.bytes, from, reader.at)) return sliceLatin1(reader.bytes, from, reader.at);
  try {
    return utf8Decoder.decode(reader.bytes.subarray(from, reader.at));
  } catch {
    return malformed('a text that is not UTF-8');
  }
};
const isAscii = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if ((bytes[at] as number) >= 0x80) return false;
  return true;
};

const leaves = new WeakMap<z.ZodType, Codec<unknown>>();

/** Declares how a schema's values travel. Every leaf of a schema that goes on chain is made with this. */
export const withCodec = <S extends z.ZodType>(schema: S, codec: Codec<z.output<S>>): S => {
  leaves.set(schema, codec as Codec<unknown>);
  return schema;
};

const compiled = new WeakMap<z.ZodType, Codec<unknown>>();

/**
 * The codec of a schema: objects are maps with text keys in canonical order, absent optionals are omitted, arrays need
 * a stated maximum, choices are texts. Throws for schemas that have no canonical form (defaults, transforms, records).
 */
export const codecOf = <S extends z.ZodType>(schema: S): Codec<z.output<S>> => {
  let codec = leaves.get(schema) ?? compiled.get(schema);
  if (codec === undefined) {
    codec = compile(schema);
    compiled.set(schema, codec);
  }
  return codec as Codec<z.output<S>>;
};

const compile = (schema: z.ZodType): Codec<unknown> => {
  if (schema instanceof z.ZodObject) return compileObject(schema);
  if (schema instanceof z.ZodArray) return compileArray(schema);
  if (schema instanceof z.ZodEnum) return choice(Object.values(schema.def.entries).map(String));
  if (schema instanceof z.ZodLiteral) {
    if (schema.def.values.some((value) => typeof value !== 'string'))
      throw new Error('A literal travels as its text; one that is no text has no canonical form.');
    return choice(schema.def.values.map(String));
  }
  if (schema instanceof z.ZodBoolean) return boolean;
  if (schema instanceof z.ZodUnion) return compileUnion(schema.def.options as readonly z.ZodType[]);
  if (schema instanceof z.ZodReadonly) return codecOf(schema.def.innerType as z.ZodType) as Codec<unknown>;
  throw new Error(`No canonical form is declared for a schema of type ${schema.def.type}.`);
};

const boolean: Codec<unknown> = {
  encode(writer, value) {
    writer.need(1);
    writer.bytes[writer.at++] = value === true ? 0xf5 : 0xf4;
  },
  decode(reader) {
    const byte = byteAt(reader);
    return byte === 0xf5 || (byte !== 0xf4 && malformed('a value that is neither true nor false'));
  },
};

const choice = (names: readonly string[]): Codec<unknown> => {
  const longest = Math.max(...names.map(utf8Length));
  const known = new Map(names.map((name) => [name, name]));
  return {
    encode: (writer, value) => writeText(writer, value as string),
    decode: (reader) => known.get(readText(reader, longest)) ?? malformed('a choice that is not offered'),
    putKey: (writer, value) => writer.put(utf8Encoder.encode(value as string)),
  };
};

const compareEncodedKeys = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

interface Field {
  readonly name: string;
  readonly key: Uint8Array;
  readonly codec: Codec<unknown>;
  readonly optional: boolean;
}

const compileObject = (schema: z.ZodObject): Codec<unknown> => {
  const fields = Object.entries(schema.def.shape)
    .map(([name, field]): Field => {
      const optional = field instanceof z.ZodOptional;
      const inner = optional ? (field.def.innerType as z.ZodType) : (field as z.ZodType);
      const key = new Writer(64);
      writeText(key, name);
      return { name, key: key.finish(), codec: codecOf(inner) as Codec<unknown>, optional };
    })
    .sort((a, b) => compareEncodedKeys(a.key, b.key));
  const required = fields.filter((field) => !field.optional).length;
  return {
    encode(writer, value) {
      const record = value as Record<string, unknown>;
      let count = required;
      for (const field of fields) if (field.optional && record[field.name] !== undefined) count++;
      writeHead(writer, 5, count);
      for (const field of fields) {
        const item = record[field.name];
        if (item === undefined && field.optional) continue;
        writer.put(field.key);
        field.codec.encode(writer, item);
      }
    },
    decode(reader) {
      let left = readHead(reader, 5);
      const record: Record<string, unknown> = {};
      for (const field of fields) {
        if (left > 0 && startsWith(reader, field.key)) {
          reader.at += field.key.length;
          record[field.name] = field.codec.decode(reader);
          left--;
        } else if (!field.optional) malformed(`the field ${field.name} is missing or not in its place`);
      }
      if (left !== 0) malformed('an unknown, repeated or misplaced field');
      return Object.freeze(record);
    },
  };
};

const startsWith = (reader: Reader, key: Uint8Array): boolean => {
  if (reader.at + key.length > reader.end) return false;
  for (let i = 0; i < key.length; i++) if (reader.bytes[reader.at + i] !== key[i]) return false;
  return true;
};

const arrayBounds = (schema: z.ZodArray): { min: number; max: number } => {
  let min = 0;
  let max = -1;
  for (const check of schema.def.checks ?? []) {
    const { def } = check._zod as unknown as { def: Record<string, unknown> };
    if (def['check'] === 'max_length') max = Number(def['maximum']);
    else if (def['check'] === 'min_length') min = Number(def['minimum']);
    else if (def['check'] === 'length_equals') min = max = Number(def['length']);
    else throw new Error(`A list has a check without a canonical form: ${String(def['check'])}.`);
  }
  if (max < 0) throw new Error('A list needs a stated maximum length.');
  return { min, max };
};

const compileArray = (schema: z.ZodArray): Codec<unknown> => {
  const { min, max } = arrayBounds(schema);
  const item = codecOf(schema.def.element as z.ZodType) as Codec<unknown>;
  return {
    encode(writer, value) {
      const items = value as readonly unknown[];
      writeHead(writer, 4, items.length);
      for (const one of items) item.encode(writer, one);
    },
    decode(reader) {
      const length = readHead(reader, 4);
      if (length < min || length > max) malformed('a list shorter or longer than allowed');
      const items: unknown[] = [];
      for (let i = 0; i < length; i++) items.push(item.decode(reader));
      return Object.freeze(items);
    },
  };
};

/** Options of a union are tried in order; a discriminating literal lets at most one of them read the bytes. */
const compileUnion = (options: readonly z.ZodType[]): Codec<unknown> => {
  const codecs = options.map((option) => ({ option, codec: codecOf(option) as Codec<unknown> }));
  return {
    encode(writer, value) {
      const fit = codecs.find(({ option }) => matches(option, value));
      if (fit === undefined) throw new Malformed('a value that fits no option');
      fit.codec.encode(writer, value);
    },
    decode(reader) {
      const start = reader.at;
      for (const { codec } of codecs) {
        try {
          return codec.decode(reader);
        } catch (error) {
          if (!(error instanceof Malformed)) throw error;
          reader.at = start;
        }
      }
      return malformed('a value that fits no option');
    },
  };
};

/** Whether a value carries the literals of an object option: enough to choose, cheap enough for execution. */
const matches = (option: z.ZodType, value: unknown): boolean => {
  if (!(option instanceof z.ZodObject)) return z.safeEncode(option, value as never).success;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(option.def.shape).every(
    ([name, field]) =>
      !(field instanceof z.ZodLiteral) ||
      (field.def.values as readonly unknown[]).includes((value as Record<string, unknown>)[name]),
  );
};

/** One writer serves all encodings: they are synchronous, and one inside another takes a fresh writer. */
const pool = new PoolWriter();
let poolTaken = false;

/** Encodes a value to its canonical bytes. */
export const encodeValue = <T>(codec: Codec<T>, value: T): Uint8Array => {
  if (poolTaken) {
    const writer = new Writer();
    codec.encode(writer, value);
    return writer.finish();
  }
  poolTaken = true;
  try {
    codec.encode(pool, value);
    return pool.finish();
  } catch (error) {
    pool.drop();
    throw error;
  } finally {
    poolTaken = false;
  }
};

/** Decodes canonical bytes; throws `Malformed` for anything else, bytes left over included. */
export const decodeValue = <T>(codec: Codec<T>, bytes: Uint8Array): T => {
  const reader = new Reader(bytes);
  const value = codec.decode(reader);
  if (reader.at !== reader.end) malformed('bytes are left over');
  return value;
};
