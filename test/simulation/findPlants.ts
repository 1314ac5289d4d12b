/**
 * Runs each planted bug in production code that a loader changes, seed after seed, until an invariant finds it: prints one line of
 * JSON a bug. `--only NAME,NAME`, `--seeds N` (30) and `--from S` (1) say which seeds each is given, `--kept` runs each from its kept seed and no further.
 */
import { parseArgs } from 'node:util';
import { plantMistakes } from '../support/planted.ts';
import { type PlantedBug, plantedBugs } from './plants.ts';
import type { runSeed } from './runSeed.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seeds: { type: 'string', default: '30' },
    from: { type: 'string', default: '1' },
    kept: { type: 'boolean', default: false },
  },
});
plantMistakes(plantedBugs);

const find = async (bug: PlantedBug) => {
  const planted = (await import(`./runSeed.ts?plant=${bug.name}`)) as { runSeed: typeof runSeed };
  const first = values.kept ? bug.seed : Number(values.from);
  const end = values.kept ? first + 1 : first + Number(values.seeds);
  for (let seed = first; seed < end; seed++)
    try {
      await planted.runSeed(seed);
    } catch (error) {
      const { name, message } = error as Error;
      return { bug: bug.name, seed, by: name, message: message.slice(0, 300) };
    }
  return { bug: bug.name, seed: null };
};

for (const bug of plantedBugs)
  if (values.only === undefined || values.only.split(',').includes(bug.name))
    process.stdout.write(`${JSON.stringify(await find(bug))}\n`);
process.exit(0);
