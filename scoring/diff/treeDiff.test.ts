/** The diff of trees: kinds of change, renames, line ends, binaries, and agreement with what git prints and the parser reads. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type PatchFile, parsePatch } from '../patch.ts';
import { FILE_BYTES_MAX, type FileVersion, type PathEdit } from './fileVersion.ts';
import { diffTrees } from './treeDiff.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-tree-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array, more: Partial<FileVersion> = {}): FileVersion {
  const bytes = Buffer.from(content);
  return { kind: 'file', isExecutable: false, id: bytes.toString('hex'), content: bytes, ...more };
}

function edit(path: string, before: string | null, after: string | null): PathEdit {
  return {
    path,
    before: before === null ? null : file(before),
    after: after === null ? null : file(after),
  };
}

const short = ({ path, oldPath, change, added, removed }: PatchFile) => [
  change,
  oldPath,
  path,
  added,
  removed,
];
const text = (name: string, count = 12) =>
  Array.from({ length: count }, (_, index) => `const ${name}${index} = make${name}(${index});\n`).join('');

test('what happens to a file is told apart', () => {
  const link = file('target', { kind: 'link' });
  const files = diffTrees([
    edit('new.ts', null, 'a\nb\n'),
    edit('gone.ts', 'c\nd\ne\n', null),
    edit('same.ts', 'f\ng\n', 'f\nh\n'),
    edit('untouched.ts', 'x\n', 'x\n'),
    { path: 'mode.sh', before: file('x\n'), after: file('x\n', { isExecutable: true }) },
    { path: 'link', before: link, after: file('other', { kind: 'link' }) },
    { path: 'module', before: null, after: file('0123', { kind: 'module', content: null }) },
    { path: 'picture.png', before: file('\0one'), after: file('\0two') },
    { path: 'absent.ts', before: file('x\n'), after: file('y\n', { content: null }) },
    { path: 'large.ts', before: file('x\n'), after: file(new Uint8Array(FILE_BYTES_MAX + 1).fill(65)) },
  ]);
  expect(files.map(short)).toEqual([
    ['binary', 'absent.ts', 'absent.ts', 0, 0],
    ['delete', 'gone.ts', 'gone.ts', 0, 3],
    ['binary', 'large.ts', 'large.ts', 0, 0],
    ['binary', 'link', 'link', 0, 0],
    ['mode', 'mode.sh', 'mode.sh', 0, 0],
    ['binary', 'module', 'module', 0, 0],
    ['add', 'new.ts', 'new.ts', 2, 0],
    ['binary', 'picture.png', 'picture.png', 0, 0],
    ['modify', 'same.ts', 'same.ts', 1, 1],
  ]);
});

test('line ends, a byte-order mark and the end of the last line are no part of a line', () => {
  const files = diffTrees([
    edit('ends.ts', 'a\nb\nc\n', 'a\r\nb\r\nc\r\n'),
    edit('last.ts', 'a\nb', 'a\nb\n'),
    edit('mark.ts', 'a\n', '\ufeffa\n'),
    edit('blank.ts', 'a\n  b\n', 'a\n    b\n'),
    { path: 'latin.ts', before: file('a\n'), after: file(Uint8Array.of(97, 10, 0xe9, 10)) },
  ]);
  expect(files.map(({ path, added, removed }) => [path, added, removed])).toEqual([
    ['blank.ts', 1, 1],
    ['ends.ts', 0, 0],
    ['last.ts', 0, 0],
    ['latin.ts', 1, 0],
    ['mark.ts', 0, 0],
  ]);
});

test('a file that moves, changed or not, is a rename of the most similar one', () => {
  const [left, right] = [text('left'), text('right')];
  const changed = right.replace('makeright(3)', 'makeright(33)');
  const files = diffTrees([
    edit('a/left.ts', left, null),
    edit('a/right.ts', right, null),
    edit('b/left.ts', null, left),
    edit('b/right.ts', null, changed),
    edit('b/other.ts', null, text('other')),
    edit('empty.ts', '', null),
    edit('void.ts', null, ''),
  ]);
  expect(files.map(short)).toEqual([
    ['rename', 'a/left.ts', 'b/left.ts', 0, 0],
    ['add', 'b/other.ts', 'b/other.ts', 12, 0],
    ['rename', 'a/right.ts', 'b/right.ts', 1, 1],
    ['delete', 'empty.ts', 'empty.ts', 0, 0],
    ['add', 'void.ts', 'void.ts', 0, 0],
  ]);
});

test('of several equal files each takes the one of its own name', () => {
  const same = text('same');
  const files = diffTrees([
    edit('old/one.ts', same, null),
    edit('old/two.ts', same, null),
    edit('new/two.ts', null, same),
    edit('new/one.ts', null, same),
  ]);
  expect(files.map(short)).toEqual([
    ['rename', 'old/one.ts', 'new/one.ts', 0, 0],
    ['rename', 'old/two.ts', 'new/two.ts', 0, 0],
  ]);
});

test('the order in which edits are given does not matter', () => {
  const edits = [
    edit('z.ts', text('one'), null),
    edit('y.ts', text('one'), null),
    edit('x.ts', null, text('one')),
  ];
  expect(diffTrees(edits)).toEqual(diffTrees(edits.toReversed()));
});

test('two thousand files without a line in common end soon', () => {
  const edits = Array.from({ length: 2_000 }, (_, index) =>
    index % 2 === 0
      ? edit(`${index}.ts`, text(`old${index}`), null)
      : edit(`${index}.ts`, null, text(`new${index}`)),
  );
  expect(diffTrees(edits)).toHaveLength(2_000);
});

test('a patch that git prints reads as the same files and hunks', () => {
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-C', folder, ...words]);
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const before = {
    'one.ts': text('one', 60),
    'sub/two.ts': text('two', 30),
    'three.md': '# Three\n\nWords here.\n',
  };
  const after = {
    'one.ts': text('one', 60)
      .replace('makeone(7)', 'makeone(8)')
      .replace('makeone(40);\n', 'makeone(40);\nadd();\n'),
    'sub/moved.ts': `${text('two', 30)}last();\n`,
    'four.ts': text('four', 3),
  };
  git('init', '-q');
  for (const [path, content] of Object.entries(before)) write(path, content);
  git('add', '.');
  git('commit', '-qm', 'before');
  for (const path of Object.keys(before)) rmSync(join(folder, path));
  for (const [path, content] of Object.entries(after)) write(path, content);
  git('add', '.');
  const printed = parsePatch(git('diff', '--cached', '-M', '--minimal'));
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const contentOf = (tree: Record<string, string>, path: string) => tree[path] ?? null;
  const own = diffTrees(paths.map((path) => edit(path, contentOf(before, path), contentOf(after, path))));
  const inOrder = (files: readonly PatchFile[]) => files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  expect(inOrder(own)).toEqual(inOrder(printed.files));
});
