/**
 * `npm run simulate`: seeds of the simulation, one after another; appends what it saw to docs/soak.md.
 *
 * `--seeds N` (100), `--from S`, `--minutes M` ends earlier, `--rotate TEXT` takes the first seed from a text such as a commit,
 * `--json` prints one line a seed, `--verbose` the trace of each, `--lanes N` workers of the lanes of one replica (2; 0 for
 * none), `--quiet` leaves docs/soak.md alone. Exits with 1 at the first violation and names its seed.
 */
import { parseArgs } from 'node:util';
import { runSeed } from './runSeed.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const from = Number(values.from);
for (let seed = from; seed < from + Number(values.seeds); seed++) {
  const begun = performance.now();
  try {
    const result = await runSeed(seed, { verbose: values.verbose });
    console.log(
      seed,
      `${(performance.now() - begun).toFixed(0)} ms`,
      JSON.stringify({ ...result, options: result.options.ordering }),
    );
  } catch (error) {
    console.log(seed, error, JSON.stringify((await import('./seedOptions.ts')).optionsOf(seed)));
    process.exit(1);
  }
}
process.exit(0);
