/** Commands that keep what they need in files: a copy of the chain, a list of payees, and a juror's sealed vote. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { appealed, at, juryOf, summoned } from '#test/conformance/courtSteps.ts';
import { RestStage } from '#test/conformance/restStage.ts';
import { opened } from '#test/conformance/reviewCases.ts';
import { createDao, freeOf } from '#test/conformance/steps.ts';
import { startTestCli, type TestCli } from '#test/support/testCli.ts';

let stage: RestStage;
let cli: TestCli;
beforeEach(async () => {
  stage = await RestStage.open();
  cli = startTestCli(stage.api);
});
afterEach(async () => {
  await stage.close();
  cli.close();
});
const file = (name: string): string => join(cli.home, name);
/** What a command says as JSON. */
const json = async (...words: string[]): Promise<Record<string, unknown>> =>
  (await cli.run(...words, '--json')).json;
const refused = (code: string) => ({ error: { code } });

it('a chain is copied while its node runs and put back whole; a folder that has one is left alone', {
  timeout: 60_000,
}, async () => {
  await createDao(stage);
  await stage.api.node.atRest();
  const { height, stateRoot } = stage.api.node.head;
  const whole = { height, stateRoot, blocks: height + 1 };
  const { folder } = stage.api;
  expect(await json('backup', '--data', folder, '--out', file('copy'))).toMatchObject(whole);
  expect(await json('restore', '--from', file('copy'), '--data', file('new'))).toMatchObject(whole);
  const again = await json('backup', '--data', file('new'), '--out', file('third'));
  expect(again).toMatchObject(whole);
  const replayed = await json('chain', 'replay', '--data', file('new'), '--workers', '1');
  expect(replayed).toMatchObject({ ok: true });

  expect(await json('backup', '--data', folder, '--out', file('copy'))).toMatchObject(refused('cli.badCopy'));
  expect(await json('restore', '--from', file('copy'), '--data', file('new'))).toMatchObject(
    refused('cli.badCopy'),
  );
  mkdirSync(file('empty'));
  expect(await json('restore', '--from', file('empty'), '--data', file('other'))).toMatchObject(
    refused('cli.badCopy'),
  );
  expect(await json('backup', '--data', folder)).toMatchObject(refused('cli.usage'));
});

it('a list of payees is planned, opened by the DAO, and each page paid once', {
  timeout: 60_000,
}, async () => {
  const token = await createDao(stage);
  await cli.createKeys('anyone');
  const list = file('payees.csv');
  const names = Array.from({ length: 65 }, (_, number) => `payee ${number}`);
  writeFileSync(list, ['address,amount', ...names.map((name) => `${stage.address(name)},0.5`)].join('\n'));

  const planned = await json('payout-list', 'plan', '--token', token, '--file', list);
  expect(planned).toEqual({ root: planned['root'], pages: 2, total: '32500000', payees: 65 });
  const { root, pages, total } = planned;
  const { time } = await stage.now();
  const terms = { token, root, pages, total, closesAt: time + 86_400_000, memo: '' };
  await stage.apply('dao', 'payouts.open', terms);
  const { items } = await stage.api.client.list.payouts.payouts({ token });
  const payout = items[0]?.payout ?? '';

  const pay = ['payout-list', 'pay', '--payout', payout, '--file', list, '--key', 'anyone'];
  expect(await json(...pay)).toEqual({ payout, pages: 2, sent: 2, paidBefore: 0 });
  expect(await json(...pay)).toEqual({ payout, pages: 2, sent: 0, paidBefore: 2 });
  expect(await freeOf(stage, token, 'payee 64')).toBe(500_000n);

  writeFileSync(list, `${stage.address('payee 0')},-1`);
  const fault = await cli.run('payout-list', 'plan', '--token', token, '--file', list);
  expect(fault).toMatchObject({ code: 1, lines: [] });
  expect(fault.errors.join()).toContain('Line 1: “-1” is no amount');
  expect(await json('payout-list', 'plan', '--token', token, '--file', file('none.csv'))).toMatchObject(
    refused('cli.noFile'),
  );
});

it('a vote is sealed, kept for its juror alone, and opened when the jury opens', {
  timeout: 60_000,
}, async () => {
  const one = await summoned(stage, await appealed(stage));
  const [juror = ''] = await juryOf(stage, one);
  await cli.createKeys(juror, 'stranger');
  const about = (key: string) => ['--case', one.case, '--key', key];
  const open = ['jury', 'open', ...about(juror), '--reason', 'It was well made.'];
  const seal = ['jury', 'seal', ...about(juror), '--vote', 'grant'];

  expect(await json(...open)).toMatchObject(refused('cli.noVoteSecret'));
  const stranger = await json('jury', 'seal', ...about('stranger'), '--vote', 'deny');
  expect(stranger).toMatchObject(refused('disputes.notJuror'));
  const sealed = await json(...seal);
  expect(sealed).toMatchObject({ status: 'applied' });
  const secret = String(sealed['secret']);
  expect(statSync(secret).mode & 0o777).toBe(0o600);
  const kept = readFileSync(secret, 'utf8');
  // What opens the sealed vote outlives a second try.
  const changed = await json('jury', 'seal', ...about(juror), '--vote', 'deny');
  expect(changed).toMatchObject(refused('disputes.alreadyCommitted'));
  expect(readFileSync(secret, 'utf8')).toBe(kept);
  expect(await json(...open)).toMatchObject(refused('disputes.tooEarly'));

  await at(stage, one, 'commitEndsAt');
  writeFileSync(secret, 'torn');
  expect(await json(...open)).toMatchObject(refused('cli.noVoteSecret'));
  writeFileSync(secret, kept);
  expect(await json(...open)).toMatchObject({ status: 'applied', vote: 'grant' });
  expect(await json(...open)).toMatchObject(refused('disputes.alreadyRevealed'));
  const { items } = await stage.api.client.list.disputes.votes({ case: one.case });
  expect(items).toMatchObject([{ vote: 'grant', reason: 'It was well made.' }]);
});

it('a rating is sealed, kept for its reviewer alone, and opened once two are sealed', {
  timeout: 60_000,
}, async () => {
  const { contribution } = await opened(stage);
  await cli.createKeys('ada', 'ben', 'newcomer');
  const about = (key: string) => ['--contribution', contribution, '--key', key];
  const levels = ['--quality', '3', '--impact', '1', '--value', '4'];
  const seal = (key: string) => json('ratings', 'seal', ...about(key), ...levels);
  const open = (key: string) => json('ratings', 'open', ...about(key));

  expect(await open('ada')).toMatchObject(refused('cli.noRatingSecret'));
  expect(await seal('newcomer')).toMatchObject(refused('reviews.notReviewer'));
  const high = ['--quality', '5', '--impact', '1', '--value', '4'];
  expect(await json('ratings', 'seal', ...about('ada'), ...high)).toMatchObject(refused('cli.usage'));
  const { secret } = await seal('ada');
  expect(await seal('ada')).toMatchObject(refused('reviews.alreadyCommitted'));
  expect(await open('ada')).toMatchObject(refused('reviews.revealTooEarly'));
  await seal('ben');
  const kept = readFileSync(String(secret), 'utf8');
  writeFileSync(String(secret), '{}');
  expect(await open('ada')).toMatchObject(refused('cli.noRatingSecret'));
  writeFileSync(String(secret), kept);
  expect(await open('ada')).toMatchObject({
    status: 'applied',
    ratings: { quality: 3, impact: 1, value: 4 },
  });
  expect(await open('ben')).toMatchObject({ status: 'applied' });
  const { items } = await stage.api.client.list.reviews.ratings({ contribution });
  expect(items).toHaveLength(2);
});
