/** Series of patches: netting gives what leads from the first text to the last, and nothing that was taken back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PatchFile } from '../patch.ts';
import { hunksOf } from './hunks.ts';
import { changeBudget, diffLines } from './lineDiff.ts';
import { netSeries } from './netSeries.ts';
import { applyHunks } from './testApply.ts';

function patch(before: readonly string[] | null, after: readonly string[] | null, path = 'a.ts'): PatchFile {
  const [old, current] = [before ?? [], after ?? []];
  return {
    path,
    oldPath: path,
    change: before === null ? 'add' : after === null ? 'delete' : 'modify',
    hunks: hunksOf(diffLines(old, current, changeBudget()), old, current),
    added: 0,
    removed: 0,
  };
}

const line = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const text = fc.array(line, { maxLength: 30 });
/** A few places of a text get other lines. */
const steps = fc.array(
  fc.array(fc.tuple(fc.nat(30), fc.nat(2), fc.array(line, { maxLength: 2 })), { maxLength: 3 }),
  {
    minLength: 2,
    maxLength: 4,
  },
);

test('the net change of a series leads from its first text to its last', () => {
  fc.assert(
    fc.property(text, steps, (first, changes) => {
      const texts = [first];
      for (const change of changes) {
        const next = [...(texts.at(-1) ?? [])];
        for (const [at, count, lines] of change) next.splice(at, count, ...lines);
        texts.push(next);
      }
      const patches = changes.map((_, index) => patch(texts[index] ?? [], texts[index + 1] ?? []));
      const [net, ...others] = netSeries(patches);
      expect(others).toEqual([]);
      expect(applyHunks(first, net?.hunks ?? [])).toEqual(texts.at(-1));
    }),
    { numRuns: 2_000 },
  );
});

test('what a series takes back leaves no trace', () => {
  const one = ['a', 'b', 'c'];
  const [undone] = netSeries([patch(one, ['a', 'x', 'y', 'b', 'c']), patch(['a', 'x', 'y', 'b', 'c'], one)]);
  expect(undone).toMatchObject({ change: 'modify', hunks: [], added: 0, removed: 0 });
  expect(netSeries([patch(null, one), patch(one, null)])).toEqual([]);
});

test('a file that comes, moves and grows is one new file', () => {
  const files = netSeries([
    patch(null, ['a', 'b'], 'old.ts'),
    { ...patch(['a', 'b'], ['a', 'b', 'c'], 'new.ts'), oldPath: 'old.ts', change: 'rename' },
    patch(['a', 'b', 'c'], ['a', 'd', 'c'], 'new.ts'),
  ]);
  expect(files).toHaveLength(1);
  expect(files[0]).toMatchObject({ path: 'new.ts', change: 'add', added: 3, removed: 0 });
  expect(files[0]?.hunks).toEqual([
    { oldStart: 0, lines: ['a', 'd', 'c'].map((own) => ({ mark: '+', text: own })) },
  ]);
});

test('a file that is deleted and comes again is changed', () => {
  const files = netSeries([patch(['a', 'b'], null), patch(null, ['b', 'c'])]);
  expect(files).toHaveLength(1);
  expect(files[0]).toMatchObject({ change: 'modify', added: 2, removed: 2 });
});

test('a patch that names each file once stays as it is', () => {
  const files = [patch(['a'], ['b'], 'one.ts'), patch(['a'], ['b'], 'two.ts')];
  expect(netSeries(files)).toBe(files);
});

test('hunks that fit nothing are refused no text and end', () => {
  const far: PatchFile = {
    ...patch(null, ['a']),
    hunks: [{ oldStart: 900, lines: [{ mark: '-', text: 'z' }] }],
  };
  expect(netSeries([patch(null, ['a']), { ...far, change: 'modify' }])).toMatchObject([
    { added: 1, removed: 0 },
  ]);
});
