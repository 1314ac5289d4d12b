/** What a waterfall draws: reasons in order of size, whole numbers that sum to the shown score, and where each bar stands. */
import { shownScore } from '../formats.ts';

/** One reason of a score, in protocol points (a score of 10,000 is full). */
export interface Reason {
  readonly id: string;
  /** The sentence about the work, already in the reader's language. */
  readonly sentence: string;
  readonly points: number;
}

/** A reason as drawn: whole points of 1000, and its bar from `start` to `end`, shares 0 … 1 of the axis. */
export interface WaterfallRow {
  readonly id: string;
  readonly sentence: string;
  /** Whole; all rows with the base sum to the shown score exactly. */
  readonly points: number;
  readonly start: number;
  readonly end: number;
}

/** A waterfall ready to draw. */
export interface WaterfallLayout {
  readonly base: WaterfallRow;
  readonly rows: readonly WaterfallRow[];
  /** The smallest reasons beyond the eighth row, drawn when unfolded; they stand after the others. */
  readonly folded: readonly WaterfallRow[];
  readonly foldedPoints: number;
  readonly foldedStart: number;
  readonly foldedEnd: number;
  readonly total: WaterfallRow;
}

/** The base, seven reasons: more rows than eight are read by nobody. */
export const rowsMax = 8;

/** Writes each of the points in tenths, whole, so that they sum to the floor of the sum's tenth: largest remainder first. */
export function wholePoints(points: readonly number[]): number[] {
  const whole = points.map((value) => Math.floor(value / 10));
  let missing = shownScore(points.reduce((sum, value) => sum + value, 0));
  for (const value of whole) missing -= value;
  const byRemainder = points
    .map((value, index) => ({ index, remainder: value - 10 * Math.floor(value / 10) }))
    .sort((left, right) => right.remainder - left.remainder || left.index - right.index);
  for (const { index } of byRemainder.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1;
  return whole;
}

/** Gains first, the largest first; then losses, the largest first; zeros last. */
function bySize(left: { points: number }, right: { points: number }): number {
  const group = (points: number): number => (points > 0 ? 0 : points < 0 ? 1 : 2);
  return group(left.points) - group(right.points) || Math.abs(right.points) - Math.abs(left.points);
}

/** Lays out a base and its reasons; their points are protocol points whose sum is the score. */
export function layOutWaterfall(base: Reason, reasons: readonly Reason[]): WaterfallLayout {
  const whole = wholePoints([base.points, ...reasons.map((reason) => reason.points)]);
  const basePoints = whole[0] ?? 0;
  const all = reasons.map((reason, index) => ({ ...reason, points: whole[index + 1] ?? 0 }));

  const largest = [...all].sort((left, right) => Math.abs(right.points) - Math.abs(left.points));
  const shownMax = all.length + 1 > rowsMax ? rowsMax - 2 : all.length;
  const shown = largest.slice(0, shownMax).sort(bySize);
  const small = largest.slice(shownMax).sort(bySize);
  const smallPoints = small.reduce((sum, reason) => sum + reason.points, 0);

  // The axis spans the changes only: a base of 410 would squeeze every reason into half the width.
  let position = basePoints;
  const positions = [position];
  for (const { points } of [...shown, ...small]) {
    position += points;
    positions.push(position);
  }
  const low = Math.min(...positions);
  const span = Math.max(...positions) - low || 1;
  const place = (points: number): number => (points - low) / span;

  position = basePoints;
  const drawn = [...shown, ...small].map(({ id, sentence, points }) => {
    const start = place(position);
    position += points;
    return { id, sentence, points, start, end: place(position) };
  });
  const folded = drawn.slice(shown.length);
  const foldedStart = drawn[shown.length - 1]?.end ?? place(basePoints);
  return {
    base: {
      id: base.id,
      sentence: base.sentence,
      points: basePoints,
      start: place(basePoints),
      end: place(basePoints),
    },
    rows: drawn.slice(0, shown.length),
    folded,
    foldedPoints: smallPoints,
    foldedStart,
    foldedEnd: place(position),
    total: { id: 'total', sentence: '', points: position, start: place(basePoints), end: place(position) },
  };
}
