/** Power in the pages: one offers, another lends and takes back by voting, and both see why; a constitution shows what changed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, createClient } from '#api/client/client.ts';
import { ed25519Signer } from '#api/client/submitter.ts';
import { buildWeb, webIsBuilt } from '#api/webBuild.ts';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What a signature, a block and a page may take together. */
const settleMs = 30_000;
const wide = { locale: 'en-US', width: 1440 };
const phone = { locale: 'zh-CN', width: 390 };

let product: Product;
let browser: Browser;
let client: Client;
let dao = '';

beforeAll(async () => {
  if (!webIsBuilt()) await buildWeb();
  product = await startProduct({ TEST_CLOCK: '1' });
  browser = await launchBrowser();
  client = createClient({ url: product.url });
  dao = (await client.list.daos.daos({})).items[0]?.id ?? '';
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const openAs = async (founder: string, options: { locale: string; width: number }): Promise<Page> => {
  const context = await browser.newContext({
    locale: options.locale,
    reducedMotion: 'reduce',
    viewport: { width: options.width, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(settleMs);
  await page.goto(`${product.url}/start`);
  await page.getByRole('button', { name: new RegExp(founder) }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/start');
  return page;
};
const signerOf = async (founder: string) => {
  const { items } = await client.demoKeys();
  return ed25519Signer(items.find(({ name }) => name === founder)?.secret ?? '');
};
const advance = (ms: number) =>
  fetch(`${product.url}/v1/test/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ms }),
  });
/** No fault of accessibility, and nothing wider than the screen. */
const expectNoFault = async (page: Page): Promise<void> => {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run(document)')) as {
    violations: readonly { readonly id: string }[];
  };
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** Signs what the sheet shows and waits for its receipt. */
const signAnd = async (page: Page, words: typeof en | typeof zh): Promise<void> => {
  await button(page, words['sign.withBrowserKey']).click();
  await page.getByRole('dialog').getByRole('link', { name: words['transact.receipt'] }).waitFor();
  await page.keyboard.press('Escape');
};

it('power is lent, used, taken back, and explained, in both languages', async () => {
  const [ben, chen] = await Promise.all([signerOf('Ben'), signerOf('Chen')]);
  const own = await openAs('Ben', wide);
  await own.goto(`${product.url}/d/${dao}/delegates`);
  await own.getByText(en['delegates.empty'], { exact: true }).waitFor();
  await own.getByLabel(en['delegates.offerLabel']).fill('I read every patch.');
  await button(own, en['delegates.offerSign']).click();
  await signAnd(own, en);
  await own.getByRole('cell', { name: 'I read every patch.' }).waitFor();
  await expectNoFault(own);

  const other = await openAs('Chen', phone);
  await other.goto(`${product.url}/d/${dao}/delegates`);
  await other
    .getByRole('button', { name: new RegExp(`^${zh['delegates.choose']}`) })
    .first()
    .click();
  await expectNoFault(other);
  await button(other, zh['delegates.sign']).last().click();
  await signAnd(other, zh);
  const { lent } = await client.query.power.getMemberPower({ dao, account: chen.address });
  expect(lent?.grants[0]?.shares).toEqual([{ delegate: ben.address, ppm: 1_000_000 }]);

  const draft = { dao, track: 'signal', title: 'Power', body: '', actions: [] } as const;
  const proposal = (await client.submit('proposals.create', draft, ben)).id;
  const power = (account: string) => client.query.proposals.getPower({ proposal, account });
  const [before, chens] = await Promise.all([power(ben.address), power(chen.address)]);
  expect(BigInt(before.power)).toBe(BigInt(before.staked) + BigInt(chens.staked));

  await own.goto(`${product.url}/d/${dao}/power`);
  await own.getByRole('heading', { name: en['power.receivedTitle'] }).waitFor();
  await own.getByRole('link', { name: 'Power', exact: true }).waitFor();
  await expectNoFault(own);
  await own.goto(`${product.url}/d/${dao}/proposals/${proposal}`);
  await own.getByRole('button', { name: /^Vote with/ }).click();
  await signAnd(own, en);
  expect((await power(ben.address)).votedWith).toBe(before.power);

  await other.goto(`${product.url}/d/${dao}/proposals/${proposal}`);
  await other.getByRole('radio', { name: zh['vote.against'], exact: true }).check();
  await other
    .getByRole('button', { name: zh['proposal.vote'].split('{power}')[0] ?? '' })
    .first()
    .click();
  await signAnd(other, zh);
  expect(await power(chen.address)).toMatchObject({ choice: 'against', votedWith: chens.staked });
  expect(await power(ben.address)).toMatchObject({ choice: 'for', votedWith: before.staked, received: '0' });
  await other.goto(`${product.url}/d/${dao}/power`);
  await other.getByRole('heading', { name: zh['power.lentTitle'] }).waitFor();
  await expectNoFault(other);

  // Stake that is lent leaves with its delegation.
  await other.goto(`${product.url}/me/wallet`);
  await other.getByText(zh['wallet.unstake'], { exact: true }).first().click();
  await other.locator('form').getByRole('textbox').fill('1');
  await other.locator('form').getByRole('button', { name: zh['wallet.unstake'], exact: true }).click();
  await signAnd(other, zh);
  const after = await client.query.power.getMemberPower({ dao, account: chen.address });
  expect(BigInt(after.lent?.amount ?? '0')).toBe(BigInt(after.staked));
  await own.context().close();
  await other.context().close();
});

it('a constitution shows its versions and what each changed', async () => {
  const [ben, chen] = await Promise.all([signerOf('Ben'), signerOf('Chen')]);
  const actions = [
    {
      kind: 'daos.setConstitution',
      payload: { dao, constitution: 'First line.\n\nSecond line.' },
      mayFail: false,
    },
  ];
  const draft = { dao, track: 'constitution', title: 'Amend', body: '', actions } as never;
  const proposal = (await client.submit('proposals.create', draft, ben)).id;
  for (const signer of [ben, chen]) {
    const { token, snapshotHeight, carry } = await client.query.proposals.getPower({
      proposal,
      account: signer.address,
    });
    const vote = { proposal, token, snapshotHeight, choice: 'for', reason: '' } as const;
    await client.submit(
      'proposals.vote',
      { ...vote, ...(carry === undefined ? {} : { power: carry }) },
      signer,
    );
  }
  await advance(75_000);
  await client.submit('proposals.execute', { proposal, dao, actions } as never, ben).catch(() => undefined);
  expect((await client.query.proposals.getProposal({ proposal })).state).toBe('executed');
  const page = await openAs('Ben', phone);
  await page.goto(`${product.url}/d/${dao}/constitution`);
  await page.getByText('Second line.').first().waitFor();
  await page.getByRole('heading', { name: zh['constitution.changes'].replace('{number}', '2') }).waitFor();
  expect(await page.locator('ins').allTextContents()).toContain('Second line.');
  await expectNoFault(page);
  await page.context().close();
});
