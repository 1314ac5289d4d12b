/** An Ethereum wallet in the pages: an account with it, a refusal, a signature, and the same account again elsewhere. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '#api/client/client.ts';
import { secp256k1Signer } from '#api/client/submitter.ts';
import { buildWeb, webIsBuilt } from '#api/webBuild.ts';
import { en } from '#web/words/en.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type SoftEthereum, softEthereum } from '../support/softEthereum.ts';

const secret = '5e'.repeat(32);
const { address } = secp256k1Signer(secret);
let product: Product;
let browser: Browser;
let wallet: SoftEthereum;

beforeAll(async () => {
  if (!webIsBuilt()) await buildWeb();
  product = await startProduct({ TEST_CLOCK: '1' });
  browser = await launchBrowser();
  wallet = softEthereum(secret);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A page of a browser of its own, with the wallet where extensions put theirs. */
const openStart = async (): Promise<Page> => {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  // What a wallet throws must keep its code, so it travels as a value.
  await page.exposeFunction('askWallet', (asked: Parameters<SoftEthereum['request']>[0]) =>
    wallet.request(asked).then(
      (answer) => ({ answer }),
      ({ code, message }) => ({ error: { code, message } }),
    ),
  );
  await page.addInitScript(`window.ethereum = { request: async (asked) => {
    const { answer, error } = await window.askWallet(asked);
    if (error !== undefined) throw error;
    return answer;
  } };`);
  await page.goto(`${product.url}/start?next=/me/keys`);
  return page;
};

it('makes an account by a wallet, says when it refuses, and finds the account again', async () => {
  const client = createClient({ url: product.url });
  const page = await openStart();
  await page.getByLabel(en['start.name']).fill('Eve');
  wallet.refuses = true;
  await page.getByRole('button', { name: en['start.withEthereum'] }).click();
  await page.getByText(en['refusal.closed'], { exact: true }).waitFor();
  wallet.refuses = false;
  await page.getByRole('button', { name: en['start.withEthereum'] }).click();
  await page.waitForURL(({ pathname }) => pathname === '/me/keys');
  await page.getByText(en['settings.ethereum'], { exact: true }).waitFor();
  expect(await client.query.accounts.getAccount({ account: address })).toMatchObject({
    name: 'Eve',
    nonce: 1,
  });
  expect(wallet.shown.map(({ primaryType }) => primaryType)).toEqual(['Connect', 'Transaction']);

  // The account signs for a second key; the wallet shows what it adds.
  await page.getByRole('button', { name: en['keys.addBrowserKey'] }).click();
  await page.getByRole('button', { name: en['sign.withEthereum'] }).click();
  const schemes = async () =>
    (await client.query.accounts.getAccount({ account: address })).keys.map(({ scheme }) => scheme);
  await expect.poll(schemes, { timeout: 30_000 }).toEqual([1, 0]);
  expect(wallet.shown.at(-1)?.message).toMatchObject({ kind: 'accounts.addKey', sender: address });

  const elsewhere = await openStart();
  await elsewhere.getByRole('button', { name: en['start.useEthereum'] }).click();
  await elsewhere.waitForURL(({ pathname }) => pathname === '/me/keys');
  await elsewhere.getByText(en['keys.signsNow']).waitFor();
  expect((await client.query.accounts.getAccount({ account: address })).nonce).toBe(2);
});
