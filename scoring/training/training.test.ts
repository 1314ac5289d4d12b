/** Training: the same data give the same model, constraints hold, and a history's outcomes are read right. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { featureIndex, features } from '../features.ts';
import { writeOnnx } from '../onnxFile.ts';
import { monotone, thresholdsOf } from './additive.ts';
import { readExamples, writeExamples } from './exampleFile.ts';
import { fitModel } from './fit.ts';
import { areaUnderCurve, rankCorrelation } from './measure.ts';
import { type Example, mine } from './mine.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Examples by a fixed rule in which long changes are fixed and built on more often. */
function examplesOf(project: string, count: number): Example[] {
  return Array.from({ length: count }, (_, index) => {
    const lines = 1 + ((index * 37) % 101);
    const values = features.map(() => 0);
    values[featureIndex.novelUnits] = lines;
    values[featureIndex.codeLines] = lines;
    values[featureIndex.testLines] = index % 3 === 0 ? (index * 7) % 40 : 0;
    return {
      project,
      features: values,
      linesChanged: lines,
      filesChanged: 1,
      fixedLater: lines > 60 && index % 4 !== 0 ? 1 : 0,
      adopters: Math.floor(lines / 20) + (index % 2),
      survivingLines: lines - (index % 5),
    };
  });
}

test('the same examples give the same bytes; the file of examples gives them again', () => {
  const mined = ['one', 'two'].map((project) => ({
    project,
    head: 'abc',
    commits: 500,
    examples: examplesOf(project, 500),
  }));
  const all = mined.flatMap(({ examples }) => examples);
  const model = fitModel(all);
  expect(writeOnnx(fitModel(structuredClone(all)))).toEqual(writeOnnx(model));
  const read = readExamples(writeExamples(mined));
  expect(read).toEqual(mined);
  expect(() => readExamples('a,b\n1,2\n')).toThrow('not the features');
});

test('a fitted head follows its constraint and its data', () => {
  const model = fitModel([...examplesOf('one', 500), ...examplesOf('two', 500)]);
  const own = model.entries[featureIndex.codeLines] ?? [];
  expect(own.length).toBeGreaterThan(3);
  for (let i = 1; i < own.length; i += 1) {
    expect(own[i]?.[0]).toBeLessThanOrEqual(own[i - 1]?.[0] ?? 0);
    expect(own[i]?.[2]).toBeGreaterThanOrEqual(own[i - 1]?.[2] ?? 0);
  }
  expect(own.at(-1)?.[0]).toBeLessThan(0);
  expect(own.at(-1)?.[2]).toBeGreaterThan(0);
});

test('monotone gives the nearest effects in one direction', () => {
  expect(monotone([1, 3, 2], [1, 1, 1], 1)).toEqual([1, 2.5, 2.5].map((n) => expect.closeTo(n, 6)));
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }),
      fc.constantFrom(1 as const, -1 as const),
      (effects, way) => {
        const result = monotone(
          effects,
          effects.map(() => 1),
          way,
        );
        for (let i = 1; i < result.length; i += 1)
          expect(((result[i] ?? 0) - (result[i - 1] ?? 0)) * way).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('thresholds leave enough examples on each side', () => {
  expect(thresholdsOf(Array.from({ length: 30 }, () => 5))).toEqual([1]);
  expect(thresholdsOf(Array.from({ length: 400 }, (_, i) => i % 10))).toEqual([1, 2, 3, 5, 8]);
});

test('figures of merit agree with their definitions', () => {
  expect(areaUnderCurve([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
  expect(areaUnderCurve([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
  expect(areaUnderCurve([1, 1, 1, 1], [0, 1, 0, 1])).toBe(0.5);
  expect(rankCorrelation([1, 2, 3], [10, 20, 90])).toBeCloseTo(1);
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1);
  expect(rankCorrelation([1, 1, 1], [3, 2, 1])).toBe(0);
});

test('reads from a history who built on a change, what was fixed, and what still stands', async () => {
  const git = (day: number, author: string, ...parameters: string[]) =>
    execFileSync(
      'git',
      ['-C', folder, '-c', `user.name=${author}`, '-c', 'user.email=a@example.org', ...parameters],
      {
        env: {
          ...process.env,
          GIT_AUTHOR_DATE: `${day * 86_400} +0000`,
          GIT_COMMITTER_DATE: `${day * 86_400} +0000`,
        },
      },
    );
  const commit = (day: number, author: string, subject: string, name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    git(day, author, 'add', name);
    git(day, author, 'commit', '-q', '-m', subject);
  };
  git(1, 'ann', 'init', '-q', '.');
  for (let i = 0; i < 50; i += 1)
    commit(10_000 + i, 'ann', 'Set up', 'start.ts', `const start${i} = begin(${i});\n`);
  const old = Array.from({ length: 6 }, (_, i) => `const step${i} = take(${i});`);
  commit(10_100, 'ann', 'Add steps', 'steps.ts', `${old.join('\n')}\n`);
  const mended = old.with(2, 'const step2 = retake(2, safely);');
  commit(10_200, 'bob', 'Fix a crash in step 2', 'steps.ts', `${mended.join('\n')}\n`);
  commit(10_300, 'cat', 'Extend', 'steps.ts', `${[...mended, 'const step6 = take(6);'].join('\n')}\n`);
  commit(10_900, 'ann', 'Later', 'start.ts', 'const later = true;\n');
  const { commits, examples } = await mine('own', join(folder, '.git'));
  expect(commits).toBe(54);
  expect(
    examples.map(({ fixedLater, adopters, survivingLines, linesChanged }) => [
      fixedLater,
      adopters,
      survivingLines,
      linesChanged,
    ]),
  ).toEqual([
    [1, 2, 5, 6],
    [0, 0, 1, 2],
    [0, 0, 1, 1],
  ]);
});
