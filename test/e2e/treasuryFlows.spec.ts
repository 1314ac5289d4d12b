/** Where a treasury's money came from and went, on its page: by purpose, by epoch and month, and for each token. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { decideNow } from '../support/decideNow.ts';
import { type Demo, expectNoFault, openDemo } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const dayMs = 86_400_000;

it('every unit of the treasury is in the table, and another token has its own', async () => {
  const { client, dao, product } = demo;
  const ben = await demo.signerOf('Ben');
  const { account } = await client.query.daos.getDao({ dao });
  await client.submit('tokens.transfer', { token: dao, account, amount: '25000000' }, ben);
  const payments = [{ account: ben.address, amount: '750000000' }];
  await decideNow(demo, [{ kind: 'treasury.pay', payload: { dao, payments, memo: 'Design' } }]);
  const { epoch } = await client.query.treasury.getTreasury({ dao });
  await client.advance(dayMs);
  const issue = { symbol: 'USD', name: 'Money', decimals: 2, cap: '10000000' };
  await client.submit('tokens.issue', { ...issue, initial: [{ account, amount: '3800000' }] }, ben);

  const page = await demo.openAs('Ben', { locale: 'en-US', width: 1280 });
  await page.goto(`${product.url}/d/${dao}/treasury`);
  const card = page.getByRole('region', { name: en['flowsCard.title'] });
  const row = (of: typeof card, name: string) => of.getByRole('row').filter({ hasText: name });
  await row(card, en['flowsCard.purpose.payment']).getByText('750.00').first().waitFor();
  await row(card, en['flowsCard.purpose.transfer']).getByText('25.00').first().waitFor();
  await card.getByRole('img', { name: /periods?: at most/ }).waitFor();
  await card.getByLabel(en['flowsCard.period']).selectOption(String(epoch));
  await card.getByText(`At the end of “Epoch ${epoch}” the treasury held`).waitFor();
  await expectNoFault(page);
  await card.getByLabel(en['wallet.token']).selectOption({ label: 'USD' });
  await row(card, en['flowsCard.purpose.mint']).getByText('38,000.00').first().waitFor();
  await card.getByText(en['flowsCard.by.month'], { exact: true }).click();
  await card.getByText('Now here: 38,000.00 USD. In: 38,000.00 USD, out: 0.00 USD.').waitFor();
  const { balance, unexplained } = await client.flows(dao);
  expect(unexplained).toBe('0');
  expect(balance).toBe((await client.query.treasury.getTreasury({ dao })).balance);

  const phone = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await phone.goto(`${product.url}/d/${dao}/treasury`);
  await phone.getByText(zh['flowsCard.purpose.together'], { exact: true }).waitFor();
  await expectNoFault(phone);
});
