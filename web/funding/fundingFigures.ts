/** Conviction in figures that people read: as stake, and as a curve in a frame. */
import { fullOf, supportOf, thresholdOf } from '#governance/conviction/growth.ts';
import { termsOf } from '#governance/conviction/state.ts';
import type { CurveJson, FundingJson, RuleJson } from './fundingQueries.ts';

/** The stake that an amount needs behind it for good under the rule; undefined where no stake is enough. */
export const stakeNeeded = (
  { funds, staked }: FundingJson,
  { minimumStake, ...rule }: RuleJson,
  requested: bigint,
): bigint | undefined => {
  const all = BigInt(staked);
  const terms = termsOf({ ...rule, minimumStake: BigInt(minimumStake) });
  const threshold = thresholdOf({ ...terms, requested, funds: BigInt(funds), staked: all });
  return threshold === undefined || threshold >= fullOf(all) ? undefined : supportOf(threshold + 1n) + 1n;
};

/** Stake behind a request now and what its conviction counts like, by time. */
interface CurvePoint {
  readonly at: number;
  /** In units of stake; so is all that follows. */
  readonly like: bigint;
  /** Absent ahead of now, where it is as it was last. */
  readonly support?: bigint;
}

/** A curve in a frame of one by one, zero at its lower left. */
export interface CurveFigures {
  readonly points: readonly CurvePoint[];
  readonly from: number;
  readonly to: number;
  /** The value at the upper edge. */
  readonly top: bigint;
  /** Nothing rises above zero, so the upper edge means nothing. */
  readonly isFlat: boolean;
  /** Pairs of x and y, rising in x. */
  readonly past: readonly (readonly [number, number])[];
  /** Begins where the past ends; empty once the request ended. */
  readonly future: readonly (readonly [number, number])[];
  /** Where the threshold lies; absent where there is none. */
  readonly threshold?: number;
}

/** Parts of a unit that a place in the frame is rounded to. */
const precision = 10_000n;

export const curveFigures = ({ past, future }: CurveJson, threshold: string | undefined): CurveFigures => {
  const like = (conviction: string): bigint => supportOf(BigInt(conviction));
  const pastPoints = past.map(({ at, support, conviction }) => ({
    at,
    support: BigInt(support),
    like: like(conviction),
  }));
  const futurePoints = future.map(({ at, conviction }) => ({ at, like: like(conviction) }));
  const points: readonly CurvePoint[] = [...pastPoints, ...futurePoints];
  const marked = threshold === undefined ? undefined : like(threshold);
  const highest = [...points.map((one) => one.like), marked ?? 0n].reduce((most, one) =>
    one > most ? one : most,
  );
  // A tenth of air above the highest line.
  const top = highest === 0n ? 1n : (highest * 11n) / 10n + 1n;
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const y = (value: bigint): number => Number((value * precision) / top) / Number(precision);
  const place = ({ at, like: value }: CurvePoint) =>
    [to === from ? 0 : (at - from) / (to - from), y(value)] as const;
  return {
    points,
    from,
    to,
    top,
    isFlat: highest === 0n,
    past: pastPoints.map(place),
    future: future.length === 0 ? [] : [...pastPoints.slice(-1), ...futurePoints].map(place),
    ...(marked === undefined ? {} : { threshold: y(marked) }),
  };
};
