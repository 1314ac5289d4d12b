/** The demo in a browser: the product on a test clock, pages that act as its founders, and the faults of a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Client, createClient } from '#api/client/client.ts';
import { type ClientSigner, ed25519Signer } from '#api/client/submitter.ts';
import { buildWeb, webIsBuilt } from '#api/webBuild.ts';
import type { en } from '#web/words/en.ts';
import type { zh } from '#web/words/zh.ts';
import { launchBrowser } from './browser.ts';
import { type Product, startProduct } from './product.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What a signature, a block and a page may take together. */
export const settleMsMax = 30_000;

/** How a page is looked at. */
interface Look {
  readonly locale: string;
  readonly width: number;
  readonly colorScheme?: 'light' | 'dark';
  /** How long anything in the page may take. */
  readonly settleMs?: number;
}
export interface Demo {
  readonly product: Product;
  readonly browser: Browser;
  readonly client: Client;
  /** The id of its DAO. */
  readonly dao: string;
  /** A page of a browser of its own, acting as a founder. */
  openAs(founder: string, look: Look): Promise<Page>;
  /** A founder's key; the first one still submits this repository's commits. */
  signerOf(founder: string): Promise<ClientSigner>;
  close(): Promise<void>;
}

/** Builds the pages if need be and starts product and browser. */
export const openDemo = async (environment: Record<string, string> = {}): Promise<Demo> => {
  if (!webIsBuilt()) await buildWeb();
  const product = await startProduct({ TEST_CLOCK: '1', ...environment });
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await product.stop();
    throw error;
  });
  const client = createClient({ url: product.url });
  return {
    product,
    browser,
    client,
    dao: (await client.list.daos.daos({})).items[0]?.id ?? '',
    async openAs(founder, { locale, width, colorScheme, settleMs = settleMsMax }) {
      const context = await browser.newContext({
        locale,
        ...(colorScheme === undefined ? {} : { colorScheme }),
        reducedMotion: 'reduce',
        viewport: { width, height: 900 },
      });
      const page = await context.newPage();
      page.setDefaultTimeout(settleMs);
      await page.goto(`${product.url}/start`);
      await page
        .getByRole('button', { name: new RegExp(founder) })
        .first()
        .click();
      await page.waitForURL(({ pathname }) => pathname !== '/start');
      return page;
    },
    async signerOf(founder) {
      const { items } = await client.demoKeys();
      return ed25519Signer(items.find(({ name }) => name === founder)?.secret ?? '');
    },
    async close() {
      await browser.close();
      await product.stop();
    },
  };
};

/** What axe finds in a page: rule and first place of each. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run(document)')) as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
};
/** By how many pixels a page is wider than its window. */
export const excessWidthOf = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
/** No fault of accessibility, and nothing wider than the screen. */
export const expectNoFault = async (page: Page): Promise<void> => {
  expect(await faultsOf(page)).toEqual([]);
  expect(await excessWidthOf(page)).toBe(0);
};

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** Signs what the sheet shows and waits for its receipt. */
export const signAnd = async (page: Page, words: typeof en | typeof zh): Promise<void> => {
  await button(page, words['sign.withBrowserKey']).click();
  await page.getByRole('dialog').getByRole('link', { name: words['transact.receipt'] }).waitFor();
  await page.keyboard.press('Escape');
};
