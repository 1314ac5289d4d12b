/**
 * `npm run fuzz`: cases of the conformance suite entangled, and whatever an attacker may try between their steps, seed after seed;
 * appends what it saw to docs/soak.md.
 *
 * `--steps N` (1,000,000) ends it after so many transactions, `--minutes M` earlier, `--from S` (1) is the first seed, `--rotate TEXT`
 * takes it from a text such as a commit, `--quiet` leaves docs/soak.md alone. Exits with 1 at the first violation, which names its seed.
 */
import { parseArgs } from 'node:util';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '../guide/modules.ts';
import { firstSeed, noteRun } from '../support/soak.ts';
import { runSequence } from './sequence.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    rotate: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const from = firstSeed(values);
const stepsMax = Number(values.steps);
const begun = performance.now();
const deadline = begun + Number(values.minutes) * 60_000;
const applied = new Map<string, number>();
let [seed, steps, tried, succeeded] = [from, 0, 0, 0];
let failure: string | undefined;
for (; failure === undefined && steps < stepsMax && performance.now() < deadline; seed++)
  try {
    const done = await runSequence(seed);
    steps += done.steps;
    tried += done.tried;
    succeeded += done.succeeded;
    for (const [kind, count] of done.applied) applied.set(kind, (applied.get(kind) ?? 0) + count);
    if ((seed - from) % 500 === 499) say(`${seed - from + 1} seeds, ${steps} transactions.`);
  } catch (error) {
    const { name, message, stack } = error as Error;
    failure = `seed ${seed}: ${name === 'Violation' ? message : stack}`;
  }
const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
const result = failure === undefined ? 'no violation' : `VIOLATION at ${failure}`;
const kinds = `${applied.size} of ${createRegistry(modules).kinds.size}`;
say(
  `${seed - from} seeds from ${from}, ${steps} transactions, ${tried} tried and ${succeeded} of them applied, ${kinds} kinds applied, in ${minutes} minutes: ${result}.`,
);
if (!values.quiet)
  noteRun('## Attempts on the rules', [
    `${from} … ${seed - 1}`,
    steps,
    tried,
    succeeded,
    kinds,
    minutes,
    result,
  ]);
process.exit(failure === undefined ? 0 : 1);
