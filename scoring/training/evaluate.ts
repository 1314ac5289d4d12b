/** Holds a model against lines of code on projects that it was not fitted to. */
import { featureIndex } from '../features.ts';
import { explain, type Model } from '../reference.ts';
import { fitModel } from './fit.ts';
import { areaUnderCurve, rankCorrelation } from './measure.ts';
import type { Example, Mined } from './mine.ts';

/** Figures of one held-out project: the model's and, after the slash in the card, that of changed lines. */
export type Figures = {
  project: string;
  count: number;
  fixesTrained: [trained: number, lines: number];
  fixes: [whole: number, lines: number];
  /** Within fifths of equal size: what is left when size says nothing. */
  fixesOfEqualSize: [whole: number, lines: number];
  adoption: [model: number, lines: number];
  survival: [model: number, lines: number];
};

/** Smaller groups, or groups with fewer outcomes of one kind, give no figure. */
const OUTCOMES_MIN = 5;

function trainedQuality(model: Model, features: readonly number[]): number {
  const { scores, rows } = explain(model, features);
  const handSet = [featureIndex.novelUnits, featureIndex.knownShare];
  return handSet.reduce((score, feature) => score - (rows[feature]?.entries[0] ?? 0), scores[0]);
}

function ofEqualSize(examples: readonly Example[], values: readonly number[]): number {
  const order = examples
    .map((example, index) => ({
      size: example.linesChanged,
      fixed: example.fixedLater,
      value: values[index] ?? 0,
    }))
    .sort((a, b) => a.size - b.size);
  let sum = 0;
  let count = 0;
  for (let fifth = 0; fifth < 5; fifth += 1) {
    const group = order.slice((order.length * fifth) / 5, (order.length * (fifth + 1)) / 5);
    const fixed = group.filter((row) => row.fixed === 1).length;
    if (Math.min(fixed, group.length - fixed) < OUTCOMES_MIN) continue;
    const area = areaUnderCurve(
      group.map((row) => row.value),
      group.map((row) => row.fixed),
    );
    sum += area * group.length;
    count += group.length;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Examples that a model may learn from or be judged by: those with new work. */
export function withNewWork(mined: readonly Mined[]): Example[] {
  return mined.flatMap(({ examples }) =>
    examples.filter(({ features }) => (features[featureIndex.novelUnits] ?? 0) > 0),
  );
}

/** One row of figures for each project, from a model fitted to all the others. */
export function heldOut(mined: readonly Mined[]): Figures[] {
  return mined.map(({ project }) => {
    const all = withNewWork(mined);
    const examples = all.filter((example) => example.project === project);
    const model = fitModel(all.filter((example) => example.project !== project));
    const scores = examples.map(({ features }) => explain(model, features).scores);
    const lines = examples.map(({ linesChanged }) => linesChanged);
    const fixed = examples.map(({ fixedLater }) => fixedLater);
    const trained = examples.map(({ features }) => -trainedQuality(model, features));
    const whole = scores.map(([quality]) => -quality);
    const compare = (dimension: 2 | 3, outcome: number[]): [number, number] => [
      rankCorrelation(
        scores.map((own) => own[dimension]),
        outcome,
      ),
      rankCorrelation(lines, outcome),
    ];
    return {
      project,
      count: examples.length,
      fixesTrained: [areaUnderCurve(trained, fixed), areaUnderCurve(lines, fixed)],
      fixes: [areaUnderCurve(whole, fixed), areaUnderCurve(lines, fixed)],
      fixesOfEqualSize: [ofEqualSize(examples, whole), ofEqualSize(examples, lines)],
      adoption: compare(
        2,
        examples.map(({ adopters }) => adopters),
      ),
      survival: compare(
        3,
        examples.map(({ survivingLines }) => survivingLines),
      ),
    };
  });
}
