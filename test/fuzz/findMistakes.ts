/**
 * Runs mistakes planted into the rules of money and votes, each at its kept seed: prints one line of JSON a mistake. `--seeds N`
 * looks for the first seed of N that finds it, `--only NAME,NAME` takes these alone.
 */
import { parseArgs } from 'node:util';
import { plantMistakes } from '../support/planted.ts';
import { mistakes } from './mistakes.ts';
import type { runSequence } from './sequence.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string' }, only: { type: 'string' } } });
plantMistakes(mistakes);

for (const { name, seed: kept } of mistakes) {
  if (values.only !== undefined && !values.only.split(',').includes(name)) continue;
  const planted = (await import(`./sequence.ts?plant=${name}`)) as { runSequence: typeof runSequence };
  const [first, last] = values.seeds === undefined ? [kept, kept] : [1, Number(values.seeds)];
  let found: { readonly seed: number | null; readonly by?: string; readonly message?: string } = {
    seed: null,
  };
  for (let seed = first; seed <= last && found.seed === null; seed++)
    try {
      await planted.runSequence(seed);
    } catch (error) {
      const { name: by, message } = error as Error;
      found = { seed, by, message: message.slice(0, 200) };
    }
  process.stdout.write(`${JSON.stringify({ mistake: name, ...found })}\n`);
}
