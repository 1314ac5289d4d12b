/** Votes under shared signatures in the pages: a voting key is registered, a share counted, and it is said where none can be. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signerOf as signerOfSecret } from '#chain/crypto/sign.ts';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { type Demo, expectNoFault, openDemo, settleMsMax } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const propose = async (founder: string, title: string): Promise<string> => {
  const draft = { dao: demo.dao, track: 'signal', title, body: '', actions: [] } as const;
  return (await demo.client.submit('proposals.create', draft, await demo.signerOf(founder))).id;
};
/** Whether the account has a voting key already or not. */
const registers = /^Re(?:gister a|new the) voting key$/;
const visit = (page: Page, proposal: string) =>
  page.goto(`${demo.product.url}/d/${demo.dao}/proposals/${proposal}`);

describe.each([
  { locale: 'en-US', width: 1440, founder: 'Ben', words: en },
  { locale: 'zh-CN', width: 390, founder: 'Chen', words: zh },
])('in $locale, $width wide', ({ founder, words, ...options }) => {
  it('a member registers a voting key, votes with it, and sees the receipt', async () => {
    const { address } = await demo.signerOf(founder);
    const early = await propose(founder, '1');
    const page = await demo.openAs(founder, options);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const sheet = page.getByRole('dialog');

    await page.goto(`${demo.product.url}/me/keys`);
    await page.getByText(words['votingKey.none'], { exact: true }).waitFor();
    await button(words['votingKey.register']).click();
    await button(words['sign.withBrowserKey']).click();
    // The card behind the sheet learns of the key, and the sheet still leads to its receipt.
    await page.getByText(words['votingKey.here'], { exact: true }).waitFor();
    await sheet.getByRole('link', { name: words['transact.receipt'] }).waitFor();
    await button(words['common.close']).last().click();
    const { items } = await demo.client.list.accounts.votingKeys({ account: address });
    const card = page.getByRole('region', { name: words['votingKey.title'] });
    await card.getByRole('link', { name: String(items[0]?.height) }).waitFor();
    await expectNoFault(page);

    // Before its time it does not count, and the page says so; elsewhere it cannot sign.
    await visit(page, early);
    await page.getByText(words['proposal.share.tooLate'], { exact: true }).waitFor();
    const proposal = await propose(founder, '2');
    const elsewhere = await demo.openAs(founder, options);
    await visit(elsewhere, proposal);
    await elsewhere.getByText(words['proposal.share.elsewhere'], { exact: true }).waitFor();
    await elsewhere.context().close();

    await visit(page, proposal);
    const shared = page.getByRole('radio', { name: words['proposal.way.shared'], exact: true });
    await shared.waitFor();
    expect(await shared.isChecked()).toBe(true);
    expect(await page.getByLabel(words['proposal.reasonLabel']).count()).toBe(0);
    await expectNoFault(page);
    const vote = page.getByRole('button', { name: words['proposal.vote'].split('{power}')[0] ?? '' });
    await vote.first().click();
    await sheet.getByText(words['sign.nothing'], { exact: true }).waitFor();
    await expectNoFault(page);
    await button(words['sign.withVotingKey']).click();
    await sheet.getByText(words['pending.counted'], { exact: true }).first().waitFor();
    await sheet.getByRole('link', { name: words['transact.receipt'] }).click();
    await page.waitForURL(/\/explorer\/tx\//);
    await page.getByText(words['tx.votingKey'], { exact: true }).waitFor();
    await expectNoFault(page);

    const id = page.url().split('/').at(-1) ?? '';
    expect(await demo.client.transaction(id)).toMatchObject({
      status: 'applied',
      scheme: 3,
      envelope: { kind: 'proposals.castBallot', sender: address, payload: { proposal, choice: 'for' } },
    });
    const { votingKey, choice } = await demo.client.query.proposals.getPower({ proposal, account: address });
    expect([votingKey !== '', choice]).toEqual([true, 'for']);
    await page.context().close();
  });
});

it('a vote that was cast meanwhile is said, and can be changed by itself', async () => {
  const ben = await demo.signerOf('Ben');
  const page = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await page.goto(`${demo.product.url}/me/keys`);
  await page.getByRole('button', { name: registers }).first().click();
  await button(en['sign.withBrowserKey']).click();
  await page.getByRole('dialog').getByRole('link', { name: en['transact.receipt'] }).waitFor();
  const proposal = await propose('Ben', '3');
  await visit(page, proposal);
  await page.getByRole('radio', { name: en['proposal.way.shared'], exact: true }).waitFor();
  await page.getByRole('button', { name: /^Vote with/ }).click();
  const { token, snapshotHeight } = await demo.client.query.proposals.getProposal({ proposal });
  const vote = { proposal, token, snapshotHeight, choice: 'against', reason: '' } as const;
  await demo.client.submit('proposals.vote', vote, ben);
  await button(en['sign.withVotingKey']).click();
  await page.getByText(en['error.proposals.ballotCast.advice'], { exact: true }).waitFor();
  await page.keyboard.press('Escape');

  await page.getByLabel(en['proposal.reasonLabel']).fill('It helps.');
  await page.getByRole('radio', { name: en['vote.for'], exact: true }).check();
  await button(en['proposal.changeVote']).click();
  await button(en['sign.withBrowserKey']).click();
  await page.getByRole('dialog').getByRole('link', { name: en['transact.receipt'] }).waitFor();
  expect((await demo.client.query.proposals.getPower({ proposal, account: ben.address })).choice).toBe('for');

  // Removed, it leaves the page where it was before.
  await page.goto(`${demo.product.url}/me/keys`);
  await button(en['votingKey.remove']).click();
  await button(en['sign.withBrowserKey']).click();
  await page.getByRole('dialog').getByRole('link', { name: en['transact.receipt'] }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(en['votingKey.none'], { exact: true }).waitFor();
  await page.context().close();
});

it('keys that an earlier version kept are still here, beside a voting key', async () => {
  const { items } = await demo.client.demoKeys();
  const secret = items.find(({ name }) => name === 'Chen')?.secret ?? '';
  const { publicKey, address } = signerOfSecret(secret);
  const context = await demo.browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(settleMsMax);
  // A page of the same origin that runs nothing of the product.
  await page.goto(`${demo.product.url}/logo.svg`);
  const kept = { scheme: 0, publicKey, secret, account: address, name: 'Chen', createdAtMs: 1 };
  await page.evaluate(`new Promise((resolve, reject) => {
    localStorage.setItem('meritlane.key', ${JSON.stringify(publicKey)});
    const request = indexedDB.open('meritlane', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('keys', { keyPath: 'publicKey' });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const transaction = request.result.transaction('keys', 'readwrite');
      transaction.objectStore('keys').put(${JSON.stringify(kept)});
      transaction.oncomplete = () => resolve(request.result.close());
    };
  })`);
  await page.goto(`${demo.product.url}/me/keys`);
  await page.getByText(en['keys.signsNow'], { exact: true }).waitFor();
  await page.getByRole('button', { name: registers }).first().click();
  await page.getByRole('button', { name: en['sign.withBrowserKey'], exact: true }).click();
  await page.getByText(en['votingKey.here'], { exact: true }).waitFor();
  await context.close();
});
