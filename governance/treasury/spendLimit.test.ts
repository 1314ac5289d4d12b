/** The spending limit holds on every way out of a treasury: each kind of action that moves its money, and all together. */
import { describe, expect, it } from 'vitest';
import { DevStage } from '#test/conformance/devStage.ts';
import { renewalOf } from '#test/conformance/limitCases.ts';
import {
  type ActionJson,
  carriedBy,
  createDao,
  executionOf,
  freeOf,
  timesOf,
} from '#test/conformance/steps.ts';

const limit = 100n;
const dayMs = 86_400_000;

/** What each action that moves the DAO's money looks like; a new kind that draws belongs here. */
const ways: Readonly<
  Record<string, (stage: DevStage, dao: string, amount: bigint) => Readonly<Record<string, unknown>>>
> = {
  'treasury.pay': (stage, dao, amount) => ({
    dao,
    payments: [{ account: stage.address('newcomer'), amount: amount.toString() }],
    memo: '',
  }),
  'tokens.transfer': (stage, dao, amount) => ({
    token: dao,
    account: stage.address('newcomer'),
    amount: amount.toString(),
  }),
  'tokens.stake': (_, dao, amount) => ({ token: dao, amount: amount.toString() }),
  'streams.open': (stage, dao, amount) => ({
    token: dao,
    payee: stage.address('newcomer'),
    deposit: amount.toString(),
    startAt: 0,
    cliffAt: 0,
    endAt: 1,
    startAmount: '0',
    cliffAmount: '0',
    cancelable: true,
    memo: '',
  }),
  'payouts.open': (stage, dao, amount) => ({
    token: dao,
    root: 'ab'.repeat(32),
    pages: 1,
    total: amount.toString(),
    closesAt: stage.genesisTime + 10 * dayMs,
    memo: '',
  }),
};
const act = (stage: DevStage, dao: string, kind: string, amount: bigint): ActionJson => ({
  kind,
  payload: ways[kind]?.(stage, dao, amount) ?? {},
  mayFail: true,
});
/** Executes actions by a proposal and answers what came of each. */
const executed = async (stage: DevStage, dao: string, actions: readonly ActionJson[]): Promise<unknown> => {
  const proposed = await carriedBy(stage, dao, actions);
  await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
  const { receipt } = stage.send('anyone', 'proposals.execute', executionOf(proposed));
  const { outcomes } = (receipt?.events.at(-1)?.data ?? {}) as { readonly outcomes?: unknown };
  return outcomes;
};
const limitedDao = async (stage: DevStage): Promise<string> => {
  const dao = await createDao(stage);
  await stage.apply('dao', 'treasury.setLimit', { dao, token: dao, perEpoch: limit.toString() });
  await stage.apply('anyone', 'treasury.renewLimit', renewalOf(dao, limit));
  return dao;
};

describe.each(Object.keys(ways))('by %s', (kind) => {
  it('no unit above the limit leaves in an epoch, and all of it may', async () => {
    const stage = new DevStage();
    const dao = await limitedDao(stage);
    const before = await freeOf(stage, dao, 'dao');
    const actions = [limit + 1n, limit, 1n].map((amount) => act(stage, dao, kind, amount));
    expect(await executed(stage, dao, actions)).toEqual(['chain.notCovered', '', 'chain.notCovered']);
    expect(await executed(stage, dao, [act(stage, dao, kind, 1n)])).toEqual(['chain.notCovered']);
    expect(await freeOf(stage, dao, 'dao')).toBe(before - limit);
  });
});

it('ways share one limit, which an epoch renews and does not carry over', async () => {
  const stage = new DevStage();
  const dao = await limitedDao(stage);
  const kinds = Object.keys(ways);
  const shares = kinds.map((kind) => act(stage, dao, kind, 30n));
  expect(await executed(stage, dao, shares)).toEqual(['', '', '', 'chain.notCovered', 'chain.notCovered']);
  await stage.nextBlockAt(stage.genesisTime + dayMs);
  const all = [act(stage, dao, 'treasury.pay', limit)];
  expect(await executed(stage, dao, all)).toEqual(['treasury.limitNotRenewed']);
  await stage.apply('anyone', 'treasury.renewLimit', renewalOf(dao, limit, { epoch: 1, left: '10' }));
  expect(await executed(stage, dao, [...all, ...all])).toEqual(['', 'chain.notCovered']);
});

it('a vote cannot raise the limit and spend in the same epoch', async () => {
  const stage = new DevStage();
  const dao = await limitedDao(stage);
  const raise = { kind: 'treasury.setLimit', payload: { dao, token: dao, perEpoch: '1000' }, mayFail: true };
  const spend = act(stage, dao, 'treasury.pay', limit + 1n);
  expect(await executed(stage, dao, [raise, spend])).toEqual(['', 'chain.notCovered']);
  expect(await executed(stage, dao, [spend])).toEqual(['chain.notCovered']);
});

it('another token of the same treasury has no part in it', async () => {
  const stage = new DevStage();
  const token = await createDao(stage);
  const dao = await limitedDao(stage);
  await stage.apply('ada', 'tokens.transfer', { token, account: stage.address('dao'), amount: '500' });
  const payload = { token, account: stage.address('newcomer'), amount: '500' };
  expect(await executed(stage, dao, [{ kind: 'tokens.transfer', payload, mayFail: true }])).toEqual(['']);
});
