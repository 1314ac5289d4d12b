/** Mining: labels of histories whose outcomes are known, features as scorers would find them, and repositories that are broken. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { changeFeatures } from '../change/changeFeatures.ts';
import { extractChange } from '../change/extractChange.ts';
import { readChange } from '../change/readChange.ts';
import { History } from '../history/history.ts';
import { parsePatch } from '../patch.ts';
import { openRepository } from './gitHistory.ts';
import { HistoryError } from './gitProcess.ts';
import { type MinedChange, mineChanges } from './mineChanges.ts';
import { mineFile } from './mineFile.ts';
import { git, makeRepository, type TestCommit } from './testRepository.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-mine-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const freshFolder = () => join(folder, `repository${count++}`);

async function mined(commits: readonly TestCommit[]): Promise<MinedChange[]> {
  const path = freshFolder();
  makeRepository(path, commits);
  const rows: MinedChange[] = [];
  for await (const row of mineChanges(await openRepository(path))) rows.push(row);
  return rows;
}

const step = (index: number) => `const step${index} = take(${index}, from${index});\n`;
const steps = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, index) => step(from + index)).join('');

describe('labels', () => {
  test('lines stand until a later change removes them, and count by the days they stood', async () => {
    const rows = await mined([
      { day: 0, author: 'ann', message: 'Add', files: { 'a.ts': steps(0, 10) } },
      { day: 60, author: 'ann', message: 'Cut', files: { 'a.ts': steps(0, 9) } },
      { day: 150, author: 'ann', message: 'Cut', files: { 'a.ts': steps(0, 7) } },
      { day: 300, author: 'ann', message: 'Cut', files: { 'a.ts': steps(0, 4) } },
      { day: 400, author: 'ann', message: 'Cut', files: { 'a.ts': '' } },
    ]);
    expect(rows[0]?.labels).toMatchObject({ lines: 10, standing90: 9, standing180: 7, standing365: 4 });
    expect(rows.map(({ daysAhead }) => daysAhead)).toEqual([400, 340, 250, 100, 0]);
  });

  test('a fix lays blame on the change whose lines of code it removes, within a year', async () => {
    const bent = (index: number, message: string, day: number): TestCommit => {
      const text = [0, 1, 2, 3]
        .map((own) => (own <= index ? `mend${own}(step${own});\n` : step(own)))
        .join('');
      return { day, author: 'bob', message, files: { 'a.ts': text } };
    };
    const rows = await mined([
      { day: 0, author: 'ann', message: 'Add', files: { 'a.ts': steps(0, 4) } },
      bent(0, 'Tidy up', 10),
      bent(1, 'fix: a crash', 20),
      bent(2, 'Fix a crash without a number', 30),
      bent(3, 'Fix a leak (#12)', 364),
    ]);
    expect(rows.map(({ labels }) => [labels.fixes, labels.fixedLines])).toEqual([
      [2, 2],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const late = await mined([
      { day: 0, author: 'ann', message: 'Add', files: { 'a.ts': steps(0, 4) } },
      { ...bent(1, 'fix: a crash', 366) },
    ]);
    expect(late[0]?.labels.fixes).toBe(0);
  });

  test('others adopt by building near, by using symbols, and by touching files; the author and bots do not', async () => {
    const body = steps(0, 8).replaceAll('const', '  const');
    const base = `export function started(at) {\n${body}}\n`;
    const near = base.replace(step(6), `${step(6)}  near(at);\n`);
    const rows = await mined([
      { day: 0, author: 'ann', message: 'Add', files: { 'a.ts': base, 'far.ts': steps(50, 70) } },
      { day: 10, author: 'bob', message: 'Build near', files: { 'a.ts': near } },
      { day: 20, author: 'cat', message: 'Use', files: { 'b.ts': 'started(now);\n' } },
      { day: 30, author: 'ann', message: 'Use', files: { 'c.ts': 'started(later);\n' } },
      { day: 40, author: 'renovate[bot]', message: 'Bump', files: { 'a.ts': `${near}bump(started);\n` } },
      { day: 50, author: 'dan', message: 'Note', files: { 'far.ts': `// note\n${steps(50, 70)}` } },
    ]);
    expect(rows[0]?.labels).toMatchObject({ adoptersByLines: 1, adoptersBySymbols: 1, adoptersByFiles: 2 });
    expect(rows[4]).toMatchObject({ isBot: true, author: 3 });
  });

  test('reverts are found by id and by subject', async () => {
    const path = freshFolder();
    const commits = [
      { day: 0, author: 'ann', message: 'Add one (#1)', files: { 'a.ts': steps(0, 2) } },
      { day: 1, author: 'ann', message: 'Add two', files: { 'b.ts': steps(2, 4) } },
      { day: 2, author: 'bob', message: 'Revert "Add one (#1)"', files: { 'a.ts': null } },
    ];
    makeRepository(path, commits);
    const id = git(path, 'rev-parse', 'HEAD~1').trim();
    const rows = await mined([
      ...commits,
      {
        day: 3,
        author: 'bob',
        message: `Undo\n\nThis reverts commit ${id.slice(0, 12)}.`,
        files: { 'b.ts': null },
      },
    ]);
    expect(rows.map(({ labels, isRevert }) => [labels.reverted, isRevert])).toEqual([
      [1, false],
      [1, false],
      [0, true],
      [0, true],
    ]);
  });
});

test('a merge is one change, by whoever made most of its branch', async () => {
  const rows = await mined([
    { day: 0, author: 'ann', message: 'Start', files: { 'a.ts': steps(0, 3) } },
    { day: 1, author: 'bob', message: 'fix: one', files: { 'b.ts': steps(3, 5) }, parent: 0 },
    { day: 2, author: 'bob', message: 'Two', files: { 'b.ts': steps(3, 6) } },
    { day: 3, author: 'ann', message: 'Meanwhile', files: { 'c.ts': steps(6, 7) }, parent: 0 },
    { day: 4, author: 'ann', message: 'Merge', files: { 'b.ts': steps(3, 6) }, merges: 2 },
  ]);
  expect(rows.map(({ author, isMerge, linesAdded }) => [author, isMerge, linesAdded])).toEqual([
    [0, false, 3],
    [0, false, 1],
    [1, true, 3],
  ]);
});

/** A history with moves, renames, two languages and hunks that lie near each other. */
const winding: readonly TestCommit[] = [
  {
    day: 0,
    author: 'ann',
    message: 'Start',
    files: { 'a.ts': steps(0, 30), 'b.py': 'def run(a):\n    """Text."""\n    return a\n' },
  },
  {
    day: 5,
    author: 'bob',
    message: 'fix: bend',
    files: { 'a.ts': steps(0, 30).replace(step(7), 'bend(seven);\n').replace(step(11), '') },
  },
  {
    day: 9,
    author: 'cat',
    message: 'Move',
    files: { 'a.ts': null, 'src/a.ts': `${steps(12, 30)}added(here);\n${steps(0, 7)}` },
  },
  {
    day: 12,
    author: 'bob',
    message: 'Grow',
    files: {
      'b.py': 'def run(a, b):\n    """Text."""\n    if a:\n        return b\n    return a\n',
      'c.md': '# Words\n\nSome of them.\n',
    },
  },
];

test('features are those of the patches that git prints, taken by the same extractor in the same history', async () => {
  const path = freshFolder();
  makeRepository(path, winding);
  const rows = await mined(winding);
  const history = new History();
  const ids = git(path, 'rev-list', '--reverse', 'HEAD').trim().split('\n');
  ids.forEach((id, index) => {
    const text = git(path, 'show', '--format=', '-M', '--minimal', id);
    const change = readChange(parsePatch(Buffer.from(text)).files, history);
    const { values, units } = extractChange(change, history);
    expect(changeFeatures.map((feature) => values[feature.id])).toEqual(rows[index]?.features);
    expect(units).toBe(rows[index]?.units);
    history.apply(change, rows[index]?.author ?? 0);
  });
});

test('two runs write the same bytes, from a bare repository and from a work tree', async () => {
  const [bare, work] = [freshFolder(), freshFolder()];
  makeRepository(bare, winding);
  makeRepository(work, winding, false);
  const outs = ['one.csv', 'two.csv', 'three.csv'].map((name) => join(folder, name));
  const seen: number[] = [];
  await mineFile(bare, outs[0] ?? '', ({ done }) => seen.push(done));
  await mineFile(bare, outs[1] ?? '');
  const { changes, authors, head } = await mineFile(work, outs[2] ?? '');
  const [one = '', two, three] = outs.map((out) => readFileSync(out, 'utf8'));
  expect(two).toBe(one);
  expect(three).toBe(one);
  expect(seen).toEqual([1, 2, 3, 4]);
  expect([changes, authors, head.length]).toEqual([4, 3, 40]);
  const lines = one.trimEnd().split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe(`# changes up to ${head}`);
  for (const { id } of changeFeatures) expect(lines[1]?.split(',')).toContain(id);
  for (const line of lines.slice(2)) expect(line).toMatch(/^[0-9a-f]{40}(?:,-?\d+)+$/);
});

describe('a repository that', () => {
  const failure = async (path: string) => {
    const out = join(folder, 'never.csv');
    const error = await mineFile(path, out).catch((thrown: unknown) => thrown);
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
    return error instanceof HistoryError ? error.code : error;
  };
  const objectPath = (path: string, id: string) => join(path, 'objects', id.slice(0, 2), id.slice(2));

  test('is none is refused', async () => {
    const path = freshFolder();
    mkdirSync(path);
    expect(await failure(path)).toBe('noRepository');
    expect(await failure(join(path, 'nowhere'))).toBe('noRepository');
  });

  test('is empty is refused', async () => {
    const path = freshFolder();
    mkdirSync(path);
    git(path, 'init', '-q', '--bare');
    expect(await failure(path)).toBe('emptyHistory');
  });

  test('is cut off is refused', async () => {
    const [whole, cut] = [freshFolder(), freshFolder()];
    makeRepository(whole, winding);
    git(folder, 'clone', '-q', '--bare', '--depth', '2', `file://${whole}`, cut);
    expect(await failure(cut)).toBe('shallowHistory');
  });

  test('lacks a tree is refused when git meets it', async () => {
    const path = freshFolder();
    makeRepository(path, winding);
    rmSync(objectPath(path, git(path, 'rev-parse', 'HEAD~2^{tree}').trim()));
    expect(await failure(path)).toBe('gitFailed');
  });

  test('lacks a blob is mined without the lines of its file', async () => {
    const path = freshFolder();
    makeRepository(path, winding);
    rmSync(objectPath(path, git(path, 'rev-parse', 'HEAD~1:src/a.ts').trim()));
    const out = join(folder, 'lacking.csv');
    expect(await mineFile(path, out)).toMatchObject({ changes: 4, absentPaths: ['src/a.ts'] });
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(6);
  });
});

test('what cannot be written is said at once, and nothing is left behind', async () => {
  const path = freshFolder();
  makeRepository(path, winding);
  await expect(mineFile(path, join(folder, 'no', 'folder.csv'))).rejects.toThrow('ENOENT');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});
