/** The arbiter: additive integer tables added up in plain TypeScript, and the Merkle tree that commits to each row. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Scores } from './attestation.ts';
import { encodeIntegers } from './encodeIntegers.ts';

/** Where the first interval of each feature begins. */
export const FEATURE_MIN = -0x8000_0000;
/** Where the last interval of each feature ends; no value reaches it. */
export const FEATURE_END = 0x8000_0000;

/** One table row: it covers the values x of `feature` with from ≤ x < to, and adds `entries` to the four scores. */
export type Row = {
  feature: number;
  from: number;
  to: number;
  entries: Scores;
};

/**
 * An additive model. Per feature: ascending thresholds, and one entry per interval between them (one more than
 * thresholds). A score is bias + one entry per feature.
 */
export type Model = {
  features: string[];
  thresholds: number[][];
  entries: Scores[][];
  bias: Scores;
};

/** A row of an explanation: the table row, the feature's id, and its value. */
export type ExplainedRow = Row & { id: string; value: number };

/** A score with its reasons: bias + Σ entries of rows = scores, exactly, in each dimension. */
export type Explanation = { bias: Scores; rows: ExplainedRow[]; scores: Scores };

const ROW_TAG = sha256(utf8ToBytes('meritlane/model-row'));
const EMPTY_LEAF = new Uint8Array(32);

function rowsOfFeature(model: Model, feature: number): Row[] {
  const thresholds = model.thresholds[feature] ?? [];
  const entries = model.entries[feature] ?? [];
  if (entries.length !== thresholds.length + 1)
    throw new RangeError('A table has the wrong number of entries.');
  return entries.map((entry, bin) => ({
    feature,
    from: thresholds[bin - 1] ?? FEATURE_MIN,
    to: thresholds[bin] ?? FEATURE_END,
    entries: entry,
  }));
}

/** All rows of `model` in the order of the Merkle tree: by feature, then by interval. */
export function allRows(model: Model): Row[] {
  return model.features.flatMap((_, feature) => rowsOfFeature(model, feature));
}

function covers(row: Row, value: number): boolean {
  return row.from <= value && value < row.to;
}

/** The rows that `features` select, one per feature in order; throws RangeError when the counts differ or a value is out of range. */
export function rowsFor(model: Model, features: readonly number[]): Row[] {
  if (features.length !== model.features.length)
    throw new RangeError('The number of features is not the model’s.');
  return features.map((value, feature) => {
    const row = rowsOfFeature(model, feature).find((candidate) => covers(candidate, value));
    if (!Number.isInteger(value) || row === undefined)
      throw new RangeError('A feature is not a 32-bit integer.');
    return row;
  });
}

/**
 * bias + Σ entries, or null unless there is exactly one row for each feature and it covers that feature's value.
 * No clamping: a model is scaled so that its scores lie in range.
 */
export function scoreOfRows(
  bias: readonly number[],
  rows: readonly Row[],
  features: readonly number[],
): Scores | null {
  if (bias.length !== 4 || rows.length !== features.length) return null;
  const seen = new Set<number>();
  const scores: Scores = [bias[0] ?? 0, bias[1] ?? 0, bias[2] ?? 0, bias[3] ?? 0];
  for (const row of rows) {
    const value = features[row.feature];
    if (value === undefined || !Number.isInteger(value) || !covers(row, value) || seen.has(row.feature))
      return null;
    seen.add(row.feature);
    for (const k of [0, 1, 2, 3] as const) scores[k] += row.entries[k];
  }
  return scores;
}

/** The four scores of `features` with the row of each feature as its reason. */
export function explain(model: Model, features: readonly number[]): Explanation {
  const rows = rowsFor(model, features);
  const scores = scoreOfRows(model.bias, rows, features);
  if (scores === null) throw new RangeError('The rows do not cover the features.');
  const explained = rows.map((row, feature) => ({
    ...row,
    id: model.features[feature] ?? '',
    value: features[feature] ?? 0,
  }));
  return { bias: model.bias, rows: explained, scores };
}

function leafHash(row: Row): Uint8Array {
  return sha256(concatBytes(ROW_TAG, encodeIntegers([row.feature, row.from, row.to, row.entries])));
}

/** Levels above the leaves of a tree padded to a power of two. */
function depthOf(rowCount: number): number {
  let depth = 0;
  while (2 ** depth < rowCount) depth += 1;
  return depth;
}

function levelsOf(rows: readonly Row[]): Uint8Array[][] {
  let level = rows.map(leafHash);
  while (level.length < 2 ** depthOf(rows.length)) level.push(EMPTY_LEAF);
  const levels = [level];
  while (level.length > 1) {
    const below = level;
    level = [];
    for (let i = 0; i < below.length; i += 2) {
      level.push(sha256(concatBytes(below[i] ?? EMPTY_LEAF, below[i + 1] ?? EMPTY_LEAF)));
    }
    levels.push(level);
  }
  return levels;
}

/** The Merkle root over all rows (32 bytes): what the registry commits to beside the row count and the bias. */
export function tablesRoot(model: Model): Uint8Array {
  return levelsOf(allRows(model)).at(-1)?.[0] ?? EMPTY_LEAF;
}

/** The index and siblings (leaf upwards, 32 bytes each) that prove `row`; throws RangeError when the model lacks it. */
export function rowPath(model: Model, row: Row): { index: number; siblings: Uint8Array[] } {
  const rows = allRows(model);
  const index = rows.findIndex(
    (candidate) => candidate.feature === row.feature && candidate.from === row.from,
  );
  if (index < 0) throw new RangeError('The model has no such row.');
  const siblings = levelsOf(rows)
    .slice(0, -1)
    .map((level, height) => level[(index >> height) ^ 1] ?? EMPTY_LEAF);
  return { index, siblings };
}

/** Whether `row` is row number `index` of the `rowCount` rows under `root`. */
export function verifyRow(
  root: Uint8Array,
  rowCount: number,
  row: Row,
  index: number,
  siblings: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= rowCount) return false;
  if (siblings.length !== depthOf(rowCount) || siblings.some((sibling) => sibling.length !== 32))
    return false;
  let node = leafHash(row);
  siblings.forEach((sibling, height) => {
    node = sha256((index >> height) & 1 ? concatBytes(sibling, node) : concatBytes(node, sibling));
  });
  return node.length === root.length && node.every((byte, i) => byte === root[i]);
}
