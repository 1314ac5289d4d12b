/** Which fields of a payload are still missing or wrong. */
import type { Field, NamedField } from './fieldsOf.ts';

const isMissing = (field: Field, value: unknown): boolean => {
  if (field.type === 'text') {
    const text = typeof value === 'string' ? value : '';
    return (field.required && text.trim() === '') || new TextEncoder().encode(text).length > field.bytesMax;
  }
  return value === undefined || value === '';
};

/** Names of incomplete fields, each once, in the order of the form. */
export const missingIn = (
  fields: readonly NamedField[],
  value: Readonly<Record<string, unknown>>,
): readonly string[] => {
  const missing = fields.flatMap(({ name, field, optional }) =>
    optional && (value[name] === undefined || value[name] === '') ? [] : missingOf(name, field, value[name]),
  );
  return [...new Set(missing)];
};

const missingOf = (name: string, field: Field, value: unknown): readonly string[] => {
  if (field.type === 'group') return missingIn(field.fields, (value ?? {}) as Record<string, unknown>);
  if (field.type === 'list') {
    const items = (value ?? []) as readonly unknown[];
    if (items.length < field.min) return [name];
    return items.flatMap((item) => missingOf(name, field.item, item));
  }
  return isMissing(field, value) ? [name] : [];
};
