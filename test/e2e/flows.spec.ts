import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { button, type Demo, expectNoFault, openDemo, signAnd } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

it('a stream is opened, claimed and ended, and the treasury says what it streams, pays out and may spend', async () => {
  const chen = await demo.signerOf('Chen');
  const payer = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  await payer.goto(`${demo.product.url}/me/wallet`);
  await payer.getByText(en['streams.outgoingEmpty'], { exact: true }).waitFor();
  const form = payer.locator('form').filter({ has: payer.getByLabel(en['streams.length']) });
  await form.getByLabel(en['wallet.to']).fill('merit1');
  await button(payer, en['streams.open']).click();
  await payer.getByText(en['streams.fault.payee'], { exact: true }).waitFor();
  await form.getByLabel(en['wallet.to']).fill(chen.address);
  await form.getByLabel(/^Amount/).fill('100');
  await form.getByLabel(en['streams.length']).fill('10');
  await form.getByLabel(en['streams.memo']).fill('Ten days of care');
  await button(payer, en['streams.open']).click();
  await signAnd(payer, en);
  await payer.getByText('Ten days of care').waitFor();
  await expectNoFault(payer);

  await demo.client.advance(86_400_000);
  const payee = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await payee.goto(`${demo.product.url}/me/wallet`);
  await button(payee, zh['streams.claim']).click();
  await signAnd(payee, zh);
  const [stream] = (await demo.client.list.streams.streams({ payee: chen.address })).items;
  const withdrawn = BigInt(stream?.withdrawn ?? 0);
  expect(withdrawn).toBeGreaterThanOrEqual(10_000_000n);
  expect(withdrawn).toBeLessThan(10_100_000n);
  await expectNoFault(payee);

  await payer.reload();
  await button(payer, en['streams.cancel']).click();
  await signAnd(payer, en);
  await payer.getByText(en['streams.state.canceled'], { exact: true }).waitFor();

  for (const [page, words] of [
    [payer, en],
    [payee, zh],
  ] as const) {
    await page.goto(`${demo.product.url}/d/${demo.dao}/treasury`);
    await page.getByText(words['streams.treasuryEmpty'], { exact: true }).waitFor();
    await page.getByText(words['payouts.empty'], { exact: true }).waitFor();
    await page.getByText(words['limits.none'], { exact: true }).waitFor();
    await expectNoFault(page);
  }
});

it('a stream out of the treasury is proposed in the form, decided, and stands on the treasury’s page', async () => {
  const { client, dao, product } = demo;
  const chen = await demo.signerOf('Chen');
  const ben = await demo.openAs('Ben', { locale: 'en-US', width: 390 });
  await ben.goto(`${product.url}/d/${dao}/proposals/new`);
  await ben.getByLabel(en['editor.titleLabel'], { exact: true }).fill('A year of care');
  await ben.getByLabel(en['editor.addAction']).selectOption('streams.open');
  const { time } = await client.status();
  const moment = (ms: number): string => new Date(time + ms).toISOString().slice(0, 16);
  const day = 86_400_000;
  await ben.getByLabel(en['field.payee'], { exact: true }).fill(chen.address);
  await ben.getByLabel(/^Amount in all/).fill('1200');
  await ben.getByLabel(en['field.startAt'], { exact: true }).fill(moment(day));
  await ben.getByLabel(en['field.cliffAt'], { exact: true }).fill(moment(31 * day));
  await ben.getByLabel(en['field.endAt'], { exact: true }).fill(moment(366 * day));
  await ben.getByLabel(en['field.memo'], { exact: true }).fill('Care');
  await ben.getByText('over 365 days').waitFor();
  await expectNoFault(ben);
  await button(ben, en['editor.sign']).click();
  await button(ben, en['sign.withBrowserKey']).click();
  await ben.waitForURL(/proposals\/[0-9a-f]{64}/);
  await button(ben, 'Vote with 100,000').click();
  await button(ben, en['sign.withBrowserKey']).click();
  await ben.getByText('You voted For').waitFor();
  await client.advance(75_000);
  await ben.goto(`${product.url}/d/${dao}/treasury`);
  await ben.getByText('Care', { exact: true }).waitFor();
  const [stream] = (await client.list.streams.streams({ payee: chen.address })).items;
  expect(stream).toMatchObject({ memo: 'Care', deposit: '1200000000', startAmount: '0', cancelable: true });
});
