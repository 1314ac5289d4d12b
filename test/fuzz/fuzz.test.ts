/** The books hold over some seeds and see what they should, and each planted mistake falls at its seed. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { mistakes } from './mistakes.ts';
import { runSequence } from './sequence.ts';

it('holds over a few seeds, of which some of what is tried is applied', async () => {
  let [steps, tried, succeeded] = [0, 0, 0];
  const kinds = new Set<string>();
  for (let seed = 1; seed <= 20; seed++) {
    const done = await runSequence(seed);
    steps += done.steps;
    tried += done.tried;
    succeeded += done.succeeded;
    for (const kind of done.applied.keys()) kinds.add(kind);
  }
  expect(steps).toBeGreaterThan(2_000);
  expect(succeeded / tried).toBeGreaterThan(0.1);
  expect(kinds.size).toBeGreaterThan(30);
});

it('is the same when a seed is run again', async () => {
  expect(await runSequence(3)).toEqual(await runSequence(3));
});

it('finds each planted mistake at its seed', async () => {
  const script = fileURLToPath(new URL('findMistakes.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly mistake: string; readonly by?: string });
  expect(found.map(({ mistake, by }) => [mistake, by])).toEqual(
    mistakes.map(({ name }) => [name, 'Violation']),
  );
});
