/** Small pieces of Markdown. */

export type Row = readonly string[];

export const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Paragraphs, tables and lists with an empty line between them. */
export const blocks = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

/** A number with commas between thousands; a dash where there is none. */
export const number = (value: number | null | undefined, unit = ''): string => {
  if (value === null || value === undefined) return '–';
  const text = Math.abs(value) >= 1_000 ? Math.round(value).toLocaleString('en') : String(value);
  return unit === '' ? text : `${text} ${unit}`;
};
