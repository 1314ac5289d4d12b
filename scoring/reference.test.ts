/** The arbiter: rows, sums, Merkle paths, and the range that the model's tables promise. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCORE_MAX } from './attestation.ts';
import { featureIndex, features } from './features.ts';
import { defaultModelFolder, readTables } from './modelFolder.ts';
import {
  allRows,
  explain,
  FEATURE_END,
  FEATURE_MIN,
  type Row,
  rowPath,
  rowsFor,
  scoreOfRows,
  tablesRoot,
  verifyRow,
} from './reference.ts';

const model = readTables(defaultModelFolder);
const vector = fc.tuple(...features.map(({ min, max }) => fc.integer({ min, max })));
const root = tablesRoot(model);
const rows = allRows(model);

test('rows and bias add up to the scores exactly', () => {
  fc.assert(
    fc.property(vector, (values) => {
      const { bias, rows: reasons, scores } = explain(model, values);
      for (const k of [0, 1, 2, 3] as const) {
        expect(reasons.reduce((sum, { entries }) => sum + entries[k], bias[k])).toBe(scores[k]);
      }
      expect(reasons.map(({ value }) => value)).toEqual(values);
    }),
  );
});

test('intervals of each feature meet without gap or overlap from end to end', () => {
  features.forEach((_, feature) => {
    const own = rows.filter((row) => row.feature === feature);
    expect(own[0]?.from).toBe(FEATURE_MIN);
    expect(own.at(-1)?.to).toBe(FEATURE_END);
    for (let i = 1; i < own.length; i += 1) expect(own[i]?.from).toBe(own[i - 1]?.to);
  });
});

test('the edges of an interval select its row', () => {
  for (const row of rows) {
    for (const value of [row.from, row.to - 1]) {
      const values = features.map((_, feature) => (feature === row.feature ? value : 0));
      expect(rowsFor(model, values)[row.feature]).toEqual(row);
    }
  }
});

test('rejects: rows that are missing, double, or do not cover their feature', () => {
  const values = features.map(() => 3);
  const good = rowsFor(model, values);
  const first = good[0];
  const other = rows.find((row) => row.feature === 1 && row.from > 3);
  if (!first || !other) throw new Error('The model has too few rows for this test.');
  expect(scoreOfRows(model.bias, good, values)).not.toBeNull();
  expect(scoreOfRows(model.bias, [...good].reverse(), values)).toEqual(scoreOfRows(model.bias, good, values));
  const cases: Row[][] = [
    good.slice(1),
    [...good, first],
    good.map((row, index) => (index === 1 ? first : row)),
    good.map((row, index) => (index === 1 ? other : row)),
    good.map((row, index) => (index === 1 ? { ...row, feature: features.length } : row)),
  ];
  for (const bad of cases) expect(scoreOfRows(model.bias, bad, values)).toBeNull();
  expect(scoreOfRows([0, 0, 0], good, values)).toBeNull();
  expect(() => rowsFor(model, values.slice(1))).toThrow(RangeError);
  expect(() => rowsFor(model, [0.5, ...values.slice(1)])).toThrow(RangeError);
  expect(() => rowsFor(model, [FEATURE_END, ...values.slice(1)])).toThrow(RangeError);
});

test('a path proves its row, and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(rows.length - 1), fc.nat(rows.length - 1), fc.nat(3), (at, elsewhere, dimension) => {
      const row = rows[at];
      if (!row) throw new Error('No such row.');
      const { index, siblings } = rowPath(model, row);
      expect(index).toBe(at);
      expect(verifyRow(root, rows.length, row, index, siblings)).toBe(true);
      const entries = row.entries.map((entry, k) => (k === dimension ? entry + 1 : entry)) as Row['entries'];
      expect(verifyRow(root, rows.length, { ...row, entries }, index, siblings)).toBe(false);
      expect(verifyRow(root, rows.length, { ...row, to: row.to - 1 }, index, siblings)).toBe(false);
      expect(verifyRow(root, rows.length, row, elsewhere, siblings)).toBe(elsewhere === at);
      expect(verifyRow(root, rows.length, row, index, siblings.slice(1))).toBe(false);
      expect(verifyRow(root, rows.length, row, index + 2 ** 20, siblings)).toBe(false);
    }),
    { numRuns: 40 },
  );
});

test('one changed entry changes the root', () => {
  const changed = structuredClone(model);
  const entry = changed.entries[featureIndex.codeLines]?.[2];
  if (!entry) throw new Error('The model has too few rows for this test.');
  entry[3] += 1;
  expect(tablesRoot(changed)).not.toEqual(root);
});

test('scores lie in range by construction, for every vector of either kind', () => {
  const documentFrom = featureIndex.documentPhrases;
  const quantity = [featureIndex.quantityBefore, featureIndex.quantityAfter];
  for (const isDocument of [false, true]) {
    for (const k of [0, 2, 3] as const) {
      let least = model.bias[k];
      let greatest = model.bias[k];
      model.entries.forEach((own, feature) => {
        if (quantity.includes(feature)) return;
        const isFree = feature === featureIndex.isDocument || feature >= documentFrom === isDocument;
        const fixed = feature === featureIndex.isDocument ? (isDocument ? 1 : 0) : 0;
        // Where there is new work; without it all is 0 and the next test holds.
        const usable =
          feature === featureIndex.novelUnits
            ? own.slice(1)
            : isFree && feature !== featureIndex.isDocument
              ? own
              : own.slice(fixed, fixed + 1);
        least += Math.min(...usable.map((entries) => entries[k]));
        greatest += Math.max(...usable.map((entries) => entries[k]));
      });
      expect(least).toBeGreaterThanOrEqual(0);
      expect(greatest).toBeLessThanOrEqual(SCORE_MAX);
    }
  }
});

test('no new work scores exactly nothing', () => {
  expect(
    explain(
      model,
      features.map(() => 0),
    ).scores,
  ).toEqual([0, 0, 0, 0]);
  const late = features.map((_, index) => (index === 1 || index === 2 ? 731 : 0));
  expect(explain(model, late).scores).toEqual([0, 0, 0, 0]);
});

test('quantity is concave in the running total and telescopes to its table', () => {
  const at = (before: number, after: number) => {
    const values = features.map(() => 0);
    values[featureIndex.quantityBefore] = before;
    values[featureIndex.quantityAfter] = after;
    values[featureIndex.novelUnits] = after - before;
    return explain(model, values).scores[1];
  };
  expect(at(0, 4_000)).toBe(SCORE_MAX);
  expect(at(0, 10) + at(10, 700) + at(700, 1_234)).toBe(at(0, 1_234));
  for (const units of [1, 30, 200, 1_000]) expect(at(units, 2 * units)).toBeLessThanOrEqual(at(0, units));
});
