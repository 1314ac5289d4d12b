/** The line diff: applying it gives the target, it is as short as can be, git counts the same, and hostile texts end soon. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { hunksOf } from './hunks.ts';
import { changeBudget, diffLines, type Edit } from './lineDiff.ts';
import { applyHunks } from './testApply.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  return diffLines(before, after, changeBudget());
}

const countOf = (edits: readonly Edit[]) => ({
  added: edits.reduce((sum, edit) => sum + edit.newEnd - edit.newStart, 0),
  removed: edits.reduce((sum, edit) => sum + edit.oldEnd - edit.oldStart, 0),
});

/** The length of the longest common subsequence, by the plain table. */
function commonLength(before: readonly string[], after: readonly string[]): number {
  let row = after.map(() => 0);
  for (const line of before) {
    const next: number[] = [];
    after.forEach((other, j) => {
      next.push(line === other ? 1 + (row[j - 1] ?? 0) : Math.max(row[j] ?? 0, next[j - 1] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Texts of few different lines, where everything repeats and every choice is open. */
const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', '}'), { maxLength: 40 });

test('applying the hunks gives the target, and no diff is shorter', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = editsOf(before, after);
      expect(applyHunks(before, hunksOf(edits, before, after))).toEqual(after);
      const common = commonLength(before, after);
      expect(countOf(edits)).toEqual({ added: after.length - common, removed: before.length - common });
    }),
    { numRuns: 2_000 },
  );
});

test('edits stand in order with a common line between any two, and a pure one at its last place', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      let [oldAt, newAt] = [-1, -1];
      for (const { oldStart, oldEnd, newStart, newEnd } of editsOf(before, after)) {
        expect(oldStart).toBeGreaterThan(oldAt);
        expect(newStart - newAt).toBe(oldStart - oldAt);
        if (oldStart === oldEnd && newEnd < after.length) expect(after[newStart]).not.toBe(after[newEnd]);
        [oldAt, newAt] = [oldEnd, newEnd];
      }
    }),
    { numRuns: 1_000 },
  );
});

test('an empty side gives one edit, equal sides none', () => {
  expect(editsOf([], [])).toEqual([]);
  expect(editsOf(['a'], ['a'])).toEqual([]);
  expect(editsOf([], ['a', 'b'])).toEqual([{ oldStart: 0, oldEnd: 0, newStart: 0, newEnd: 2 }]);
  expect(hunksOf(editsOf([], ['a']), [], ['a'])).toEqual([
    { oldStart: 0, lines: [{ mark: '+', text: 'a' }] },
  ]);
});

test('git counts the same lines', () => {
  const random = fc.sample(fc.tuple(text, text), { numRuns: 25, seed: 7 });
  for (const [before, after] of random) {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    // Git sees a line of an empty list where the file would hold one empty line, so each line is closed.
    writeFileSync(from, before.map((line) => `${line}\n`).join(''));
    writeFileSync(to, after.map((line) => `${line}\n`).join(''));
    const output = gitNumbers(from, to);
    const { added, removed } = countOf(editsOf(before, after));
    expect(output).toEqual(added + removed === 0 ? '' : `${added}\t${removed}`);
  }
});

function gitNumbers(from: string, to: string): string {
  const words = ['diff', '--no-index', '--numstat', '--minimal', '--no-color', from, to];
  try {
    return execFileSync('git', words, { encoding: 'utf8' });
  } catch (error) {
    // Git ends with 1 where files differ.
    return String((error as { stdout: string }).stdout)
      .split('\t')
      .slice(0, 2)
      .join('\t');
  }
}

test('texts without an order in common, and a million lone hunks, cost a bounded number of steps', () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `line ${index}`);
  const turned = lines.toReversed();
  const budget = { left: 4_000_000 };
  const edits = diffLines(lines, turned, budget);
  expect(budget.left).toBeGreaterThan(-5_000);
  expect(applyHunks(lines, hunksOf(edits, lines, turned))).toEqual(turned);
  const many = Array.from({ length: 1_000_000 }, (_, index) => `${index >> 1}${index & 1}`);
  const holes = many.map((line, index) => (index % 2 === 0 ? line : `${line} other`));
  expect(editsOf(many, holes)).toHaveLength(500_000);
});
