/** Fits an additive function of binned features by ridge backfitting; only + − × ÷, so the same data give the same numbers. */

/** Which way a feature may move a score: up, down, or freely. */
export type Direction = 1 | -1 | 0;

/** Training rows: integer features, real targets, and weights. */
export type Rows = {
  features: readonly (readonly number[])[];
  targets: readonly number[];
  weights: readonly number[];
};

/** A fitted feature: ascending thresholds and one effect per interval, the effect of the value 0 being 0. */
type Shape = { feature: number; thresholds: number[]; effects: number[] };

/** A fitted function: base + Σ effects. */
export type Additive = { base: number; shapes: Shape[] };

/** Fewer rows per interval say too little. */
const ROWS_PER_INTERVAL_MIN = 40;
const LADDER = [2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1_597];
/** Pulls effects that few rows support towards zero. */
const RIDGE = 40;
const SWEEPS = 40;
/** Fewer features spread the scores over more of the range and keep an explanation readable. */
const FEATURES_KEPT = 7;

/** Steps of a fixed ladder, the next about 1.6 times the last; 0 always has an interval of its own. Rare steps are left out. */
export function thresholdsOf(values: readonly number[]): number[] {
  const positive = values.filter((value) => value > 0).sort((a, b) => a - b);
  const thresholds = [1];
  let below = 0;
  for (const step of LADDER) {
    const reached = positive.findIndex((value) => value >= step);
    if (reached < 0 || positive.length - reached < ROWS_PER_INTERVAL_MIN) break;
    if (reached - below < ROWS_PER_INTERVAL_MIN) continue;
    thresholds.push(step);
    below = reached;
  }
  return thresholds;
}

/** The interval of `value`: how many thresholds it has reached. */
export function intervalOf(thresholds: readonly number[], value: number): number {
  let interval = 0;
  while (interval < thresholds.length && (thresholds[interval] ?? 0) <= value) interval += 1;
  return interval;
}

/** The closest effects that never go against `direction`: pool adjacent violators. */
export function monotone(
  effects: readonly number[],
  weights: readonly number[],
  direction: Direction,
): number[] {
  if (direction === 0) return [...effects];
  const blocks: { effect: number; weight: number; size: number }[] = [];
  effects.forEach((effect, index) => {
    blocks.push({ effect: effect * direction, weight: (weights[index] ?? 0) + 1e-9, size: 1 });
    for (;;) {
      const last = blocks.at(-1);
      const before = blocks.at(-2);
      if (!last || !before || before.effect <= last.effect) break;
      blocks.length -= 2;
      const weight = before.weight + last.weight;
      const mean = (before.effect * before.weight + last.effect * last.weight) / weight;
      blocks.push({ effect: mean, weight, size: before.size + last.size });
    }
  });
  return blocks.flatMap(({ effect, size }) => Array.from({ length: size }, () => effect * direction));
}

type Working = Shape & { intervals: number[]; weights: number[]; direction: Direction };

function working(rows: Rows, feature: number, direction: Direction): Working {
  const values = rows.features.map((row) => row[feature] ?? 0);
  const thresholds = thresholdsOf(values);
  const intervals = values.map((value) => intervalOf(thresholds, value));
  const weights = Array.from({ length: thresholds.length + 1 }, () => 0);
  intervals.forEach((interval, row) => {
    weights[interval] = (weights[interval] ?? 0) + (rows.weights[row] ?? 0);
  });
  return { feature, thresholds, intervals, weights, direction, effects: weights.map(() => 0) };
}

function sweep(shape: Working, residuals: number[], rows: Rows): void {
  const sums = shape.effects.map(() => 0);
  shape.intervals.forEach((interval, row) => {
    const partial = (residuals[row] ?? 0) + (shape.effects[interval] ?? 0);
    sums[interval] = (sums[interval] ?? 0) + partial * (rows.weights[row] ?? 0);
  });
  const free = sums.map((sum, interval) => sum / ((shape.weights[interval] ?? 0) + RIDGE));
  const effects = monotone(free, shape.weights, shape.direction);
  shape.intervals.forEach((interval, row) => {
    residuals[row] = (residuals[row] ?? 0) + (shape.effects[interval] ?? 0) - (effects[interval] ?? 0);
  });
  shape.effects = effects;
}

function backfit(rows: Rows, shapes: Working[]): number {
  const total = rows.weights.reduce((sum, weight) => sum + weight, 0);
  const mean = rows.targets.reduce((sum, target, row) => sum + target * (rows.weights[row] ?? 0), 0) / total;
  const residuals = rows.targets.map((target) => target - mean);
  for (let round = 0; round < SWEEPS; round += 1) for (const shape of shapes) sweep(shape, residuals, rows);
  return mean;
}

/** How much a feature moves the fitted score over the rows: the weighted variance of its effects. */
function spreadOf({ effects, weights }: Working): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = effects.reduce((sum, effect, i) => sum + effect * (weights[i] ?? 0), 0) / total;
  return effects.reduce((sum, effect, i) => sum + (effect - mean) ** 2 * (weights[i] ?? 0), 0) / total;
}

/** Fits `rows` with the features named in `directions`, keeps those that matter most, and fits these again. */
export function fitAdditive(rows: Rows, directions: ReadonlyMap<number, Direction>): Additive {
  const all = [...directions].map(([feature, direction]) => working(rows, feature, direction));
  backfit(rows, all);
  const kept = all
    .map((shape) => ({ shape, spread: spreadOf(shape) }))
    .sort((a, b) => b.spread - a.spread || a.shape.feature - b.shape.feature)
    .slice(0, FEATURES_KEPT)
    .map(({ shape }) => working(rows, shape.feature, shape.direction))
    .sort((a, b) => a.feature - b.feature);
  let base = backfit(rows, kept);
  const shapes = kept.map(({ feature, thresholds, effects }) => {
    const zero = effects[0] ?? 0;
    base += zero;
    return { feature, thresholds, effects: effects.map((effect) => effect - zero) };
  });
  return { base, shapes };
}
