/** Answers as texts of a form: they come back as they went, and what is no answer is none. */
import { describe, expect, it } from 'vitest';
import { answerText, marksOf, textsOf } from './marks.ts';
import type { PollMethod } from './pollQueries.ts';

describe('the form of an answer', () => {
  it.each<[PollMethod, number[]]>([
    ['single', [1]],
    ['quadratic', [2]],
    ['approval', [0, 2]],
    ['weighted', [125_000, 0, 875_000]],
    ['ranked', [2, 0]],
    ['copeland', [1, 2, 0]],
  ])('%s gives back %j', (method, marks) => {
    expect(marksOf(method, textsOf(method, marks, 3))).toEqual(marks);
  });

  it('is no answer while something is missing or said twice', () => {
    for (const method of ['single', 'approval', 'weighted', 'ranked'] as const)
      expect(marksOf(method, ['', '', ''])).toBeUndefined();
    expect(marksOf('single', ['x', 'x', ''])).toBeUndefined();
    expect(marksOf('weighted', ['50', '49.9', ''])).toBeUndefined();
    expect(marksOf('weighted', ['much', '100', ''])).toBeUndefined();
    expect(marksOf('ranked', ['1', '1', ''])).toBeUndefined();
    expect(marksOf('ranked', ['1', '3', ''])).toBeUndefined();
  });

  it('reads as people would say it', () => {
    const choices = ['Teal', 'Brass', 'Ink'];
    expect(answerText('ranked', [2, 0], choices)).toBe('Ink › Teal');
    expect(answerText('weighted', [250_000, 0, 750_000], choices)).toBe('Teal 25 % · Ink 75 %');
  });
});
