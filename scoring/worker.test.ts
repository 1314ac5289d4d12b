/** The worker in a pool: its answers are those of the parts, and do not depend on the thread. */
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { afterAll, expect, test } from 'vitest';
import { contentId, featuresHash } from './attestation.ts';
import { asScoringError, scoringErrors } from './errors.ts';
import { featureIndex } from './features.ts';
import { defaultModelFolder, extractorHashOf, readTables } from './modelFolder.ts';
import { Project } from './project.ts';
import { explain } from './reference.ts';
import { patchOf } from './testPatches.ts';
import type { AppendTask, ScoreAnswer, ScoreTask } from './worker.ts';

const pool = new Piscina({
  filename: fileURLToPath(new URL('./worker.ts', import.meta.url)),
  minThreads: 2,
  maxThreads: 2,
});
afterAll(() => pool.destroy());

const bytes = patchOf([
  {
    path: 'src/sum.ts',
    before: null,
    after: 'export function sum(values: number[]) {\n  return values.reduce((a, b) => a + b, 0);\n}\n',
  },
]);
const salt = new Uint8Array(32).fill(3);
const work: AppendTask = { dao: 'd', author: 'a', epoch: 0, kind: 'code', bytes };

test('two threads give the answer of the parts', async () => {
  const features = new Project().append(work)?.features ?? [];
  const task: ScoreTask = { kind: 'code', bytes, salt, features };
  const answers: ScoreAnswer[] = await Promise.all([1, 2, 3, 4].map(() => pool.run(task, { name: 'score' })));
  const expected = explain(readTables(defaultModelFolder), features);
  for (const answer of answers) {
    expect(answer).toMatchObject({ features, scores: expected.scores, rows: expected.rows });
    expect(answer.contentId).toBe(contentId(salt, bytes));
    expect(answer.featuresHash).toBe(featuresHash(salt, features));
    expect(answer.extractorHash).toBe(extractorHashOf());
  }
});

test('a thread remembers what it read of a DAO, and a preview leaves no trace', async () => {
  const next = { dao: 'of-one', author: 'a', epoch: 0 };
  const one = new Piscina({
    filename: fileURLToPath(new URL('./worker.ts', import.meta.url)),
    minThreads: 1,
    maxThreads: 1,
  });
  const previewed = async (): Promise<ScoreAnswer> =>
    one.run({ kind: 'code', bytes, next }, { name: 'preview' });
  const first = await previewed();
  expect((await previewed()).features).toEqual(first.features);
  expect(await one.run({ ...work, ...next }, { name: 'append' })).toEqual(first.features);
  const again = await previewed();
  expect(again.features[featureIndex.novelUnits]).toBe(0);
  expect(again.features[featureIndex.quantityBefore]).toBe(first.features[featureIndex.novelUnits]);
  expect(await one.run({ ...work, ...next, bytes: null }, { name: 'append' })).toBeNull();
  expect(await one.run({ ...work, ...next, bytes: new Uint8Array(3) }, { name: 'append' })).toBeNull();
  expect((await previewed()).features).toEqual(again.features);
  await one.destroy();
});

test('rejects: content that is no patch, with a sentence that brings the code back', async () => {
  const bad = { kind: 'code', bytes: new TextEncoder().encode('words') };
  const error = await pool.run(bad, { name: 'preview' }).catch((reason: unknown) => reason);
  expect(asScoringError(error)?.code).toBe('scoring.notAPatch');
  expect(asScoringError(new Error('Something else.'))).toBeNull();
});

test('every sentence is unique and one sentence', () => {
  const sentences = Object.values(scoringErrors);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*[^.]\.$/);
});
