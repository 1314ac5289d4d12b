/** The worker in a pool: its answers are those of the parts, and do not depend on the thread. */
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { afterAll, expect, test } from 'vitest';
import { contentId, featuresHash } from './attestation.ts';
import { asScoringError, scoringErrors } from './errors.ts';
import { explainFile } from './explain.ts';
import { extractorHashOf } from './modelFolder.ts';
import { patchOf } from './testPatches.ts';
import type { ScoreAnswer, ScoreTask } from './worker.ts';

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
const task: ScoreTask = { kind: 'code', bytes, salt: new Uint8Array(32).fill(3), unitsBefore: 0 };

test('two threads give the answer of the parts', async () => {
  const answers: ScoreAnswer[] = await Promise.all([1, 2, 3, 4].map(() => pool.run(task, { name: 'score' })));
  const expected = await explainFile('code', bytes);
  for (const answer of answers) {
    expect(answer).toMatchObject({
      features: expected.features,
      scores: expected.scores,
      rows: expected.rows,
      units: 2,
    });
    expect(answer.contentId).toBe(contentId(task.salt, bytes));
    expect(answer.featuresHash).toBe(featuresHash(task.salt, expected.features));
    expect(answer.extractorHash).toBe(extractorHashOf());
  }
  expect(await pool.run({ kind: 'code', bytes }, { name: 'units' })).toBe(2);
  expect(await pool.run(task, { name: 'replay' })).toEqual({
    features: expected.features,
    featuresHash: answers[0]?.featuresHash,
  });
});

test('rejects: content that is no patch, with a sentence that brings the code back', async () => {
  const bad = { ...task, bytes: new TextEncoder().encode('words') };
  const error = await pool.run(bad, { name: 'score' }).catch((reason: unknown) => reason);
  expect(asScoringError(error)?.code).toBe('scoring.notAPatch');
  expect(asScoringError(new Error('Something else.'))).toBeNull();
});

test('every sentence is unique and one sentence', () => {
  const sentences = Object.values(scoringErrors);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*[^.]\.$/);
});
