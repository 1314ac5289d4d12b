/** The lanes page in a browser: it follows the chain by itself, shows one block on a click, and stands in every form. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ed25519Signer } from '#api/client/submitter.ts';
import { lanesEn as en } from '#web/words/lanes.en.ts';
import { type Demo, faultsOf, openDemo } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  // Without the repository's history, whose blocks would push the column out of the strip before it is clicked.
  demo = await openDemo({ WORKERS: '3', GIT_DIR: '/dev/null' });
});
afterAll(() => demo?.close());

/** A transaction of an account that nobody else uses; answers its block. */
const send = async (): Promise<number> => {
  const signer = ed25519Signer('5a'.repeat(32));
  return (await demo.client.submit('accounts.setProfile', { name: 'Nia' }, signer)).height;
};
it.each([
  { colorScheme: 'light' as const, width: 1440 },
  { colorScheme: 'dark' as const, width: 390 },
])('shows blocks as they come and one that is chosen, $width wide', async ({ colorScheme, width }) => {
  await send();
  const context = await demo.browser.newContext({
    locale: 'en-GB',
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${demo.product.url}/explorer/lanes`);
  await page.locator('[data-height]').last().waitFor();
  const after = await send();
  const column = page.locator(`[data-height="${after}"]`);
  await column.waitFor();

  await column.click();
  await page.getByRole('heading', { level: 1, name: new RegExp(`^Block ${after} ran `) }).waitFor();
  expect(await column.getAttribute('aria-pressed')).toBe('true');
  const squares = page.locator('[data-lane]');
  expect(await squares.count()).toBe(256);
  const report = (await demo.client.lanes(128)).items.find(({ height }) => height === after);
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
