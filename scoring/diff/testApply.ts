/** Applies hunks in tests, and fails where a hunk does not say what stands there. */
import { expect } from 'vitest';
import type { Hunk } from '../patch.ts';

/** The lines that `hunks` make of `before`; hunks must be in order and fit. */
export function applyHunks(before: readonly string[], hunks: readonly Hunk[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const { oldStart, lines } of hunks) {
    const start = lines.some(({ mark }) => mark !== '+') ? oldStart - 1 : oldStart;
    expect(start).toBeGreaterThanOrEqual(at);
    result.push(...before.slice(at, start));
    at = start;
    for (const { mark, text } of lines) {
      if (mark !== '+') expect(before[at++]).toBe(text);
      if (mark !== '-') result.push(text);
    }
  }
  return [...result, ...before.slice(at)];
}
