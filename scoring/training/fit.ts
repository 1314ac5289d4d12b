/** Mined projects in, a model out: three trained heads, the quantity table and the hand-set tables, scaled to integers in range. */
import { SCORE_MAX, type Scores } from '../attestation.ts';
import { changeFeatures } from '../change/changeFeatures.ts';
import { type FeatureId, featureIndex, features, UNITS_CAP } from '../features.ts';
import { UNKNOWN } from '../featureUnits.ts';
import type { Model } from '../reference.ts';
import { type Additive, fitAdditive, intervalOf, type Rows } from './boosting.ts';
import type { MinedProject } from './changeTable.ts';
import { documentStart, documentSteps, type Steps } from './documentTables.ts';
import { type Head, heads } from './heads.ts';
import type { MinedChange } from './mineChanges.ts';

/** Units at which an author's quantity in an epoch is about half of the maximum. */
const UNITS_HALF = 400;
/** Rounding each entry to an integer can move a sum by half a point per feature. */
const ROUNDING_MARGIN = features.length;
/** The first changes of a project set it up; they have no history to be judged in. */
const WARM_UP_CHANGES = 50;
const HORIZON_DAYS = 365;
/** One in so many changes stands in the training data once more without its past: a young DAO's first patches look so. */
const WITHOUT_PAST = 5;

/**
 * A linear reading of a head's score: outcome (log-odds of a later fix, or mean log of one plus later authors) =
 * offset + perPoint × score. It serves calibration and sums over contributors.
 */
type Reading = { offset: number; perPoint: number };

/** A model with the linear reading of each trained head, by dimension. */
export type Fitted = { model: Model; readings: Record<0 | 2 | 3, Reading> };

/** Changes of code by people, not the project's first, with the whole horizon ahead: what models learn from and are judged by. */
export function judgedChanges({ changes }: MinedProject): MinedChange[] {
  const codeFiles = changeFeatures.findIndex(({ id }) => id === 'codeFiles');
  return changes.filter(
    ({ change, daysAhead, isBot, features: own }) =>
      change >= WARM_UP_CHANGES && daysAhead >= HORIZON_DAYS && !isBot && (own[codeFiles] ?? 0) > 0,
  );
}

/** Quantity of an author's running total: concave, 0 at 0, SCORE_MAX from UNITS_CAP on; integers only. */
export function quantityOf(units: number): number {
  const counted = Math.min(units, UNITS_CAP);
  return Math.floor((SCORE_MAX * counted * (UNITS_CAP + UNITS_HALF)) / (UNITS_CAP * (counted + UNITS_HALF)));
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

  /** Adds `steps` to what stands, splitting intervals where needed; below the first step `lowest` is added. */
  add(steps: Steps, lowest: Scores = [0, 0, 0, 0]): void {
    const old = { thresholds: this.thresholds, entries: this.entries };
    const own = steps.map(([from]) => from);
    this.thresholds = [...new Set([...old.thresholds, ...own])].sort((a, b) => a - b);
    this.entries = [Number.NEGATIVE_INFINITY, ...this.thresholds].map((from) => {
      const before = old.entries[intervalOf(old.thresholds, from)] ?? [0, 0, 0, 0];
      const interval = intervalOf(own, from);
      const added = interval === 0 ? lowest : (steps[interval - 1]?.[1] ?? [0, 0, 0, 0]);
      return [0, 1, 2, 3].map((k) => (before[k] ?? 0) + (added[k] ?? 0)) as Scores;
    });
  }

  at(value: number): Scores {
    return this.entries[intervalOf(this.thresholds, value)] ?? [0, 0, 0, 0];
  }
}

const ofPast = changeFeatures.map(({ min }) => min === UNKNOWN);
const historyFlag = changeFeatures.findIndex(({ id }) => id === 'isHistoryKnown');

function withoutPast(own: readonly number[]): number[] {
  return own.map((value, index) => (ofPast[index] ? UNKNOWN : index === historyFlag ? 0 : value));
}

function rowsOf(projects: readonly MinedProject[], head: Head): Rows {
  const vectors: (readonly number[])[] = [];
  const targets: number[] = [];
  const weights: number[] = [];
  const groups: number[] = [];
  const means: [mean: number, weight: number][] = [];
  for (const [group, project] of projects.entries()) {
    const own = judgedChanges(project);
    const outcomes = own.map(head.targetOf);
    const mean = outcomes.reduce((sum, target) => sum + target, 0) / Math.max(1, outcomes.length);
    // A long history says more than a short one, but not in proportion.
    const weight = 1 / Math.sqrt(Math.max(1, own.length));
    means.push([mean, weight * own.length]);
    own.forEach((change, index) => {
      // Within the project: how many people build on one another at all is its habit, not this change's merit.
      const target = (outcomes[index] ?? 0) - (head.loss === 'squared' ? mean : 0);
      const add = (vector: readonly number[], share: number) => {
        vectors.push(vector);
        targets.push(target);
        weights.push(weight * share);
        groups.push(group);
      };
      add(change.features, 1);
      if (index % WITHOUT_PAST === 0) add(withoutPast(change.features), 0.5);
    });
  }
  const scale = weights.length / weights.reduce((sum, weight) => sum + weight, 0);
  const total = means.reduce((sum, [, weight]) => sum + weight, 0);
  const overall = means.reduce((sum, [mean, weight]) => sum + mean * weight, 0) / Math.max(1e-9, total);
  return {
    columns: changeFeatures.map((_, feature) => Int32Array.from(vectors, (vector) => vector[feature] ?? 0)),
    groups: Uint8Array.from(groups),
    targets: Float64Array.from(targets, (target) => target + (head.loss === 'squared' ? overall : 0)),
    weights: Float64Array.from(weights, (weight) => weight * scale),
  };
}

type Scaled = {
  bias: number;
  reading: Reading;
  shapes: { feature: number; thresholds: number[]; entries: number[] }[];
};

/** The head in integers: the least possible sum lands at or above 0, the greatest at or below SCORE_MAX. */
function scaled({ base, shapes }: Additive, sign: 1 | -1): Scaled {
  const signed = shapes.map((shape) => ({ ...shape, effects: shape.effects.map((effect) => effect * sign) }));
  const low = base * sign + signed.reduce((sum, { effects }) => sum + Math.min(...effects), 0);
  const high = base * sign + signed.reduce((sum, { effects }) => sum + Math.max(...effects), 0);
  const scale = (SCORE_MAX - 2 * ROUNDING_MARGIN) / Math.max(1e-9, high - low);
  return {
    bias: ROUNDING_MARGIN + Math.round((base * sign - low) * scale),
    // outcome × sign = low + (score − margin) ÷ scale
    reading: { offset: sign * (low - ROUNDING_MARGIN / scale), perPoint: sign / scale },
    shapes: signed.map(({ feature, thresholds, effects }) => ({
      feature,
      thresholds,
      entries: effects.map((effect) => Math.round(effect * scale)),
    })),
  };
}

function only(dimension: number, entry: number): Scores {
  return [0, 1, 2, 3].map((k) => (k === dimension ? entry : 0)) as Scores;
}

const placeOf = (feature: number) => featureIndex[changeFeatures[feature]?.id ?? 'novelCode'];

/** Fits a model to mined projects. The same projects give the same integers. */
export function fitModel(projects: readonly MinedProject[]): Fitted {
  const tables = features.map(() => new Table());
  const at = (id: FeatureId) => tables[featureIndex[id]] ?? new Table();
  const bias: Scores = [0, 0, 0, 0];
  const readings: Fitted['readings'] = {
    0: { offset: 0, perPoint: 0 },
    2: { offset: 0, perPoint: 0 },
    3: { offset: 0, perPoint: 0 },
  };
  for (const head of heads) {
    const { dimension, sign } = head;
    const fitted = scaled(fitAdditive(rowsOf(projects, head), head), sign);
    bias[dimension] = fitted.bias;
    readings[dimension] = fitted.reading;
    for (const { feature, thresholds, entries } of fitted.shapes)
      tables[placeOf(feature)]?.add(
        thresholds.map((from, index) => [from, only(dimension, entries[index + 1] ?? 0)]),
        only(dimension, entries[0] ?? 0),
      );
  }
  // A document has 0 in every feature of a patch; what these say at 0 is taken back where it begins.
  const atZero = [0, 1, 2, 3].map((k) =>
    tables.reduce((sum, table) => sum + (table.at(0)[k] ?? 0), bias[k] ?? 0),
  );
  for (const [id, steps] of Object.entries(documentSteps)) at(id as FeatureId).add(steps);
  at('quantityBefore').add(quantitySteps(-1));
  at('quantityAfter').add(quantitySteps(1));
  at('isDocument').add([[1, documentStart.map((entry, k) => entry - (atZero[k] ?? 0)) as Scores]]);
  at('novelUnits').add([[1, [0, 0, 0, 0]]]);
  // Nothing new: all other features are 0 there, so this one entry brings every score to exactly 0.
  const nothing = tables.reduce<number[]>(
    (sum, table) => sum.map((own, k) => own + (table.at(0)[k] ?? 0)),
    [...bias],
  );
  at('novelUnits').entries[0] = [0, 1, 2, 3].map((k) => 0 - (nothing[k] ?? 0)) as Scores;
  return {
    model: {
      features: features.map(({ id }) => id),
      thresholds: tables.map(({ thresholds }) => thresholds),
      entries: tables.map(({ entries }) => entries),
      bias,
    },
    readings,
  };
}
