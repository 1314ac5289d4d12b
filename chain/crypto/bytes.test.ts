/** Hex, UTF-8, joining and comparing, and both hash implementations against each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBytes, concat, equal, fromHex, toHex, utf8 } from './bytes.ts';
import { sha256 as sha256Browser, sha256Hex as sha256HexBrowser } from './hashBrowser.ts';
import { sha256, sha256Hex } from './hashNode.ts';

const bytes = fc.uint8Array({ maxLength: 100 });

describe('hex', () => {
  test('survives both ways and agrees with Buffer', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toHex(value)).toBe(Buffer.from(value).toString('hex'));
        expect(fromHex(toHex(value))).toEqual(value);
      }),
    );
  });

  test.each(['0', 'AB', 'aG', 'g0', '0x', ' 0', '0\u0130', '٠٠', '0\u{1d7d8}'])('refuses %j', (text) => {
    expect(() => fromHex(text)).toThrow(TypeError);
  });
});

describe('utf8', () => {
  test('gives the bytes of a text', () => expect(toHex(utf8('a€😀'))).toBe('61e282acf09f9880'));
  test('refuses an unpaired surrogate', () => expect(() => utf8('a\ud800')).toThrow(TypeError));
});

describe('comparing', () => {
  test('agrees with the order of Buffer', () => {
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        expect(Math.sign(compareBytes(left, right))).toBe(Buffer.compare(left, right));
        expect(equal(left, right)).toBe(Buffer.compare(left, right) === 0);
        expect(compareBytes(concat(left, right), left)).toBe(right.length);
        expect(compareBytes(left, concat(left, right)) + right.length).toBe(0);
      }),
    );
  });
});

describe('sha256', () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

  test('gives the standard values', () => {
    for (const hash of [sha256Hex, sha256HexBrowser]) {
      expect(hash()).toBe(empty);
      expect(hash(utf8('abc'))).toBe(abc);
      expect(hash(utf8('a'), utf8(''), utf8('bc'))).toBe(abc);
    }
  });

  test('is the same on Node and in browsers, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 4 }), (parts) => {
        const whole = toHex(sha256(concat(...parts)));
        expect(sha256Hex(...parts)).toBe(whole);
        expect(toHex(sha256Browser(...parts))).toBe(whole);
      }),
    );
  });
});
