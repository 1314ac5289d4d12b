/** Polls in the pages: a question is asked, ranked by three in two languages, changed, and its run-off shown. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { button, type Demo, expectNoFault, openDemo, signAnd } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const rank = async (page: Page, words: typeof en | typeof zh, places: Record<string, string>) => {
  for (const [choice, place] of Object.entries(places))
    await page
      .getByLabel(words['polls.place'].replace('{choice}', choice), { exact: true })
      .selectOption(place);
};

it('a question is asked, ranked and changed, and everyone sees who is ahead and why', async () => {
  const ben = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  await ben.goto(`${demo.product.url}/d/${demo.dao}/polls`);
  await ben.getByText(en['polls.empty'], { exact: true }).waitFor();
  await ben.getByLabel(en['polls.question'], { exact: true }).fill('Where do we meet?');
  await ben.getByLabel(en['polls.choices']).fill('Kassel\nKassel');
  await ben.getByLabel(en['polls.method'], { exact: true }).selectOption('ranked');
  await button(ben, en['polls.ask']).click();
  await ben.getByText(en['polls.fault.choices'], { exact: true }).waitFor();
  await ben.getByLabel(en['polls.choices']).fill('Kassel\nLyon\nTurin');
  await button(ben, en['polls.ask']).click();
  await button(ben, en['sign.withBrowserKey']).click();
  await ben.waitForURL(/polls\/[0-9a-f]{64}/);
  const poll = /polls\/([0-9a-f]{64})/.exec(ben.url())?.[1] ?? '';
  await button(ben, en['polls.send']).click();
  await ben.getByText(en['polls.fault.marks.ranked'], { exact: true }).waitFor();
  await rank(ben, en, { Kassel: '1' });
  await button(ben, en['polls.send']).click();
  await signAnd(ben, en);
  await ben.getByText(en['polls.winner'], { exact: true }).waitFor();

  const chen = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await chen.goto(`${demo.product.url}/d/${demo.dao}/polls/${poll}`);
  await rank(chen, zh, { Turin: '1', Lyon: '2' });
  await button(chen, zh['polls.send']).click();
  await signAnd(chen, zh);
  await button(chen, zh['polls.change']).waitFor();
  await rank(chen, zh, { Turin: '', Lyon: '1' });
  await button(chen, zh['polls.change']).click();
  await signAnd(chen, zh);
  await expectNoFault(chen);

  const asked = await demo.client.query.polls.getPoll({ poll });
  expect(asked).toMatchObject({ voters: '2', winner: 0 });
  // Both founders weigh alike: Turin goes first, then of the two that tie the later one.
  expect(asked.rounds.map((round) => round.map((own) => Math.sign(Number(own))))).toEqual([
    [1, 1, 0],
    [1, 1, -1],
    [1, -1, -1],
  ]);
  const answered = (await demo.client.list.polls.answers({ poll })).items.map(({ marks }) => marks);
  expect(answered).toEqual([[1], [2, 1], [0]]);
  await ben.reload();
  await ben.getByText('Lyon', { exact: true }).first().waitFor();
  await expectNoFault(ben);
  await demo.client.advance(8 * 86_400_000);
  await ben.reload();
  await ben.getByText(en['polls.closed'], { exact: true }).waitFor();
  expect((await demo.client.query.polls.getPoll({ poll })).state).toBe('closed');
});
