/** Why a figure is missing: one sentence for each that a project has too little data for. */
import { CHANGES_MIN, type Figures, OUTCOMES_MIN, QUARTER_CHANGES_MIN } from './evaluate.ts';

/** Sentences by the name of the figure that is null; empty where none is. */
export function missingFigures(figures: Figures): Record<string, string> {
  const { judged, bug, adoption, contributorQuarter, rewardShareError, calibrationError } = figures;
  if (judged < CHANGES_MIN)
    return { all: `Of ${CHANGES_MIN} judged changes that figures need, ${judged} are there.` };
  const fewAdopted = `Fewer than ${OUTCOMES_MIN} changes were built on by others.`;
  const reasons: [name: string, isMissing: boolean, reason: string][] = [
    [
      'bug',
      bug.auc === null,
      `Of ${judged} judged changes ${bug.fixed} were fixed later; at least ${OUTCOMES_MIN} fixed ones and ${OUTCOMES_MIN} others are needed.`,
    ],
    [
      'bug.aucWithinSizeQuintiles',
      bug.auc !== null && bug.aucWithinSizeQuintiles === null,
      'No fifth of the changes by size has enough fixed ones and others.',
    ],
    ['adoption.lines', adoption.lines.spearman === null, fewAdopted],
    ['adoption.symbols', adoption.symbols.spearman === null, fewAdopted],
    [
      'contributorQuarter',
      contributorQuarter.model === null,
      `Fewer than ${OUTCOMES_MIN} contributors' quarters have ${QUARTER_CHANGES_MIN} judged changes or more.`,
    ],
    [
      'rewardShareError',
      rewardShareError.model === null,
      'In no quarter were there two contributors and work that others built on.',
    ],
    [
      'calibrationError',
      calibrationError === null,
      `Fewer than ${CHANGES_MIN} changes came after ${CHANGES_MIN} others whose year was over.`,
    ],
    ...(['newcomer', 'byKind', 'byLanguage'] as const).map((grouping): [string, boolean, string] => [
      `fairness.${grouping}`,
      figures.fairness[grouping].ratio === null,
      'Fewer than two groups are large enough to compare.',
    ]),
  ];
  return Object.fromEntries(
    reasons.flatMap(([name, isMissing, reason]) => (isMissing ? [[name, reason]] : [])),
  );
}
