/** Values at the bounds of a schema and one step beyond each of them, read off the schema itself. */
import { z } from 'zod';

/** One part of a payload, at a bound or just beyond it. */
interface BoundCase {
  /** Names and indexes down to the part. */
  readonly path: readonly (string | number)[];
  /** `max`, `max + 1` and the like. */
  readonly what: string;
  readonly fits: boolean;
  /** JSON form of the part, and its memory form where it has one. */
  readonly json: unknown;
  readonly memory?: unknown;
}
type Part = Omit<BoundCase, 'path'>;

interface Checks {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly pattern?: RegExp;
}
const checksOf = (schema: z.ZodType): Checks[] =>
  ((schema.def as { readonly checks?: readonly z.core.$ZodCheck[] }).checks ?? []).map(
    (check) => check._zod.def as unknown as Checks,
  );
const listBounds = (schema: z.ZodType) => {
  const checks = checksOf(schema);
  const exact = checks.find(({ check }) => check === 'length_equals')?.length;
  const min = exact ?? checks.find(({ check }) => check === 'min_length')?.minimum ?? 0;
  const max = exact ?? checks.find(({ check }) => check === 'max_length')?.maximum;
  if (max === undefined) throw new Error('A list of a payload has no bound.');
  return { min, max };
};
const inner = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly
    ? inner(schema.def.innerType as z.ZodType)
    : schema;

/** Bytes of a hex text; undefined for other texts. */
const hexBounds = (schema: z.ZodString) => {
  const source = checksOf(schema).find(({ pattern }) => pattern !== undefined)?.pattern?.source ?? '';
  const exact = /^\^\[0-9a-f\]\{(\d+)\}\$$/.exec(source)?.[1];
  if (exact !== undefined) return { min: Number(exact) / 2, max: Number(exact) / 2 };
  const least = /\{(\d+),\}\$$/.exec(source)?.[1];
  return least === undefined ? undefined : { min: Number(least), max: (schema.maxLength ?? 0) / 2 };
};
const textBounds = (schema: z.ZodString) => {
  const min = [0, 1, 2, 3, 4].find((length) => schema.safeParse('a'.repeat(length)).success);
  if (min === undefined || schema.maxLength === null) throw new Error('A text of a payload has no bound.');
  return { min, max: schema.maxLength };
};

/** A small value of a schema in memory form, with every optional field and with one item in lists that may be empty. */
export const smallest = (outer: z.ZodType): unknown => {
  const schema = inner(outer);
  if (schema instanceof z.ZodCodec) return smallest(schema.def.out as z.ZodType);
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.def.shape as Record<string, z.ZodType>).map(([name, field]) => [
        name,
        smallest(field),
      ]),
    );
  if (schema instanceof z.ZodArray) {
    const { min } = listBounds(schema);
    return Array.from({ length: Math.max(1, min) }, () => smallest(schema.def.element as z.ZodType));
  }
  if (schema instanceof z.ZodEnum) return Object.values(schema.def.entries)[0];
  if (schema instanceof z.ZodLiteral) return schema.def.values[0];
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodNumber) return schema.minValue ?? 0;
  if (schema instanceof z.ZodBigInt) return schema.minValue ?? 0n;
  if (schema instanceof z.ZodString) {
    const hex = hexBounds(schema);
    return hex === undefined ? 'a'.repeat(textBounds(schema).min) : '0a'.repeat(hex.min);
  }
  throw new Error(`No bounds are known for a schema of type ${schema.def.type}.`);
};

/** Sizes at and beyond both bounds, as parts that `make` makes. */
const sized = (min: number, max: number, make: (size: number) => Pick<Part, 'json' | 'memory'>): Part[] => [
  { what: 'min', fits: true, ...make(min) },
  { what: 'max', fits: true, ...make(max) },
  ...(min > 0 ? [{ what: 'min - 1', fits: false, ...make(min - 1) }] : []),
  { what: 'max + 1', fits: false, ...make(max + 1) },
];
const same = (value: unknown) => ({ json: value, memory: value });

const partsOfText = (schema: z.ZodString): Part[] => {
  const hex = hexBounds(schema);
  if (hex !== undefined)
    return [
      ...sized(hex.min, hex.max, (size) => same('0b'.repeat(size))),
      { what: 'half a byte', fits: false, json: '0b'.repeat(hex.max).slice(1) },
    ];
  const { min, max } = textBounds(schema);
  return [
    ...sized(min, max, (size) => same('b'.repeat(size))),
    // Bytes count, not characters: two of them each here.
    { what: 'max + 1 bytes', fits: false, ...same('é'.repeat(Math.floor(max / 2) + 1)) },
    { what: 'half a character', fits: false, json: '\ud800' },
  ];
};

const partsOf = (schema: z.ZodType): Part[] => {
  if (schema instanceof z.ZodCodec) {
    const out = schema.def.out as z.ZodType;
    if (out instanceof z.ZodBigInt) {
      const [min, max] = [out.minValue ?? 0n, out.maxValue ?? 0n];
      const of = (value: bigint) => ({ json: value.toString(), memory: value });
      return [
        { what: 'min', fits: true, ...of(min) },
        { what: 'max', fits: true, ...of(max) },
        { what: 'min - 1', fits: false, ...of(min - 1n) },
        { what: 'max + 1', fits: false, ...of(max + 1n) },
        { what: 'a number', fits: false, json: 1 },
      ];
    }
    const address = z.encode(schema, smallest(schema)) as string;
    return [{ what: 'another last letter', fits: false, json: `${address.slice(0, -1)}b` }];
  }
  if (schema instanceof z.ZodString) return partsOfText(schema);
  if (schema instanceof z.ZodNumber) {
    const [min, max] = [schema.minValue ?? 0, schema.maxValue ?? 0];
    // Beyond the safe numbers the wire has no form of its own in this program.
    const beyond = (value: number) => (Number.isSafeInteger(value) ? same(value) : { json: value });
    return [
      { what: 'min', fits: true, ...same(min) },
      { what: 'max', fits: true, ...same(max) },
      { what: 'min - 1', fits: false, ...beyond(min - 1) },
      { what: 'max + 1', fits: false, ...beyond(max + 1) },
      { what: 'a half', fits: false, json: min + 0.5 },
    ];
  }
  if (schema instanceof z.ZodArray) {
    const { min, max } = listBounds(schema);
    const element = schema.def.element as z.ZodType;
    const memory = smallest(element);
    const json = z.encode(element, memory);
    const list = (size: number) => ({
      json: new Array<unknown>(size).fill(json),
      memory: new Array<unknown>(size).fill(memory),
    });
    return sized(min, max, list);
  }
  if (schema instanceof z.ZodEnum) return [{ what: 'no choice', fits: false, ...same('nonsense') }];
  if (schema instanceof z.ZodBoolean) return [{ what: 'no boolean', fits: false, json: 'true' }];
  if (schema instanceof z.ZodObject) return [{ what: 'one field more', fits: false, json: { nonsense: 1 } }];
  throw new Error(`No bounds are known for a schema of type ${schema.def.type}.`);
};

/** Every bound of every part of a schema, on both sides; of the items of a list those of the first. */
export const boundsOf = (outer: z.ZodType, path: BoundCase['path'] = []): BoundCase[] => {
  const schema = inner(outer);
  const own = partsOf(schema).map((part) => ({ path, ...part }));
  if (schema instanceof z.ZodArray)
    return [...own, ...boundsOf(schema.def.element as z.ZodType, [...path, 0])];
  if (!(schema instanceof z.ZodObject)) return own;
  const fields = Object.entries(schema.def.shape as Record<string, z.ZodType>);
  return [...own, ...fields.flatMap(([name, field]) => boundsOf(field, [...path, name]))];
};

/** The base with another value at a path; a fault of an object is added to it. */
export const withPart = (base: unknown, path: BoundCase['path'], value: unknown): unknown => {
  const [name, ...rest] = path;
  if (name === undefined)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...(base as object), ...value }
      : value;
  if (Array.isArray(base)) return base.map((item, i) => (i === name ? withPart(item, rest, value) : item));
  const record = base as Readonly<Record<string, unknown>>;
  return { ...record, [name]: withPart(record[name], rest, value) };
};
