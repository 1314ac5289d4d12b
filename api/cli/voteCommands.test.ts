/** Votes from the command line over a real node: a voting key, a share, an ordinary vote, and every refusal. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiChain, daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import { startTestCli, type TestCli } from '#test/support/testCli.ts';
import { createVotingKey, registrationOf } from '../client/votingKeys.ts';

let chain: ApiChain;
let cli: TestCli;
beforeAll(async () => {
  chain = await startApiChain();
  cli = startTestCli(chain);
  await cli.createKeys('ada', 'ben', 'newcomer');
});
afterAll(async () => {
  await chain.stop();
  cli.close();
});

/** Runs a command; its result, and the line of its error. */
async function run(...words: string[]): Promise<{ json: Record<string, unknown>; error: string }> {
  const { code, json, errors } = await cli.run(...words, '--json');
  expect(code).toBe(errors.length === 0 ? 0 : 1);
  return { json, error: errors.join() };
}
const propose = async (): Promise<string> => {
  const draft = { dao: daoId, track: 'signal', title: 'Meet', body: '', actions: [] } as const;
  return (await chain.client.submit('proposals.create', draft, signerNamed('ada'))).id;
};
const cast = (proposal: string, key: string, ...words: string[]) =>
  run('votes', 'cast', '--proposal', proposal, '--choice', 'for', '--key', key, ...words);

it('a voting key is registered, and a share cast with it where it counts', async () => {
  const early = await propose();
  const registered = (await run('votes', 'register-key', '--key', 'ada')).json;
  expect(registered).toMatchObject({ status: 'applied', countsFrom: registered['height'] });

  expect((await cast(early, 'ada', '--shared')).error).toMatch(/without --shared\. \(chain\.noVotingKey\)$/);
  const proposal = await propose();
  // Another key in its place does not take away the vote of the one that the snapshot knows.
  const { address } = signerNamed('ada');
  const other = registrationOf(createVotingKey(), address);
  await chain.client.submit('accounts.setVotingKey', other, signerNamed('ada'));
  const { json } = await cast(proposal, 'ada', '--shared');
  expect(json).toMatchObject({ status: 'applied', shared: true, events: [{ name: 'proposals.voted' }] });
  expect(await chain.client.transaction(String(json['id']))).toMatchObject({
    scheme: 3,
    envelope: { kind: 'proposals.castBallot', nonce: 0 },
  });
  // The same once more is the same vote.
  expect((await cast(proposal, 'ada', '--shared')).json).toEqual(json);
  expect((await cast(await propose(), 'ada', '--shared')).error).toContain('(cli.noVotingKey)');

  await run('votes', 'remove-key', '--key', 'ada');
  expect((await run('votes', 'remove-key', '--key', 'ada')).error).toContain('(accounts.noVotingKey)');
  expect((await cast(await propose(), 'ada', '--shared')).error).toContain('(chain.noVotingKey)');
});

it('a vote signed by itself is cast with its reason, and refusals have their code', async () => {
  const proposal = await propose();
  const { json } = await cast(proposal, 'ben', '--reason', 'It helps.');
  expect(json).toMatchObject({
    shared: false,
    events: [{ name: 'proposals.voted', data: { choice: 'for', reason: 'It helps.' } }],
  });
  expect((await cast(proposal, 'ben')).error).toContain('(proposals.alreadyVoted)');
  expect((await cast(proposal, 'newcomer')).error).toContain('(proposals.noVotingPower)');
  expect((await cast(proposal, 'nobody')).error).toContain('(cli.noKey)');
  expect((await cast(proposal, 'ben', '--shared', '--reason', 'x')).error).toContain('(cli.usage)');
  expect((await cast(proposal, 'ben', '--choice', 'maybe')).error).toContain('(cli.usage)');
  expect((await cast('00'.repeat(32), 'ben')).error).toContain('(proposals.notFound)');
  expect((await run('votes', 'register-key', '--key', '../ben')).error).toContain('(cli.badKeyName)');
});

it('a share on a proposal that is closed, or voted on before, says so', async () => {
  await run('votes', 'register-key', '--key', 'ben');
  const proposal = await propose();
  await cast(proposal, 'ben');
  expect((await cast(proposal, 'ben', '--shared')).error).toContain('(proposals.ballotCast)');
  const late = await propose();
  const { voteEnd } = await chain.client.query.proposals.getProposal({ proposal: late });
  await chain.client.advance(voteEnd - chain.node.head.time);
  expect((await cast(late, 'ben', '--shared')).error).toContain('(proposals.closed)');
});

/** Decided by ada alone, who has half of all power. */
const sealBallots = async (): Promise<void> => {
  const { client, node } = chain;
  const { tracks } = await client.query.daos.getDao({ dao: daoId });
  const sealed = tracks.map((track) => ({ ...track, lateMs: 0, revealMs: 60_000 }));
  const actions = [{ kind: 'daos.setTracks', payload: { dao: daoId, tracks: sealed }, mayFail: false }];
  const draft = { dao: daoId, track: 'constitution', title: 'Seal', body: '', actions, deposit: '100000000' };
  const { id: proposal } = await client.submit('proposals.create', draft as never, signerNamed('ada'));
  await cast(proposal, 'ada');
  const { executableAt } = await client.query.proposals.getProposal({ proposal });
  await client.advance(executableAt - node.head.time);
  const run = { proposal, dao: daoId, actions };
  await client.submit('proposals.execute', run as never, signerNamed('ben'));
};

it('a ballot is sealed, sealed again, and opened with what this machine kept', async () => {
  const seal = (proposal: string, choice: string, key = 'ada') =>
    run('votes', 'seal', '--proposal', proposal, '--choice', choice, '--key', key);
  const open = (proposal: string, key = 'ada') =>
    run('votes', 'open', '--proposal', proposal, '--key', key, '--reason', 'As I said.');
  const before = await propose();
  expect((await seal(before, 'for')).error).toContain('(proposals.ballotsOpen)');
  expect((await open(before)).error).toContain('(cli.noBallotSecret)');

  await sealBallots();
  const proposal = await propose();
  expect((await cast(proposal, 'ada')).error).toContain('(proposals.ballotsSealed)');
  expect((await seal(proposal, 'for')).json).toMatchObject({ status: 'applied' });
  const { json: sealed } = await seal(proposal, 'against');
  expect(sealed).toMatchObject({ events: [{ name: 'proposals.sealed' }] });
  await seal(proposal, 'for', 'ben');
  expect((await open(proposal)).error).toContain('(proposals.notRevealing)');

  const { voteEnd } = await chain.client.query.proposals.getProposal({ proposal });
  await chain.client.advance(voteEnd - chain.node.head.time);
  expect((await open(proposal)).json).toMatchObject({
    events: [{ name: 'proposals.voted', data: { choice: 'against', reason: 'As I said.' } }],
  });
  expect((await open(proposal)).error).toContain('(cli.noBallotSecret)');
  const elsewhere = await chain.client.query.proposals.getPower({
    proposal,
    account: signerNamed('ben').address,
  });
  rmSync(join(cli.home, 'ballots', `${elsewhere.seal}.json`));
  expect((await open(proposal, 'ben')).error).toContain('(cli.noBallotSecret)');
  const { state, tally } = await chain.client.query.proposals.getProposal({ proposal });
  expect([state, tally]).toEqual(['revealing', { against: '100000000000', for: '0', abstain: '0' }]);
});
