/** Fits an additive function of binned features by cyclic boosting; only + − × ÷ and exp, in one order, so the same data give the same numbers. */

/** Which way a feature may move a score: up, down, or freely. */
export type Direction = 1 | -1 | 0;

/** What is minimised: squared error, or log-likelihood of a yes-or-no outcome. */
export type Loss = 'squared' | 'logistic';

/** Training rows: columns of integer features, real targets, and weights. */
export type Rows = {
  columns: readonly Int32Array[];
  /** The project of each row: what is a project's habit is fitted beside the features and then left out. */
  groups: Uint8Array;
  targets: Float64Array;
  weights: Float64Array;
};

/** A fitted feature: ascending thresholds and one effect per interval. */
type Shape = { feature: number; thresholds: number[]; effects: number[] };

/** A fitted function: base + Σ effects. */
export type Additive = { base: number; shapes: Shape[] };

export type FitOptions = {
  loss: Loss;
  /** Features that may be used, with their direction, by place in `columns`. */
  directions: ReadonlyMap<number, Direction>;
  /** How many features are kept: those that move the function most over the rows. */
  kept: number;
};

/** Intervals of a feature at most. */
const INTERVALS_MAX = 8;
/** Fewer rows per interval say too little. */
const ROWS_PER_INTERVAL_MIN = 60;
const ROUNDS = 60;
const LEARNING_RATE = 0.15;
/** Pulls effects that few rows support towards zero; in rows. */
const RIDGE = 200;

/** Thresholds that cut the known values into parts of about equal size; what is not known (below 0) keeps to itself. */
export function thresholdsOf(values: Int32Array): number[] {
  const known = values.filter((value) => value >= 0).sort();
  const thresholds: number[] = [];
  const add = (threshold: number, rowsBelow: number, rowsAbove: number) => {
    if (rowsBelow >= ROWS_PER_INTERVAL_MIN && rowsAbove >= ROWS_PER_INTERVAL_MIN) thresholds.push(threshold);
  };
  const unknown = values.length - known.length;
  if (unknown > 0) add(0, unknown, known.length);
  let below = 0;
  for (let part = 1; part < INTERVALS_MAX; part += 1) {
    const at = Math.floor((known.length * part) / INTERVALS_MAX);
    const value = known[at] ?? 0;
    // The first place of the value: an interval begins there.
    let first = at;
    while (first > 0 && known[first - 1] === value) first -= 1;
    if (value <= (thresholds.at(-1) ?? -1) || value === known[0]) {
      // Many rows share one value; the next one up begins an interval.
      let next = at;
      while (next < known.length && known[next] === value) next += 1;
      const above = known[next];
      if (above === undefined || above <= (thresholds.at(-1) ?? -1)) continue;
      add(above, next - below, known.length - next);
      if (thresholds.at(-1) === above) below = next;
      continue;
    }
    add(value, first - below, known.length - first);
    if (thresholds.at(-1) === value) below = first;
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

type Working = Shape & {
  intervals: Uint8Array;
  weights: number[];
  direction: Direction;
  hasUnknown: boolean;
};

function working(rows: Rows, feature: number, direction: Direction): Working {
  const column = rows.columns[feature] ?? new Int32Array(0);
  const thresholds = thresholdsOf(column);
  const intervals = Uint8Array.from(column, (value) => intervalOf(thresholds, value));
  const weights = Array.from({ length: thresholds.length + 1 }, () => 0);
  intervals.forEach((interval, row) => {
    weights[interval] = (weights[interval] ?? 0) + (rows.weights[row] ?? 0);
  });
  const hasUnknown = thresholds[0] === 0 && column.some((value) => value < 0);
  return { feature, thresholds, intervals, weights, direction, hasUnknown, effects: weights.map(() => 0) };
}

/** Constraints hold between known values; what is not known may stand anywhere. */
function constrained({ effects, weights, direction, hasUnknown }: Working): number[] {
  if (!hasUnknown) return monotone(effects, weights, direction);
  const [unknown = 0, ...known] = effects;
  return [unknown, ...monotone(known, weights.slice(1), direction)];
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

class Boosting {
  base: number;
  private readonly rows: Rows;
  private readonly isLogistic: boolean;
  private readonly sums: Float64Array;

  constructor(rows: Rows, loss: Loss) {
    this.rows = rows;
    this.isLogistic = loss === 'logistic';
    const total = rows.weights.reduce((sum, weight) => sum + weight, 0);
    const mean =
      rows.targets.reduce((sum, target, row) => sum + target * (rows.weights[row] ?? 0), 0) / total;
    const bounded = Math.min(0.999, Math.max(0.001, mean));
    this.base = this.isLogistic ? Math.log(bounded / (1 - bounded)) : mean;
    this.sums = new Float64Array(rows.targets.length).fill(this.base);
  }

  /** One step of one feature: towards the mean of what is left in each interval. */
  step(shape: Working): void {
    const { targets, weights } = this.rows;
    const gradients = shape.effects.map(() => 0);
    const curvatures = shape.effects.map(() => 0);
    const { intervals } = shape;
    for (let row = 0; row < intervals.length; row += 1) {
      const interval = intervals[row] ?? 0;
      const weight = weights[row] ?? 0;
      const sum = this.sums[row] ?? 0;
      const predicted = this.isLogistic ? sigmoid(sum) : sum;
      gradients[interval] = (gradients[interval] ?? 0) + weight * ((targets[row] ?? 0) - predicted);
      curvatures[interval] =
        (curvatures[interval] ?? 0) + (this.isLogistic ? weight * predicted * (1 - predicted) : weight);
    }
    const before = shape.effects;
    const ridge = this.isLogistic ? RIDGE / 4 : RIDGE;
    shape.effects = before.map(
      (effect, interval) =>
        effect + (LEARNING_RATE * (gradients[interval] ?? 0)) / ((curvatures[interval] ?? 0) + ridge),
    );
    shape.effects = constrained(shape);
    const moves = shape.effects.map((effect, interval) => effect - (before[interval] ?? 0));
    for (let row = 0; row < intervals.length; row += 1)
      this.sums[row] = (this.sums[row] ?? 0) + (moves[intervals[row] ?? 0] ?? 0);
  }
}

/** The habit of each project, as if it were a feature. */
function habits({ groups, weights }: Rows): Working {
  const count = groups.reduce((most, group) => Math.max(most, group), 0) + 1;
  const own = Array.from({ length: count }, () => 0);
  groups.forEach((group, row) => {
    own[group] = (own[group] ?? 0) + (weights[row] ?? 0);
  });
  return {
    feature: -1,
    thresholds: [],
    intervals: groups,
    weights: own,
    direction: 0,
    hasUnknown: false,
    effects: own.map(() => 0),
  };
}

function boost(rows: Rows, loss: Loss, shapes: readonly Working[]): number {
  const boosting = new Boosting(rows, loss);
  const habit = habits(rows);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const shape of [habit, ...shapes]) boosting.step(shape);
  const total = habit.weights.reduce((sum, weight) => sum + weight, 0);
  const mean = habit.effects.reduce((sum, effect, i) => sum + effect * (habit.weights[i] ?? 0), 0) / total;
  return boosting.base + mean;
}

/** How much a feature moves the function over the rows: the weighted variance of its effects. */
function spreadOf({ effects, weights }: Working): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = effects.reduce((sum, effect, i) => sum + effect * (weights[i] ?? 0), 0) / total;
  return effects.reduce((sum, effect, i) => sum + (effect - mean) ** 2 * (weights[i] ?? 0), 0) / total;
}

/** Fits `rows`, keeps the features that matter most, and fits these again. */
export function fitAdditive(rows: Rows, { loss, directions, kept }: FitOptions): Additive {
  const all = [...directions].map(([feature, direction]) => working(rows, feature, direction));
  boost(rows, loss, all);
  const chosen = all
    .map((shape) => ({ shape, spread: spreadOf(shape) }))
    .sort((a, b) => b.spread - a.spread || a.shape.feature - b.shape.feature)
    .slice(0, kept)
    .map(({ shape }) => working(rows, shape.feature, shape.direction))
    .sort((a, b) => a.feature - b.feature);
  const base = boost(rows, loss, chosen);
  return {
    base,
    shapes: chosen.map(({ feature, thresholds, effects }) => ({ feature, thresholds, effects })),
  };
}
