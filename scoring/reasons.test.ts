/** Every feature has its four sentences, short, well formed, and with the number that they speak of. */
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { dimensions } from './attestation.ts';
import { features } from './features.ts';
import { baseReason, dimensionNames, reasonNumber, reasons } from './reasons.ts';

/** All branches of a plural, each as the reader would see it. */
function variants(message: string): string[] {
  const inner = /^\{n, plural, (.*)\}$/.exec(message)?.[1];
  if (inner === undefined) return [message.replace('{n}', '4')];
  return [...inner.matchAll(/\{([^}]*)\}/g)].map(([, text = '']) => text.replace('#', '4'));
}

test('each feature has a gain and a loss in both languages, apart from one another', () => {
  expect(Object.keys(reasons).sort()).toEqual(features.map(({ id }) => id).sort());
  for (const { gain, loss } of Object.values(reasons)) {
    expect(gain.en).not.toBe(loss.en);
    expect(gain.zh).not.toBe(loss.zh);
  }
});

test('sentences are short, start with a verb or place, and name no feature', () => {
  for (const { gain, loss } of Object.values(reasons)) {
    for (const sentence of [gain, loss]) {
      expect(() => compileMessage(sentence.en)).not.toThrow();
      expect(() => compileMessage(sentence.zh)).not.toThrow();
      for (const text of variants(sentence.en)) {
        expect(text.split(' ').length, text).toBeLessThanOrEqual(12);
        expect(text, text).toMatch(/^[A-Z][^.!]*$/);
        expect(text, 'a feature name').not.toMatch(/[a-z][A-Z]/);
      }
      for (const text of variants(sentence.zh)) {
        expect([...text.replaceAll(/[\d% ]/g, '')].length, text).toBeLessThanOrEqual(24);
        expect(text, text).not.toMatch(/[A-Za-z。]/);
      }
    }
  }
});

test('the base row and every dimension have names in both languages', () => {
  expect(baseReason.en && baseReason.zh).toBeTruthy();
  for (const dimension of dimensions)
    expect(dimensionNames[dimension].en && dimensionNames[dimension].zh).toBeTruthy();
});

test('thousandths are shown as whole percent, rounded down', () => {
  expect(reasonNumber('errorShare', 999)).toBe(99);
  expect(reasonNumber('codeLines', 999)).toBe(999);
});
