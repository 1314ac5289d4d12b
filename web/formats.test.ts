/** The table of numbers in both languages: exact, cut and never rounded to a mark. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimalText,
  formatAmount,
  formatAmountCompact,
  formatAmountExact,
  formatAmountNumber,
  formatAmountSigned,
  formatFiat,
  formatHeight,
  formatNumber,
  formatPower,
  formatPpm,
  formatScore,
  formatShare,
  formatSigned,
  formatStreamed,
  shortAddress,
  shortHash,
} from './formats.ts';

const mrt = { symbol: 'MRT', decimals: 6 };
const wei = { symbol: 'GRT', decimals: 18 };
const votes = { symbol: 'VOTE', decimals: 0 };

describe('amounts', () => {
  it.each([
    ['1204500000', '1,204.50 MRT'],
    ['0', '0.00 MRT'],
    ['1', '< 0.01 MRT'],
    ['9999', '< 0.01 MRT'],
    ['10000', '0.01 MRT'],
    ['1999999', '1.99 MRT'],
    ['-1', '> \u22120.01 MRT'],
    ['-38000000', '\u221238.00 MRT'],
    ['123456789012345678901234567890', '123,456,789,012,345,678,901,234.56 MRT'],
  ])('%s millionths are written %s', (amount, text) => {
    expect(formatAmount(amount, mrt, 'en')).toBe(text);
    expect(formatAmount(BigInt(amount), mrt, 'zh')).toBe(text);
  });

  it('writes every decimal where all are asked for', () => {
    expect(formatAmountExact('1234567890123456789012', wei, 'en')).toBe('1,234.567890123456789012 GRT');
    expect(formatAmountExact('1500000', mrt, 'en')).toBe('1.50 MRT');
  });

  it('follows the decimals of the token', () => {
    expect(formatAmountNumber('2041880', votes, 'en')).toBe('2,041,880');
    expect(formatStreamed(82_717_049n, mrt, 'en')).toBe('82.7170');
  });

  it('writes power whole', () => {
    expect([2_041_880_900_000n, 999_999n, 0n].map((power) => formatPower(power, mrt, 'en'))).toEqual([
      '2,041,880',
      '< 1',
      '0',
    ]);
  });

  it('writes signs, never a hyphen, and none for zero', () => {
    expect(formatAmountSigned(12_000_000n, mrt, 'en')).toBe('+12.00 MRT');
    expect(formatAmountSigned(-12_000_000n, mrt, 'en')).toBe('\u221212.00 MRT');
    expect(formatAmountSigned(0n, mrt, 'en')).toBe('0.00 MRT');
    expect([118, -38, 0, -0].map(formatSigned)).toEqual(['+118', '\u221238', '0', '0']);
  });

  it('is compact in charts, by thousands or by ten thousands', () => {
    expect(formatAmountCompact('1234567000000', mrt, 'en')).toBe('1.2M MRT');
    expect(formatAmountCompact('1234567000000', mrt, 'zh')).toBe('123万 MRT');
  });

  it('never shows more than there is', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 96n - 1n }),
        fc.integer({ min: 0, max: 18 }),
        (units, decimals) => {
          const text = formatAmountNumber(units, { symbol: 'T', decimals }, 'en');
          if (text.startsWith('<')) return;
          const [whole = '', fraction = ''] = text.replaceAll(',', '').split('.');
          const shown = BigInt(whole + fraction) * 10n ** BigInt(decimals - fraction.length);
          expect(shown <= units).toBe(true);
          expect(units - shown < 10n ** BigInt(Math.max(0, decimals - 2))).toBe(true);
        },
      ),
    );
  });

  it('writes decimals exactly', () => {
    expect(decimalText(-5n, 2)).toBe('-0.05');
    expect(decimalText(1234n, 0)).toBe('1234');
  });
});

describe('scores, shares, heights', () => {
  it.each([
    [0, '0'],
    [9, '0'],
    [6529, '652'],
    [10_000, '1000'],
  ])('the protocol score %i is shown as %s', (score, text) => expect(formatScore(score)).toBe(text));

  it.each([
    [714n, 1000n, '71.4%'],
    [5996n, 10_000n, '59.9%'],
    [59_999_999n, 100_000_000n, '59.9%'],
    [60n, 100n, '60%'],
    [1n, 100_000n, '< 0.1%'],
    [0n, 100n, '0%'],
    [1n, 0n, '0%'],
    [1n, 1n, '100%'],
  ])('%s of %s is %s', (part, whole, text) => {
    expect(formatShare(part, whole, 'en')).toBe(text);
    expect(formatShare(part, whole, 'zh')).toBe(text);
  });

  it('reads parts per million', () => expect(formatPpm(40_000, 'en')).toBe('4%'));

  it.each([
    [7, '7'],
    [1204, '1\u202f204'],
    [1_204_331, '1\u202f204\u202f331'],
  ])('the height %i is grouped as %s', (height, text) => expect(formatHeight(height)).toBe(text));

  it('numbers works', () => expect(formatNumber(4218)).toBe('#4\u202f218'));
});

describe('addresses, hashes, fiat', () => {
  it('shortens after the prefix', () => {
    expect(shortAddress(`merit18f3xk2qa${'q'.repeat(44)}9k2d`)).toBe('8f3xk2qa…9k2d');
    expect(shortHash(`9f31c0aa${'0'.repeat(50)}77e1b2`)).toBe('9f31c0aa…77e1b2');
  });
  it('keeps a stored value', () => expect(formatFiat('382.43', 'EUR', 'en')).toBe('€382.43'));
});
