/** Every page in both languages, both colour schemes, desktop and phone: translated, accessible, nothing cut. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ed25519Signer } from '#api/client/submitter.ts';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { type Demo, excessWidthOf, faultsOf, openDemo } from '../support/demo.ts';

/** English sentences that have a Chinese form; short words and names may stand in both. */
const sentences = Object.entries(en)
  .filter(
    ([id, text]) =>
      zh[id as keyof typeof zh] !== text && !text.includes('{') && text.length >= 12 && text.includes(' '),
  )
  .map(([, text]) => text);
/** What a page needs before it stands still. */
const settleMs = 10_000;

let demo: Demo;
let secret = '';
let paths: Record<string, string> = {};

beforeAll(async () => {
  demo = await openDemo();
  const { client, dao } = demo;
  // Not the first founder, who is still submitting this repository's commits.
  secret = (await client.demoKeys()).items[1]?.secret ?? '';
  const founder = ed25519Signer(secret);
  const content = new TextEncoder().encode(
    '# How to start\n\nRun the two commands of the README and open the address.\n',
  );
  const uploaded = await client.upload(content);
  const work = await client.submit(
    'contributions.submit',
    { dao, kind: 'document', contentId: uploaded.id, title: 'How to start' },
    founder,
  );
  const proposal = await client.submit(
    'proposals.create',
    { dao, track: 'signal', title: 'Meet once a month', body: 'It helps.', actions: [] },
    founder,
  );
  const poll = await client.submit(
    'polls.create',
    {
      dao,
      question: 'Where to meet',
      choices: ['Kassel', 'Lyon', 'Turin'],
      method: 'ranked',
      weighing: 'stake',
      body: '',
      votingMs: 86_400_000,
    },
    founder,
  );
  paths = {
    daos: '/',
    start: '/start',
    newDao: '/new',
    home: `/d/${dao}`,
    contribute: `/d/${dao}/contribute`,
    contributions: `/d/${dao}/contributions`,
    contribution: `/d/${dao}/contributions/${work.id}`,
    proposals: `/d/${dao}/proposals`,
    proposal: `/d/${dao}/proposals/${proposal.id}`,
    newProposal: `/d/${dao}/proposals/new`,
    members: `/d/${dao}/members`,
    power: `/d/${dao}/power`,
    delegates: `/d/${dao}/delegates`,
    polls: `/d/${dao}/polls`,
    poll: `/d/${dao}/polls/${poll.id}`,
    funding: `/d/${dao}/funding`,
    court: `/d/${dao}/court`,
    reviews: `/d/${dao}/reviews`,
    constitution: `/d/${dao}/constitution`,
    treasury: `/d/${dao}/treasury`,
    rules: `/d/${dao}/rules`,
    scoring: `/d/${dao}/scoring`,
    rewards: '/me/rewards',
    wallet: '/me/wallet',
    keys: '/me/keys',
    settings: '/me/settings',
    account: `/a/${founder.address}`,
    explorer: '/explorer',
    block: '/explorer/blocks/1',
    lanes: '/explorer/lanes',
    transaction: `/explorer/tx/${work.id}`,
    proof: '/explorer/proof',
  };
});
afterAll(() => demo?.close());

/** Titles of all work that was submitted so far. */
const titles = async (): Promise<string[]> => {
  const response = await fetch(`${demo.product.url}/v1/contributions?limit=200`);
  const { items } = (await response.json()) as { items: readonly { readonly title: string }[] };
  return items.map(({ title }) => title.replaceAll(/\s+/g, ' '));
};
const visit = async (page: Page, path: string): Promise<void> => {
  await page.goto(`${demo.product.url}${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
};
describe.each([
  { locale: 'en-US', colorScheme: 'light' as const, width: 1440 },
  { locale: 'zh-CN', colorScheme: 'dark' as const, width: 390 },
])('in $locale, $colorScheme, $width wide', (options) => {
  it('every page has one answer, no fault of axe, nothing cut, and in Chinese no English sentence', async () => {
    const page = await demo.openAs('Ada', { ...options, settleMs });
    const found: string[] = [];
    for (const [name, path] of Object.entries(paths)) {
      await visit(page, path);
      const report = (what: string) => found.push(`${name}: ${what}`);
      const headings = await page.getByRole('heading', { level: 1 }).count();
      if (headings !== 1) report(`${headings} headings of level one`);
      for (const fault of await faultsOf(page)) report(fault);
      const wide = await excessWidthOf(page);
      if (wide > 0) report(`${wide} pixels wider than the window`);
      let text = ((await page.evaluate('document.body.innerText')) as string).replaceAll(/\s+/g, ' ');
      if (text.includes(en['common.notFound']) || text.includes(zh['common.notFound']))
        report('there is no such page');
      // What members wrote is theirs, whatever the language: the demo's work has the titles of commits.
      if (options.locale === 'zh-CN') for (const title of await titles()) text = text.replaceAll(title, '');
      if (options.locale === 'zh-CN')
        for (const sentence of sentences) if (text.includes(sentence)) report(`not translated: ${sentence}`);
    }
    expect(found).toEqual([]);
    await page.context().close();
  });
});

it('lists go on where the node answers with a short page', async () => {
  const page = await demo.openAs('Ada', { locale: 'en-US', colorScheme: 'light', width: 1440, settleMs });
  // An empty answer that names the next page stands before every list of proposals.
  let planted = 0;
  await page.route('**/v1/proposals?**', async (route) => {
    const url = new URL(route.request().url());
    if (url.searchParams.get('cursor') === null) {
      planted++;
      return route.fulfill({ json: { items: [], next: 'planted' } });
    }
    url.searchParams.delete('cursor');
    return route.continue({ url: url.href });
  });
  await page.goto(`${demo.product.url}${paths['proposals']}`);
  await page.getByRole('link', { name: 'Meet once a month' }).waitFor();
  expect(planted).toBeGreaterThan(0);
  await page.context().close();
});
