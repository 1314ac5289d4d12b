/** Every name a browser gives a refused key has words. */
import { describe, expect, it } from 'vitest';
import { en } from '../words/en.ts';
import { KeyRefused, refusalOf } from './refusals.ts';

describe('refusals', () => {
  it.each([
    ['NotAllowedError', 'closed'],
    ['SecurityError', 'otherDomain'],
    ['NotSupportedError', 'noAuthenticator'],
    ['InvalidStateError', 'alreadyHere'],
    ['TimeoutError', 'timedOut'],
    ['ConstraintError', 'notVerified'],
  ])('%s is said as %s', (name, refusal) => {
    expect(refusalOf(new DOMException('x', name))).toBe(refusal);
    expect(Object.hasOwn(en, `refusal.${refusal}`)).toBe(true);
    expect(Object.hasOwn(en, `refusal.${refusal}.advice`)).toBe(true);
  });

  it('leaves other errors to their own words', () => {
    expect(refusalOf(new TypeError('Failed to fetch'))).toBeUndefined();
    expect(refusalOf(new DOMException('x', 'DataError'))).toBeUndefined();
    expect(refusalOf(new KeyRefused('noKey'))).toBe('noKey');
  });
});
