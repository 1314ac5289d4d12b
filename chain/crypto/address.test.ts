/** Addresses derive as the protocol says, and a mistyped one is refused. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOfKey, daoAddress, formatAddress, parseAddress } from './address.ts';
import { toHex } from './bytes.ts';

const keyHex = '11'.repeat(32);
const anyAddress = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((address) => toHex(address));

describe('derivation', () => {
  test('covers domain, scheme and key', () => {
    const byHand = createHash('sha256')
      .update('meritlane/account')
      .update(Buffer.from([0]))
      .update(keyHex, 'hex');
    expect(addressOfKey(0, keyHex)).toBe(byHand.digest('hex'));
    const passkey = createHash('sha256')
      .update('meritlane/account')
      .update(Buffer.from([2]))
      .update(`02${keyHex}`, 'hex');
    expect(addressOfKey(2, `02${keyHex}`)).toBe(passkey.digest('hex'));
    expect(addressOfKey(1, `02${keyHex}`)).not.toBe(addressOfKey(2, `02${keyHex}`));
  });

  test('covers domain and id of a DAO', () => {
    const byHand = createHash('sha256').update('meritlane/account/dao').update(keyHex, 'hex').digest('hex');
    expect(daoAddress(keyHex)).toBe(byHand);
  });

  test('refuses keys of another length and schemes that do not exist', () => {
    expect(() => addressOfKey(0, `02${keyHex}`)).toThrow('A public key of ed25519 has 32 bytes.');
    expect(() => addressOfKey(2, keyHex)).toThrow('A public key of P-256 passkey has 33 bytes.');
    expect(() => addressOfKey(4, keyHex)).toThrow(TypeError);
    expect(() => addressOfKey(0.5, keyHex)).toThrow(TypeError);
    expect(() => daoAddress('11')).toThrow(TypeError);
  });
});

describe('text', () => {
  test('is the one that the reference encoder of BIP-350 gives', () => {
    const zeros = `merit1${'q'.repeat(52)}0jlzg2`;
    const ones = 'merit1zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs58n0zy';
    expect(formatAddress('00'.repeat(32))).toBe(zeros);
    expect(formatAddress(keyHex)).toBe(ones);
    expect(parseAddress(ones)).toBe(keyHex);
  });

  test('survives both ways', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseAddress(formatAddress(address))).toBe(address);
      }),
    );
  });

  test('refuses every change of one character and every swap of neighbours', () => {
    const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
    fc.assert(
      fc.property(
        anyAddress,
        fc.integer({ min: 6, max: 62 }),
        fc.integer({ min: 0, max: 31 }),
        (address, at, word) => {
          const text = formatAddress(address);
          const changed = text.slice(0, at) + alphabet[word] + text.slice(at + 1);
          if (changed !== text) expect(() => parseAddress(changed)).toThrow('checksum');
          const swapped = text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
          if (swapped !== text) expect(() => parseAddress(swapped)).toThrow('checksum');
        },
      ),
    );
  });

  const good = formatAddress(keyHex);
  test.each([
    ['upper case', good.toUpperCase(), 'An address is written in lower case.'],
    ['mixed case', `${good.slice(0, -1)}Y`, 'An address is written in lower case.'],
    ['another prefix', `cosmos${good.slice(5)}`, 'An address begins with merit1.'],
    ['a cut text', good.slice(0, -1), 'An address has 64 characters.'],
    ['a longer text', `${good}q`, 'An address has 64 characters.'],
    ['a character outside of the alphabet', `${good.slice(0, -1)}b`, 'checksum'],
    [
      'the older checksum of bech32',
      'merit1zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspmrr8x',
      'checksum',
    ],
    ['an empty text', '', 'An address begins with merit1.'],
  ])('refuses %s', (_, text, sentence) => {
    expect(() => parseAddress(text)).toThrow(sentence);
  });

  test('refuses to format anything but 32 bytes', () => {
    expect(() => formatAddress('11')).toThrow('An address has 32 bytes.');
    expect(() => formatAddress('AB'.repeat(32))).toThrow(TypeError);
  });
});
