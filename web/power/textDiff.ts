/** The difference of two texts by lines, for reading: every line of both, in order. */
import { changeBudget, diffLines as editsOf } from '#scoring/diff/lineDiff.ts';

/** A line of a difference. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** The lines of both texts; where they differ, first those removed, then those added. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const lines: DiffLine[] = [];
  const put = (kind: DiffLine['kind'], texts: readonly string[]): void => {
    for (const text of texts) lines.push({ kind, text });
  };
  let done = 0;
  for (const { oldStart, oldEnd, newStart, newEnd } of editsOf(left, right, changeBudget())) {
    put('same', left.slice(done, oldStart));
    put('removed', left.slice(oldStart, oldEnd));
    put('added', right.slice(newStart, newEnd));
    done = oldEnd;
  }
  put('same', left.slice(done));
  return lines;
}
