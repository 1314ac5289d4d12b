/**
 * `npm run simulate`: seeds of the simulation, one after another; notes what it saw in docs/soak.md.
 *
 * `--seeds N` (1,000), `--from S`, `--minutes M` ends earlier, `--rotate TEXT` takes the first seed from a text such as a commit,
 * `--lanes N` gives replica 3 lanes of N workers (2; 0 executes serially everywhere), `--json` prints one line a seed, `--verbose`
 * the trace too, `--quiet` leaves docs/soak.md alone. Exits with 1 at the first violation, which names its seed.
 */
import { parseArgs } from 'node:util';
import { firstSeed, noteRun } from '../support/soak.ts';
import { SimulatedLanes } from './lanes.ts';
import { plain, runSeed } from './runSeed.ts';
import { optionsOf } from './seedOptions.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1000' },
    rotate: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  },
});
/** The replica that executes in lanes. */
const lanedReplica = 3;
/** Lanes wait for real threads, which costs as much as the rest of a seed: every this many seeds, and in short runs, has them. */
const lanesEvery = 4;
/** Every this many seeds one is run again: it must leave the same trace. */
const againEvery = 25;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const from = firstSeed(values);
const count = Number(values.seeds);
const lanes = Number(values.lanes) > 0 ? new SimulatedLanes(Number(values.lanes)) : undefined;
const deadline = performance.now() + Number(values.minutes) * 60_000;
const begun = performance.now();
const totals: Record<string, number> = { blocks: 0, transactions: 0, acknowledged: 0, faults: 0, starts: 0 };
const add = (name: string, amount: number): void => {
  totals[name] = (totals[name] ?? 0) + amount;
};

const run = (seed: number) =>
  runSeed(seed, {
    verbose: values.verbose,
    executorOf: (replica, options) =>
      replica === lanedReplica && lanes !== undefined && (seed % lanesEvery === 0 || count < lanesEvery)
        ? lanes.executorFor(seed, options)
        : plain,
  });
const runAndCount = async (seed: number): Promise<void> => {
  const result = await run(seed);
  if (seed % againEvery === 0) {
    const { trace } = await run(seed);
    if (trace !== result.trace) throw new Error('The seed leaves another trace when it is run again.');
  }
  add('blocks', result.blocks);
  add('transactions', result.transactions);
  add('acknowledged', result.counts['acknowledged'] ?? 0);
  add('starts', result.counts['starts'] ?? 0);
  for (const [name, amount] of Object.entries(result.faults)) {
    add(name, amount);
    add('faults', amount);
  }
  if (values.json) say(JSON.stringify(result));
};

let done = 0;
let failure: string | undefined;
for (let seed = from; seed < from + count && performance.now() < deadline; seed++) {
  try {
    await runAndCount(seed);
    done++;
  } catch (error) {
    const { name, message, stack } = error as Error;
    failure = `seed ${seed}: ${message}`;
    say(name === 'Violation' ? failure : `${failure}\n${stack}`);
    say(`What it is made of: ${JSON.stringify(optionsOf(seed))}.`);
    break;
  }
  if (!values.json && done % 50 === 0) say(`${done} seeds, ${totals['blocks']} blocks.`);
}
const minutes = (performance.now() - begun) / 60_000;
const result = failure === undefined ? 'no violation' : `VIOLATION at ${failure}`;
say(`${done} seeds from ${from} in ${minutes.toFixed(1)} minutes: ${JSON.stringify(totals)}: ${result}.`);

if (!values.quiet)
  noteRun('## Simulation', [
    `${from} … ${from + done - 1}`,
    ...['blocks', 'transactions', 'acknowledged', 'faults', 'kills', 'powerCuts', 'starts'].map(
      (name) => totals[name],
    ),
    minutes.toFixed(1),
    result,
  ]);
await lanes?.close();
process.exit(failure === undefined ? 0 : 1);
