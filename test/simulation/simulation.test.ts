/** The simulation itself: seeds of both orderings hold, a seed is the same twice, and each planted bug falls at its kept seed. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { plantedBugs } from './plants.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Runs a script in a process of its own: the simulation holds the clock of the one it runs in. */
const runScript = async (script: string, ...words: string[]): Promise<Record<string, unknown>[]> => {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await run(process.execPath, [path, ...words], { cwd: root });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};
/** One process for some forty bugs, each until its seed falls. */
const plantsTimeoutMs = 900_000;

describe('the simulation', () => {
  it('holds for seeds of both orderings, and is the same when a seed is run again', async () => {
    const [first, again] = await Promise.all([
      runScript('run.ts', '--json', '--quiet', '--lanes', '0', '--from', '7', '--seeds', '3'),
      runScript('run.ts', '--json', '--quiet', '--lanes', '2', '--from', '7', '--seeds', '3'),
    ]);
    // Lanes instead of serial execution change nothing that anybody sees.
    expect(again.map(({ trace }) => trace)).toEqual(first.map(({ trace }) => trace));
    expect(new Set(first.map(({ trace }) => trace)).size).toBe(3);
    expect(new Set(first.map(({ options }) => (options as { ordering: string }).ordering)).size).toBe(2);
    for (const { faults, counts } of first as {
      faults: Record<string, number>;
      counts: Record<string, number>;
    }[]) {
      expect(faults['messages'] ?? 0).toBeGreaterThan(0);
      expect(counts['acknowledged'] ?? 0).toBeGreaterThan(50);
    }
  });

  it(
    'finds each planted bug at its seed',
    async () => {
      const found = await runScript('findPlants.ts', '--kept');
      const missed = found.filter(({ seed }) => seed === null).map(({ bug }) => bug);
      expect(missed).toEqual([]);
      expect(found.map(({ bug }) => bug)).toEqual(plantedBugs.map(({ name }) => name));
      expect(found.length).toBeGreaterThanOrEqual(30);
    },
    plantsTimeoutMs,
  );
});

it('has each planted bug in its page, and no other', () => {
  const page = readFileSync(new URL('../../docs/simulation.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const expected = plantedBugs.map(
    ({ name, what, edits, seed }) => `| \`${name}\` | ${what} | \`${edits[0]?.[0]}\` | ${seed} |`,
  );
  expect(rows).toEqual(expected);
});
