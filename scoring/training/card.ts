/** Writes the model card: data, figures on held-out projects, limits, what the model never reads. */

import type { Model } from '../reference.ts';
import { type Figures, withNewWork } from './evaluate.ts';
import type { Mined } from './mine.ts';

const PAIRS = ['fixesTrained', 'fixes', 'fixesOfEqualSize', 'adoption', 'survival'] as const;

function figure(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(3);
}

function meanOf(figures: readonly Figures[], key: (typeof PAIRS)[number], side: 0 | 1): number {
  const values = figures.map((row) => row[key][side]).filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function figureTable(figures: readonly Figures[]): string {
  const rows = figures.map((row) => {
    const cells = PAIRS.map((key) => `${figure(row[key][0])} / ${figure(row[key][1])}`);
    return `| ${row.project} | ${row.count} | ${cells.join(' | ')} |`;
  });
  const means = PAIRS.map(
    (key) => `**${figure(meanOf(figures, key, 0))}** / ${figure(meanOf(figures, key, 1))}`,
  );
  return [...rows, `| mean | | ${means.join(' | ')} |`].join('\n');
}

/** Features that no table uses: they are extracted and hashed, and move no score of this model. */
function idleFeatures({ features, entries }: Model): string[] {
  return features.filter((_, index) =>
    (entries[index] ?? []).every((entry) => entry.every((score) => score === 0)),
  );
}

/** The card of `model`, trained on `mined`, with the `figures` of held-out projects. */
export function writeCard(model: Model, mined: readonly Mined[], figures: readonly Figures[]): string {
  const used = withNewWork(mined);
  const data = mined.map(
    ({ project, head, commits, examples }) =>
      `| ${project} | \`${head}\` | ${commits} | ${examples.length} |`,
  );
  return `# Model card: contribution scores

One additive model of 40 integer features and four scores (quality, quantity, impact, value), each an integer from 0 to
10,000. Every score is a starting point plus one whole number per feature; the numbers are the explanation. The same
numbers stand in \`contribution.onnx\` (int64 operations only) and in \`tables.json\`.

## What each score says

| score | code | documents |
|---|---|---|
| quality | trained: no fix removes lines of the change within a year; less where there is little new work or nearly all of it repeats a known form (set by hand) | set by hand |
| quantity | fixed: new units of work on a concave table over the author's running total in the epoch, so cutting work up hardly gains | the same table |
| impact | trained: other authors build within three lines of it within a year (rank in its project) | set by hand |
| value | trained: its lines stand a year later (rank in its project) | set by hand |

Extracted, but without effect in this model: ${idleFeatures(model).join(', ')}.

A contribution without new work (moved, renamed, vendored, generated, removed, comments, settings only) scores exactly 0 in all four.

## Data

First-parent changes of public repositories, up to the commit named. A merge is one change. Only numbers were kept.

| project | up to commit | changes | with a full year ahead |
|---|---|---|---|
${data.join('\n')}

${used.length} of these add new work; they are what the model was fitted to. The first 50 changes of a project are left out.
Outcomes come from replaying the history line by line; moved lines keep their origin. A fix is a change whose subject says
so; Herbold and others (2019) found only about half of such changes to be fixes of bugs.

**For documents there are no outcome data.** Their tables were set by hand, from judgement alone, and are no measurement.

## Figures

Each project is scored by a model fitted to the other five. Left the model, right the count of changed lines.
Fixes: area under the curve (0.5 is chance); adoption and survival: Spearman's rank correlation. A constant per change
(counting commits) gives 0.5 and 0.

| project | changes | fixed later, trained part | fixed later, whole score | the same, equal size | adoption | survival |
|---|---|---|---|---|---|---|
${figureTable(figures)}

- The trained part of quality beats changed lines as a predictor of later fixes. The whole score also takes off
  for little evidence and loses some of that lead: a choice about money, not a finding. "Equal size" compares only within fifths of
  changes with equally many lines.
- **Impact is hardly better than changed lines.** What would help, the heat and history of the files, needs the repository, which
  a patch alone does not carry.
- Survival counts lines that stand, so the size of a change explains most of it.
- The number of features kept and the constraints were chosen while looking at these figures: they are mildly optimistic.
- No confidence intervals were computed; six projects are few, one of them has very few changes.

## Limits

- Six libraries in TypeScript, JavaScript, Python and Go. Applications, other languages and closed work were not seen.
- The extractor sees the patch alone: copying from elsewhere in the repository, or from another project, looks new to it.
- Fluent, structurally varied filler passes any static reading. Review, challenge and later outcomes must catch it.
- Quality does not say that code is correct, impact does not say that anyone was helped; both are statistics of other projects.
- Cutting work up gains a few percent in quantity at most (a form repeated across pieces is new once in each). Quality, impact and value are given per contribution: the rule that pays must bound them.
- Pure removals score 0, however welcome they are.
- Fairness between newcomers and veterans, kinds of work or languages was not measured for this model.

## Train it again

\`node scoring/train.ts name=git-folder name=git-folder …\` mines the histories and writes the three files of this folder. The same
histories at the same commits give the same bytes; \`--csv file\` keeps the mined numbers, and such a file can be given instead of histories.

## What it never reads

Author, date, commit message, reviewers, reputation, earlier scores, anything outside the submitted bytes but the author's own units so
far in the epoch under an opaque account. Comments, blank lines and brackets count for nothing.
`;
}
