/** Renders docs/reference.md from the registry: everything public that the modules declare, in their own words. */
import { z } from 'zod';
import type { Collection } from '#chain/access.ts';
import { chainErrors, type ErrorDefinition } from '#chain/errors.ts';
import { amountMax, sumMax } from '#chain/limits.ts';
import type { Module } from '#chain/module.ts';
import type { Registry } from '#chain/registry.ts';

const grouped = (value: number | bigint): string => value.toLocaleString('en-US');

const range = (min: number, max: number): string => {
  if (min === 0 && max === Number.MAX_SAFE_INTEGER) return 'whole number';
  return `whole number ${grouped(min)} … ${grouped(max)}`;
};
const describeText = (schema: z.ZodString): string => {
  const checks = (schema.def.checks ?? []).map((check) => check._zod.def as { pattern?: RegExp });
  const pattern = checks.find((check) => check.pattern !== undefined)?.pattern?.source ?? '';
  const exact = /^\^\[0-9a-f\]\{(\d+)\}\$$/.exec(pattern)?.[1];
  if (exact !== undefined) return `hex of ${Number(exact) / 2} bytes`;
  const longest = schema.maxLength ?? 0;
  return pattern.includes('[0-9a-f]')
    ? `hex of up to ${grouped(longest / 2)} bytes`
    : `text up to ${grouped(longest)} bytes`;
};

/** A schema's JSON form in a few words. */
const describe = (schema: z.ZodType): string => {
  if (schema instanceof z.ZodCodec) {
    const out = schema.def.out as z.ZodType;
    if (!(out instanceof z.ZodBigInt)) return 'address';
    if (out.maxValue === amountMax) return 'amount';
    return out.maxValue === sumMax ? 'sum' : 'signed sum';
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.def.shape as Record<string, z.ZodType>);
    return `{ ${fields.map(([name, field]) => `${nameOf(name, field)}: ${describe(field)}`).join('; ')} }`;
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly)
    return describe(schema.def.innerType as z.ZodType);
  if (schema instanceof z.ZodArray) {
    const item = describe(schema.def.element as z.ZodType);
    const checks = (schema.def.checks ?? []).map(
      (check) => check._zod.def as { maximum?: number; length?: number },
    );
    const exact = checks.find(({ length }) => length !== undefined)?.length;
    const most = checks.find(({ maximum }) => maximum !== undefined)?.maximum;
    return exact === undefined ? `list of up to ${most} × ${item}` : `list of ${exact} × ${item}`;
  }
  if (schema instanceof z.ZodEnum) return Object.values(schema.def.entries).join(' or ');
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodNumber) return range(schema.minValue ?? 0, schema.maxValue ?? 0);
  if (schema instanceof z.ZodString) return describeText(schema);
  throw new Error(`The reference has no words for a schema of type ${schema.def.type}.`);
};
const nameOf = (name: string, field: z.ZodType): string =>
  field instanceof z.ZodOptional ? `${name}?` : name;

/** Lines of the fields of an object. */
const fieldLines = (schema: z.ZodType): string[] => {
  if (!(schema instanceof z.ZodObject)) return [`- ${describe(schema)}`];
  const fields = Object.entries(schema.def.shape as Record<string, z.ZodType>);
  if (fields.length === 0) return ['- nothing'];
  return fields.map(([name, field]) => `- \`${nameOf(name, field)}\`: ${describe(field)}`);
};
const fieldNames = (schema: z.ZodType): string =>
  Object.entries((schema as z.ZodObject).def.shape as Record<string, z.ZodType>)
    .map(([name, field]) => `\`${nameOf(name, field)}\``)
    .join(', ');

const errorTable = (module: string, errors: Readonly<Record<string, ErrorDefinition>>): string[] => [
  '| code | status | meaning |',
  '| --- | --- | --- |',
  ...Object.entries(errors).map(
    ([code, { status, message }]) => `| \`${module}.${code}\` | ${status} | ${message} |`,
  ),
];
const stateLine = (definition: Collection): string => {
  const marks = [
    definition.kind,
    ...(definition.frozen ? ['frozen'] : []),
    ...(definition.checkpointed ? ['checkpointed'] : []),
    ...(definition.signed ? ['signed'] : []),
  ];
  const keys = definition.keys.length === 0 ? 'one cell' : `by ${definition.keys.map(describe).join(', ')}`;
  return `- \`${definition.name}\` (${marks.join(', ')}), ${keys}: ${describe(definition.value)}`;
};

const moduleLines = (module: Module): string[] => [
  `## ${module.name}`,
  '',
  module.doc,
  '',
  '### Transactions',
  ...Object.entries(module.transactions).flatMap(([verb, { doc, payload }]) => [
    '',
    `#### \`${module.name}.${verb}\``,
    '',
    doc,
    '',
    ...fieldLines(payload),
  ]),
  '',
  '### Queries',
  ...Object.entries(module.queries).flatMap(([name, { doc, path, result, notFound }]) => [
    '',
    `#### \`GET /v1${path}\``,
    '',
    `${doc} (\`${name}\`${notFound === undefined ? '' : `; absent: \`${notFound}\``})`,
    '',
    ...fieldLines(result),
  ]),
  '',
  '### Lists',
  '',
  ...Object.entries(module.lists).flatMap(([name, { doc, path, event, filters }]) => [
    `- \`GET /v1${path}\` (\`${name}\`): ${doc} Items are \`${module.name}.${event}\`; filters: ${filters.map((filter) => `\`${filter}\``).join(', ')}.`,
  ]),
  '',
  '### Events',
  '',
  ...Object.entries(module.events).map(
    ([name, schema]) => `- \`${module.name}.${name}\`: ${fieldNames(schema)}`,
  ),
  '',
  '### Errors',
  '',
  ...errorTable(module.name, module.errors),
  '',
  '### State',
  '',
  ...module.state.map(({ definition }) => stateLine(definition)),
  '',
];

/** The whole document. */
export const referenceDocument = ({ modules }: Registry): string =>
  [
    '# Reference',
    '',
    'Written by `npm run docs` out of the declarations; do not edit. Every transaction is sent to `POST /v1/transactions`. An',
    '*amount* is a decimal string 0 … 2^96 − 1 in the smallest unit of its token, a *sum* one below 2^128, an *address* is',
    '`merit1…`. Fields with a question mark may be absent. Times are milliseconds of header time.',
    '',
    ...modules.flatMap(moduleLines),
    '## chain',
    '',
    'What the chain itself refuses, whatever the module.',
    '',
    ...errorTable('chain', chainErrors),
    '',
  ].join('\n');
