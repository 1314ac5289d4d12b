/** Figures are read by path, and what is missing is left out instead of drawn as zero. */
import { describe, expect, it } from 'vitest';
import { comparisons, figureAt, intervalAt, plotRange, projectPoints } from './modelFigures.ts';

const project = (auc: number | null, aucLoc: number | null) => ({ bug: { auc, aucLoc } });

describe('model figures', () => {
  it('are numbers at a path; null, absent and infinite ones are none', () => {
    const figures = {
      bug: { auc: 0.75, aucLoc: null, aucFiles: Number.POSITIVE_INFINITY },
      calibrationError: 0,
    };
    expect(figureAt(figures, 'bug.auc')).toBe(0.75);
    expect(figureAt(figures, 'calibrationError')).toBe(0);
    for (const path of ['bug.aucLoc', 'bug.aucFiles', 'bug', 'adoption.lines.loc', 'toString', 'bug.auc.x'])
      expect(figureAt(figures, path)).toBeUndefined();
  });

  it('have an interval beside them, or none', () => {
    const figures = { bug: { auc: 0.75, aucInterval: [0.7, 0.8], aucLoc: 0.7, aucLocInterval: null } };
    expect(intervalAt(figures, 'bug.auc')).toEqual([0.7, 0.8]);
    expect(intervalAt(figures, 'bug.aucLoc')).toBeUndefined();
    expect(intervalAt({ bug: { aucInterval: [0.7] } }, 'bug.auc')).toBeUndefined();
  });

  it('order projects by the lead of the model, without those that lack a side', () => {
    const fixed = comparisons.find(({ id }) => id === 'fixed');
    if (fixed === undefined) throw new Error('The comparison of later fixes is gone.');
    const repositories = {
      behind: project(0.6, 0.7),
      b: project(0.75, 0.5),
      a: project(0.75, 0.5),
      none: project(null, 0.7),
      half: project(0.7, null),
    };
    expect(projectPoints({ repositories }, fixed).map(({ name }) => name)).toEqual(['a', 'b', 'behind']);
    expect(projectPoints({}, fixed)).toEqual([]);
    expect(projectPoints({ repositories }, { id: 'calibration', model: 'bug.auc' })).toEqual([]);
  });

  it('lie on a plot that begins and ends at tenths', () => {
    expect(plotRange([0.62, 0.78, 0.7])).toEqual([0.6, 0.8]);
    expect(plotRange([-0.12, 0.31])).toEqual([-0.2, 0.4]);
    expect(plotRange([0.5])).toEqual([0.5, 0.6]);
  });
});
