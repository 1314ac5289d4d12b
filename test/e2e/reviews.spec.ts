/** Reviews in the pages: the keeper puts drawn work up, two founders rate it blind, one of them on a phone in Chinese. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ed25519Signer } from '#api/client/submitter.ts';
import { correctedScores } from '#governance/contributions/correction.ts';
import { patchOf } from '#scoring/testPatches.ts';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { decideNow } from '../support/decideNow.ts';
import { button, type Demo, expectNoFault, openDemo, settleMsMax, signAnd } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const axes = ['quality', 'impact', 'value'] as const;
const seal = async (page: Page, words: typeof en | typeof zh, levels: readonly string[]): Promise<void> => {
  for (const [place, axis] of axes.entries())
    await page
      .locator('main')
      .getByLabel(words[`dimension.${axis}`], { exact: true })
      .selectOption(levels[place] ?? '0');
  await page.locator('main').getByRole('button', { name: words['txKind.reviews.commit'] }).click();
  await signAnd(page, words);
};
const author = ed25519Signer('42'.repeat(32));
/** Work unlike all before it. */
const otherWork = `/** Waters what is dry. */
export function waterAll(beds: readonly Bed[], litres: number): number {
  let left = litres;
  for (const bed of beds) {
    if (bed.moisture > 40) continue;
    const need = Math.min(left, bed.area * (40 - bed.moisture));
    bed.soak(need);
    left -= need;
  }
  return left;
}
`;
/** Submits small work of a number and waits for its score. */
const submitted = async (
  number: number,
  after = `export const part${number} = (orchard${number}) => orchard${number}.press(${number});\n`,
): Promise<string> => {
  const { client, dao } = demo;
  const patch = patchOf([{ path: `src/part${number}.ts`, before: null, after }]);
  const { id: contentId } = await client.upload(patch);
  const payload = { dao, kind: 'code' as const, contentId, title: `Part ${number}` };
  const { id: contribution } = await client.submit('contributions.submit', payload, author);
  await expect
    .poll(async () => (await client.query.contributions.getContribution({ contribution })).state, {
      timeout: 2 * settleMsMax,
      interval: 50,
    })
    .toBe('scored');
  return contribution;
};
/** Submits small work until chance has picked some uniformly. */
const drawnWork = async (): Promise<string> => {
  const { client, dao } = demo;
  const own = new Set<string>();
  for (let number = 0; number < 60; number++) {
    own.add(await submitted(number));
    // Work of the repository's history may score higher than the work below, whose score would then stay.
    const found = (await client.list.reviews.reviews({ dao, stratum: 'uniform' })).items.find((one) =>
      own.has(one.contribution),
    );
    if (found !== undefined) return found.contribution;
  }
  throw new Error('Chance picked nothing of sixty.');
};

it('is put up when chance picked it, rated by two who see no author and no score, and corrects later work', async () => {
  const { client, dao, product } = demo;
  await decideNow(demo, [
    { kind: 'reviews.setSampling', payload: { dao, samplePpm: 1_000_000 } },
    {
      kind: 'reviews.setRecalibration',
      payload: { dao, rule: { unitsMin: 1, alphaMinPpm: 0, shiftMax: 5_000 } },
    },
  ]);
  const contribution = await drawnWork();
  const reviewOf = () => client.query.reviews.getReview({ contribution });

  const ben = await demo.openAs('Ben', { locale: 'en-US', width: 1280 });
  await ben.goto(`${product.url}/d/${dao}/reviews`);
  await ben.locator('main').getByRole('table').getByRole('link').first().waitFor();
  await expectNoFault(ben);
  await ben.goto(`${product.url}/d/${dao}/reviews/${contribution}`);
  await button(ben, en['contribution.work.show']).click();
  await ben.locator('main pre').waitFor();
  const shown = await ben.locator('main').textContent();
  expect(shown).not.toMatch(/\bAda\b|From: |Subject: /);
  expect(shown).not.toContain(author.address.slice(6, 14));
  await expectNoFault(ben);
  await seal(ben, en, ['3', '4', '4']);

  const chen = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await chen.goto(`${product.url}/d/${dao}/reviews/${contribution}`);
  await chen.getByText(zh['reviews.rate.rate'], { exact: true }).waitFor();
  await expectNoFault(chen);
  await seal(chen, zh, ['3', '3', '4']);
  await chen.locator('main').getByRole('button', { name: zh['txKind.reviews.reveal'] }).click();
  await signAnd(chen, zh);
  await ben.locator('main').getByRole('button', { name: en['txKind.reviews.reveal'] }).click();
  await signAnd(ben, en);

  await expect.poll(async () => (await reviewOf()).reveals.length, { timeout: settleMsMax }).toBe(2);
  const { reveals, kind } = await reviewOf();
  expect(reveals.map(({ ratings }) => ratings)).toEqual([
    { quality: 3, impact: 3, value: 4 },
    { quality: 3, impact: 4, value: 4 },
  ]);
  const said = async () =>
    (await client.query.reviews.getAgreement({ dao })).axes.filter((one) => one.kind === kind);
  expect((await said()).map(({ units, ladder }) => [units, ladder.length])).toEqual([
    [1, 10],
    [1, 10],
    [1, 10],
  ]);
  await ben.goto(`${product.url}/d/${dao}/reviews`);
  await ben.getByText(en['reviews.alphaNone'], { exact: true }).first().waitFor();
  // The two agreed on all axes but impact, of which alone an alpha can be told; the keeper corrects it.
  await expect
    .poll(async () => (await said()).map((one) => one.nextCorrection !== undefined), { timeout: settleMsMax })
    .toEqual([true, true, true]);
  await ben
    .getByText(en['reviews.correctionNext'].split('{')[0] ?? '')
    .first()
    .waitFor();
  await expectNoFault(ben);

  const { epochEndsAt } = await client.query.treasury.getTreasury({ dao });
  await client.advance(epochEndsAt - (await client.status()).time + 1_000);
  const later = await submitted(100, otherWork);
  const { correction } = await client.query.contributions.getContribution({ contribution: later });
  const [quality, impact] = await said();
  expect(correction?.impact).toEqual(impact?.correction);
  expect(correction?.quality).toEqual(quality?.correction);
  expect(correction?.impact).not.toEqual(correction?.quality);
  await chen.goto(`${product.url}/d/${dao}/contributions/${later}`);
  await chen.getByRole('tab', { name: zh['dimension.impact'] }).click();
  // Which tenth was rated is chance: scores well below it stay as they are, and the page then says nothing.
  const { scores = [] } = await client.query.contributions.getContribution({ contribution: later });
  const isMoved = correctedScores(correction, scores)[2] !== scores[2];
  const sentence = chen.getByText(zh['contribution.countsAs'].split('{')[0] ?? '');
  await expect.poll(() => sentence.count(), { timeout: settleMsMax }).toBe(isMoved ? 1 : 0);
  await expectNoFault(chen);
});
