/** Which fields of a payload are still missing or wrong. */
import type { Field, NamedField } from './fieldsOf.ts';

const isMissing = (field: Field, value: unknown): boolean => {
  if (field.type === 'text') {
    const text = typeof value === 'string' ? value : '';
    return (field.required && text.trim() === '') || new TextEncoder().encode(text).length > field.bytesMax;
  }
  return value === undefined || value === '';
};

/** Incomplete fields, each name once, in the order of the form. */
export const missingIn = (
  fields: readonly NamedField[],
  value: Readonly<Record<string, unknown>>,
): readonly NamedField[] => {
  const missing = fields.flatMap((one) => {
    const part = value[one.name];
    return one.optional && (part === undefined || part === '') ? [] : missingOf(one, one.field, part);
  });
  return missing.filter(({ name }, place) => missing.findIndex((one) => one.name === name) === place);
};

const missingOf = (named: NamedField, field: Field, value: unknown): readonly NamedField[] => {
  if (field.type === 'group') return missingIn(field.fields, (value ?? {}) as Record<string, unknown>);
  if (field.type === 'list') {
    const items = (value ?? []) as readonly unknown[];
    if (items.length < field.min) return [named];
    return items.flatMap((item) => missingOf(named, field.item, item));
  }
  return isMissing(field, value) ? [named] : [];
};
