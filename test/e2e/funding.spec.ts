/** Funding by conviction in the pages: asked by one founder, supported by both in two languages, paid when it has grown enough. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { ruleOf, stepMs } from '../conformance/convictionSteps.ts';
import { decideNow } from '../support/decideNow.ts';
import { button, type Demo, expectNoFault, openDemo, signAnd } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

it('a request is asked for, supported, grows past its threshold and is paid', async () => {
  const { client, dao, product } = demo;
  const ben = await demo.openAs('Ben', { locale: 'en-US', width: 1280 });
  await ben.goto(`${product.url}/d/${dao}/funding`);
  await ben.getByText(en['funding.off'], { exact: true }).waitFor();
  await decideNow(demo, [{ kind: 'conviction.setRule', payload: { dao, rule: ruleOf(dao) } }]);

  const { funds } = await client.query.conviction.getFunding({ dao });
  const asked = BigInt(funds) / 20_000_000n;
  const amount = ben.getByLabel(/^Amount, in/);
  await amount.fill(String(asked * 4n + 1n));
  await ben.getByText(/^That is more than conviction can pay: 20%/).waitFor();
  await amount.fill(String(asked));
  await ben.getByText(/^It needs 11\.1% of all stake/).waitFor();
  await button(ben, en['funding.ask']).click();
  await ben.getByText(en['funding.fault.title'], { exact: true }).waitFor();
  await ben.getByLabel(en['funding.askTitle'], { exact: true }).fill('A well');
  await ben.getByLabel(en['funding.askBody'], { exact: true }).fill('Deep enough for **all**.');
  await expectNoFault(ben);
  await button(ben, en['funding.ask']).click();
  await button(ben, en['sign.withBrowserKey']).click();
  await ben.waitForURL(/funding\/[0-9a-f]{64}/);
  const request = /funding\/([0-9a-f]{64})/.exec(ben.url())?.[1] ?? '';
  await ben.getByRole('heading', { name: en['funding.about'], exact: true }).waitFor();

  const own = ben.getByLabel(/^Stake behind this request/);
  await own.fill('100001');
  await button(ben, en['funding.set']).click();
  await ben.getByText('at most 100,000').waitFor();
  await own.fill('50000');
  await button(ben, en['funding.set']).click();
  await signAnd(ben, en);
  await button(ben, en['funding.takeBack']).waitFor();
  const [first] = (await client.list.conviction.supports({ request })).items;
  expect(first).toMatchObject({ account: (await demo.signerOf('Ben')).address, amount: '50000000000' });

  await client.advance(10 * stepMs);
  const chen = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await chen.goto(`${product.url}/d/${dao}/funding/${request}`);
  await chen.getByText(zh['funding.state.gathering'], { exact: true }).waitFor();
  await chen.getByLabel(/^支持这项申请的质押/).fill('100000');
  await button(chen, zh['funding.set']).click();
  await signAnd(chen, zh);
  await button(chen, zh['funding.takeBack']).waitFor();
  await expectNoFault(chen);
  await button(chen, zh['models.asTable']).click();
  await chen.getByRole('table', { name: zh['funding.curve'] }).waitFor();
  await expectNoFault(chen);

  const { passesAt = 0 } = await client.query.conviction.getRequest({ request });
  const { now } = await client.status();
  expect(passesAt).toBeGreaterThan(now);
  await client.advance(passesAt - now);
  await button(chen, zh['funding.pay']).click();
  await signAnd(chen, zh);
  await chen.getByText(zh['funding.state.funded'], { exact: true }).waitFor();
  const [grant] = (await client.list.conviction.grants({ dao })).items;
  expect(grant).toMatchObject({ request, amount: (asked * 1_000_000n).toString() });

  await ben.getByText(/^50,000.* of your stake still stands behind this request/).waitFor();
  await expectNoFault(ben);
  await button(ben, en['funding.takeBack']).click();
  await signAnd(ben, en);
  const { address: account } = await demo.signerOf('Ben');
  expect((await client.query.conviction.getBacking({ dao, account })).total).toBe('0');
  await ben.goto(`${product.url}/d/${dao}/funding`);
  await ben.getByRole('link', { name: 'A well' }).waitFor();
  await expectNoFault(ben);
});
