/** Secret ballots in the pages: sealed, sealed again, opened after voting, and counted; in both languages and by phone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { decideNow } from '../support/decideNow.ts';
import { type Demo, expectNoFault, openDemo, signAnd } from '../support/demo.ts';

const minute = 60_000;
let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

it('ballots are sealed while voting is open and count when they are opened', async () => {
  const { dao, client } = demo;
  const { tracks } = await client.query.daos.getDao({ dao });
  const secret = tracks.map((one) => ({ ...one, lateMs: 0, revealMs: 10 * minute }));
  await decideNow(demo, [{ kind: 'daos.setTracks', payload: { dao, tracks: secret } }]);
  const { id: proposal } = await client.submit(
    'proposals.create',
    { dao, track: 'signal', title: 'Who speaks for us', body: '', actions: [] },
    await demo.signerOf('Ben'),
  );
  const page = `${demo.product.url}/d/${dao}/proposals/${proposal}`;

  const ben = await demo.openAs('Ben', { locale: 'en-US', width: 1440 });
  await ben.goto(page);
  await ben.getByText('Ballots are sealed: nobody knows the result yet.').waitFor();
  await ben.getByRole('button', { name: en['sealed.seal'], exact: true }).click();
  await signAnd(ben, en);
  await ben.getByText('You sealed: For.').waitFor();
  await ben.getByLabel(en['vote.abstain'], { exact: true }).check();
  await ben.getByRole('button', { name: en['sealed.sealAgain'], exact: true }).click();
  await signAnd(ben, en);
  await ben.getByText('You sealed: Abstain.').waitFor();
  await expectNoFault(ben);

  const chen = await demo.openAs('Chen', { locale: 'zh-CN', width: 390 });
  await chen.goto(page);
  await chen.getByLabel(zh['vote.against'], { exact: true }).check();
  await chen.getByRole('button', { name: zh['sealed.seal'], exact: true }).click();
  await signAnd(chen, zh);
  await expectNoFault(chen);
  const sealed = await client.query.proposals.getProposal({ proposal });
  expect(sealed.tally).toEqual({ against: '0', for: '0', abstain: '0' });

  await client.advance(sealed.voteEnd - (await client.status()).time);
  await chen.reload();
  await chen.getByText(zh['proposal.state.revealing'], { exact: true }).first().waitFor();
  await chen.getByLabel(zh['proposal.reasonLabel'], { exact: true }).fill('太仓促');
  await chen.getByRole('button', { name: /^开启我的选票/ }).click();
  await signAnd(chen, zh);
  await chen.getByText('太仓促').waitFor();
  await expectNoFault(chen);

  await ben.reload();
  await ben.getByRole('button', { name: /^Open my ballot/ }).click();
  await signAnd(ben, en);
  await ben.getByText('You voted Abstain with').waitFor();
  await expectNoFault(ben);

  const powerOf = async (name: string) => {
    const account = (await demo.signerOf(name)).address;
    return (await client.query.proposals.getPower({ proposal, account })).power;
  };
  const opened = await client.query.proposals.getProposal({ proposal });
  expect(opened.tally).toEqual({ against: await powerOf('Chen'), for: '0', abstain: await powerOf('Ben') });
  await client.advance(10 * minute);
  expect((await client.query.proposals.getProposal({ proposal })).state).toBe('defeated');
});
