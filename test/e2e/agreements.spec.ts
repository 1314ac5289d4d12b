/** Work that is paid in parts, in the pages: decided, delivered by phone in Chinese, declined once, accepted, and the rest closed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { decideNow } from '../support/decideNow.ts';
import { button, type Demo, expectNoFault, openDemo, signAnd } from '../support/demo.ts';

const day = 86_400_000;
let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

it('a part is delivered, declined, delivered again and paid', async () => {
  const { client, dao, product } = demo;
  const [ben, chen] = await Promise.all([demo.signerOf('Ben'), demo.signerOf('Chen')]);
  const { time } = await client.status();
  const { account } = await client.query.daos.getDao({ dao });
  const parts = [
    { title: 'A draft', amount: '300000000' },
    { title: 'The map', amount: '700000000' },
  ];
  await decideNow(demo, [
    {
      kind: 'milestones.open',
      payload: {
        token: dao,
        payee: chen.address,
        reviewer: ben.address,
        parts,
        deliverBy: time + 30 * day,
        reviewMs: day,
        memo: 'A map of all work',
      },
    },
  ]);
  const payee = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  const reviewer = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  const deliver = async (words: string): Promise<void> => {
    // Both parts are open; the first one is delivered.
    await button(payee, zh['agreements.deliver']).nth(1).waitFor();
    await button(payee, zh['agreements.deliver']).first().click();
    await payee.getByLabel(zh['agreements.note'], { exact: true }).fill(words);
    await button(payee, zh['agreements.next']).click();
    await signAnd(payee, zh);
    await payee.getByText(zh['agreements.state.delivered'], { exact: true }).waitFor();
  };
  await payee.goto(`${product.url}/me/wallet`);
  await payee.getByText('A map of all work').waitFor();
  await deliver('第一稿');
  await expectNoFault(payee);

  await reviewer.goto(`${product.url}/me/wallet`);
  await reviewer.getByText(en['agreements.reviewing'], { exact: true }).first().waitFor();
  await button(reviewer, en['agreements.decline']).click();
  expect(await button(reviewer, en['agreements.next']).isDisabled()).toBe(true);
  await reviewer.getByLabel(en['agreements.reason'], { exact: true }).fill('Half of it is missing.');
  await button(reviewer, en['agreements.next']).click();
  await signAnd(reviewer, en);
  await deliver('第二稿');
  await button(reviewer, en['agreements.accept']).click();
  await signAnd(reviewer, en);
  await reviewer.getByText(en['agreements.state.accepted'], { exact: true }).waitFor();
  await expectNoFault(reviewer);
  const { items } = await client.list.milestones.payments({ payee: chen.address });
  expect(items.map(({ amount, payer }) => [amount, payer])).toEqual([['300000000', account]]);

  await client.advance(30 * day);
  await reviewer.goto(`${product.url}/d/${dao}/treasury`);
  await button(reviewer, en['agreements.close']).click();
  await signAnd(reviewer, en);
  await reviewer.getByText(en['agreements.state.returned'], { exact: true }).waitFor();
  await expectNoFault(reviewer);
});
