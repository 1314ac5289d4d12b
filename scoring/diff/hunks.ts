/** Edits as hunks with three lines of context, the form in which patches arrive as text. */
import type { Hunk } from '../patch.ts';
import type { Edit } from './lineDiff.ts';

/** Lines of context on each side of an edit, as git writes them. */
const CONTEXT_LINES = 3;

/** The lines of a text, as far as they are known. */
export type Lines = { readonly length: number; at(index: number): string | undefined };

function isKnown(lines: Lines, from: number, until: number): boolean {
  for (let at = from; at < until; at += 1) if (lines.at(at) === undefined) return false;
  return true;
}

/** Edits that share context share a hunk. */
function groups(edits: readonly Edit[], before: Lines): Edit[][] {
  const grouped: Edit[][] = [];
  for (const edit of edits) {
    const last = grouped.at(-1);
    const end = last?.at(-1)?.oldEnd ?? 0;
    const isNear = edit.oldStart - end <= 2 * CONTEXT_LINES && isKnown(before, end, edit.oldStart);
    if (last !== undefined && isNear) last.push(edit);
    else grouped.push([edit]);
  }
  return grouped;
}

/**
 * The hunks of `edits` between two texts, with three lines of context where those are known. `oldStart` counts from 1; a
 * hunk without old lines names the line that it follows, which is 0 where the old text has none.
 */
export function hunksOf(edits: readonly Edit[], before: Lines, after: Lines): Hunk[] {
  return groups(edits, before).map((group) => {
    const first = group[0]?.oldStart ?? 0;
    const last = group.at(-1)?.oldEnd ?? 0;
    let start = first;
    while (start > Math.max(0, first - CONTEXT_LINES) && before.at(start - 1) !== undefined) start -= 1;
    let end = last;
    while (end < Math.min(before.length, last + CONTEXT_LINES) && before.at(end) !== undefined) end += 1;
    const hunk: Hunk = { oldStart: end > start ? start + 1 : start, lines: [] };
    let at = start;
    const keep = (until: number) => {
      for (; at < until; at += 1) hunk.lines.push({ mark: ' ', text: before.at(at) ?? '' });
    };
    for (const edit of group) {
      keep(edit.oldStart);
      for (; at < edit.oldEnd; at += 1) hunk.lines.push({ mark: '-', text: before.at(at) ?? '' });
      for (let i = edit.newStart; i < edit.newEnd; i += 1)
        hunk.lines.push({ mark: '+', text: after.at(i) ?? '' });
    }
    keep(end);
    return hunk;
  });
}
