/** Training from mined files: the model of all projects, the model of the strict split, and figures on projects left out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOnnx } from '../onnxFile.ts';
import type { Model } from '../reference.ts';
import { writeCard } from './card.ts';
import type { MinedProject } from './changeTable.ts';
import { judge } from './evaluate.ts';
import { type Fitted, fitModel, judgedChanges } from './fit.ts';
import { type Shipped, secondsOf, strictSplit } from './shipped.ts';
import { type JudgedProject, type Summary, summarize } from './summary.ts';

/** Fewer changes before the split teach nothing. */
const STRICT_CHANGES_MIN = 500;

/** How far training is. */
export type TrainingProgress = { done: number; of: number };

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

function beforeSplit(project: MinedProject): MinedProject {
  const until = secondsOf(strictSplit.until);
  return { ...project, changes: project.changes.filter(({ seconds }) => seconds < until) };
}

const fewDigits = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(4)) : value;

/** Figures in the strict split (other projects, later years) and with only the project left out. */
export type Held = { strict: Summary; leaveOut: Summary };

/** Each project judged by models that never saw it; null where there are too few projects for that. */
function heldOut(
  projects: readonly MinedProject[],
  onProgress: (progress: TrainingProgress) => void,
): Held | null {
  if (projects.length < 2) return null;
  const [strict, leaveOut]: [JudgedProject[], JudgedProject[]] = [[], []];
  for (const [index, project] of projects.entries()) {
    const others = projects.filter((other) => other !== project);
    leaveOut.push({ project, judged: judge(fitModel(others), project), since: 0 });
    const early = others.map(beforeSplit);
    if (early.reduce((sum, own) => sum + judgedChanges(own).length, 0) >= STRICT_CHANGES_MIN)
      strict.push({ project, judged: judge(fitModel(early), project), since: secondsOf(strictSplit.from) });
    onProgress({ done: index + 1, of: projects.length });
  }
  return { strict: summarize(strict), leaveOut: summarize(leaveOut) };
}

/** Trains on `projects` and writes the files of a model folder. The same projects give the same bytes. */
export function trainModel(
  projects: readonly MinedProject[],
  folder: string,
  onProgress: (progress: TrainingProgress) => void = () => undefined,
): { fitted: Fitted; held: Held | null } {
  const sorted = [...projects].sort((a, b) => (a.name < b.name ? -1 : 1));
  const fitted = fitModel(sorted);
  const early = sorted.map(beforeSplit);
  const isEnough = early.reduce((sum, own) => sum + judgedChanges(own).length, 0) >= STRICT_CHANGES_MIN;
  const strict = isEnough ? fitModel(early) : null;
  const shipped: Shipped = {
    projects: sorted.map(({ name, head }) => ({ name, head })),
    readings: fitted.readings,
    strict: strict === null ? null : { tables: strict.model, readings: strict.readings },
  };
  const held = heldOut(sorted, onProgress);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  write('contribution.onnx', writeOnnx(fitted.model));
  write('tables.json', tablesText(fitted.model));
  write('evaluation.json', `${JSON.stringify(shipped)}\n`);
  write(
    'figures.json',
    `${JSON.stringify(held === null ? null : { ...held.strict, leaveOut: held.leaveOut }, fewDigits, 1)}\n`,
  );
  write('card.md', writeCard(fitted.model, sorted, held));
  return { fitted, held };
}
