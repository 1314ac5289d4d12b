/** Writes the model card: data, figures on held-out projects, limits, what the model never reads. */
import type { Model } from '../reference.ts';
import type { MinedProject } from './changeTable.ts';
import { judgedChanges } from './fit.ts';
import { strictSplit } from './shipped.ts';
import type { FigureTree, Summary } from './summary.ts';
import type { Held } from './train.ts';

function valueAt(tree: FigureTree | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, key) =>
        typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined,
      tree,
    );
}

function figure(tree: FigureTree | undefined, path: string): string {
  const value = valueAt(tree, path);
  return typeof value === 'number' ? value.toFixed(3) : '–';
}

function withInterval(tree: FigureTree | undefined, path: string): string {
  const interval = valueAt(tree, `${path}Interval`);
  if (!Array.isArray(interval)) return figure(tree, path);
  return `${figure(tree, path)} (${Number(interval[0]).toFixed(3)} to ${Number(interval[1]).toFixed(3)})`;
}

/** Features that no table uses: they are extracted and hashed, and move no score of this model. */
function idleFeatures({ features, entries }: Model): string[] {
  return features.filter((_, index) => {
    const [first, ...rest] = entries[index] ?? [];
    return rest.every((entry) => entry.every((score, k) => score === first?.[k]));
  });
}

const rows = [
  ['later fixes, area under the curve', 'bug.auc', 'bug.aucLoc', 'bug.gain'],
  ['the same among changes of equal size', 'bug.aucWithinSizeQuintiles', '', ''],
  [
    'others build within three lines, rank correlation',
    'adoption.lines.spearman',
    'adoption.lines.loc',
    'adoption.lines.gain',
  ],
  [
    'others use what it introduced, rank correlation',
    'adoption.symbols.spearman',
    'adoption.symbols.loc',
    'adoption.symbols.gain',
  ],
  [
    'a contributor’s quarter, rank correlation (beside: counting commits)',
    'contributorQuarter.model',
    'contributorQuarter.commits',
    'contributorQuarter.gain',
  ],
  [
    'shares of a quarter given to the wrong people (beside: counting commits)',
    'rewardShareError.model',
    'rewardShareError.commits',
    'rewardShareError.gain',
  ],
  ['calibration error', 'calibrationError', '', ''],
] as const;

function meanTable({ mean }: Summary): string {
  const lines = rows.map(
    ([name, own, baseline, gain]) =>
      `| ${name} | ${withInterval(mean, own)} | ${baseline === '' ? '' : figure(mean, baseline)} | ${gain === '' ? '' : withInterval(mean, gain)} |`,
  );
  return ['| | model | counting lines | gain |', '|---|---|---|---|', ...lines].join('\n');
}

function projectTable({ repositories }: Summary): string {
  const lines = Object.entries(repositories).map(
    ([name, tree]) =>
      `| ${name} | ${String(valueAt(tree, 'judged'))} | ${figure(tree, 'bug.auc')} / ${figure(tree, 'bug.aucLoc')} | ${figure(tree, 'adoption.lines.spearman')} / ${figure(tree, 'adoption.lines.loc')} | ${figure(tree, 'adoption.symbols.spearman')} / ${figure(tree, 'adoption.symbols.loc')} | ${figure(tree, 'rewardShareError.model')} / ${figure(tree, 'rewardShareError.commits')} |`,
  );
  return [
    '| project | changes | fixes | adoption by lines | by symbols | wrong shares (commits) |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function reliabilityTable({ reliability }: Summary): string {
  const lines = reliability.map(
    ({ predicted, observed, count }) => `| ${predicted.toFixed(3)} | ${observed.toFixed(3)} | ${count} |`,
  );
  return ['| predicted | fixed | changes |', '|---|---|---|', ...lines].join('\n');
}

function fairnessTable({ mean }: Summary): string {
  const lines = (['newcomer', 'byKind', 'byLanguage'] as const).map((key) => {
    const groups = Object.entries(
      (valueAt(mean, `fairness.${key}.groups`) ?? {}) as Record<string, { selected: number }>,
    );
    const rates = groups.map(([name, { selected }]) => `${name} ${selected.toFixed(3)}`).join(', ');
    return `| ${key} | ${figure(mean, `fairness.${key}.ratio`)} | ${figure(mean, `fairness.${key}.gap`)} | ${rates} |`;
  });
  return ['| groups | ratio of rates | gap in finding | selected |', '|---|---|---|---|', ...lines].join(
    '\n',
  );
}

function figuresText(held: Held | null): string {
  if (held === null) return 'One project is too little to hold any out: there are no figures.';
  const { strict, leaveOut } = held;
  return `### The strict split

Models that learnt from changes before ${strictSplit.until} only, judged on changes of *other* projects from ${strictSplit.from} on. Means over
projects that have the figure; in brackets where 95 of 100 resamples of projects lie. Definitions: docs/scoring.md.

${meanTable(strict)}

### All years, the project left out

${meanTable(leaveOut)}

${projectTable(leaveOut)}

### Reliability (strict split)

Probability of a later fix, in ten parts of equal size.

${reliabilityTable(strict)}

### Fairness (strict split)

The best 30 % of each project. Newcomers have fewer than five earlier changes; kinds and languages have their best chosen among their
own, as budgets by kind do.

${fairnessTable(strict)}`;
}

/** The card of `model`, trained on `projects`, with figures on projects that were held out. */
export function writeCard(model: Model, projects: readonly MinedProject[], held: Held | null): string {
  const data = projects.map(
    (project) =>
      `| ${project.name} | \`${project.head}\` | ${project.changes.length} | ${judgedChanges(project).length} |`,
  );
  return `# Model card: contribution scores

One additive model of ${model.features.length} integer features and four scores (quality, quantity, impact, value), each an integer from 0 to
10,000. Every score is a starting point plus one whole number per feature; the numbers are the explanation. The same
numbers stand in \`contribution.onnx\` (int64 operations only) and in \`tables.json\`.

## What each score says

| score | code | documents |
|---|---|---|
| quality | trained: no fix removes lines of the change within a year | set by hand |
| quantity | fixed: new units of work on a concave table over the author's running total in the epoch, so cutting work up gains nothing | the same table |
| impact | trained: other people build within three lines of it within a year | set by hand |
| value | trained: other people use symbols that it introduced within a year | set by hand |

Extracted, but without effect in this model: ${idleFeatures(model).join(', ')}.

A contribution without new work (moved, renamed, vendored, generated, removed, comments, settings only) scores exactly 0 in all four.

## Data

First-parent changes of public repositories, up to the commit named. A merge is one change. Only numbers were kept.

| project | up to commit | changes | judged |
|---|---|---|---|
${data.join('\n')}

Judged are changes of code by people, not among the first 50 of their project, with a full year ahead. Outcomes come from replaying
the history line by line; moved lines keep their origin. A fix is a change that says so and names an issue or has the type;
Herbold and others (2019) found only about half of such changes to be fixes of bugs.

**For documents there are no outcome data.** Their tables were set by hand, from judgement alone, and are no measurement.

## Figures

${figuresText(held)}

Which features are used, in which direction, and how far a project's own rate of fixes is believed (calibration) were chosen
while looking at these figures of these projects: they are mildly optimistic. \`merit scoring evaluate\` gives them for any
repository.

## Limits

- Libraries in TypeScript, JavaScript, Python, Go and Rust, nearly all of them widely used. Applications and closed work were not seen.
- What matters in small numbers says little: a fix of one line that saves the day scores as a fix of one line.
- Fluent, structurally varied filler passes any static reading. Review, challenge and later outcomes must catch it.
- Many changes of a line or two, put one under another with other names, still look partly new.
- Quality does not say that code is correct, impact and value do not say that anyone was helped; all are statistics of other projects.
- Pure removals score 0, however welcome they are.
- How long lines stand is not predicted: what was tried was hardly better than counting lines.

## Train it again

\`npm run merit -- scoring mine <repository> --out name.csv\` for each history, then \`npm run merit -- scoring train *.csv --out model/\`. The same
histories at the same commits give the same bytes.

## What it never reads

Author, date, commit message, reviewers, reputation, earlier scores; of the past nothing but the contributions to the same DAO, and of
their authors nothing but who is the same under opaque labels. Comments, blank lines and brackets count for nothing.
`;
}
