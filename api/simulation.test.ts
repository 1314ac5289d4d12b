/** Trying actions: what each would do as the DAO, behind those before it, within its limits, and nothing changes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { daoAddress, formatAddress } from '#chain/crypto/address.ts';
import { type ApiChain, daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const account = signerNamed('newcomer').address;
const pay = (amount: string, mayFail = false) => ({
  kind: 'treasury.pay',
  payload: { dao: daoId, payments: [{ account, amount }], memo: 'Thanks' },
  mayFail,
});
const close = { kind: 'daos.setPolicy', payload: { dao: daoId, open: false } };
const join = { kind: 'daos.join', payload: { dao: daoId } };

it('tells the events of each action and changes nothing', async () => {
  const { client } = chain;
  const before = await client.status();
  const { wouldRun, actions, height } = await client.simulate(daoId, [pay('5'), close]);
  expect(wouldRun).toBe(true);
  expect(height).toBe(before.height);
  expect(actions).toMatchObject([
    { kind: 'treasury.pay', code: '', events: [{ name: 'treasury.sent', data: { account, amount: '5' } }] },
    { kind: 'daos.setPolicy', code: '', events: [{ name: 'daos.policySet' }] },
  ]);
  expect(await client.status()).toMatchObject({ height: before.height, stateRoot: before.stateRoot });
});

it('runs each action behind those before it, and says which are rejected and why', async () => {
  const { client } = chain;
  const own = formatAddress(daoAddress(daoId));
  const open = await client.simulate(daoId, [join]);
  expect(open.actions).toMatchObject([{ code: '', events: [{ data: { account: own } }] }]);
  const twice = await client.simulate(daoId, [join, join]);
  expect(twice.actions.map(({ code }) => code)).toEqual(['', 'daos.alreadyMember']);
  expect(twice.actions[1]).toMatchObject({ message: 'This account is already a member.', events: [] });
  expect(twice.wouldRun).toBe(false);
  expect((await client.simulate(daoId, [join, { ...join, mayFail: true }])).wouldRun).toBe(true);
});

it('says that the treasury does not cover a payment', async () => {
  const { actions, wouldRun } = await chain.client.simulate(daoId, [pay('999999999999999999')]);
  expect(wouldRun).toBe(false);
  expect(actions[0]?.code).toBe('chain.notCovered');
});

it('refuses what no proposal can carry', async () => {
  const { client } = chain;
  await expect(client.simulate('00'.repeat(32), [close])).rejects.toMatchObject({ code: 'daos.notFound' });
  await expect(client.simulate(daoId, [{ kind: 'daos.nothing', payload: {} }])).rejects.toMatchObject({
    code: 'chain.unknownKind',
  });
  await expect(client.simulate(daoId, [{ kind: 'treasury.pay', payload: {} }])).rejects.toMatchObject({
    code: 'chain.malformed',
  });
  await expect(
    client.simulate(daoId, [
      { kind: 'proposals.execute', payload: { proposal: daoId, dao: daoId, actions: [] } },
    ]),
  ).rejects.toMatchObject({ code: 'chain.malformed' });
  await expect(client.simulate(daoId, 'none' as never)).rejects.toMatchObject({ code: 'api.badRequest' });
});
