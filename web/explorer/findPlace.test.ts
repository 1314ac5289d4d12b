/** What is looked for leads to its page, and nothing else leads anywhere. */
import { describe, expect, it } from 'vitest';
import { formatAddress } from '#chain/crypto/address.ts';
import { findPlace } from './findPlace.ts';

describe('findPlace', () => {
  const address = formatAddress('ab'.repeat(32));
  it.each([
    ['68', '/explorer/blocks/68'],
    [' 1 204 331 ', '/explorer/blocks/1204331'],
    [`\n${'Ab'.repeat(32)} `, `/explorer/tx/${'ab'.repeat(32)}`],
    [address, `/a/${address}`],
    [`${address.slice(0, -1)}${address.endsWith('q') ? 'p' : 'q'}`, undefined],
    ['ab'.repeat(31), undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%s', (text, path) => expect(findPlace(text)).toBe(path));
});
