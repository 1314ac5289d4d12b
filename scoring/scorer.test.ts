/** ONNX Runtime against the integer reference, and models that must not be run. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { featureIndex, features } from './features.ts';
import { defaultModelFolder, readModelFolder } from './modelFolder.ts';
import { writeOnnx } from './onnxFile.ts';
import { operationsOf } from './onnxOperations.ts';
import { explain, type Model, rowsFor } from './reference.ts';
import { Scorer } from './scorer.ts';

const folder = mkdtempSync(join(tmpdir(), 'meritlane-model-'));
afterAll(() => rmSync(folder, { recursive: true }));
const loaded = readModelFolder(defaultModelFolder);

/** A copy of the model with one entry changed; by default its tables say the same as its ONNX file. */
function tampered(change: (model: Model) => void, alsoTables = true): string {
  cpSync(defaultModelFolder, folder, { recursive: true });
  const model = structuredClone(loaded.model);
  change(model);
  writeFileSync(join(folder, 'contribution.onnx'), writeOnnx(model));
  if (alsoTables) writeFileSync(join(folder, 'tables.json'), JSON.stringify(model));
  return folder;
}

function raise(model: Model): void {
  const entry = model.entries[featureIndex.codeLines]?.[0];
  if (entry) entry[0] += 1;
}

/** A generator of whole numbers by a fixed rule (Lehmer), so that a failure can be repeated. */
function* numbers(): Generator<number, never> {
  let state = 20_260_101;
  for (;;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

test('the ONNX file says what the reference says, on 20,000 random rows and at every threshold', async () => {
  const scorer = await Scorer.load(defaultModelFolder);
  const random = numbers();
  const drawn = (min: number, max: number) => min + (random.next().value % (max - min + 1));
  const rows = Array.from({ length: 20_000 }, (_, index) =>
    features.map(({ min, max }, feature) => {
      const thresholds = scorer.model.thresholds[feature] ?? [];
      const edge = thresholds[drawn(0, Math.max(0, thresholds.length - 1))];
      if (index % 3 === 0 && edge !== undefined) return edge - (index % 2);
      return index % 3 === 1 ? drawn(-(2 ** 31), 2 ** 31 - 1) : drawn(min, max);
    }),
  );
  const { scores, contributions } = await scorer.run(rows);
  let differences = 0;
  rows.forEach((row, index) => {
    const expected = explain(scorer.model, row);
    expected.scores.forEach((score, k) => {
      if (Number(scores[index * 4 + k]) !== score) differences += 1;
    });
    expected.rows.forEach(({ entries }, feature) => {
      entries.forEach((entry, k) => {
        if (Number(contributions[(index * features.length + feature) * 4 + k]) !== entry) differences += 1;
      });
    });
  });
  expect(differences).toBe(0);
});

test('the writer reproduces the file that is shipped, byte for byte', () => {
  expect(Buffer.from(writeOnnx(loaded.model)).equals(loaded.onnx)).toBe(true);
});

test('scores come with the rows that make them', async () => {
  const scorer = await Scorer.load(defaultModelFolder);
  const values = features.map(({ id }) =>
    id === 'codeLines' || id === 'novelUnits' || id === 'quantityAfter' ? 30 : 0,
  );
  const { scores, rows, bias } = await scorer.score(values);
  expect(rows.map(({ feature, from, to, entries }) => ({ feature, from, to, entries }))).toEqual(
    rowsFor(scorer.model, values),
  );
  expect(rows.reduce((sum, { entries }) => sum + entries[0], bias[0])).toBe(scores[0]);
  expect(scorer.modelHash).toBe(loaded.modelHash);
});

test('one changed entry gives another hash and other scores', async () => {
  const honest = await Scorer.load(defaultModelFolder);
  const liar = await Scorer.load(tampered(raise));
  const values = features.map(() => 0);
  expect(liar.modelHash).not.toBe(honest.modelHash);
  expect((await liar.score(values)).scores[0]).toBe((await honest.score(values)).scores[0] + 1);
});

test('rejects: an ONNX file that says something else than the tables', async () => {
  const scorer = await Scorer.load(tampered(raise, false));
  await expect(scorer.score(features.map(() => 0))).rejects.toMatchObject({ code: 'scoring.modelMismatch' });
});

test('rejects: operations, shapes and files that are not allowed', async () => {
  const { onnx } = loaded;
  expect(new Set(operationsOf(onnx)).size).toBe(6);
  const load = (bytes: Uint8Array) => {
    writeFileSync(
      join(
        tampered(() => {}),
        'contribution.onnx',
      ),
      bytes,
    );
    return Scorer.load(folder);
  };
  const otherOperation = Buffer.from(onnx);
  const at = otherOperation.lastIndexOf('Add');
  otherOperation.write('Sub', at);
  await expect(load(otherOperation)).rejects.toMatchObject({ code: 'scoring.modelUnusable' });
  await expect(load(Buffer.from('no model'))).rejects.toMatchObject({ code: 'scoring.modelUnusable' });
  await expect(load(onnx.subarray(0, onnx.length - 9))).rejects.toThrow();
  const { model } = loaded;
  const narrow = writeOnnx({
    ...model,
    features: model.features.slice(1),
    thresholds: model.thresholds.slice(1),
    entries: model.entries.slice(1),
  });
  await expect(load(narrow)).rejects.toMatchObject({ code: 'scoring.modelUnusable' });
});

test('rejects: tables that are not over the features of this version', async () => {
  const strange = tampered((model) => {
    model.features[0] = 'author';
  });
  await expect(Scorer.load(strange)).rejects.toThrow('not a model over the features');
});
