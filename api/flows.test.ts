/** The flows of a treasury: every unit by purpose, cut into epochs and months, for its own token and others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { FlowJson } from '#api/client/answers.ts';
import { decodeValue } from '#chain/codec.ts';
import { daoAddress, formatAddress } from '#chain/crypto/address.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { kindOf } from '#chain/registry.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import {
  type ApiChain,
  daoId,
  registry,
  scoreWork,
  signerNamed,
  startApiChain,
  submitWork,
} from '#test/support/apiChain.ts';
import { months } from './flowRoutes.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const dayMs = 86_400_000;
const sumsOf = (
  flows: readonly FlowJson[],
): Record<string, [received: string, sent: string, count: number]> =>
  Object.fromEntries(
    flows.map(({ purpose, received, sent, movements }) => [purpose, [received, sent, movements]]),
  );

it('explains every unit, by purpose and by epoch', async () => {
  const { client } = chain;
  const ada = signerNamed('ada');
  const { account } = await client.query.daos.getDao({ dao: daoId });
  const genesis = await client.flows(daoId);
  const [endowed, budgeted] = [genesis.totals[1], genesis.totals[0]];
  expect(genesis.totals.map(({ purpose }) => purpose)).toEqual(['budget', 'mint']);
  expect(genesis).toMatchObject({
    dao: daoId,
    token: daoId,
    account,
    by: 'epoch',
    unexplained: '0',
    next: null,
  });
  expect(BigInt(genesis.balance)).toBe(BigInt(endowed?.received ?? 0) - BigInt(budgeted?.sent ?? 0));
  expect(genesis.periods).toHaveLength(1);

  const send = async (amount: string) =>
    client.submit('tokens.transfer', { token: daoId, account, amount }, ada);
  await send('7');
  // Work is paid out of budgets, so that the treasury does not move.
  await scoreWork(chain, await submitWork(chain, 'newcomer', 'diff --git a/a b/a'));
  await client.advance(2 * dayMs);
  await send('5');
  await send('6');
  const later = await client.flows(daoId);
  expect(sumsOf(later.totals)).toEqual({ ...sumsOf(genesis.totals), transfer: ['18', '0', 3] });
  expect(later.unexplained).toBe('0');
  expect(BigInt(later.balance) - BigInt(genesis.balance)).toBe(18n);
  expect(later.periods.map(({ number, flows }) => [number, sumsOf(flows)['transfer']])).toEqual([
    [2, ['11', '0', 2]],
    [1, undefined],
    [0, ['7', '0', 1]],
  ]);
  expect(later.periods.map(({ balance }) => BigInt(balance) - BigInt(genesis.balance))).toEqual([
    18n,
    7n,
    7n,
  ]);
  expect(later.periods.map(({ to, from }) => to - from)).toEqual([dayMs, dayMs, dayMs]);
});

it('goes back page by page', async () => {
  const { client } = chain;
  const all = await client.flows(daoId);
  const newest = await client.flows(daoId, { limit: 2 });
  expect(newest.next).toBe(1);
  const older = await client.flows(daoId, { limit: 2, before: newest.next ?? 0 });
  expect(older.next).toBeNull();
  expect([...newest.periods, ...older.periods]).toEqual(all.periods);
  expect((await client.flows(daoId, { before: 0 })).periods).toEqual([]);
});

it('goes on after a restart', async () => {
  const before = await chain.client.flows(daoId);
  await chain.stop(true);
  chain = await startApiChain({ folder: chain.folder });
  const { client } = chain;
  const payload = { token: daoId, account: before.account, amount: '3' };
  await client.submit('tokens.transfer', payload, signerNamed('ada'));
  const after = await client.flows(daoId);
  expect(after.unexplained).toBe('0');
  expect(BigInt(after.balance) - BigInt(before.balance)).toBe(3n);
  expect(sumsOf(after.totals)['transfer']).toEqual(['21', '0', 4]);
});

it('adds up months, and tokens that are not the DAO’s own', async () => {
  const { client } = chain;
  const { account } = await client.query.daos.getDao({ dao: daoId });
  const { id: token } = await client.submit(
    'tokens.issue',
    { symbol: 'USD', name: 'Money', decimals: 2, cap: '900', initial: [{ account, amount: '300' }] },
    signerNamed('ben'),
  );
  expect((await client.flows(daoId)).tokens).toEqual([token]);
  const found = await client.flows(daoId, { token, by: 'month' });
  expect(found).toMatchObject({ token, balance: '300', unexplained: '0', tokens: [token] });
  expect(sumsOf(found.totals)).toEqual({ mint: ['300', '0', 1] });
  const flows = found.periods.flatMap((period) => period.flows);
  expect(sumsOf(flows)).toEqual(sumsOf(found.totals));
});

it('does not hide what came before the DAO did', async () => {
  const { client, node } = chain;
  const genesis = node.genesis.calls.find(({ kind }) => kind === 'daos.create');
  const { payload } = kindOf(registry, 'daos.create');
  const decoded = z.encode(
    registry.kinds.get('daos.create')?.definition.payload ?? z.never(),
    decodeValue(payload, fromHex(genesis?.payload ?? '')) as never,
  );
  const ben = signerNamed('ben');
  const [wire] = await client.signBatch([
    { kind: 'daos.create', payload: decoded, signer: signerNamed('cem') },
  ]);
  const dao = decodeTransaction(registry, wire as Uint8Array).id;
  const account = formatAddress(daoAddress(dao));
  await client.submit('tokens.transfer', { token: daoId, account, amount: '9' }, ben);
  await client.submitBatch([wire as Uint8Array], { wait: 'committed' });
  await client.submit('tokens.transfer', { token: daoId, account, amount: '4' }, ben);
  const found = await client.flows(dao, { token: daoId });
  expect(found).toMatchObject({ balance: '13', unexplained: '9' });
  expect(sumsOf(found.totals)).toEqual({ transfer: ['4', '0', 1] });
  expect(found.periods.map(({ balance }) => balance)).toEqual(['13']);
});

it('refuses a DAO that is not there, and more periods than it gives', async () => {
  const { client } = chain;
  await expect(client.flows('ab'.repeat(32))).rejects.toMatchObject({ code: 'daos.notFound' });
  await expect(client.flows(daoId, { limit: 61 })).rejects.toMatchObject({ code: 'api.badRequest' });
});

it('cuts months to the millisecond', () => {
  const turn = Date.UTC(2026, 2, 1);
  expect(months.numberAt(turn) - months.numberAt(turn - 1)).toBe(1);
  expect(months.beginOf(months.numberAt(turn))).toBe(turn);
  expect(months.beginOf(months.numberAt(turn - 1))).toBe(Date.UTC(2026, 1, 1));
});
