/** Examples in, a model out: three trained heads, the quantity table and the hand-set tables, scaled to integers in range. */
import { SCORE_MAX, type Scores } from '../attestation.ts';
import { type FeatureId, featureIndex, features, UNITS_CAP } from '../features.ts';
import type { Model } from '../reference.ts';
import { type Additive, fitAdditive, intervalOf, type Rows } from './additive.ts';
import {
  documentStart,
  documentSteps,
  evidenceSteps,
  HAND_SET_MAX,
  knownFormSteps,
  type Steps,
} from './documentTables.ts';
import { type Head, heads } from './heads.ts';
import type { Example } from './mine.ts';

/** Units at which an author's quantity in an epoch is about half of the maximum. */
const UNITS_HALF = 400;
/** Rounding each entry to an integer can move a sum by half a point per feature. */
const ROUNDING_MARGIN = features.length;

/** Quantity of an author's running total: concave, 0 at 0, SCORE_MAX at UNITS_CAP; integers only. */
function quantityOf(units: number): number {
  const scaled = SCORE_MAX * units * (UNITS_CAP + UNITS_HALF);
  return Math.floor(scaled / (UNITS_CAP * (units + UNITS_HALF)));
}

/** Where the quantity table has steps: each unit at first, then every 4, 32 and 160. */
function quantitySteps(sign: 1 | -1): Steps {
  const steps: Steps = [];
  for (
    let units = 1;
    units <= UNITS_CAP;
    units += units < 32 ? 1 : units < 160 ? 4 : units < 800 ? 32 : 160
  ) {
    steps.push([units, [0, sign * quantityOf(units), 0, 0]]);
  }
  return steps;
}

/** One feature's table while it is put together: entries by interval, per dimension. */
class Table {
  thresholds: number[] = [];
  entries: Scores[] = [[0, 0, 0, 0]];

  /** Adds `steps` to what stands, splitting intervals where needed. */
  add(steps: Steps): void {
    const old = { thresholds: this.thresholds, entries: this.entries };
    const own = steps.map(([from]) => from);
    this.thresholds = [...new Set([...old.thresholds, ...own])].sort((a, b) => a - b);
    this.entries = [Number.NEGATIVE_INFINITY, ...this.thresholds].map((from) => {
      const before = old.entries[intervalOf(old.thresholds, from)] ?? [0, 0, 0, 0];
      const added = steps[intervalOf(own, from) - 1]?.[1] ?? [0, 0, 0, 0];
      return [0, 1, 2, 3].map((k) => (before[k] ?? 0) + (added[k] ?? 0)) as Scores;
    });
  }
}

function rowsOf(examples: readonly Example[], head: Head): Rows {
  const projects = [...new Set(examples.map(({ project }) => project))].sort();
  const rows: { features: number[][]; targets: number[]; weights: number[] } = {
    features: [],
    targets: [],
    weights: [],
  };
  for (const project of projects) {
    const own = examples.filter((example) => example.project === project);
    const targets = head.targetsOf(own);
    const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
    own.forEach((example, index) => {
      rows.features.push(example.features);
      // Within the project: how often fixes come at all is its habit, not this change's merit.
      rows.targets.push((targets[index] ?? 0) - mean);
      // A long history says more than a short one, but not in proportion.
      rows.weights.push(1 / Math.sqrt(own.length));
    });
  }
  const mean = rows.weights.reduce((sum, weight) => sum + weight, 0) / rows.weights.length;
  return { ...rows, weights: rows.weights.map((weight) => weight / mean) };
}

/** The head in integers: the least possible sum lands at or above `foot`, the greatest at or below SCORE_MAX. */
function scaled(
  additive: Additive,
  foot: number,
): {
  bias: number;
  steps: { feature: number; from: number; entry: number }[];
} {
  const low = additive.base + additive.shapes.reduce((sum, { effects }) => sum + Math.min(...effects), 0);
  const high = additive.base + additive.shapes.reduce((sum, { effects }) => sum + Math.max(...effects), 0);
  const scale = (SCORE_MAX - foot - 2 * ROUNDING_MARGIN) / (high - low);
  const steps = additive.shapes.flatMap(({ feature, thresholds, effects }) =>
    thresholds.map((from, index) => ({
      feature,
      from,
      entry: Math.round((effects[index + 1] ?? 0) * scale),
    })),
  );
  return { bias: foot + ROUNDING_MARGIN + Math.round((additive.base - low) * scale), steps };
}

function only(dimension: number, entry: number): Scores {
  return [0, 1, 2, 3].map((k) => (k === dimension ? entry : 0)) as Scores;
}

/** Fits a model to `examples` (those without new work are left out). The same examples give the same integers. */
export function fitModel(examples: readonly Example[]): Model {
  const used = examples.filter((example) => (example.features[featureIndex.novelUnits] ?? 0) > 0);
  const tables = features.map(() => new Table());
  const at = (id: FeatureId) => tables[featureIndex[id]] ?? new Table();
  const bias: Scores = [0, 0, 0, 0];
  for (const head of heads) {
    const fitted = scaled(
      fitAdditive(rowsOf(used, head), head.directions),
      head.dimension === 0 ? HAND_SET_MAX : 0,
    );
    bias[head.dimension] = fitted.bias;
    for (const [index, table] of tables.entries()) {
      const own = fitted.steps.filter(({ feature }) => feature === index);
      table.add(own.map(({ from, entry }) => [from, only(head.dimension, entry)]));
    }
  }
  for (const [id, steps] of Object.entries(documentSteps)) at(id as FeatureId).add(steps);
  at('quantityBefore').add(quantitySteps(-1));
  at('quantityAfter').add(quantitySteps(1));
  const start = documentStart.map((entry, k) => entry - (bias[k] ?? 0)) as Scores;
  at('isDocument').add([[1, start]]);
  at('knownShare').add(knownFormSteps);
  at('novelUnits').add(evidenceSteps);
  // Nothing new: all other features are 0 there, so this one entry brings every score to exactly 0.
  at('novelUnits').entries[0] = bias.map((entry) => 0 - entry) as Scores;
  return {
    features: features.map(({ id }) => id),
    thresholds: tables.map(({ thresholds }) => thresholds),
    entries: tables.map(({ entries }) => entries),
    bias,
  };
}
