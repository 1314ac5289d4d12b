/** The fields of a transaction's form, read off the JSON Schema of its payload. */
import { z } from 'zod';
import type { Registry } from '#chain/registry.ts';
import { kindOf } from '#chain/registry.ts';

/** How one value is asked for. Names say the unit: `…Ppm` is a share, `…Ms` a length of time, `…Until`, `…At` and `…By` a moment. */
export type Field =
  | { readonly type: 'address' }
  | { readonly type: 'hash' }
  | { readonly type: 'amount' }
  | { readonly type: 'share' }
  | { readonly type: 'boolean' }
  | { readonly type: 'duration'; readonly min: number; readonly max: number }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'time' }
  | { readonly type: 'text'; readonly bytesMax: number; readonly required: boolean }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'choices'; readonly options: readonly string[] }
  | { readonly type: 'list'; readonly item: Field; readonly min: number; readonly max: number }
  | { readonly type: 'group'; readonly fields: readonly NamedField[] };
export interface NamedField {
  readonly name: string;
  /** Whose payload it stands in: a name may have words of its own there. */
  readonly kind: string;
  readonly field: Field;
  /** The payload may do without it. */
  readonly optional: boolean;
}

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Lists longer than this are not made by hand. */
const itemsShownMax = 20;

const stringField = ({ title, pattern, enum: options, maxLength }: Schema): Field => {
  if (options !== undefined) return { type: 'choice', options };
  if (title === 'Address') return { type: 'address' };
  if (pattern?.startsWith('^[0-9a-f]') === true) return { type: 'hash' };
  if (pattern !== undefined) return { type: 'amount' };
  return { type: 'text', bytesMax: maxLength ?? 200, required: true };
};

/** The field of a schema; `name` carries the unit. Throws for what no form can ask for. */
const fieldOf = (kind: string, name: string, schema: Schema): Field => {
  const { type, items, properties, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
  if (type === 'boolean') return { type: 'boolean' };
  if (type === 'string') return stringField(schema);
  if (type === 'integer' && (name.endsWith('Ppm') || name === 'weights')) return { type: 'share' };
  if (type === 'integer' && /(?:Until|At|By)$/.test(name)) return { type: 'time' };
  if (type === 'integer')
    return { type: name.endsWith('Ms') ? 'duration' : 'integer', min: minimum, max: maximum };
  if (type === 'array' && items !== undefined) {
    if (items.enum !== undefined) return { type: 'choices', options: items.enum };
    const item = fieldOf(kind, name, items);
    return {
      type: 'list',
      item,
      min: schema.minItems ?? 0,
      max: Math.min(itemsShownMax, schema.maxItems ?? 1),
    };
  }
  if (type === 'object' && properties !== undefined) return { type: 'group', fields: fieldsIn(kind, schema) };
  throw new Error(`No form can ask for ${name}.`);
};

/** Short texts beside a main value may stay empty; names of the schema's own optional texts are few. */
const optionalTexts: ReadonlySet<string> = new Set(['memo', 'purpose']);

/** What no form asks for. */
const known = ['dao', 'token'] as const;

const fieldsIn = (kind: string, { properties = {}, required = [] }: Schema): NamedField[] =>
  Object.entries(properties)
    .filter(([name]) => !known.some((one) => one === name))
    .map(([name, schema]) => {
      const field = fieldOf(kind, name, schema);
      return {
        name,
        kind,
        optional: !required.includes(name),
        field: field.type === 'text' ? { ...field, required: !optionalTexts.has(name) } : field,
      };
    });

const schemaOf = (registry: Registry, kind: string): Schema => {
  const { definition } = kindOf(registry, kind);
  return z.toJSONSchema(definition.payload, { io: 'input', unrepresentable: 'any' }) as Schema;
};
/** The fields of a kind's payload without what the page knows. */
export const fieldsOf = (registry: Registry, kind: string): readonly NamedField[] =>
  fieldsIn(kind, schemaOf(registry, kind));
/** What the page knows of a kind's payload: the DAO, and its token, which has the same id. */
export const knownParts = (
  registry: Registry,
  kind: string,
  dao: string,
): Readonly<Record<string, string>> => {
  const { properties = {} } = schemaOf(registry, kind);
  return Object.fromEntries(known.filter((name) => name in properties).map((name) => [name, dao]));
};

/** The least value that the form of a field begins with. */
export const emptyValue = (field: Field): unknown => {
  switch (field.type) {
    case 'boolean':
      return false;
    case 'choice':
      return field.options[0];
    case 'choices':
      return [];
    case 'list':
      return Array.from({ length: field.min }, () => emptyValue(field.item));
    case 'group':
      return emptyPayload(field.fields);
    case 'share':
    case 'duration':
    case 'integer':
    case 'time':
      return undefined;
    default:
      return '';
  }
};

/** What the form of a payload begins with; what it may do without is absent. */
const emptyPayload = (fields: readonly NamedField[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fields.filter(({ optional }) => !optional).map(({ name, field }) => [name, emptyValue(field)]),
  );
