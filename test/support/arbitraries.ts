/** fast-check values in memory form, read off a zod schema: what the chain holds, never what JSON carries. */
import fc from 'fast-check';
import { z } from 'zod';

interface CheckDefinition {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly pattern?: RegExp;
}
const checksOf = (schema: z.ZodType): CheckDefinition[] =>
  ((schema.def as { readonly checks?: readonly z.core.$ZodCheck[] }).checks ?? []).map(
    (check) => check._zod.def as unknown as CheckDefinition,
  );

const hexOfBytes = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength, maxLength })
    .map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));

/** The shortest text that the schema takes; a bound in a refinement can only be found by asking. */
const shortest = (schema: z.ZodType): number => {
  const found = [0, 1, 2, 3, 4].find((length) => schema.safeParse('a'.repeat(length)).success);
  if (found === undefined) throw new Error('No short text fits this schema.');
  return found;
};

const texts = (schema: z.ZodString): fc.Arbitrary<string> => {
  const checks = checksOf(schema);
  const pattern = checks.find((check) => check.pattern !== undefined)?.pattern?.source;
  if (pattern?.includes('[0-9a-f]') === true) {
    const exact = /^\^\[0-9a-f\]\{(\d+)\}\$$/.exec(pattern)?.[1];
    if (exact !== undefined) return hexOfBytes(Number(exact) / 2, Number(exact) / 2);
    const least = Number(/\{(\d+),\}\$$/.exec(pattern)?.[1]);
    // Long byte strings are as long as they look; a few hundred bytes reach every form of the head.
    return hexOfBytes(least, Math.min(300, (schema.maxLength ?? 0) / 2));
  }
  if (pattern !== undefined) throw new Error(`No values are known for the pattern ${pattern}.`);
  const bounds = { minLength: shortest(schema), maxLength: Math.min(300, schema.maxLength ?? 0) };
  return fc
    .oneof(
      fc.string(bounds),
      fc.string({ ...bounds, unit: 'binary' }),
      fc.string({ ...bounds, unit: 'grapheme' }),
    )
    .filter((text) => schema.safeParse(text).success);
};

/** Values of a schema in memory form, of every length and at every bound that the schema allows. */
export const arbitraryOf = (schema: z.ZodType): fc.Arbitrary<unknown> => {
  if (schema instanceof z.ZodCodec) return arbitraryOf(schema.def.out as z.ZodType);
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.def.shape as Record<string, z.ZodType>);
    const optional = fields.filter(([, field]) => field instanceof z.ZodOptional);
    const record = Object.fromEntries(fields.map(([name, field]) => [name, arbitraryOf(field)]));
    const always = fields.filter((field) => !optional.includes(field)).map(([name]) => name);
    return fc.record(record, { requiredKeys: always, noNullPrototype: true });
  }
  if (schema instanceof z.ZodOptional) return arbitraryOf(schema.def.innerType as z.ZodType);
  if (schema instanceof z.ZodReadonly) return arbitraryOf(schema.def.innerType as z.ZodType);
  if (schema instanceof z.ZodArray) {
    const checks = checksOf(schema);
    const length = checks.find(({ check }) => check === 'length_equals')?.length;
    const minLength = length ?? checks.find(({ check }) => check === 'min_length')?.minimum ?? 0;
    const maxLength = length ?? checks.find(({ check }) => check === 'max_length')?.maximum ?? 0;
    return fc.array(arbitraryOf(schema.def.element as z.ZodType), { minLength, maxLength });
  }
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...Object.values(schema.def.entries));
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.def.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber)
    return fc.integer({ min: schema.minValue ?? 0, max: schema.maxValue ?? 0 }).chain((value) =>
      // Bounds and short heads come up as often as long ones; + 0 because −0 is no value of its own.
      fc.constantFrom(
        value,
        schema.minValue ?? 0,
        schema.maxValue ?? 0,
        Math.max(schema.minValue ?? 0, (value % 300) + 0),
      ),
    );
  if (schema instanceof z.ZodBigInt) {
    const min = schema.minValue ?? 0n;
    const max = schema.maxValue ?? 0n;
    return fc.oneof(
      fc.bigInt({ min, max }),
      fc.constantFrom(min, max),
      fc.bigInt({ min: min < 0n ? -70_000n : 0n, max: 70_000n }),
      fc.bigInt({ min: (1n << 64n) - 2n, max: (1n << 64n) + 2n }),
    );
  }
  if (schema instanceof z.ZodString) return texts(schema);
  throw new Error(`No values are known for a schema of type ${schema.def.type}.`);
};
