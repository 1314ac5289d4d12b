/** Forms of actions: every field has words, values survive the way through the form, and a whole payload is accepted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry, parsePayload } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { isWordId } from '../words/words.ts';
import { actionKinds } from './actionKinds.ts';
import { emptyValue, type Field, fieldsOf, type NamedField } from './fieldsOf.ts';
import { durationUnits, parseAmount, parseShare, writtenDuration } from './fieldTexts.ts';
import { missingIn } from './missingIn.ts';

const registry = createRegistry(modules);
const allIn = (fields: readonly NamedField[]): NamedField[] =>
  fields.flatMap((one) => [one, ...inner(one.field)]);
const inner = (field: Field): NamedField[] => {
  if (field.type === 'group') return allIn(field.fields);
  return field.type === 'list' ? inner(field.item) : [];
};

describe('forms of actions', () => {
  it.each(actionKinds)('%s has words for itself and each field', (kind) => {
    expect(isWordId(`actionKind.${kind}`)).toBe(true);
    for (const { name } of allIn(fieldsOf(registry, kind)))
      expect([`field.${kind}.${name}`, `field.${name}`].some(isWordId), name).toBe(true);
  });

  it('says what is missing until the payload is one that the chain takes', () => {
    const dao = '0'.repeat(64);
    const fields = fieldsOf(registry, 'treasury.pay');
    const empty = Object.fromEntries(fields.map(({ name, field }) => [name, emptyValue(field)]));
    expect(missingIn(fields, empty).map(({ name }) => name)).toEqual(['account', 'amount']);
    const account = 'merit16hvwkgcutyxqteg7uffu72rl7dg5pz570j9prdwg9ns7wuzsj9vqqs423c';
    const payload = { payments: [{ account, amount: '12' }], memo: '' };
    expect(missingIn(fields, payload)).toEqual([]);
    expect(parsePayload(registry, 'treasury.pay', { dao, ...payload })).toMatchObject({ dao, memo: '' });
  });
});

describe('texts of fields', () => {
  it('reads amounts exactly', () => {
    expect(parseAmount('1,204.5', 6)).toBe('1204500000');
    expect(parseAmount('0.0000001', 6)).toBeUndefined();
    expect(parseAmount('-1', 6)).toBeUndefined();
    expect(parseAmount('1e3', 6)).toBeUndefined();
    expect(parseAmount('99999999999999999999999999999', 6)).toBeUndefined();
  });
  it('reads shares as parts per million', () => {
    expect([parseShare('12.5'), parseShare('100 %'), parseShare('66.6667')]).toEqual([
      125_000, 1_000_000, 666_667,
    ]);
    expect([parseShare('100.0001'), parseShare('x')]).toEqual([undefined, undefined]);
  });
  it('writes a duration in a unit that gives it back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 315_360_000_000 }), (durationMs) => {
        const { count, unit } = writtenDuration(durationMs);
        expect(Math.round(Number(count) * durationUnits[unit])).toBe(durationMs);
      }),
    );
  });
});
