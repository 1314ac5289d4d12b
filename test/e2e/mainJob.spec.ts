/** The main job through the pages: account with a passkey, contribute, be paid, prove it, accept, propose, vote, execute. */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '#api/client/client.ts';
import { buildWeb, webIsBuilt } from '#api/webBuild.ts';
import { en } from '#web/words/en.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';

const patch = fileURLToPath(new URL('../fixtures/retry.patch', import.meta.url));
/** A sentence with values in it, as a pattern; a plural or a choice stands for anything. */
const pattern = (id: keyof typeof en): RegExp => {
  let depth = 0;
  let text = '';
  for (const letter of en[id]) {
    if (letter === '{' && depth++ === 0) text += '\u0000';
    else if (letter === '}') depth--;
    else if (depth === 0) text += letter;
  }
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\u0000', '.*');
  return new RegExp(`^${escaped}$`);
};

let product: Product;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  if (!webIsBuilt()) await buildWeb();
  product = await startProduct({ TEST_CLOCK: '1' });
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 1000 } });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const client = () => createClient({ url: product.url });
const button = (id: keyof typeof en) => page.getByRole('button', { name: pattern(id) }).first();
const actAsFounder = async (): Promise<void> => {
  await page.goto(`${product.url}/start`);
  await button('start.actAs').click();
  await page.waitForURL(({ pathname }) => pathname !== '/start');
};

it('does the main job, and page, REST, receipt and balance agree', async () => {
  const dao = (await client().list.daos.daos({})).items[0]?.id ?? '';
  await page.goto(`${product.url}/start?next=${encodeURIComponent(`/d/${dao}/contribute`)}`);
  await page.getByLabel(en['start.name']).fill('Nia');
  await button('start.withPasskey').click();
  await page.waitForURL(/contribute/);

  await page.locator('input[type=file]').setInputFiles(patch);
  await page.getByRole('heading', { level: 1, name: pattern('contribute.answer.code') }).waitFor();
  await button('contribute.send').click();
  const confirm = button('contribute.notice.confirm');
  await confirm.click();
  await button('sign.withPasskey').click();
  await page.waitForURL(/contributions\/[0-9a-f]{64}/);
  await page.getByRole('heading', { level: 1, name: pattern('contribution.answer.scored') }).waitFor();

  const id = /contributions\/([0-9a-f]{64})/.exec(page.url())?.[1] ?? '';
  const found = await client().contribution(id);
  const immediate = BigInt(found.immediate ?? '0');
  expect(immediate).toBeGreaterThan(0n);
  const shown = `${(Number(immediate / 10_000n) / 100).toFixed(2)} MRT`;
  const answer = await page.getByRole('heading', { level: 1 }).textContent();
  expect(answer).toContain(shown);
  expect(answer).toContain('Nia');
  const rewards = await client().rewards({ account: found.author });
  expect(rewards.items.map(({ amount }) => BigInt(amount))).toEqual([immediate]);
  const balance = await client().query.tokens.getBalance({ token: dao, account: found.author });
  expect(BigInt(balance.free)).toBe(immediate);
  const payment = await client().transaction(rewards.items[0]?.transaction ?? '');
  expect(payment.events.find(({ name }) => name === 'scorers.paid')?.data['amount']).toBe(
    immediate.toString(),
  );

  // The device reads the past, extracts, adds rows up and runs the model itself in WebAssembly.
  await button('contribution.check').click();
  await page.locator('[data-result]').getByText(en['proof.right']).waitFor();
  expect(await page.locator('li[data-state="right"]').count()).toBe(5);

  await page.goto(`${product.url}/me/rewards`);
  await page.getByText(shown).first().waitFor();

  // A founder who reviews accepts; the stream runs by header time, which only this test moves.
  await actAsFounder();
  await page.goto(`${product.url}/d/${dao}/contributions/${id}`);
  await button('contribution.accept').click();
  await button('sign.withBrowserKey').click();
  await page.getByRole('heading', { level: 1, name: pattern('contribution.answer.accepted') }).waitFor();
  expect((await client().contribution(id)).state).toBe('accepted');
});

it('proposes a change of a rule in the page, votes, and the keeper executes it after the timelock', async () => {
  const dao = (await client().list.daos.daos({})).items[0]?.id ?? '';
  const rateOf = async () =>
    (await client().query.contributions.getRules({ dao })).rules.find(({ kind }) => kind === 'document')?.rule
      .rate;
  const before = await rateOf();
  await actAsFounder();
  await page.goto(`${product.url}/d/${dao}/proposals/new`);
  await page.getByLabel(en['editor.titleLabel'], { exact: true }).fill('Newcomers get more at once');
  await page.getByLabel(en['editor.addAction']).selectOption('contributions.setAllowance');
  await page.getByLabel(pattern('field.newcomersPerEpoch')).fill('25000');
  await button('editor.sign').click();
  await button('sign.withBrowserKey').click();
  await page.waitForURL(/proposals\/[0-9a-f]{64}/);
  const proposal = /proposals\/([0-9a-f]{64})/.exec(page.url())?.[1] ?? '';
  await page.getByRole('radio', { name: en['vote.for'] }).check();
  await button('proposal.vote').click();
  await button('sign.withBrowserKey').click();
  await page.getByText(pattern('proposal.youVoted')).first().waitFor();
  const voted = await client().query.proposals.getProposal({ proposal });
  expect(BigInt(voted.tally.for)).toBeGreaterThan(0n);
  expect(voted.state).toBe('active');

  await client().advance(60_000);
  await client().advance(10_001);
  await page.getByRole('heading', { level: 1, name: pattern('proposal.answer.executed') }).waitFor();
  const rules = await client().query.contributions.getRules({ dao });
  expect(rules.newcomersPerEpoch).toBe('25000000000');
  expect(await rateOf()).toBe(before);
});

it('breaks no content security policy and throws nothing', () => {
  expect(complaints).toEqual([]);
});
