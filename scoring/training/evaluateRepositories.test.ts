/** Evaluation of real git histories: what cannot be judged says why, and takes nothing from what can. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultModelFolder } from '../modelFolder.ts';
import { evaluateRepositories } from './evaluateRepositories.ts';
import { HistoryError } from './gitProcess.ts';
import { git, makeRepository, type TestCommit } from './testRepository.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A project of two authors, who write a file anew each week. */
const commitsOf = (count: number): TestCommit[] =>
  Array.from({ length: count }, (_, index) => ({
    day: index * 7,
    author: index % 3 === 0 ? 'bob' : 'ann',
    message: `Add part ${index}`,
    files: {
      [`source/part${index % 9}.ts`]: Array.from(
        { length: 1 + Math.floor(index / 9) },
        (_line, line) => `export const part${index}of${line} = read('${index * 31 + line}', ${line});\n`,
      ).join(''),
    },
  }));

test('histories without enough data give nulls and say why, beside one that is judged', async () => {
  const [whole, few, empty] = ['whole', 'few', 'empty'].map((name) => ({ name, path: join(folder, name) }));
  if (whole === undefined || few === undefined || empty === undefined) throw new Error('A name is gone.');
  makeRepository(whole.path, commitsOf(200));
  makeRepository(few.path, commitsOf(3));
  mkdirSync(empty.path);
  git(empty.path, 'init', '-q');
  const none = { name: 'none', path: join(folder, 'none') };
  const { repositories, mean, reliability } = await evaluateRepositories(
    [whole, none, few, empty],
    defaultModelFolder,
  );
  expect(Object.keys(repositories)).toEqual(['whole', 'none', 'few', 'empty']);
  expect(repositories['none']).toMatchObject({ judged: 0, reasons: { all: 'There is no git repository.' } });
  expect(repositories['empty']?.['reasons']).toEqual({ all: 'The repository has no commit yet.' });
  expect(repositories['few']).toMatchObject({ changes: 3, bug: { auc: null } });
  expect(Object.keys(repositories['few']?.['reasons'] ?? {})).toEqual(['all']);
  expect(Number(repositories['whole']?.['judged'])).toBeGreaterThan(50);
  expect(Object.keys(repositories['whole']?.['reasons'] ?? {})).toContain('bug');
  expect(Object.keys(repositories['whole']?.['reasons'] ?? {})).not.toContain('all');
  expect(mean['repositories']).toBe(2);
  expect(mean).not.toHaveProperty('reasons');
  expect(reliability.every(({ count }) => count > 0)).toBe(true);
});

test('nothing but what cannot be read is an error, nothing but an empty history is not', async () => {
  const none = { name: 'none', path: join(folder, 'nowhere') };
  await expect(evaluateRepositories([none], defaultModelFolder)).rejects.toThrow(HistoryError);
  const empty = { name: 'empty', path: join(folder, 'alsoEmpty') };
  mkdirSync(empty.path);
  git(empty.path, 'init', '-q');
  const { repositories, reliability } = await evaluateRepositories([empty], defaultModelFolder);
  expect(repositories['empty']).toMatchObject({ judged: 0, bug: { auc: null }, calibrationError: null });
  expect(reliability).toEqual([]);
});
