/** Node's runtime, WebAssembly and the integer reference say the same of every row, and a differing one is found. */
import { expect, test } from 'vitest';
import { compareRuntimes, type Run } from './exactness.ts';
import { features } from './features.ts';
import { defaultModelFolder, readModelFolder } from './modelFolder.ts';
import { webRuntime } from './onnxWeb.ts';
import { Scorer } from './scorer.ts';

const { onnx, model } = readModelFolder(defaultModelFolder);
const scorer = await Scorer.load(defaultModelFolder);
const node: Run = (rows) => scorer.run(rows);

test('20,000 rows have one digest in both runtimes and the reference', async () => {
  const webAssembly = await webRuntime(onnx, features.length);
  const { rows, differences, reference, runtimes } = await compareRuntimes(
    model,
    { node, webAssembly },
    { count: 20_000 },
  );
  expect([rows, differences]).toEqual([20_000, 0]);
  expect(runtimes).toEqual({ node: reference, webAssembly: reference });
});

test('one wrong entry in one row is one difference, and another digest', async () => {
  let left = 1_234;
  const wrong: Run = async (rows) => {
    const answer = await node(rows);
    const contributions = answer.contributions.slice();
    if (left >= 0 && left < rows.length) contributions[left * features.length * 4] = 77_777n;
    left -= rows.length;
    return { ...answer, contributions };
  };
  const { differences, reference, runtimes } = await compareRuntimes(model, { wrong }, { count: 3_000 });
  expect(differences).toBe(1);
  expect(runtimes['wrong']).not.toBe(reference);
});
