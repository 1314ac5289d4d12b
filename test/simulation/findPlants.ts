/**
 * Runs each planted bug in production code that a loader changes, seed after seed, until an invariant finds it: prints one line of
 * JSON a bug. `--only NAME,NAME`, `--seeds N` (30) and `--from S` (1) say which seeds each is given, `--kept` runs each from its kept seed and no further.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
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
const root = new URL('../../', import.meta.url).href;
const byName = new Map(plantedBugs.map((bug) => [bug.name, bug]));
const plantIn = (url: string): string | null => new URL(url).searchParams.get('plant');

// Each bug has module instances of its own: whatever a planted module imports carries the same mark.
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const plant = context.parentURL?.startsWith(root) ? plantIn(context.parentURL) : null;
    const isOurs = found.url.startsWith(root) && !found.url.includes('/node_modules/');
    return plant === null || !isOurs ? found : { ...found, url: `${found.url}?plant=${plant}` };
  },
  load(url, context, next) {
    const bug = url.startsWith(root) ? byName.get(plantIn(url) ?? '') : undefined;
    const path = bug === undefined ? '' : fileURLToPath(url).slice(fileURLToPath(root).length);
    const edits = bug?.edits.filter(([file]) => file === path) ?? [];
    if (edits.length === 0) return next(url, context);
    let source = readFileSync(new URL(url), 'utf8');
    for (const [file, find, replace] of edits) {
      if (source.split(find).length !== 2)
        throw new Error(
          `The bug ${bug?.name} does not fit ${file}: its text stands there ${source.split(find).length - 1} times.`,
        );
      source = source.replace(find, () => replace);
    }
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});

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
