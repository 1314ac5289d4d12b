/** Trains the model: `node scoring/train.ts [--out folder] [--csv file] name=git-folder … | examples.csv`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultModelFolder } from './modelFolder.ts';
import { writeOnnx } from './onnxFile.ts';
import type { Model } from './reference.ts';
import { writeCard } from './training/card.ts';
import { heldOut, withNewWork } from './training/evaluate.ts';
import { readExamples, writeExamples } from './training/exampleFile.ts';
import { fitModel } from './training/fit.ts';
import { type Mined, mine } from './training/mine.ts';

/** One line per feature: a change of the model reads as a change of lines. */
function tablesText({ features, thresholds, entries, bias }: Model): string {
  const list = (items: readonly unknown[]) =>
    `[\n    ${items.map((item) => JSON.stringify(item)).join(',\n    ')}\n  ]`;
  return `{
  "features": ${list(features)},
  "bias": ${JSON.stringify(bias)},
  "thresholds": ${list(thresholds)},
  "entries": ${list(entries)}
}
`;
}

async function minedFrom(sources: readonly string[]): Promise<Mined[]> {
  const mined: Mined[] = [];
  for (const source of sources) {
    if (source.endsWith('.csv')) mined.push(...readExamples(readFileSync(source, 'utf8')));
    else {
      const [project = '', folder = project] = source.split('=');
      mined.push(await mine(project, folder));
    }
  }
  return mined.sort((a, b) => (a.project < b.project ? -1 : 1));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: defaultModelFolder }, csv: { type: 'string' } },
});
if (positionals.length < 2 && !positionals[0]?.endsWith('.csv')) {
  console.error('Give at least two histories as name=git-folder, or one file of examples ending in .csv.');
  process.exit(1);
}
const mined = await minedFrom(positionals);
if (values.csv !== undefined) writeFileSync(values.csv, writeExamples(mined));
const model = fitModel(withNewWork(mined));
const card = writeCard(model, mined, heldOut(mined));
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'contribution.onnx'), writeOnnx(model));
writeFileSync(join(values.out, 'tables.json'), tablesText(model));
writeFileSync(join(values.out, 'card.md'), card);
console.log(card);
