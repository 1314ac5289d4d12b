/** The attack bench over a small history made here: every attack keeps its bound under the shipped model. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultModelFolder, readTables } from '../modelFolder.ts';
import { openRepository } from '../training/gitHistory.ts';
import { makeRepository, type TestCommit } from '../training/testRepository.ts';
import { attackBench } from './bench.ts';
import { pieces, type TextEdit } from './variants.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-attack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const names = [
  'reference.ts',
  'patch.ts',
  'change/lineReader.ts',
  'history/history.ts',
  'diff/sparseFile.ts',
  'scorer.ts',
  'change/novelty.ts',
  'diff/renames.ts',
];
const sourceOf = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
/** Each file comes in halves, the second after all first ones. */
const commits = [0.5, 1].flatMap((share, round) =>
  names.map((name, index): TestCommit => {
    const lines = sourceOf(name).split('\n');
    const text = `${lines.slice(0, Math.floor(lines.length * share)).join('\n')}\n`;
    return {
      day: round * names.length + index,
      author: `author${index % 3}`,
      message: `Write ${name}`,
      files: { [`src/${name}`]: text },
    };
  }),
);

test('no attack on honest patches gains more than its bound', async () => {
  const path = join(folder, 'project');
  makeRepository(path, commits);
  const seen: number[] = [];
  const result = await attackBench(await openRepository(path), {
    model: readTables(defaultModelFolder),
    weights: [200_000, 400_000, 200_000, 200_000],
    patches: 12,
    onProgress: ({ done }) => seen.push(done),
  });
  expect(seen).toEqual(commits.map((_, index) => index + 1));
  expect(result.patches).toBeGreaterThanOrEqual(8);
  const failed = Object.entries(result.attacks).filter(([, { pass }]) => !pass);
  expect(failed).toEqual([]);
  expect(Object.keys(result.attacks).sort()).toEqual(
    [
      'blankLines',
      'copy',
      'differentComments',
      'documentationSpam',
      'generated',
      'generatedFunctions',
      'indent',
      'injection',
      'lockFile',
      'oneLiners',
      'ownRevert',
      'rename',
      'renamedCopy',
      'reorder',
      'sameComment',
      'shreds',
      'splitInTen',
      'vendored',
    ].sort(),
  );
});

test('the pieces of a change lead from its first text to its last', () => {
  const [before, after] = [sourceOf('scorer.ts'), sourceOf('patch.ts')];
  const honest: TextEdit[] = [
    { path: 'a.ts', before, after },
    { path: 'b.ts', before: null, after: sourceOf('scorer.ts') },
    { path: 'c.ts', before: sourceOf('scorer.ts'), after: null },
  ];
  const parts = pieces(honest, 10);
  expect(parts).toHaveLength(10);
  const standing = new Map<string, string | null>(honest.map((edit) => [edit.path, edit.before]));
  for (const edits of parts) {
    for (const edit of edits) {
      expect(edit.before).toBe(standing.get(edit.path));
      standing.set(edit.path, edit.after);
    }
  }
  expect([...standing]).toEqual(honest.map((edit) => [edit.path, edit.after]));
});
