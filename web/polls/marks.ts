/** What the form of an answer holds for each choice, and the marks that it makes. */
import { marksFit } from '#governance/polls/methods.ts';
import { parseShare } from '../decide/fieldTexts.ts';
import type { PollMethod } from './pollQueries.ts';

/** One text a choice: `x` where it is chosen, a share in percent, or a place from 1 on; empty for nothing. */
export type MarkTexts = readonly string[];

export const chosen = 'x';

/** Which faults a method can have in common words. */
export const faultOf = (method: PollMethod): 'single' | 'approval' | 'weighted' | 'ranked' =>
  method === 'quadratic' ? 'single' : method === 'copeland' ? 'ranked' : method;

/** The texts of an answer that was given; all empty without one. */
export const textsOf = (
  method: PollMethod,
  marks: readonly number[] | undefined,
  choices: number,
): string[] =>
  Array.from({ length: choices }, (_, choice) => {
    if (marks === undefined) return '';
    if (method === 'weighted') return String((marks[choice] ?? 0) / 10_000);
    const place = marks.indexOf(choice);
    if (place < 0) return '';
    return faultOf(method) === 'ranked' ? String(place + 1) : chosen;
  });

/** The marks of texts, or undefined where they are no answer by the method. */
export const marksOf = (method: PollMethod, texts: MarkTexts): number[] | undefined => {
  const marks = ((): number[] => {
    if (method === 'weighted') return texts.map((text) => parseShare(text === '' ? '0' : text) ?? -1);
    const marked = texts.flatMap((text, choice) => (text === '' ? [] : [{ text, choice }]));
    if (faultOf(method) !== 'ranked') return marked.map(({ choice }) => choice);
    const sorted = marked.sort((a, b) => Number(a.text) - Number(b.text));
    return sorted.every(({ text }, place) => Number(text) === place + 1)
      ? sorted.map(({ choice }) => choice)
      : [];
  })();
  return marks.length > 0 && marks.every((mark) => mark >= 0) && marksFit(method, marks, texts.length)
    ? marks
    : undefined;
};

/** An answer in words: the choices in their order, with their shares where they have any. */
export const answerText = (
  method: PollMethod,
  marks: readonly number[],
  choices: readonly string[],
): string => {
  if (method === 'weighted')
    return marks
      .flatMap((share, choice) => (share === 0 ? [] : [`${choices[choice]} ${share / 10_000} %`]))
      .join(' · ');
  return marks.map((mark) => choices[mark]).join(faultOf(method) === 'ranked' ? ' › ' : ' · ');
};
