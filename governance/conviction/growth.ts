/** How conviction grows and what it must reach: the formulas of 1Hive and Gardens, in integers with their rounding. */

/** Decay, weight and largest share are fractions of it. */
export const unit = 10_000_000n;
/** Conviction is counted in so many steps a half-life. */
export const stepsPerHalfLife = 48;
/** What a step leaves of conviction that nobody stands behind any more: half^(1/48). */
export const stepDecay = 9_856_632n;

const fractionBits = 128n;
const one = 1n << fractionBits;
const half = 1n << (fractionBits - 1n);
const multiply = (left: bigint, right: bigint): bigint => (left * right + half) >> fractionBits;

/** (decay ÷ 10^7)^steps × 2^128, by squaring; each product is rounded to the nearest. */
const powerOf = (decay: bigint, steps: number): bigint => {
  let product = one;
  let square = (decay << fractionBits) / unit;
  for (let left = steps; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product = multiply(product, square);
    square = multiply(square, square);
  }
  return product;
};

/**
 * Conviction after some steps: a^t·y + x(1 − a^t)/(1 − a), rounded to the nearest.
 * @param before y, the conviction at the first of the steps
 * @param support x, what stood behind it during all of them
 * @param decay a × 10^7, below 10^7
 */
export const grown = (before: bigint, support: bigint, steps: number, decay = stepDecay): bigint => {
  const left = powerOf(decay, steps);
  return (left * before + (support * unit * (one - left)) / (unit - decay) + half) >> fractionBits;
};

/** The conviction that support comes to in the end: x/(1 − a), rounded down. */
export const fullOf = (support: bigint, decay = stepDecay): bigint => (support * unit) / (unit - decay);

/** The support that comes to this conviction in the end, rounded down: how people read conviction. */
export const supportOf = (conviction: bigint, decay = stepDecay): bigint =>
  (conviction * (unit - decay)) / unit;

const squareOf = (value: bigint): bigint => value * value;
/** What a threshold is made of. */
interface Terms {
  readonly requested: bigint;
  /** What the treasury holds of the token that is asked for. */
  readonly funds: bigint;
  /** All stake of the DAO. */
  readonly staked: bigint;
  /** ρ × 10^7. */
  readonly weight: bigint;
  /** β × 10^7: what is asked for must be less than this share of the funds. */
  readonly maxRatio: bigint;
  /** Less support than this never passes. */
  readonly minimumStake: bigint;
}

/**
 * What conviction must exceed: ρ·S/((1 − a)(β − r/f)²), rounded down once at the end, and never less than the full conviction
 * of the minimum. Undefined where r/f ≥ β: then no conviction is enough.
 */
export const thresholdOf = (terms: Terms, decay = stepDecay): bigint | undefined => {
  const { requested, funds, staked, weight, maxRatio, minimumStake } = terms;
  const room = maxRatio * funds - requested * unit;
  if (room <= 0n) return undefined;
  const threshold = (weight * staked * squareOf(unit * funds)) / ((unit - decay) * squareOf(room));
  const least = fullOf(minimumStake, decay);
  return threshold < least ? least : threshold;
};

/** By how much support changed in a step. */
export interface Change {
  readonly step: number;
  readonly amount: bigint;
}
/** Support and conviction as a step finds them. */
export interface Standing {
  readonly step: number;
  readonly support: bigint;
  readonly conviction: bigint;
}

/**
 * Where conviction stands at each of some steps. What stood behind it before the first change has its full conviction.
 * @param changes by step, rising; a change counts from the step after its own
 * @param before support before the first change
 * @param steps rising; each gives one standing
 */
export const standingsAt = (
  changes: readonly Change[],
  before: bigint,
  steps: readonly number[],
): Standing[] => {
  const start = Math.min(changes[0]?.step ?? Number.MAX_SAFE_INTEGER, ...steps);
  let now: Standing = { step: start, support: before, conviction: fullOf(before) };
  const at = (step: number): Standing => ({
    ...now,
    step,
    conviction: grown(now.conviction, now.support, step - now.step),
  });
  let next = 0;
  return steps.map((step) => {
    for (let change = changes[next]; change !== undefined && change.step <= step; change = changes[++next])
      now = { ...at(change.step), support: now.support + change.amount };
    return at(step);
  });
};

/** After 128 half-lives conviction of any support is all that it comes to. */
const forecastSteps = 128 * stepsPerHalfLife;

/** The first step at which conviction exceeds a threshold if support stays as it is; undefined where that never happens. */
export const passesAt = ({ step, support, conviction }: Standing, threshold: bigint): number | undefined => {
  if (conviction > threshold) return step;
  let [low, high] = [0, forecastSteps];
  if (grown(conviction, support, high) <= threshold) return undefined;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (grown(conviction, support, middle) > threshold) high = middle;
    else low = middle;
  }
  return step + high;
};
