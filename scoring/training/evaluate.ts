/** Holds a model against counting lines, files and commits, on one project at a time: what each predicted, and what came. */

import { changeFeatures } from '../change/changeFeatures.ts';
import { vectorOf } from '../extract.ts';
import { explain } from '../reference.ts';
import type { MinedProject } from './changeTable.ts';
import { type Fairness, fairnessCounts, fairnessOf } from './fairness.ts';
import { type Fitted, judgedChanges, quantityOf } from './fit.ts';
import { areaUnderCurve, rankCorrelation } from './measure.ts';
import type { MinedChange } from './mineChanges.ts';

/** A judged change with what the trained heads say of it, whether or not it holds anything new. */
export type Judged = {
  change: MinedChange;
  scores: readonly number[];
  /** The four scores as they would be paid: 0 where the change holds nothing new. */
  paid: readonly number[];
  /** Log-odds of a later fix. */
  risk: number;
  /** Expected log of one plus later authors, by lines and by symbols. */
  adoption: [lines: number, symbols: number];
};

/** Figures of one project; null where there is too little to say; `missingFigures` says why. */
export type Figures = {
  changes: number;
  judged: number;
  /** Share of changes of code, otherwise judged, that hold nothing new and score 0. */
  nothingNew: number | null;
  bug: {
    auc: number | null;
    aucLoc: number | null;
    aucFiles: number | null;
    aucWithinSizeQuintiles: number | null;
    fixed: number;
  };
  adoption: {
    lines: { spearman: number | null; loc: number | null; files: number | null };
    symbols: { spearman: number | null; loc: number | null; files: number | null };
  };
  contributorQuarter: Sums;
  rewardShareError: Sums & { points: number | null };
  calibrationError: number | null;
  fairness: Fairness;
};

/** A figure for the model and for each baseline; `sourcecred` weighs as SourceCred does by default: each merged change alike. */
type Sums = {
  model: number | null;
  commits: number | null;
  loc: number | null;
  files: number | null;
  sourcecred: number | null;
};

/** Smaller groups, or groups with fewer outcomes of one kind, give no figure. */
export const OUTCOMES_MIN = 10;
export const CHANGES_MIN = 50;
const QUINTILE_OUTCOMES_MIN = 5;
const QUARTER_SECONDS = Math.round((365.25 / 4) * 86_400);
/** Contributor-quarters with fewer changes say nothing about a contributor. */
export const QUARTER_CHANGES_MIN = 3;
const CALIBRATION_BINS = 10;

const sizeOf = ({ linesAdded, linesRemoved }: MinedChange) => linesAdded + linesRemoved;
const isFixed = ({ labels }: MinedChange) => (labels.fixes > 0 ? 1 : 0);
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** The judged changes of `project` as the model scores them. */
export function judge({ model, readings }: Fitted, project: MinedProject): Judged[] {
  return judgedChanges(project).map((change) => {
    const values = Object.fromEntries(
      changeFeatures.map(({ id }, index) => [id, change.features[index] ?? 0]),
    );
    const scoresOf = (units: number) => explain(model, vectorOf(values, units, 0)).scores;
    // The heads speak of every change; that nothing new is worth nothing is a rule about money.
    const scores = scoresOf(Math.max(1, change.units));
    const read = (dimension: 0 | 2 | 3) =>
      readings[dimension].offset + readings[dimension].perPoint * (scores[dimension] ?? 0);
    return {
      change,
      scores,
      paid: change.units === 0 ? [0, 0, 0, 0] : scores,
      risk: read(0),
      adoption: [read(2), read(3)],
    };
  });
}

function withinQuintiles(judged: readonly Judged[]): number | null {
  const order = judged
    .map(({ change, risk }, index) => ({ size: sizeOf(change), fixed: isFixed(change), risk, index }))
    .sort((a, b) => a.size - b.size || a.index - b.index);
  let [sum, count] = [0, 0];
  for (let fifth = 0; fifth < 5; fifth += 1) {
    const group = order.slice((order.length * fifth) / 5, (order.length * (fifth + 1)) / 5);
    const fixed = group.filter((row) => row.fixed === 1).length;
    if (Math.min(fixed, group.length - fixed) < QUINTILE_OUTCOMES_MIN) continue;
    const risks = group.map(({ risk }) => risk);
    sum +=
      areaUnderCurve(
        risks,
        group.map(({ fixed: own }) => own),
      ) * group.length;
    count += group.length;
  }
  return count === 0 ? null : sum / count;
}

function bugFigures(judged: readonly Judged[]): Figures['bug'] {
  const outcomes = judged.map(({ change }) => isFixed(change));
  const fixed = sumOf(outcomes);
  if (Math.min(fixed, outcomes.length - fixed) < OUTCOMES_MIN)
    return { auc: null, aucLoc: null, aucFiles: null, aucWithinSizeQuintiles: null, fixed };
  return {
    auc: areaUnderCurve(
      judged.map(({ risk }) => risk),
      outcomes,
    ),
    aucLoc: areaUnderCurve(
      judged.map(({ change }) => sizeOf(change)),
      outcomes,
    ),
    aucFiles: areaUnderCurve(
      judged.map(({ change }) => change.files),
      outcomes,
    ),
    aucWithinSizeQuintiles: withinQuintiles(judged),
    fixed,
  };
}

function adoptionFigures(judged: readonly Judged[], by: 'adoptersByLines' | 'adoptersBySymbols') {
  const outcomes = judged.map(({ change }) => change.labels[by]);
  if (outcomes.filter((adopters) => adopters > 0).length < OUTCOMES_MIN)
    return { spearman: null, loc: null, files: null };
  return {
    spearman: rankCorrelation(
      judged.map(({ adoption }) => adoption[by === 'adoptersByLines' ? 0 : 1]),
      outcomes,
    ),
    loc: rankCorrelation(
      judged.map(({ change }) => sizeOf(change)),
      outcomes,
    ),
    files: rankCorrelation(
      judged.map(({ change }) => change.files),
      outcomes,
    ),
  };
}

/** What came of a change, by people: independent of its size. */
const realised = ({ labels }: MinedChange) =>
  Math.log1p(labels.adoptersByLines) + Math.log1p(labels.adoptersBySymbols);

/** What each way of counting gives one change. */
const ways = {
  model: ({ adoption: [lines, symbols] }: Judged) => Math.max(0, lines) + Math.max(0, symbols),
  commits: () => 1,
  loc: ({ change }: Judged) => sizeOf(change),
  files: ({ change }: Judged) => change.files,
  sourcecred: () => 4,
} as const;

type Group = { quarter: number; changes: Judged[] };

function contributorQuarters(judged: readonly Judged[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of judged) {
    const quarter = Math.floor(one.change.seconds / QUARTER_SECONDS);
    const key = `${quarter}/${one.change.author}`;
    const group = groups.get(key) ?? { quarter, changes: [] };
    groups.set(key, group);
    group.changes.push(one);
  }
  return [...groups.values()];
}

const eachWay = (figure: (of: (one: Judged) => number) => number | null): Sums => ({
  model: figure(ways.model),
  commits: figure(ways.commits),
  loc: figure(ways.loc),
  files: figure(ways.files),
  sourcecred: figure(ways.sourcecred),
});

function quarterFigures(judged: readonly Judged[]): Sums {
  const groups = contributorQuarters(judged).filter(({ changes }) => changes.length >= QUARTER_CHANGES_MIN);
  const outcomes = groups.map(({ changes }) => sumOf(changes.map(({ change }) => realised(change))));
  return eachWay((of) =>
    groups.length < OUTCOMES_MIN
      ? null
      : rankCorrelation(
          groups.map(({ changes }) => sumOf(changes.map(of))),
          outcomes,
        ),
  );
}

/** Half of the sum of differences between shares: the part of the money that a way of counting would give to others. */
function shareError(judged: readonly Judged[], of: (changes: readonly Judged[]) => number): number | null {
  const byQuarter = new Map<number, Group[]>();
  for (const group of contributorQuarters(judged))
    byQuarter.set(group.quarter, [...(byQuarter.get(group.quarter) ?? []), group]);
  let [sum, weight] = [0, 0];
  for (const groups of byQuarter.values()) {
    const outcomes = groups.map(({ changes }) => sumOf(changes.map(({ change }) => realised(change))));
    const given = groups.map(({ changes }) => of(changes));
    const count = sumOf(groups.map(({ changes }) => changes.length));
    const [total, paid] = [sumOf(outcomes), sumOf(given)];
    if (groups.length < 2 || total === 0 || paid === 0) continue;
    const error =
      sumOf(outcomes.map((outcome, index) => Math.abs(outcome / total - (given[index] ?? 0) / paid))) / 2;
    sum += error * count;
    weight += count;
  }
  return weight === 0 ? null : sum / weight;
}

/** A pair of what was predicted and what came. */
export type Prediction = { probability: number; outcome: 0 | 1 };

/** Changes that a project's habit is learnt from, and how often it is learnt anew. */
const HABIT_CHANGES = 200;
const HABIT_EVERY = 20;
const YEAR_SECONDS = 365 * 86_400;

/** How log-odds are read in a project: shift + slope × risk. */
type Habit = { shift: number; slope: number };

/** Changes' worth of belief that risks are right as they are (slope 1): a few fixes must not turn everything over. */
const SLOPE_BELIEF = 150;
/** The same for the shift: how often fixes come drifts within the year that outcomes need. */
const SHIFT_BELIEF = 6;
const NEWTON_STEPS = 25;

/** The likeliest habit for `known` changes, by Newton's method with a prior on both. */
function habitOf(known: readonly Judged[]): Habit {
  let [shift, slope] = [0, 1];
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    let [g0, g1, h00, h01, h11] = [
      -SHIFT_BELIEF * shift,
      SLOPE_BELIEF * (1 - slope),
      SHIFT_BELIEF,
      0,
      SLOPE_BELIEF,
    ];
    for (const { risk, change } of known) {
      const probability = probabilityOf(shift + slope * risk);
      const left = isFixed(change) - probability;
      const curvature = probability * (1 - probability);
      g0 += left;
      g1 += left * risk;
      h00 += curvature;
      h01 += curvature * risk;
      h11 += curvature * risk * risk;
    }
    const determinant = h00 * h11 - h01 * h01;
    // Steps are short, for Newton's method leaps where outcomes are rare.
    shift += bounded((h11 * g0 - h01 * g1) / determinant);
    slope += bounded((h00 * g1 - h01 * g0) / determinant);
  }
  return { shift, slope };
}

const bounded = (step: number) => Math.max(-0.5, Math.min(0.5, step));

function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/**
 * Probabilities of a later fix from `since` on. How often fixes come at all is a project's habit: a shift and a slope of
 * the log-odds, learnt again and again from the newest changes whose year was over when the change came.
 */
export function predictionsOf(judged: readonly Judged[], since: number): Prediction[] {
  const predictions: Prediction[] = [];
  let [known, learntAt] = [0, -HABIT_EVERY];
  let habit: Habit = { shift: 0, slope: 1 };
  judged.forEach(({ risk, change }, index) => {
    while ((judged[known]?.change.seconds ?? Number.POSITIVE_INFINITY) + YEAR_SECONDS <= change.seconds)
      known += 1;
    if (known < CHANGES_MIN || change.seconds < since) return;
    if (index - learntAt >= HABIT_EVERY) {
      habit = habitOf(judged.slice(Math.max(0, known - HABIT_CHANGES), known));
      learntAt = index;
    }
    predictions.push({
      probability: probabilityOf(habit.shift + habit.slope * risk),
      outcome: isFixed(change),
    });
  });
  return predictions;
}

/** A bin of changes with about the same probability. */
export type ReliabilityBin = { predicted: number; observed: number; count: number };

/** Predictions in ten parts of equal size, from the least probable to the most. */
export function reliabilityOf(predictions: readonly Prediction[]): ReliabilityBin[] {
  const order = predictions
    .map((prediction, index) => ({ ...prediction, index }))
    .sort((a, b) => a.probability - b.probability || a.index - b.index);
  return Array.from({ length: CALIBRATION_BINS }, (_, bin) => {
    const part = order.slice(
      (order.length * bin) / CALIBRATION_BINS,
      (order.length * (bin + 1)) / CALIBRATION_BINS,
    );
    const count = part.length;
    return {
      predicted: sumOf(part.map(({ probability }) => probability)) / Math.max(1, count),
      observed: sumOf(part.map(({ outcome }) => outcome)) / Math.max(1, count),
      count,
    };
  });
}

/** Expected calibration error: the mean distance of predicted and observed over ten equal parts. */
export function calibrationError(predictions: readonly Prediction[]): number | null {
  if (predictions.length < CHANGES_MIN) return null;
  const bins = reliabilityOf(predictions);
  return (
    sumOf(bins.map(({ predicted, observed, count }) => Math.abs(predicted - observed) * count)) /
    predictions.length
  );
}

/** What the product would pay for an author's changes of one epoch: their units on the concave table, times how good they are. */
function pointsOf(changes: readonly Judged[]): number {
  let [units, sum] = [0, 0];
  for (const { change, paid } of changes) {
    const quantity = quantityOf(units + change.units) - quantityOf(units);
    units += change.units;
    sum += quantity * (0.4 + (0.2 * ((paid[0] ?? 0) + (paid[2] ?? 0) + (paid[3] ?? 0))) / 10_000);
  }
  return sum;
}

/** All figures of a project, from its judged changes in their order; those before `since` (seconds) only show its habits. */
export function figuresOf(project: MinedProject, all: readonly Judged[], since = 0): Figures {
  const judged = all.filter(({ change }) => change.seconds >= since);
  const few = judged.length < CHANGES_MIN ? [] : judged;
  const wayError = (of: (one: Judged) => number) => shareError(few, (changes) => sumOf(changes.map(of)));
  return {
    changes: project.changes.length,
    judged: judged.length,
    nothingNew:
      judged.length === 0 ? null : judged.filter(({ change }) => change.units === 0).length / judged.length,
    bug: bugFigures(few),
    adoption: {
      lines: adoptionFigures(few, 'adoptersByLines'),
      symbols: adoptionFigures(few, 'adoptersBySymbols'),
    },
    contributorQuarter: quarterFigures(few),
    rewardShareError: { ...eachWay(wayError), points: shareError(few, pointsOf) },
    calibrationError: calibrationError(few.length === 0 ? [] : predictionsOf(all, since)),
    fairness: fairnessOf([fairnessCounts(few)]),
  };
}
