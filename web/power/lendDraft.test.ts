/** A form of lending becomes a grant that the chain takes, or says the first thing that does not fit. */
import { describe, expect, it } from 'vitest';
import { formatAddress } from '#chain/crypto/address.ts';
import { createRegistry, parsePayload } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { type LendDraft, lendOf } from './lendDraft.ts';

const [own, cleo, dan] = ['11', '22', '33'].map((byte) => formatAddress(byte.repeat(32))) as [
  string,
  string,
  string,
];
const facts = { account: own, staked: 5_000_000n, decimals: 6, epoch: 3 };
const good: LendDraft = {
  rows: [
    { delegate: cleo, share: '60' },
    { delegate: ` ${dan} `, share: '40' },
  ],
  amount: '5',
  tracks: ['signal'],
  epochs: '12',
};

describe('a form of lending', () => {
  it('means one grant', () => {
    const lent = lendOf(good, facts);
    expect(lent).toEqual({
      amount: '5000000',
      grants: [
        {
          tracks: ['signal'],
          expires: 15,
          shares: [
            { delegate: cleo, ppm: 600_000 },
            { delegate: dan, ppm: 400_000 },
          ],
        },
      ],
    });
    const payload = { dao: '0'.repeat(64), ...(lent as object) };
    expect(() => parsePayload(createRegistry(modules), 'delegation.set', payload)).not.toThrow();
  });

  it.each<[string, Partial<LendDraft>, string]>([
    ['itself', { rows: [{ delegate: own, share: '1' }] }, 'address'],
    ['no account', { rows: [{ delegate: 'merit1', share: '1' }] }, 'address'],
    ['one twice', { rows: [good.rows[0], good.rows[0]].filter((row) => row !== undefined) }, 'address'],
    ['a share of nothing', { rows: [{ delegate: cleo, share: '0' }] }, 'shares'],
    [
      'more than all',
      {
        rows: [
          { delegate: cleo, share: '100' },
          { delegate: dan, share: '1' },
        ],
      },
      'shares',
    ],
    ['nothing', { amount: '0' }, 'amount'],
    ['more than there is', { amount: '5.000001' }, 'amount'],
    ['no track', { tracks: [] }, 'tracks'],
    ['an epoch too far', { epochs: '13' }, 'epochs'],
    ['no number', { epochs: 'x' }, 'epochs'],
  ])('refuses %s', (_, changes, fault) => expect(lendOf({ ...good, ...changes }, facts)).toBe(fault));
});
