import { afterAll, beforeAll, expect, it } from 'vitest';
import { ed25519Signer } from '#api/client/submitter.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { voteHash } from '#governance/disputes/rules.ts';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { button, type Demo, expectNoFault, openDemo, settleMsMax, signAnd } from '../support/demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const caseOf = (id: string) => demo.client.query.disputes.getCase({ case: id });
/** Waits for what keeper and scorers do by themselves. */
const until = (id: string, holds: (one: Awaited<ReturnType<typeof caseOf>>) => boolean): Promise<void> =>
  expect.poll(async () => holds(await caseOf(id)), { timeout: settleMsMax, interval: 100 }).toBe(true);
/** Lets header time reach one of the times of the newest round. */
const reach = async (
  id: string,
  step: 'evidenceEndsAt' | 'drawAt' | 'commitEndsAt' | 'revealEndsAt' | 'appealEndsAt',
) => {
  const at = (await caseOf(id)).rounds.at(-1)?.times[step] ?? 0;
  const { now } = await demo.client.status();
  if (at >= now) await demo.client.advance(at - now + 1);
};

it('an author asks for people, who are drawn, vote under seal and have the work accepted', async () => {
  const { client, dao, product } = demo;
  const ben = await demo.signerOf('Ben');
  const fourth = ed25519Signer('42'.repeat(32));
  await client.submit('daos.join', { dao }, fourth);
  const { court, slots } = await client.query.disputes.getCourt({ dao });
  await client.submit(
    'tokens.transfer',
    { token: dao, account: fourth.address, amount: court.seatStake },
    ben,
  );
  await client.submit('disputes.enlist', { dao, slots: 1, count: slots, amount: court.seatStake }, fourth);
  const content = new TextEncoder().encode(
    '# How to judge\n\nRead both sides, then say what you think and why.\n',
  );
  const { id: contentId } = await client.upload(content);
  const payload = { dao, kind: 'document' as const, contentId, title: 'How to judge' };
  const { id: contribution } = await client.submit('contributions.submit', payload, ben);
  const workOf = () => client.query.contributions.getContribution({ contribution });
  await expect
    .poll(async () => (await workOf()).state, { timeout: 2 * settleMsMax, interval: 200 })
    .toBe('scored');

  const author = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  await author.goto(`${product.url}/d/${dao}/contributions/${contribution}`);
  await author.getByLabel(en['court.ask.reason'], { exact: true }).fill('It helps every juror.');
  await expectNoFault(author);
  await button(author, en['txKind.disputes.open']).click();
  await button(author, en['sign.withBrowserKey']).click();
  await author.waitForURL(/cases\/[0-9a-f]{64}/);
  const id = /cases\/([0-9a-f]{64})/.exec(author.url())?.[1] ?? '';
  await author.getByText('It helps every juror.', { exact: true }).waitFor();
  await author.locator('input[type=file]').setInputFiles({
    name: 'letter.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('# A letter\n\nA reader thanks the author for it.\n'),
  });
  await author.getByLabel(en['court.evidence.note'], { exact: true }).fill('A reader’s letter');
  await author.locator('main').getByRole('button', { name: en['txKind.disputes.giveEvidence'] }).click();
  await signAnd(author, en);
  await author.getByText('A reader’s letter', { exact: true }).first().waitFor();

  await until(id, ({ rounds }) => (rounds[0]?.seeds.length ?? 0) > 0);
  await author.getByRole('link', { name: en['court.evidence.read'], exact: true }).waitFor();
  await reach(id, 'evidenceEndsAt');
  await until(id, ({ rounds }) => rounds[0]?.seeds.every(({ secret }) => secret !== undefined) === true);
  await reach(id, 'drawAt');
  await until(id, ({ stage }) => stage === 'voting');

  const juror = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await juror.goto(`${product.url}/d/${dao}/court`);
  await juror.getByText(zh['court.duties'], { exact: true }).first().waitFor();
  await juror.getByRole('link', { name: zh['remedy.accept'] }).waitFor();
  await expectNoFault(juror);
  await juror.getByRole('link', { name: zh['remedy.accept'] }).click();
  await button(juror, zh['court.seal.grant']).click();
  await signAnd(juror, zh);
  await juror.getByText(zh['court.duty.sealed'], { exact: true }).waitFor();
  await expectNoFault(juror);
  const salt = '17'.repeat(32);
  const hash = voteHash(id, 0, parseAddress(fourth.address), 'grant', salt);
  await client.submit('disputes.commitVote', { case: id, dao, round: 0, hash }, fourth);
  await reach(id, 'commitEndsAt');
  const opening = { case: id, dao, round: 0, vote: 'grant' as const, salt, reason: 'It is clear.' };
  await client.submit('disputes.revealVote', opening, fourth);
  await juror.reload();
  await juror.getByLabel(zh['court.open.reason'], { exact: true }).fill('写得清楚。');
  await button(juror, zh['txKind.disputes.revealVote']).click();
  await signAnd(juror, zh);
  await reach(id, 'revealEndsAt');
  await author.reload();
  await author.getByText(en['court.answer.appealable'], { exact: true }).waitFor();
  await reach(id, 'appealEndsAt');
  await until(id, ({ stage }) => stage === 'closed');
  expect(await caseOf(id)).toMatchObject({ ruling: 'grant', effect: 'accepted' });
  expect((await workOf()).state).toBe('accepted');
  await author.reload();
  await author.getByText(en['court.paid'], { exact: true }).first().waitFor();
  await expectNoFault(author);
  await juror.reload();
  await juror.getByText(zh['court.paid'], { exact: true }).first().waitFor();
  await expectNoFault(juror);
  // The founder who was drawn too and stayed silent lost half of a seat, which the two others share.
  const losses = (await client.list.disputes.losses({ case: id })).items;
  expect(losses.map(({ amount }) => amount)).toEqual(['50000000']);
  const { items } = await client.list.disputes.payments({ case: id });
  expect(items.map(({ amount }) => amount).sort()).toEqual(['27000000', '27000000']);
});
