/** The read model: what the chain's events say, exact in its sums, and the same however often it is made anew. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callId } from '#chain/genesis.ts';
import {
  type ApiChain,
  daoId,
  registry,
  scoreWork,
  signerNamed,
  startApiChain,
  submitWork,
} from '#test/support/apiChain.ts';
import { BlockWriter } from './blockWriter.ts';
import { createStatements } from './createTables.ts';
import { listEvents } from './eventLists.ts';
import type { IndexedBlock, IndexedTransaction } from './indexedBlock.ts';
import { listRewards, type RewardFilter, totalRewards } from './rewardLists.ts';
import { eventTables, fixedTables, meta } from './tables.ts';

const rowsOf = (folder: string): unknown => {
  const database = new SQLite(join(folder, 'read.sqlite'), { readonly: true });
  const names = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const rows = (names as string[]).map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]);
  database.close();
  return rows;
};
const work = async (chain: ApiChain): Promise<void> => {
  const key = await submitWork(chain, 'newcomer', 'one');
  await scoreWork(chain, key);
  await chain.client.submit(
    'tokens.transfer',
    { token: daoId, account: signerNamed('ben').address, amount: '5' },
    signerNamed('ada'),
  );
};

describe('the file', () => {
  it('goes on where it was, and is the same when it is made anew', async () => {
    const first = await startApiChain();
    const { folder } = first;
    await work(first);
    await first.stop(true);
    const second = await startApiChain({ folder });
    await second.client.submit('accounts.setProfile', { name: 'Ada' }, signerNamed('ada'));
    await second.stop(true);
    const grown = rowsOf(folder);
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `read.sqlite${end}`), { force: true });
    const third = await startApiChain({ folder });
    expect(third.readModel.lag).toBe(0);
    await third.stop(true);
    expect(rowsOf(folder)).toEqual(grown);

    const strange = new SQLite(join(folder, 'read.sqlite'));
    strange.exec("UPDATE meta SET value = 'another schema' WHERE name = 'fingerprint'; DELETE FROM rewards");
    strange.close();
    const fourth = await startApiChain({ folder });
    await fourth.stop(true);
    expect(rowsOf(folder)).toEqual(grown);

    const fork = new SQLite(join(folder, 'read.sqlite'));
    fork.exec("UPDATE meta SET value = '3.of another chain' WHERE name = 'head'; DELETE FROM blocks");
    fork.close();
    const fifth = await startApiChain({ folder });
    await fifth.stop();
  });
});

/** Tables in memory without a chain. */
const emptyTables = () => {
  const sqlite = new SQLite(':memory:');
  const tables = eventTables(registry);
  for (const statement of createStatements([
    ...fixedTables,
    ...[...tables.values()].map(({ table }) => table),
  ]))
    sqlite.exec(statement);
  const database = drizzle(sqlite);
  database.insert(meta).values({ name: 'head', value: '-1.' }).run();
  return { database, tables, writer: new BlockWriter(database, registry, tables) };
};
const transaction = (
  events: IndexedTransaction['events'],
  changes: Partial<IndexedTransaction> = {},
): IndexedTransaction => ({
  id: 'ee'.repeat(32),
  kind: 'contributions.claim',
  sender: 'merit1someone',
  nonce: 0,
  status: 'applied',
  code: '',
  hasActions: false,
  events,
  ...changes,
});

const few = (names: readonly string[]) => fc.constantFrom(...names);
const payment = fc.record({
  account: few(['merit1a', 'merit1b']),
  dao: few(['d1', 'd2']),
  token: few(['t1', 't2']),
  contribution: few(['c1', 'c2', 'c3']),
  kind: few(['code', 'document']),
  part: fc.constant('stream'),
  amount: fc.bigInt({ min: 0n, max: (1n << 96n) - 1n }).map(String),
});
const filter = fc.record(
  {
    account: few(['merit1a', 'merit1b', 'merit1c']),
    dao: few(['d1', 'd2']),
    contribution: few(['c1', 'c2']),
    kind: few(['code', 'document']),
    from: fc.integer({ min: 0, max: 130 }),
    to: fc.integer({ min: 0, max: 130 }),
  },
  { requiredKeys: [] },
);

describe('rewards', () => {
  it('are listed once each, and their totals are exact over every filter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(payment, { maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        fc.array(filter, { minLength: 3, maxLength: 3 }),
        (paymentsOfBlocks, filters) => {
          const { writer, ...tables } = emptyTables();
          paymentsOfBlocks.forEach((payments, height) => {
            const events = payments.map((data) => ({ name: 'contributions.paid', data }));
            const block: IndexedBlock = {
              height,
              time: height * 10,
              hash: '',
              transactions: [transaction(events)],
            };
            writer.write(block);
          });
          const all = paymentsOfBlocks.flatMap((payments, height) =>
            payments.map((one) => ({ ...one, time: height * 10 })),
          );
          for (const asked of [{}, ...filters] as RewardFilter[]) {
            const { from = 0, to = Number.POSITIVE_INFINITY, ...fields } = asked;
            const meant = all.filter(
              (one) =>
                one.time >= from &&
                one.time < to &&
                Object.entries(fields).every(([name, value]) => one[name as 'dao'] === value),
            );
            const { items } = listRewards(tables, asked, { limit: 100 });
            expect(items.map(({ amount }) => amount).sort()).toEqual(
              meant.map(({ amount }) => amount).sort(),
            );
            expect(new Set(items.map(({ height, event }) => `${height}.${event}`)).size).toBe(items.length);
            for (const token of ['t1', 't2']) {
              const sum = meant
                .filter((one) => one.token === token)
                .reduce((total, one) => total + BigInt(one.amount), 0n);
              const told = totalRewards(tables, asked).find((one) => one.token === token);
              expect(told?.amount ?? '0').toBe(sum.toString());
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('an item', () => {
  it('is called by what the transaction or one of its actions created', () => {
    const { writer, ...tables } = emptyTables();
    const id = 'ab'.repeat(32);
    const created = callId(id, 3);
    const issued = (token: string) => ({
      name: 'tokens.issued',
      data: { token, symbol: 'T', name: 'T', decimals: 0, cap: '1', owner: 'merit1a' },
    });
    const events = [issued(created), issued(id), issued('cd'.repeat(32))];
    writer.write({
      height: 1,
      time: 1,
      hash: '',
      transactions: [transaction(events, { id, hasActions: true })],
    });
    const { items } = listEvents(tables, 'tokens.issued', { fields: {}, limit: 10 });
    expect(items.map((item) => item.id)).toEqual([id, id, created]);
  });
});
