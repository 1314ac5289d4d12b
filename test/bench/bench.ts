/** `npm run bench`: measures what the product promises in one run, with its conditions; `--help` says how. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Conditions, conditions, loadNow } from './conditions.ts';
import { pageFiles, resultPath } from './page.ts';
import { type Found, parts, standardParts } from './parts.ts';
import type { BenchResult, PartName } from './result.ts';
import { fullSizes, quickSizes } from './sizes.ts';
import { rounded } from './statistics.ts';

const help = `npm run bench -- [options]
  --quick        small sizes, within a minute: rough figures
  --only a,b     these parts alone: ${Object.keys(parts).join(', ')}
  --profile      also where the CPU time of a transfer goes
  --json         end with one line of JSON
  --render       measure nothing: write page and plots again from docs/performance.json
  --write        write docs/performance.json, its page and its plots, after every part
`;
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** The parts to run; a part may need another one before it. */
const partsAsked = (): PartName[] => {
  const asked = values.only?.split(',') ?? standardParts;
  const wrong = asked.filter((name) => !Object.hasOwn(parts, name));
  if (wrong.length > 0)
    throw new Error(`There is no part ${wrong.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);
  const names = new Set([...asked, ...(values.profile || values.write ? ['profile'] : [])]);
  if (names.has('root')) names.add('transfers');
  return (Object.keys(parts) as PartName[]).filter((name) => names.has(name));
};

const sayConditions = (of: Conditions): void => {
  const { node, cores, cpu, commit, memoryMb, freeMb, loadBefore, synchronous, syncMs } = of;
  say(`Node ${node}, ${cores} cores (${cpu}), ${freeMb} of ${memoryMb} MB free, load ${loadBefore}.`);
  say(
    `Commit ${commit}; SQLite says synchronous = ${synchronous}; a small write with its sync takes ${syncMs} ms.`,
  );
};

const runPart = async <Name extends PartName>(name: Name, found: Found): Promise<Found> => {
  const begun = performance.now();
  const figures = await parts[name].run(values.quick ? quickSizes : fullSizes, found);
  const seconds = rounded((performance.now() - begun) / 1000, 1);
  say(figures === null ? `${name}: not measured, there is nothing to measure.` : parts[name].say(figures));
  say(`  [${name}: ${seconds} s, load ${loadNow()}]`);
  return { ...found, [name]: figures };
};

const writePage = (result: BenchResult): void => {
  for (const { path, text } of pageFiles(result)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    say(`Wrote ${path}.`);
  }
};

const run = async (): Promise<void> => {
  if (values.help) return say(help);
  if (values.render) return writePage(JSON.parse(readFileSync(resultPath, 'utf8')) as BenchResult);
  if (values.write && values.only !== undefined)
    throw new Error('--write needs every part: leave --only out.');
  const names = partsAsked();
  const before = conditions();
  sayConditions(before);
  const begun = performance.now();
  let found: Found = {};
  for (const name of names) found = await runPart(name, found);
  const none = Object.fromEntries(Object.keys(parts).map((name) => [name, null]));
  const tookSeconds = rounded((performance.now() - begun) / 1000);
  const { quick } = values;
  const result = { ...before, loadAfter: loadNow(), tookSeconds, quick, ...none, ...found } as BenchResult;
  say(`Took ${tookSeconds} s; load ${result.loadAfter} at the end.`);
  if (values.write) {
    writeFileSync(resultPath, `${JSON.stringify(result, null, 1)}\n`);
    writePage(result);
  }
  if (values.json) say(JSON.stringify(result));
};

await run();
