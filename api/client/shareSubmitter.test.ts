/** One vote by a share through the client: its receipt, sent again, and every refusal by its code. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiChain, daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import { ClientError } from './clientError.ts';
import { createVotingKey, noVotingKey, registrationOf, shareSigner } from './votingKeys.ts';

const kind = 'proposals.castBallot';
const ada = signerNamed('ada');
const ben = signerNamed('ben');
const key = createVotingKey();
let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const propose = async () => {
  const draft = { dao: daoId, track: 'signal', title: 'Meet', body: '', actions: [] } as const;
  const { id: proposal } = await chain.client.submit('proposals.create', draft, ada);
  const power = await chain.client.query.proposals.getPower({ proposal, account: ada.address });
  const { token, snapshotHeight } = power;
  return { power, ballot: { proposal, token, snapshotHeight, choice: 'for' as const } };
};
const faultOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ClientError);
  return error;
};

it('is counted with the key that the snapshot knows, once, and keeps its receipt', async () => {
  const { client } = chain;
  const before = await propose();
  expect(before.power.votingKey).toBe('');
  const registered = await client.submit('accounts.setVotingKey', registrationOf(key, ada.address), ada);
  const { ballot, power } = await propose();
  const ballotPower = power.power;
  expect(BigInt(ballotPower)).toBeGreaterThan(0n);
  expect(power.votingKey).toBe(key.storedKey);
  expect(power.snapshotHeight).toBeGreaterThanOrEqual(registered.height);

  const receipt = await client.castShare(kind, ballot, shareSigner(ada.address, key));
  expect(receipt.events).toMatchObject([
    { name: 'proposals.voted', data: { voter: ada.address, power: ballotPower } },
  ]);
  expect(await client.castShare(kind, ballot, shareSigner(ada.address, key))).toEqual(receipt);
  const { tally } = await client.query.proposals.getProposal({ proposal: ballot.proposal });
  expect(tally).toMatchObject({ for: ballotPower, against: '0' });

  // A second ballot is rejected, and says so again whenever it is sent.
  const other = { ...ballot, choice: 'against' } as const;
  const refused = { code: 'proposals.ballotCast', status: 409, detail: '' };
  expect(await faultOf(client.castShare(kind, other, shareSigner(ada.address, key)))).toMatchObject(refused);
  expect(await faultOf(client.castShare(kind, other, shareSigner(ada.address, key)))).toMatchObject({
    ...refused,
    detail: expect.stringContaining('vote with a signature of your own'),
  });
  // An ordinary vote changes it.
  await client.submit('proposals.vote', { ...other, reason: 'It rains.' }, ada);

  const early = client.castShare(kind, before.ballot, shareSigner(ada.address, key));
  expect(await faultOf(early)).toMatchObject({ code: 'chain.noVotingKey', status: 409 });

  // Renewed or taken back, it still counts where the snapshot knows it.
  const renewed = createVotingKey();
  const late = await propose();
  await client.submit('accounts.setVotingKey', registrationOf(renewed, ada.address), ada);
  await client.submit('accounts.setVotingKey', noVotingKey, ada);
  expect((await propose()).power.votingKey).toBe('');
  const { proposal } = late.ballot;
  expect((await client.query.proposals.getPower({ proposal, account: ada.address })).votingKey).toBe(
    key.storedKey,
  );
  expect(await faultOf(client.castShare(kind, late.ballot, shareSigner(ada.address, renewed)))).toMatchObject(
    {
      code: 'chain.badSignature',
    },
  );
  expect((await client.castShare(kind, late.ballot, shareSigner(ada.address, key))).status).toBe('applied');

  const { items } = await client.list.accounts.votingKeys({ account: ada.address });
  expect(items.map(({ publicKey }) => publicKey)).toEqual(['', renewed.publicKey, key.publicKey]);
  expect(items.at(-1)?.height).toBe(registered.height);
});

it('is refused by its code where it cannot be a vote', async () => {
  const { client } = chain;
  const { ballot } = await propose();
  const signer = shareSigner(ben.address, key);
  expect(await faultOf(client.castShare(kind, ballot, signer))).toMatchObject({ code: 'chain.noVotingKey' });
  const { proposal: _, ...nameless } = ballot;
  expect(await faultOf(client.castShare(kind, nameless as typeof ballot, signer))).toMatchObject({
    code: 'chain.malformed',
    status: 400,
  });
  const vote = { ...ballot, reason: '' };
  expect(await faultOf(client.castShare('proposals.vote', vote, signer))).toMatchObject({
    code: 'chain.malformed',
    detail: expect.stringContaining('proposals.vote'),
  });
  const unclosed = { ...ballot, snapshotHeight: 1_000_000 };
  expect(await faultOf(client.castShare(kind, unclosed, signer))).toMatchObject({
    code: 'chain.heightNotClosed',
  });
});
