/** Edits as hunks with three lines of context, the form in which patches arrive as text. */
import type { Hunk } from '../patch.ts';
import type { Edit } from './lineDiff.ts';

/** Lines of context on each side of an edit, as git writes them. */
const CONTEXT_LINES = 3;

/** Edits that share context share a hunk. */
function groups(edits: readonly Edit[]): Edit[][] {
  const grouped: Edit[][] = [];
  for (const edit of edits) {
    const last = grouped.at(-1);
    const end = last?.at(-1)?.oldEnd ?? 0;
    if (last !== undefined && edit.oldStart - end <= 2 * CONTEXT_LINES) last.push(edit);
    else grouped.push([edit]);
  }
  return grouped;
}

/** The hunks of `edits` between two texts; `oldStart` counts from 1 and is 0 where the old text has no line. */
export function hunksOf(edits: readonly Edit[], before: readonly string[], after: readonly string[]): Hunk[] {
  return groups(edits).map((group) => {
    const start = Math.max(0, (group[0]?.oldStart ?? 0) - CONTEXT_LINES);
    const end = Math.min(before.length, (group.at(-1)?.oldEnd ?? 0) + CONTEXT_LINES);
    const hunk: Hunk = { oldStart: before.length === 0 ? 0 : start + 1, lines: [] };
    let at = start;
    const keep = (until: number) => {
      for (; at < until; at += 1) hunk.lines.push({ mark: ' ', text: before[at] ?? '' });
    };
    for (const edit of group) {
      keep(edit.oldStart);
      for (; at < edit.oldEnd; at += 1) hunk.lines.push({ mark: '-', text: before[at] ?? '' });
      for (let i = edit.newStart; i < edit.newEnd; i += 1)
        hunk.lines.push({ mark: '+', text: after[i] ?? '' });
    }
    keep(end);
    return hunk;
  });
}
