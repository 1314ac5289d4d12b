/** The outcome of work: scorers measure what became of it, and the pages of its author say what is held and what was released. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClientSigner } from '#api/client/submitter.ts';
import { patchOf } from '#scoring/testPatches.ts';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { type Demo, expectNoFault, openDemo, settleMsMax } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const path = 'src/ripeness.ts';
const ripeness = `export function ripenessOf(orchard, season) {
  const fallen = orchard.apples.filter((apple) => apple.onGround);
  if (season === 'winter') return { frozen: fallen.length };
  for (const apple of fallen) apple.sweetness += season.warmth * 3;
  return fallen.map(({ sweetness }) => sweetness / orchard.trees.length);
}
export class CiderPress {
  squeeze(apples, pressure = 12) {
    while (apples.length > 0 && pressure > 4) this.juice += apples.pop().weight;
    return Math.round(this.juice * 0.8);
  }
}
`;
const withoutPress = ripeness.slice(0, ripeness.indexOf('export class'));

const workOf = (contribution: string) => demo.client.query.contributions.getContribution({ contribution });
const until = (
  contribution: string,
  holds: (one: Awaited<ReturnType<typeof workOf>>) => boolean,
): Promise<void> =>
  expect
    .poll(async () => holds(await workOf(contribution)), { timeout: 2 * settleMsMax, interval: 200 })
    .toBe(true);
/** Submits a change of the one file, and has it accepted once it is scored. */
const acceptedWork = async (
  edit: { readonly before: string | null; readonly after: string },
  title: string,
  author: ClientSigner,
  reviewer: ClientSigner,
): Promise<string> => {
  const { client, dao } = demo;
  const { id: contentId } = await client.upload(patchOf([{ path, ...edit }]));
  const payload = { dao, kind: 'code' as const, contentId, title };
  const { id: contribution } = await client.submit('contributions.submit', payload, author);
  await until(contribution, ({ state }) => state === 'scored');
  await client.submit('contributions.accept', { contribution, dao, author: author.address }, reviewer);
  return contribution;
};

it('is measured when it is due, releases its share of what is held, and returns the rest', async () => {
  const { client, dao, product } = demo;
  const [ben, chen] = await Promise.all([demo.signerOf('Ben'), demo.signerOf('Chen')]);
  const work = await acceptedWork({ before: null, after: ripeness }, 'Ripe apples', ben, chen);
  const held = BigInt((await workOf(work)).held);
  expect(held).toBeGreaterThan(0n);
  await acceptedWork({ before: ripeness, after: withoutPress }, 'No cider', chen, ben);

  const author = await demo.openAs('Ben', { locale: 'en-US', width: 1280 });
  await author.goto(`${product.url}/me/rewards`);
  await author.getByRole('heading', { name: en['rewards.heldTitle'] }).waitFor();
  await author.getByRole('link', { name: 'Ripe apples' }).first().waitFor();
  await expectNoFault(author);
  await author.goto(`${product.url}/d/${dao}/contributions/${work}`);
  await author.getByRole('heading', { name: en['outcome.title'] }).waitFor();

  const { outcomeFrom = 0 } = await workOf(work);
  await client.advance(outcomeFrom - (await client.status()).now + 1);
  await until(work, ({ outcome }) => outcome !== undefined);
  const { outcome } = await workOf(work);
  // Brackets alone are no lines of substance.
  expect(outcome).toMatchObject({ lines: 9, standing: 5, reverted: 4, adopters: 0 });
  expect(BigInt(outcome?.released ?? 0)).toBe((held * 111_111n) / 1_000_000n);
  expect(BigInt(outcome?.released ?? 0) + BigInt(outcome?.returned ?? 0)).toBe(held);
  const attested = await client.list.outcomes.outcomeReveals({ contribution: work });
  expect(new Set(attested.items.map(({ facts }) => JSON.stringify(facts))).size).toBe(1);
  // The keeper pays what was released.
  await until(work, ({ state }) => state === 'paid');
  await author.getByText(en['outcome.reverted'], { exact: true }).waitFor();
  await expectNoFault(author);

  const phone = await demo.openAs('Ben', { locale: 'zh-CN', width: 390 });
  await phone.goto(`${product.url}/d/${dao}/contributions/${work}`);
  await phone.getByText(zh['outcome.reverted'], { exact: true }).waitFor();
  await expectNoFault(phone);
});
