/** What a track adds to a proposal, in the pages: its deposit, an edit before voting, a veto with its reason, in both languages. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { decideNow } from '../support/decideNow.ts';
import { type Demo, expectNoFault, openDemo } from '../support/demo.ts';

const minute = 60_000;
let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

it('a proposal is edited before voting opens, vetoed by a guardian, and its deposit goes to the treasury', async () => {
  const { dao, client } = demo;
  const chenAddress = (await demo.signerOf('Chen')).address;
  const { tracks } = await client.query.daos.getDao({ dao });
  await decideNow(demo, [
    {
      kind: 'daos.setTracks',
      payload: { dao, tracks: tracks.map((one) => ({ ...one, delayMs: 10 * minute })) },
    },
    { kind: 'daos.setRoles', payload: { dao, account: chenAddress, roles: ['member', 'guardian'] } },
  ]);

  const ben = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  await ben.goto(`${demo.product.url}/d/${dao}/rules`);
  await ben.getByText('Deposit 100.00').first().waitFor();
  await ben.getByText('Carries unless 10% of all power is against it').waitFor();
  await expectNoFault(ben);

  const actions = [{ kind: 'daos.setPolicy', payload: { dao, open: false }, mayFail: false }];
  const draft = { dao, track: 'constitution', title: 'Close the door', body: 'We are enough.', actions };
  const { id: proposal } = await client.submit(
    'proposals.create',
    { ...draft, deposit: '100000000' } as never,
    await demo.signerOf('Ben'),
  );
  const page = `${demo.product.url}/d/${dao}/proposals/${proposal}`;
  await ben.goto(page);
  await ben.getByText('held until the end').waitFor();
  await ben.getByRole('button', { name: en['tryOut.button'], exact: true }).click();
  await ben.getByText(en['tryOut.wouldRun'], { exact: true }).waitFor();
  await ben.getByText(en['tryOut.works'], { exact: true }).waitFor();
  await ben.getByRole('link', { name: en['proposal.edit'], exact: true }).click();
  const title = ben.getByLabel(en['editor.titleLabel'], { exact: true });
  await title.waitFor();
  expect(await title.inputValue()).toBe('Close the door');
  expect(await ben.getByLabel(en['editor.bodyLabel'], { exact: true }).inputValue()).toBe('We are enough.');
  await title.fill('Close the door for a year');
  await ben.getByRole('button', { name: en['editor.editSign'], exact: true }).click();
  await ben.getByRole('button', { name: en['sign.withBrowserKey'], exact: true }).click();
  await ben.getByText('Close the door for a year', { exact: true }).waitFor();
  await ben.getByText(en['proposal.edited'], { exact: true }).waitFor();
  await ben.getByText('We are enough.').waitFor();
  await expectNoFault(ben);

  const chen = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await chen.goto(page);
  const veto = chen.getByRole('button', { name: zh['proposal.veto'], exact: true });
  await veto.waitFor();
  expect(await veto.isDisabled()).toBe(true);
  await chen.getByLabel(zh['proposal.officerReason'], { exact: true }).fill('会把新人挡在门外');
  await veto.click();
  await chen.getByRole('button', { name: zh['sign.withBrowserKey'], exact: true }).click();
  await chen.getByRole('dialog').getByRole('link', { name: zh['transact.receipt'] }).waitFor();
  await chen.keyboard.press('Escape');
  await chen.getByText(zh['proposal.state.vetoed'], { exact: true }).first().waitFor();
  await chen.getByText('已结清').waitFor();
  await chen.getByText('会把新人挡在门外').waitFor();
  await expectNoFault(chen);
  const stored = await client.query.proposals.getProposal({ proposal });
  expect(stored).toMatchObject({ state: 'vetoed', depositHeld: '0', title: 'Close the door for a year' });
});
