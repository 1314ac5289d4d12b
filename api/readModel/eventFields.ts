/** Fields of events read straight from canonical bytes, into columns and into JSON: readers are made once from the schemas. */
import { z } from 'zod';
import {
  codecOf,
  malformed,
  peek,
  Reader,
  readHead,
  readText,
  take,
  Writer,
  writeText,
} from '#chain/codec.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { compareBytes, toHex } from '#chain/crypto/bytes.ts';
import type { EventKind } from '#chain/registry.ts';

/** How a field stands in its column. JSON text stands for lists and objects. */
export type FieldForm = 'address' | 'hex' | 'decimal' | 'text' | 'number' | 'boolean' | 'json';
/** What SQLite is given. */
export type ColumnValue = Uint8Array | string | number | null;
/** A column's bytes; none where the event has no such field. */
export const bytesOf = (value: ColumnValue | undefined): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array();

/** A field of an event. */
export interface EventField {
  readonly name: string;
  readonly form: FieldForm;
  /** What stands before its value. */
  readonly key: Uint8Array;
  readonly isOptional: boolean;
  /** Reads the value for its column. */
  readonly column: (reader: Reader) => ColumnValue;
  /** Reads the value in its JSON form. */
  readonly json: (reader: Reader) => unknown;
}

const bytesPattern = /^\^(?:\[0-9a-f\]|\(\?:\[0-9a-f\]\{2\}\))/;
const decimalPattern = /^\^-?\??\(\?:0\|\[1-9\]/;

const formOf = (schema: { readonly [name: string]: unknown }): FieldForm => {
  const { type, title, pattern } = schema;
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type !== 'string') return 'json';
  if (title === 'Address') return 'address';
  if (bytesPattern.test(String(pattern))) return 'hex';
  return decimalPattern.test(String(pattern)) ? 'decimal' : 'text';
};

const readBytes = (reader: Reader): Uint8Array => take(reader, readHead(reader, 2));
const readInteger = (reader: Reader): number =>
  peek(reader) >>> 5 === 1 ? -1 - readHead(reader, 1) : readHead(reader, 0);
const readBoolean = (reader: Reader): boolean => {
  const byte = peek(reader);
  if (byte !== 0xf4 && byte !== 0xf5) malformed('a value that is neither true nor false');
  reader.at++;
  return byte === 0xf5;
};
/** Texts are as long as the block that was accepted made them. */
const readAnyText = (reader: Reader): string => readText(reader, Number.MAX_SAFE_INTEGER);
/** Heads below this are numbers of up to 32 bits, which most amounts are. */
const wideHead = 0x1b;

const readersOf = (form: FieldForm, schema: z.ZodType): Pick<EventField, 'column' | 'json'> => {
  const codec = codecOf(schema);
  const throughSchema = (reader: Reader): unknown => z.encode(schema, codec.decode(reader));
  const readDecimal = (reader: Reader): string =>
    peek(reader) < wideHead ? String(readHead(reader, 0)) : String(codec.decode(reader));
  switch (form) {
    case 'address':
      return { column: readBytes, json: (reader) => formatAddress(toHex(readBytes(reader))) };
    case 'hex':
      return { column: readBytes, json: (reader) => toHex(readBytes(reader)) };
    case 'decimal':
      return { column: readDecimal, json: readDecimal };
    case 'text':
      return { column: readAnyText, json: readAnyText };
    case 'number':
      return { column: readInteger, json: readInteger };
    case 'boolean':
      return { column: (reader) => Number(readBoolean(reader)), json: readBoolean };
    case 'json':
      return { column: (reader) => JSON.stringify(throughSchema(reader)), json: throughSchema };
  }
};

/** The fields of an event, in the order of its schema. Throws for an event that is no object. */
const fieldsOfEvent = ({ name: event, schema }: EventKind): EventField[] => {
  if (!(schema instanceof z.ZodObject)) throw new Error(`The event ${event} is no object.`);
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(schema.def.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const isOptional = field instanceof z.ZodOptional;
    const inner = isOptional ? (field.def.innerType as z.ZodType) : field;
    const form = formOf(properties[name] as { readonly [name: string]: unknown });
    const key = new Writer();
    writeText(key, name);
    return { name, form, key: key.finish(), isOptional, ...readersOf(form, inner) };
  });
};

const standsHere = ({ bytes, at, end }: Reader, key: Uint8Array): boolean => {
  if (at + key.length > end) return false;
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
  return true;
};

/** Reads an event's data field by field; `take` is given each field that is there, by its place in the schema. */
export class EventReader {
  readonly fields: readonly EventField[];
  /** Places in `fields`, in the canonical order of the bytes: shorter names first. */
  private readonly canonical: readonly number[];

  constructor(kind: EventKind) {
    this.fields = fieldsOfEvent(kind);
    this.canonical = this.fields
      .map((_, index) => index)
      .sort((a, b) => compareBytes((this.fields[a] as EventField).key, (this.fields[b] as EventField).key));
  }

  read(reader: Reader, takeField: (field: EventField, index: number, reader: Reader) => void): void {
    let left = readHead(reader, 5);
    for (const index of this.canonical) {
      const field = this.fields[index] as EventField;
      if (left > 0 && standsHere(reader, field.key)) {
        reader.at += field.key.length;
        takeField(field, index, reader);
        left--;
      } else if (!field.isOptional) malformed(`the field ${field.name} is missing or not in its place`);
    }
    if (left !== 0) malformed('an unknown, repeated or misplaced field');
  }

  /** The data in JSON form. */
  json(bytes: Uint8Array | Reader): Readonly<Record<string, unknown>> {
    const found: Record<string, unknown> = {};
    const reader = bytes instanceof Uint8Array ? new Reader(bytes) : bytes;
    const values: unknown[] = [];
    this.read(reader, (field, index) => {
      values[index] = field.json(reader);
    });
    this.fields.forEach(({ name }, index) => {
      if (values[index] !== undefined) found[name] = values[index];
    });
    return found;
  }
}
