/** Training: the same data give the same model, constraints hold, figures are right where they are known. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { changeFeatures } from '../change/changeFeatures.ts';
import { featureIndex } from '../features.ts';
import { explain } from '../reference.ts';
import { fitAdditive, intervalOf, monotone, thresholdsOf } from './boosting.ts';
import {
  changeTableHeader,
  changeTableRow,
  changeTableTop,
  type MinedProject,
  readChangeTable,
} from './changeTable.ts';
import { calibrationError, figuresOf, judge, reliabilityOf } from './evaluate.ts';
import { fitModel, judgedChanges, quantityOf } from './fit.ts';
import { areaUnderCurve, rankCorrelation } from './measure.ts';
import type { MinedChange } from './mineChanges.ts';
import { summarize } from './summary.ts';
import { trainModel } from './train.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-training-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DAY = 86_400;
const placeOf = (id: string) => changeFeatures.findIndex((feature) => feature.id === id);

/** Changes by a fixed rule: branched code is fixed later, symbols and many words are built on. */
function projectOf(name: string, count: number, seed = 1): MinedProject {
  let state = seed;
  const draw = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const changes = Array.from({ length: count }, (_, change): MinedChange => {
    const [lines, branches, symbols] = [1 + draw(100), draw(600), draw(12)];
    const features = changeFeatures.map(({ min }) => Math.max(0, min));
    for (const [id, value] of [
      ['novelCode', lines],
      ['codeLines', lines],
      ['codeFiles', 1],
      ['branchDensity', branches],
      ['newSymbols', symbols],
      ['isHistoryKnown', 1],
    ] as const)
      features[placeOf(id)] = value;
    const fixes = draw(1_000) < branches ? 1 : 0;
    return {
      id: change.toString(16).padStart(40, '0'),
      change: change + 100,
      seconds: 1_500_000_000 + change * DAY,
      author: draw(9),
      isBot: false,
      isMerge: false,
      isRevert: false,
      isFix: draw(3) === 0,
      language: 0,
      features,
      units: lines,
      linesAdded: lines + draw(30),
      linesRemoved: 0,
      files: 1,
      daysAhead: 1_000,
      labels: {
        lines,
        standing90: lines,
        standing180: lines,
        standing365: lines,
        fixes,
        fixedLines: fixes,
        reverted: 0,
        adoptersByLines: draw(12) < symbols ? 1 : 0,
        adoptersBySymbols: draw(12) < symbols ? 2 : 0,
        adoptersByFiles: 1,
      },
    };
  });
  return { name, head: name.repeat(3), changes };
}

const projects = [projectOf('one', 900, 3), projectOf('two', 900, 17), projectOf('three', 900, 29)];

test('the same projects give the same files, in whatever order; the file of changes gives them again', () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  trainModel(projects.slice(0, 2), first);
  trainModel([...projects.slice(0, 2)].reverse(), second);
  for (const name of ['contribution.onnx', 'tables.json', 'evaluation.json', 'figures.json', 'card.md']) {
    expect(existsSync(join(first, name)), name).toBe(true);
    expect(readFileSync(join(second, name)).equals(readFileSync(join(first, name))), name).toBe(true);
  }
  const [project] = projects;
  if (project === undefined) throw new Error('There is no project.');
  const text = [
    changeTableTop(project.head),
    changeTableHeader,
    ...project.changes.map(changeTableRow),
    '',
  ].join('\n');
  expect(readChangeTable('one', text)).toEqual(project);
  expect(() => readChangeTable('one', 'a,b\n1,2\n')).toThrow('no changes');
  expect(() => readChangeTable('one', `${text}1,2\n`)).toThrow('whole number');
});

test('a fitted model finds what decides, in the direction that is allowed, and stays in range', () => {
  const fitted = fitModel(projects.slice(0, 2));
  const [, , held] = projects;
  if (held === undefined) throw new Error('There is no project.');
  const judged = judge(fitted, held);
  const figures = figuresOf(held, judged);
  expect(figures.bug.auc).toBeGreaterThan(0.7);
  expect(figures.bug.auc).toBeGreaterThan((figures.bug.aucLoc ?? 1) + 0.15);
  expect(figures.adoption.symbols.spearman).toBeGreaterThan((figures.adoption.symbols.loc ?? 1) + 0.3);
  expect(figures.calibrationError).toBeLessThan(0.08);
  const own = fitted.model.entries[featureIndex.branchDensity] ?? [];
  for (let i = 1; i < own.length; i += 1) expect(own[i]?.[0]).toBeLessThanOrEqual(own[i - 1]?.[0] ?? 0);
  for (const { scores } of judged)
    for (const score of scores) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(10_000);
    }
});

test('where nothing is new every score is 0; quantity is concave and never falls', () => {
  const { model } = fitModel(projects);
  expect(
    explain(
      model,
      model.features.map(() => 0),
    ).scores,
  ).toEqual([0, 0, 0, 0]);
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), (a, b) => {
      expect(quantityOf(a + b)).toBeGreaterThanOrEqual(quantityOf(a));
      expect(quantityOf(a + b)).toBeLessThanOrEqual(quantityOf(a) + quantityOf(b) + 1);
    }),
  );
  expect([quantityOf(0), quantityOf(4_000), quantityOf(9_000)]).toEqual([0, 10_000, 10_000]);
});

test('a project’s habit is no merit: shapes are those of the changes', () => {
  const rows = 4_000;
  const feature = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const groups = Uint8Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 0 : 1));
  // The second project is fixed far more often, and has the feature set more often.
  const skewed = feature.map((value, row) => (groups[row] === 1 && row % 4 !== 0 ? 1 : value));
  const targets = Float64Array.from({ length: rows }, (_, row) => (groups[row] === 1 ? 1 : 0));
  const { shapes } = fitAdditive(
    { columns: [skewed], groups, targets, weights: new Float64Array(rows).fill(1) },
    { loss: 'squared', directions: new Map([[0, 0]]), kept: 1 },
  );
  const [first = 0, second = 0] = shapes[0]?.effects ?? [];
  expect(Math.abs(second - first)).toBeLessThan(0.05);
});

test('thresholds rise, keep the unknown apart, and leave enough on both sides', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 60 }), { minLength: 1, maxLength: 2_000 }), (values) => {
      const column = Int32Array.from(values);
      const thresholds = thresholdsOf(column);
      for (let i = 1; i < thresholds.length; i += 1)
        expect(thresholds[i]).toBeGreaterThan(thresholds[i - 1] ?? 0);
      const counts = Array.from({ length: thresholds.length + 1 }, () => 0);
      for (const value of column)
        counts[intervalOf(thresholds, value)] = (counts[intervalOf(thresholds, value)] ?? 0) + 1;
      if (thresholds.length > 0) for (const count of counts) expect(count).toBeGreaterThan(0);
      expect(thresholds.every((threshold) => threshold >= 0)).toBe(true);
    }),
  );
});

test('pooling keeps the direction and the weighted mean', () => {
  const numbers = fc.array(
    fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.integer({ min: 1, max: 9 })),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(numbers, fc.constantFrom(1 as const, -1 as const), (pairs, direction) => {
      const [effects, weights] = [pairs.map(([effect]) => effect), pairs.map(([, weight]) => weight)];
      const pooled = monotone(effects, weights, direction);
      const mean = (list: readonly number[]) =>
        list.reduce((sum, effect, i) => sum + effect * (weights[i] ?? 0), 0);
      for (let i = 1; i < pooled.length; i += 1)
        expect(((pooled[i] ?? 0) - (pooled[i - 1] ?? 0)) * direction).toBeGreaterThanOrEqual(-1e-9);
      expect(mean(pooled)).toBeCloseTo(mean(effects), 5);
    }),
  );
});

test('figures of merit are those of the definitions', () => {
  expect(areaUnderCurve([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
  expect(areaUnderCurve([1, 1, 1, 1], [0, 1, 0, 1])).toBe(0.5);
  expect(rankCorrelation([1, 2, 3], [9, 8, 7])).toBeCloseTo(-1);
  const sure = Array.from({ length: 100 }, (_, i) => ({
    probability: i < 50 ? 0 : 1,
    outcome: (i < 50 ? 0 : 1) as 0 | 1,
  }));
  expect(calibrationError(sure)).toBe(0);
  expect(calibrationError(sure.map((one) => ({ ...one, probability: 1 - one.probability })))).toBe(1);
  expect(reliabilityOf(sure).map(({ observed }) => observed)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
});

test('too little gives nulls, not nonsense; intervals hold their figure', () => {
  const small = projectOf('small', 20);
  const fitted = fitModel(projects);
  const { repositories } = summarize([{ project: small, judged: judge(fitted, small), since: 0 }]);
  expect(repositories['small']).toMatchObject({
    judged: 20,
    bug: { auc: null, aucLoc: null, aucWithinSizeQuintiles: null },
    adoption: { lines: { spearman: null }, symbols: { spearman: null } },
    calibrationError: null,
    fairness: { newcomer: { ratio: null, gap: null } },
  });
  const empty = summarize([{ project: { name: 'none', head: '', changes: [] }, judged: [], since: 0 }]);
  expect(empty.repositories['none']).toMatchObject({ judged: 0, nothingNew: null });
  const [one] = projects;
  if (one === undefined) throw new Error('There is no project.');
  const { bug } = summarize([{ project: one, judged: judge(fitted, one), since: 0 }]).repositories['one'] as {
    bug: { auc: number; aucInterval: [number, number] };
  };
  expect(bug.auc).toBeGreaterThan(bug.aucInterval[0]);
  expect(bug.auc).toBeLessThan(bug.aucInterval[1]);
  expect(judgedChanges(one)).toHaveLength(900);
});
