/** Every name a browser gives a refused key has words. */
import { describe, expect, it } from 'vitest';
import { WalletMismatch } from '#api/client/ethereumWallet.ts';
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

  it.each([
    [{ code: 4001, message: 'User rejected the request.' }, 'closed'],
    [Object.assign(new Error('Unauthorized.'), { code: 4100 }), 'otherWallet'],
    [{ code: -32002 }, 'walletBusy'],
    [new WalletMismatch('x'), 'otherWallet'],
    [new KeyRefused('noWallet'), 'noWallet'],
  ])('of a wallet, %j, is said as %s', (error, refusal) => {
    expect(refusalOf(error)).toBe(refusal);
    expect(Object.hasOwn(en, `refusal.${refusal}`)).toBe(true);
    expect(Object.hasOwn(en, `refusal.${refusal}.advice`)).toBe(true);
  });

  it('leaves other errors to their own words', () => {
    expect(refusalOf(new TypeError('Failed to fetch'))).toBeUndefined();
    expect(refusalOf(new DOMException('x', 'DataError'))).toBeUndefined();
    expect(refusalOf({ code: -32603 })).toBeUndefined();
    expect(refusalOf({ code: 'chain.badSignature' })).toBeUndefined();
    expect(refusalOf(new KeyRefused('noKey'))).toBe('noKey');
  });
});
