/** How far people agree with each other, and what their ratings say of scores; pure integers. */
import { type Axis, tenths } from '../contributions/correction.ts';
import { levels, type RatingRecord, type Ratings } from './state.ts';

const million = 1_000_000n;

/**
 * Krippendorff's alpha for ordinal ratings in parts per million, rounded towards less agreement; 10^6 is perfect, 0 is chance,
 * and there is none where all ratings are the same. `coincidences` is a matrix of `levels` rows, whose entries count `scale` for
 * one pair (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability):
 *
 * α = 1 − (n − 1) Σ o_ck δ²_ck ÷ Σ n_c n_k δ²_ck over c < k, δ_ck = Σ_{g = c … k} n_g − (n_c + n_k) ÷ 2
 */
export const alphaPpm = (coincidences: readonly number[], scale = 1): bigint | undefined => {
  const at = (row: number, column: number): bigint => BigInt(coincidences[row * levels + column] ?? 0);
  const places = Array.from({ length: levels }, (_, place) => place);
  const counts = places.map((row) => places.reduce((sum, column) => sum + at(row, column), 0n));
  const total = counts.reduce((sum, one) => sum + one, 0n);
  let observed = 0n;
  let expected = 0n;
  for (const low of places)
    for (const high of places.slice(low + 1)) {
      const [first = 0n, last = 0n] = [counts[low], counts[high]];
      const between = counts.slice(low, high + 1).reduce((sum, one) => sum + one, 0n);
      const distance = 2n * between - first - last;
      observed += at(low, high) * distance * distance;
      expected += first * last * distance * distance;
    }
  if (expected === 0n) return undefined;
  const disagreement = ((total - BigInt(scale)) * observed * million + expected - 1n) / expected;
  return million - disagreement;
};

/** The record with the ratings of two people added; those of a score that was drawn uniformly count in its tenth too. */
export const withRatings = (
  before: RatingRecord,
  axis: Axis,
  [one, other]: readonly [Ratings, Ratings],
  uniformScore: number | undefined,
): RatingRecord => {
  const pair = [one[axis], other[axis]] as const;
  const coincidences = [...before.coincidences];
  for (const [row, column] of [pair, [pair[1], pair[0]]] as const) {
    const place = row * levels + column;
    coincidences[place] = (coincidences[place] ?? 0) + 1;
  }
  const after = { ...before, units: before.units + 1, coincidences };
  if (uniformScore === undefined) return after;
  const tenth = Math.min(tenths - 1, Math.floor(uniformScore / (10_000 / tenths)));
  const added = (list: readonly number[], by: number) =>
    list.map((value, place) => (place === tenth ? value + by : value));
  return {
    ...after,
    ratings: added(before.ratings, 2),
    sums: added(before.sums, pair[0] + pair[1]),
  };
};

interface Pool {
  readonly count: number;
  readonly sum: number;
  readonly width: number;
}
const isAbove = (left: Pool, right: Pool): boolean =>
  BigInt(left.sum) * BigInt(right.count) >= BigInt(right.sum) * BigInt(left.count);

/**
 * What people would have given in each tenth of the scale, 0 … 10,000: mean ratings that never fall from one tenth to the
 * next, by pooling neighbours that do (isotonic regression, pool adjacent violators). Empty where nobody rated anything; a
 * tenth without ratings takes the value before it, the first ones the value after.
 */
export const ladderOf = ({ ratings, sums }: Pick<RatingRecord, 'ratings' | 'sums'>): number[] => {
  const pools: Pool[] = [];
  for (const [place, count] of ratings.entries()) {
    const last = pools.at(-1);
    if (count === 0 && last !== undefined) pools.splice(-1, 1, { ...last, width: last.width + 1 });
    if (count === 0) continue;
    let next: Pool = { count, sum: sums[place] ?? 0, width: last === undefined ? place + 1 : 1 };
    for (let before = pools.at(-1); before !== undefined && isAbove(before, next); before = pools.at(-1)) {
      pools.pop();
      next = {
        count: before.count + next.count,
        sum: before.sum + next.sum,
        width: before.width + next.width,
      };
    }
    pools.push(next);
  }
  return pools.flatMap(({ count, sum, width }) =>
    new Array<number>(width).fill(Math.floor((sum * 10_000) / (count * (levels - 1)))),
  );
};
