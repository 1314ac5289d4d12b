/** The lanes page in a browser: it follows the chain by itself, shows one block on a click, and stands in every form. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, createClient } from '#api/client/client.ts';
import { ed25519Signer } from '#api/client/submitter.ts';
import { buildWeb, webIsBuilt } from '#api/webBuild.ts';
import { lanesEn as en } from '#web/words/lanes.en.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let product: Product;
let browser: Browser;
let client: Client;
beforeAll(async () => {
  if (!webIsBuilt()) await buildWeb();
  // Without the repository's history, whose blocks would push the column out of the strip before it is clicked.
  product = await startProduct({ TEST_CLOCK: '1', WORKERS: '3', GIT_DIR: '/dev/null' });
  client = createClient({ url: product.url });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A transaction of an account that nobody else uses; answers its block. */
const send = async (): Promise<number> => {
  const signer = ed25519Signer('5a'.repeat(32));
  return (await client.submit('accounts.setProfile', { name: 'Nia' }, signer)).height;
};
const faultsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run(document)')) as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
};

it.each([
  { colorScheme: 'light' as const, width: 1440 },
  { colorScheme: 'dark' as const, width: 390 },
])('shows blocks as they come and one that is chosen, $width wide', async ({ colorScheme, width }) => {
  await send();
  const context = await browser.newContext({
    locale: 'en-GB',
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${product.url}/explorer/lanes`);
  await page.locator('[data-height]').last().waitFor();
  const after = await send();
  const column = page.locator(`[data-height="${after}"]`);
  await column.waitFor();

  await column.click();
  await page.getByRole('heading', { level: 1, name: new RegExp(`^Block ${after} ran `) }).waitFor();
  expect(await column.getAttribute('aria-pressed')).toBe('true');
  const squares = page.locator('[data-lane]');
  expect(await squares.count()).toBe(256);
  const report = (await client.lanes(128)).items.find(({ height }) => height === after);
  const count = report?.transactions ?? 0;
  await page
    .getByText(count === 1 ? 'One transaction was executed' : `${count} transactions formed`)
    .waitFor();
  const lane = report?.lanes.findIndex((cells) => cells > 0) ?? -1;
  expect(await squares.nth(lane).getAttribute('aria-label')).toMatch(
    new RegExp(
      `^Lane ${lane}: ${report?.lanes[lane]} cells? written, owned by worker ${(report?.owners[lane] ?? 0) + 1}$`,
    ),
  );
  expect(await faultsOf(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(
    0,
  );

  await page.getByRole('button', { name: en['lanesPage.asTable'] }).first().click();
  await page.getByRole('table', { name: en['lanesPage.recentCaption'] }).waitFor();
  await page.getByText(en['lanes.worker'], { exact: true }).first().click();
  expect(await faultsOf(page)).toEqual([]);
  await context.close();
});
