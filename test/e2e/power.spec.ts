import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '#web/words/en.ts';
import { zh } from '#web/words/zh.ts';
import { button, type Demo, expectNoFault, openDemo, signAnd } from '../support/demo.ts';

const wide = { locale: 'en-US', width: 1440 };
const phone = { locale: 'zh-CN', width: 390 };

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

it('power is lent, used, taken back, and explained, in both languages', async () => {
  const [ben, chen] = await Promise.all([demo.signerOf('Ben'), demo.signerOf('Chen')]);
  const own = await demo.openAs('Ben', wide);
  await own.goto(`${demo.product.url}/d/${demo.dao}/delegates`);
  await own.getByText(en['delegates.empty'], { exact: true }).waitFor();
  await own.getByLabel(en['delegates.offerLabel']).fill('I read every patch.');
  await button(own, en['delegates.offerSign']).click();
  await signAnd(own, en);
  await own.getByRole('cell', { name: 'I read every patch.' }).waitFor();
  await expectNoFault(own);

  const other = await demo.openAs('Chen', phone);
  await other.goto(`${demo.product.url}/d/${demo.dao}/delegates`);
  await other
    .getByRole('button', { name: new RegExp(`^${zh['delegates.choose']}`) })
    .first()
    .click();
  await other.locator(`input[value="${ben.address}"]`).waitFor();
  await expectNoFault(other);
  await button(other, zh['delegates.sign']).last().click();
  await signAnd(other, zh);
  const { lent } = await demo.client.query.power.getMemberPower({ dao: demo.dao, account: chen.address });
  expect(lent?.grants[0]?.shares).toEqual([{ delegate: ben.address, ppm: 1_000_000 }]);

  const draft = { dao: demo.dao, track: 'signal', title: 'Power', body: '', actions: [] } as const;
  const proposal = (await demo.client.submit('proposals.create', draft, ben)).id;
  const power = (account: string) => demo.client.query.proposals.getPower({ proposal, account });
  const [before, chens] = await Promise.all([power(ben.address), power(chen.address)]);
  expect(BigInt(before.power)).toBe(BigInt(before.staked) + BigInt(chens.staked));

  await own.goto(`${demo.product.url}/d/${demo.dao}/power`);
  await own.getByRole('heading', { name: en['power.receivedTitle'] }).waitFor();
  await own.getByRole('link', { name: 'Power', exact: true }).waitFor();
  await expectNoFault(own);
  await own.goto(`${demo.product.url}/d/${demo.dao}/proposals/${proposal}`);
  await own.getByRole('button', { name: /^Vote with/ }).click();
  await signAnd(own, en);
  expect((await power(ben.address)).votedWith).toBe(before.power);

  await other.goto(`${demo.product.url}/d/${demo.dao}/proposals/${proposal}`);
  await other.getByRole('radio', { name: zh['vote.against'], exact: true }).check();
  await other
    .getByRole('button', { name: zh['proposal.vote'].split('{power}')[0] ?? '' })
    .first()
    .click();
  await signAnd(other, zh);
  expect(await power(chen.address)).toMatchObject({ choice: 'against', votedWith: chens.staked });
  expect(await power(ben.address)).toMatchObject({ choice: 'for', votedWith: before.staked, received: '0' });
  await other.goto(`${demo.product.url}/d/${demo.dao}/power`);
  await other.getByRole('heading', { name: zh['power.lentTitle'] }).waitFor();
  await expectNoFault(other);

  // Stake that is lent leaves with its delegation.
  await other.goto(`${demo.product.url}/me/wallet`);
  await other.getByText(zh['wallet.unstake'], { exact: true }).first().click();
  await other.locator('form').first().getByRole('textbox').fill('1');
  await other
    .locator('form')
    .first()
    .getByRole('button', { name: zh['wallet.unstake'], exact: true })
    .click();
  await signAnd(other, zh);
  const after = await demo.client.query.power.getMemberPower({ dao: demo.dao, account: chen.address });
  expect(BigInt(after.lent?.amount ?? '0')).toBe(BigInt(after.staked));
  await own.context().close();
  await other.context().close();
});

it('a constitution shows its versions and what each changed', async () => {
  const [ben, chen] = await Promise.all([demo.signerOf('Ben'), demo.signerOf('Chen')]);
  const actions = [
    {
      kind: 'daos.setConstitution',
      payload: { dao: demo.dao, constitution: 'First line.\n\nSecond line.' },
      mayFail: false,
    },
  ];
  const deposit = '100000000';
  const draft = { dao: demo.dao, track: 'constitution', title: 'Amend', body: '', actions, deposit } as never;
  const proposal = (await demo.client.submit('proposals.create', draft, ben)).id;
  for (const signer of [ben, chen]) {
    const { token, snapshotHeight, carry } = await demo.client.query.proposals.getPower({
      proposal,
      account: signer.address,
    });
    const vote = { proposal, token, snapshotHeight, choice: 'for', reason: '' } as const;
    await demo.client.submit(
      'proposals.vote',
      { ...vote, ...(carry === undefined ? {} : { power: carry }) },
      signer,
    );
  }
  await demo.client.advance(75_000);
  await demo.client
    .submit('proposals.execute', { proposal, dao: demo.dao, actions } as never, ben)
    .catch(() => undefined);
  expect((await demo.client.query.proposals.getProposal({ proposal })).state).toBe('executed');
  const page = await demo.openAs('Ben', phone);
  await page.goto(`${demo.product.url}/d/${demo.dao}/constitution`);
  await page.getByText('Second line.').first().waitFor();
  await page.getByRole('heading', { name: zh['constitution.changes'].replace('{number}', '2') }).waitFor();
  expect(await page.locator('ins').allTextContents()).toContain('Second line.');
  await expectNoFault(page);
  await page.context().close();
});
