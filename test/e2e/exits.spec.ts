/** Leaving with a share in the pages: the DAO decides what there is a share of, a founder burns stake and receives it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { decideNow } from '../support/decideNow.ts';
import { type Demo, expectNoFault, openDemo, signAnd } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

it('a member burns stake and leaves with its share of the treasury’s money', async () => {
  const { client, dao, product } = demo;
  const ben = await demo.signerOf('Ben');
  const { account } = await client.query.daos.getDao({ dao });
  const { id: money } = await client.submit(
    'tokens.issue',
    {
      symbol: 'USD',
      name: 'Money',
      decimals: 2,
      cap: '10000000',
      initial: [{ account, amount: '3800000' }],
    },
    ben,
  );
  const page = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  await page.goto(`${product.url}/d/${dao}/treasury`);
  await page.getByText(en['exits.closed'], { exact: true }).waitFor();
  await decideNow(demo, [
    { kind: 'exits.setRule', payload: { dao, rule: { assets: [money], keptPpm: 100_000 } } },
  ]);

  await page.getByText('38,000.00 USD').waitFor();
  const amount = page.getByLabel(/^Stake to burn/);
  await amount.fill('100001');
  await page.getByRole('button', { name: en['exits.leave'], exact: true }).click();
  await page.getByText('at most 100,000').waitFor();
  await amount.fill('10000');
  await page.getByText(/^It brings .* USD\.$/).waitFor();
  await expectNoFault(page);
  await page.getByRole('button', { name: en['exits.leave'], exact: true }).click();
  await signAnd(page, en);
  await page.getByText('You have 90,000').waitFor();

  const [share] = (await client.list.exits.shares({ account: ben.address })).items;
  const { outstanding } = await client.query.exits.getExit({ dao });
  const before = BigInt(outstanding) + 10_000_000_000n;
  const expected = (10_000_000_000n * 3_800_000n * 9n) / (before * 10n);
  expect(BigInt(share?.amount ?? 0)).toBeLessThanOrEqual(expected);
  expect(BigInt(share?.amount ?? 0)).toBeGreaterThan((expected * 99n) / 100n);
  expect((await client.query.tokens.getBalance({ token: money, account: ben.address })).free).toBe(
    share?.amount,
  );

  const phone = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await phone.goto(`${product.url}/d/${dao}/treasury`);
  await phone.getByText(zh['exits.held'], { exact: true }).waitFor();
  await phone.getByText('10%', { exact: true }).waitFor();
  await expectNoFault(phone);
});
