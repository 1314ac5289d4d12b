/** The top of the columns is the slowest block, or four medians where that is less. */
import { describe, expect, it } from 'vitest';
import { blockScale } from './blockScale.ts';

describe('blockScale', () => {
  it('reaches to the slowest block where blocks are alike', () => {
    expect(blockScale([3, 1, 2])).toEqual({ topMs: 3, cut: 0 });
  });

  it('cuts what takes more than four medians, and says how many', () => {
    expect(blockScale([1, 1, 1, 1, 50, 60])).toEqual({ topMs: 4, cut: 2 });
  });

  it('stands on nothing and on zeros', () => {
    expect(blockScale([])).toEqual({ topMs: 1, cut: 0 });
    expect(blockScale([0, 0])).toEqual({ topMs: 1, cut: 0 });
    expect(blockScale([0, 0, 0, 8])).toEqual({ topMs: 8, cut: 0 });
  });
});
