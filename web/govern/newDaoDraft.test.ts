/** The form's payload is one that the chain takes, and nothing unfinished reaches it. */
import { expect, it } from 'vitest';
import { formatAddress } from '#chain/crypto/address.ts';
import { createRegistry, parsePayload } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { missingInDao, type NewDaoDraft, payloadOf } from './newDaoDraft.ts';

const address = (digit: string): string => formatAddress(digit.repeat(64));
const node = {
  scorers: ['1', '2', '3', '4'].map(address),
  modelHash: 'a'.repeat(64),
  model: {
    extractorHash: 'b'.repeat(64),
    tablesRoot: 'c'.repeat(64),
    rowCount: 10,
    featureCount: 4,
    bias: [1, 2, 3, 4],
  },
};
const draft: NewDaoDraft = {
  name: 'Northwind Tools',
  purpose: '',
  symbol: 'NWT',
  constitution: 'Work is paid.',
  pace: 'steady',
  others: [address('6')],
};

it('makes a payload that daos.create takes', () => {
  expect(missingInDao(draft, address('5'))).toEqual([]);
  const payload = payloadOf(draft, address('5'), node);
  expect(parsePayload(createRegistry(modules), 'daos.create', payload)).toMatchObject({
    name: 'Northwind Tools',
    founders: [{ staked: 100_000_000_000n }, { staked: 100_000_000_000n }],
  });
});

it('names what is missing or wrong', () => {
  const wrong: NewDaoDraft = { ...draft, name: ' ', symbol: 'nwt', constitution: '', others: ['merit1x'] };
  expect(missingInDao(wrong, address('5'))).toEqual(['name', 'symbol', 'constitution', 'others']);
  expect(missingInDao({ ...draft, others: [address('5')] }, address('5'))).toEqual(['others']);
  expect(missingInDao({ ...draft, name: '名'.repeat(21) }, address('5'))).toEqual(['name']);
});
