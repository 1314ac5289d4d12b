/** The text of a payload: one for each value, whatever the order of its fields. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registry, signerNamed } from '#test/support/apiChain.ts';
import { parseAddress } from './crypto/address.ts';
import { canonicalJson, readableTransaction } from './readable.ts';
import { kindOf, parsePayload } from './registry.ts';

describe('canonical JSON', () => {
  it('sorts keys by code unit, numbers among them, and has no spaces', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'x y'], '10': {}, '2': { '￿': 1, '😀': 2 }, B: 0 })).toBe(
      '{"10":{},"2":{"😀":2,"￿":1},"B":0,"a":[true,null,"x y"],"b":1}',
    );
  });

  it('leaves out what is absent', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('means the same value, and is the same for every order of fields', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.nat()), (fields) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(fields).reverse()))).toBe(
          canonicalJson(fields),
        );
      }),
    );
  });
});

describe('a readable transaction', () => {
  it('says what the envelope says, in JSON’s forms', () => {
    const { address } = signerNamed('ada');
    const payload = { token: '11'.repeat(32), account: address, amount: '5' };
    const envelope = {
      chainId: 'here',
      kind: kindOf(registry, 'tokens.transfer'),
      payload: parsePayload(registry, 'tokens.transfer', payload),
      sender: parseAddress(address),
      nonce: 3,
      validUntil: 99,
    };
    expect(readableTransaction(envelope, '22'.repeat(32))).toEqual({
      chainId: 'here',
      kind: 'tokens.transfer',
      sender: address,
      nonce: 3,
      validUntil: 99,
      payload: `{"account":"${address}","amount":"5","token":"${'11'.repeat(32)}"}`,
      id: '22'.repeat(32),
    });
  });
});
