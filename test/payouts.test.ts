/** A proposal that pays ten thousand people, through REST: voted as one root, paid in pages, read back by each payee. */
import { expect, it } from 'vitest';
import { planPayout, readPayees } from '#api/client/payouts.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { sha256Hex } from '#hash';
import { RestStage } from './conformance/restStage.ts';
import { createDao, freeOf } from './conformance/steps.ts';
import { signerNamed } from './support/apiChain.ts';

const people = 10_000;
const accounts = Array.from({ length: people }, (_, index) => formatAddress(sha256Hex(utf8(`p ${index}`))));
/** Each gets a little more than the one before, the first one 0.000001. */
const csv = [
  'address,amount',
  ...accounts.map((account, i) => `${account},0.${String(i + 1).padStart(6, '0')}`),
];

it('pays each of them exactly once, from money that was set aside', { timeout: 120_000 }, async () => {
  const stage = await RestStage.open();
  try {
    const { client } = stage.api;
    const token = await createDao(stage);
    const { root, pages, total, list, payees } = planPayout(readPayees(csv.join('\n'), 6));
    expect([pages, payees, total]).toEqual([157, people, String((people * (people + 1)) / 2)]);
    const before = await freeOf(stage, token, 'dao');
    const { time } = await stage.now();
    const terms = { token, root, pages, total, closesAt: time + 86_400_000, memo: 'For everyone.' };
    await stage.apply('dao', 'payouts.open', terms);
    const payout = (await client.list.payouts.payouts({ token })).items[0]?.payout ?? '';
    expect(await freeOf(stage, token, 'dao')).toBe(before - BigInt(total));
    for (const page of list) {
      const sent = await client.submit('payouts.payPage', { payout, token, ...page }, signerNamed('anyone'));
      expect(sent.status).toBe('applied');
    }
    expect(await client.query.payouts.getPayout({ payout })).toMatchObject({
      left: '0',
      paid: total,
      state: 'paid',
    });
    for (const place of [0, 63, 64, 9_999]) {
      const account = accounts[place] ?? '';
      const { free } = await client.query.tokens.getBalance({ token, account });
      expect(free).toBe(String(place + 1));
      const { items } = await client.list.payouts.payments({ account });
      expect(items.map(({ amount }) => amount)).toEqual([free]);
    }
  } finally {
    await stage.close();
  }
});

it('refuses lists that say too little, too much or anything twice, and names the line', () => {
  const [first = '', second = ''] = accounts;
  expect(readPayees(`${first},12.5\r\n\r\n${second}, 1\n`, 2).map(({ amount }) => amount)).toEqual([
    1250n,
    100n,
  ]);
  for (const [text, words] of [
    [`address,amount\n${first}`, 'Line 2: it has two parts'],
    [`${first},1,2`, 'Line 1: it has two parts'],
    [`${first},1\n${first},1`, 'Line 2: this account already stands in line 1'],
    [`${first},0`, 'Line 1: the amount must be more than zero'],
    [`${first},0.001`, 'Line 1: “0.001” has more than the 2 decimals'],
    [`${first},-1`, 'Line 1: “-1” is no amount'],
    [`${first.slice(0, -1)},1`, 'Line 1'],
    [`${first},${'9'.repeat(29)}`, 'Line 1: the amount is more than any token can have'],
  ] as const)
    expect(() => readPayees(text, 2)).toThrow(words);
  expect(() => planPayout([])).toThrow('It is empty.');
});
