/** Random rows through the integer reference and a runtime of the ONNX file: one digest each, which must be the same. */
import { createHash } from 'node:crypto';
import { features } from './features.ts';
import { explain, type Model } from './reference.ts';

/** Rows per call of a runtime: enough to make calls cheap, few enough to stay in memory. */
const ROWS_AT_ONCE = 2_000;

/** What a runtime says of many rows: scores [N × 4] and contributions [N × F × 4], row by row. */
export type Run = (
  rows: readonly number[][],
) => Promise<{ scores: BigInt64Array; contributions: BigInt64Array }>;

/** Rows compared, rows that differ, and SHA-256 over all scores and contributions as 64-bit integers, little-endian. */
export type Exactness = {
  rows: number;
  differences: number;
  reference: string;
  runtimes: Record<string, string>;
};

/** Whole numbers by a fixed rule (Lehmer), so that every machine draws the same rows. */
function* numbers(seed: number): Generator<number, never> {
  let state = (seed % 2_147_483_646) + 1;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

function* rowsOf(model: Model, count: number, seed: number): Generator<number[]> {
  const random = numbers(seed);
  const drawn = (min: number, max: number) => min + (random.next().value % (max - min + 1));
  for (let index = 0; index < count; index += 1) {
    yield features.map(({ min, max }, feature) => {
      const thresholds = model.thresholds[feature] ?? [];
      const edge = thresholds[drawn(0, Math.max(0, thresholds.length - 1))];
      // A third at the thresholds and just below, a third anywhere in 32 bits, a third where real values lie.
      if (index % 3 === 0 && edge !== undefined) return edge - drawn(0, 1);
      return index % 3 === 1 ? drawn(-(2 ** 31), 2 ** 31 - 1) : drawn(min, max);
    });
  }
}

function referenceOf(model: Model, rows: readonly number[][]) {
  const scores = new BigInt64Array(rows.length * 4);
  const contributions = new BigInt64Array(rows.length * features.length * 4);
  rows.forEach((row, index) => {
    const explained = explain(model, row);
    explained.scores.forEach((score, k) => {
      scores[index * 4 + k] = BigInt(score);
    });
    explained.rows.forEach(({ entries }, feature) => {
      entries.forEach((entry, k) => {
        contributions[(index * features.length + feature) * 4 + k] = BigInt(entry);
      });
    });
  });
  return { scores, contributions };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: BigInt64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Runs `count` rows drawn by `seed` through `model` and every runtime, and compares each of them with the reference. */
export async function compareRuntimes(
  model: Model,
  runtimes: Readonly<Record<string, Run>>,
  {
    count,
    seed = 1,
    onProgress,
  }: { count: number; seed?: number; onProgress?: (progress: { done: number; of: number }) => void },
): Promise<Exactness> {
  const names = Object.keys(runtimes);
  const own = createHash('sha256');
  const hashes = new Map(names.map((name) => [name, createHash('sha256')]));
  let differences = 0;
  let done = 0;
  let rows: number[][] = [];
  const compare = async (): Promise<void> => {
    const expected = referenceOf(model, rows);
    own.update(bytesOf(expected.scores)).update(bytesOf(expected.contributions));
    const differing = new Set<number>();
    for (const [name, run] of Object.entries(runtimes)) {
      const found = await run(rows);
      hashes.get(name)?.update(bytesOf(found.scores)).update(bytesOf(found.contributions));
      found.scores.forEach((score, at) => {
        if (score !== expected.scores[at]) differing.add(Math.floor(at / 4));
      });
      found.contributions.forEach((entry, at) => {
        if (entry !== expected.contributions[at]) differing.add(Math.floor(at / (4 * features.length)));
      });
    }
    differences += differing.size;
    done += rows.length;
    rows = [];
    onProgress?.({ done, of: count });
  };
  for (const row of rowsOf(model, count, seed)) {
    rows.push(row);
    if (rows.length === ROWS_AT_ONCE) await compare();
  }
  if (rows.length > 0) await compare();
  return {
    rows: done,
    differences,
    reference: own.digest('hex'),
    runtimes: Object.fromEntries([...hashes].map(([name, hash]) => [name, hash.digest('hex')])),
  };
}
