/** Figures of several projects together: means, and how sure they are, by resampling. */

import type { MinedProject } from './changeTable.ts';
import {
  calibrationError,
  type Figures,
  figuresOf,
  type Judged,
  type Prediction,
  predictionsOf,
  type ReliabilityBin,
  reliabilityOf,
} from './evaluate.ts';
import { fairnessCounts, fairnessOf } from './fairness.ts';
import { missingFigures } from './missing.ts';

/** A project with the model's word on its changes; only those from `since` on (seconds) are measured. */
export type JudgedProject = { project: MinedProject; judged: readonly Judged[]; since: number };

/**
 * A tree of figures; beside a number `key` may stand `keyInterval`, where 95 of 100 resamples lie, and `reasons` of a
 * project says why others are null.
 */
export type FigureTree = { [key: string]: number | null | [number, number] | FigureTree | string | boolean };

/** `mean`: over projects that have the figure; calibration and fairness over all their changes together. */
export type Summary = {
  repositories: Record<string, FigureTree>;
  mean: FigureTree;
  reliability: ReliabilityBin[];
};

const RESAMPLES = 200;
const COVERED = 0.95;

/** Whole numbers below `limit` by a fixed rule (Lehmer), so that two runs say the same. */
class Draws {
  private state = 20_261_123;

  below(limit: number): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state % limit;
  }
}

/** What a model gains over a baseline: differences that are figures themselves. */
function withGains(figures: Figures): FigureTree {
  const minus = (own: number | null, other: number | null) =>
    own === null || other === null ? null : own - other;
  const { bug, adoption, contributorQuarter, rewardShareError, ...others } = figures;
  const adopted = (by: 'lines' | 'symbols') => ({
    ...adoption[by],
    gain: minus(adoption[by].spearman, adoption[by].loc),
  });
  return {
    ...(others as unknown as FigureTree),
    bug: { ...bug, gain: minus(bug.auc, bug.aucLoc) },
    adoption: { lines: adopted('lines'), symbols: adopted('symbols') },
    contributorQuarter: {
      ...contributorQuarter,
      gain: minus(contributorQuarter.model, contributorQuarter.commits),
    },
    rewardShareError: { ...rewardShareError, gain: minus(rewardShareError.commits, rewardShareError.model) },
  };
}

/** Figures with an interval each; the others are counts or too small to resample. */
const measured = [
  ['bug', 'auc'],
  ['bug', 'aucLoc'],
  ['bug', 'gain'],
  ['bug', 'aucWithinSizeQuintiles'],
  ['adoption', 'lines', 'spearman'],
  ['adoption', 'lines', 'gain'],
  ['adoption', 'symbols', 'spearman'],
  ['adoption', 'symbols', 'gain'],
  ['contributorQuarter', 'model'],
  ['contributorQuarter', 'gain'],
  ['rewardShareError', 'model'],
  ['rewardShareError', 'gain'],
] as const;

function at(tree: FigureTree, path: readonly string[]): number | null {
  let value: FigureTree[string] | undefined = tree;
  for (const key of path)
    value = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined;
  return typeof value === 'number' ? value : null;
}

function setIntervalOf(tree: FigureTree, path: readonly string[], interval: [number, number]): void {
  const last = path.at(-1) ?? '';
  let node = tree;
  for (const key of path.slice(0, -1)) node = node[key] as FigureTree;
  node[`${last}Interval`] = interval;
}

function intervalOf(values: readonly number[]): [number, number] | null {
  if (values.length < RESAMPLES / 2) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const edge = Math.floor((sorted.length * (1 - COVERED)) / 2);
  return [sorted[edge] ?? 0, sorted[sorted.length - 1 - edge] ?? 0];
}

/**
 * An interval of the calibration error where `tree` has one, from drawing predictions anew; habits stay as they were learnt.
 * Drawing adds error of its own, so the lower end is the mirror of the upper one, and at least 0.
 */
function setCalibrationInterval(tree: FigureTree, predictions: readonly Prediction[], draws: Draws): void {
  const found = tree['calibrationError'];
  if (typeof found !== 'number') return;
  const errors = Array.from({ length: RESAMPLES }, () =>
    calibrationError(predictions.map(() => predictions[draws.below(predictions.length)] as Prediction)),
  );
  const [, high] = intervalOf(errors.filter((error) => error !== null)) ?? [0, found];
  setIntervalOf(tree, ['calibrationError'], [Math.max(0, 2 * found - high), Math.max(found, high)]);
}

/** Figures of one project with intervals: its changes are drawn anew, with repetition. */
function projectFigures({ project, judged, since }: JudgedProject, draws: Draws): FigureTree {
  const found = figuresOf(project, judged, since);
  const tree: FigureTree = { ...withGains(found), reasons: missingFigures(found) };
  const own = judged.filter(({ change }) => change.seconds >= since);
  const seen = new Map<string, number[]>();
  for (let sample = 0; sample < RESAMPLES && own.length > 0; sample += 1) {
    const drawn = own
      .map(() => own[draws.below(own.length)] as Judged)
      .sort((a, b) => a.change.change - b.change.change);
    const figures = withGains(figuresOf(project, drawn, since));
    for (const path of measured) {
      const value = at(figures, path);
      if (value !== null) seen.set(path.join('.'), [...(seen.get(path.join('.')) ?? []), value]);
    }
  }
  for (const path of measured) {
    const interval = intervalOf(seen.get(path.join('.')) ?? []);
    if (interval !== null && at(tree, path) !== null) setIntervalOf(tree, path, interval);
  }
  setCalibrationInterval(tree, predictionsOf(judged, since), draws);
  return tree;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Means of every number over the trees that have it; texts, lists and groups are left out. */
function meanTree(trees: readonly FigureTree[]): FigureTree {
  const keys = [...new Set(trees.flatMap((tree) => Object.keys(tree)))].filter(
    (key) => !key.endsWith('Interval'),
  );
  return Object.fromEntries(
    keys.flatMap((key): [string, FigureTree[string]][] => {
      const values = trees.map((tree) => tree[key]);
      const numbers = values.filter((value) => typeof value === 'number');
      if (numbers.length > 0) return [[key, meanOf(numbers)]];
      const inner = values.filter(
        (value): value is FigureTree => typeof value === 'object' && value !== null && !Array.isArray(value),
      );
      if (inner.length > 0) return [[key, meanTree(inner)]];
      return values.every((value) => value === null) ? [[key, null]] : [];
    }),
  );
}

/** All figures of `projects`, with intervals; those of the mean come from drawing projects anew. */
export function summarize(
  projects: readonly JudgedProject[],
  onProgress: (done: number) => void = () => undefined,
): Summary {
  const draws = new Draws();
  const repositories: Record<string, FigureTree> = {};
  for (const [index, one] of projects.entries()) {
    repositories[one.project.name] = projectFigures(one, draws);
    onProgress(index + 1);
  }
  const trees = Object.values(repositories);
  const mean = meanTree(trees.map(({ fairness: _, reasons: __, ...tree }) => tree));
  for (const path of measured) {
    const values = trees.map((tree) => at(tree, path)).filter((value) => value !== null);
    if (values.length < 3) continue;
    const means = Array.from({ length: RESAMPLES * 5 }, () =>
      meanOf(values.map(() => values[draws.below(values.length)] ?? 0)),
    );
    const interval = intervalOf(means);
    if (interval !== null) setIntervalOf(mean, path, interval);
  }
  const predictions = projects.flatMap(({ judged, since }) => predictionsOf(judged, since));
  mean['calibrationError'] = calibrationError(predictions);
  setCalibrationInterval(mean, predictions, draws);
  mean['fairness'] = fairnessOf(
    projects.map(({ judged, since }) =>
      fairnessCounts(judged.filter(({ change }) => change.seconds >= since)),
    ),
  ) as unknown as FigureTree;
  mean['repositories'] = projects.length;
  return { repositories, mean, reliability: predictions.length === 0 ? [] : reliabilityOf(predictions) };
}
