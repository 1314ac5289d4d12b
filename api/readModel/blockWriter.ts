/** Writes a block's events into the tables: prepared statements, called inside one transaction a block. */
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { callId } from '#chain/genesis.ts';
import { callsMax } from '#chain/limits.ts';
import type { Registry } from '#chain/registry.ts';
import type { IndexedBlock, IndexedEvent, IndexedTransaction } from './indexedBlock.ts';
import { blocks, type EventTable, meta, rewards, rewardTotals, transactions } from './tables.ts';

export type Database = BetterSQLite3Database;
type Row = Record<string, unknown>;
interface Insert {
  run(row: Row): unknown;
}

const limbMask = 0xffff_ffffn;
/** Three limbs of 32 bits; amounts are below 2^96. */
const limbsOf = (amount: bigint) => ({
  low: Number(amount & limbMask),
  middle: Number((amount >> 32n) & limbMask),
  high: Number(amount >> 64n),
});
/** The amount that three summed limbs mean. */
export const amountOfLimbs = (low: string, middle: string, high: string): bigint =>
  BigInt(low) + (BigInt(middle) << 32n) + (BigInt(high) << 64n);

const insertInto = (database: Database, table: SQLiteTable): Insert => {
  const values = Object.fromEntries(
    Object.keys(getTableColumns(table)).map((name) => [name, sql.placeholder(name)]),
  );
  return database.insert(table).values(values).prepare();
};

/** The item query's only parameter, for lists whose items are what their event created. */
const createdFields = (registry: Registry): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  for (const module of registry.modules)
    for (const { event, item } of Object.values(module.lists)) {
      const path = item === undefined ? '' : (module.queries[item]?.path ?? '');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
      if (names.length === 1 && names[0] !== undefined) fields.set(`${module.name}.${event}`, names[0]);
    }
  return fields;
};

const textOf = (data: IndexedEvent['data'], name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};

/** Prepared statements over one database. */
export class BlockWriter {
  private readonly tables: ReadonlyMap<string, EventTable>;
  private readonly created: ReadonlyMap<string, string>;
  private readonly events: ReadonlyMap<string, Insert>;
  private readonly block: Insert;
  private readonly transaction: Insert;
  private readonly reward: Insert;
  private readonly total: Insert;
  private readonly head: Insert;

  constructor(database: Database, registry: Registry, tables: ReadonlyMap<string, EventTable>) {
    this.tables = tables;
    this.created = createdFields(registry);
    this.events = new Map([...tables].map(([name, { table }]) => [name, insertInto(database, table)]));
    this.block = insertInto(database, blocks);
    this.transaction = insertInto(database, transactions);
    this.reward = insertInto(database, rewards);
    const { account, dao, kind, token, payments, low, middle, high } = rewardTotals;
    this.total = database
      .insert(rewardTotals)
      .values({
        account: sql.placeholder('account'),
        dao: sql.placeholder('dao'),
        kind: sql.placeholder('kind'),
        token: sql.placeholder('token'),
        payments: 1,
        low: sql.placeholder('low'),
        middle: sql.placeholder('middle'),
        high: sql.placeholder('high'),
      })
      .onConflictDoUpdate({
        target: [account, dao, kind, token],
        set: {
          payments: sql`${payments} + 1`,
          low: sql`${low} + excluded.low`,
          middle: sql`${middle} + excluded.middle`,
          high: sql`${high} + excluded.high`,
        },
      })
      .prepare();
    this.head = database
      .update(meta)
      .set({ value: sql`${sql.placeholder('value')}` })
      .where(eq(meta.name, 'head'))
      .prepare() as unknown as Insert;
  }

  /** Writes one block; the caller holds the transaction. */
  write(block: IndexedBlock): void {
    const { height, time, hash } = block;
    this.block.run({ height, time, hash, transactions: block.transactions.length });
    block.transactions.forEach((transaction, index) => {
      // Calls of genesis were signed by nobody; only their events are listed.
      if (transaction.sender !== '')
        this.transaction.run({ height, index, time, ...transactionRow(transaction) });
      transaction.events.forEach((event, position) => {
        const place = { height, index, event: position, transaction: transaction.id, time };
        this.writeEvent(transaction, event, place);
      });
    });
    this.head.run({ value: `${height}.${hash}` });
  }

  private writeEvent(transaction: IndexedTransaction, { name, data }: IndexedEvent, place: Row): void {
    const table = this.tables.get(name);
    const insert = this.events.get(name);
    if (table === undefined || insert === undefined) throw new Error(`There is no table for ${name}.`);
    const row: Row = { ...place, item: this.itemOf(transaction, name, data) };
    for (const { name: field, column, form } of table.fields) {
      const value = data[field];
      if (value === undefined) row[column] = null;
      else if (form === 'json') row[column] = JSON.stringify(value);
      else row[column] = form === 'boolean' ? Number(value) : value;
    }
    insert.run(row);
    if (name.endsWith('.paid')) this.writeReward(name, data, place);
  }

  /** What the transaction, or one of its actions, created; else the transaction itself. */
  private itemOf({ id, hasActions }: IndexedTransaction, name: string, data: IndexedEvent['data']): string {
    const field = this.created.get(name);
    const named = field === undefined ? id : data[field];
    if (named === id || typeof named !== 'string' || !hasActions) return id;
    for (let action = 0; action < callsMax; action++) if (callId(id, action) === named) return named;
    return id;
  }

  private writeReward(name: string, data: IndexedEvent['data'], place: Row): void {
    const amount = BigInt(textOf(data, 'amount'));
    const limbs = limbsOf(amount);
    const [account, token, dao, kind] = ['account', 'token', 'dao', 'kind'].map((field) =>
      textOf(data, field),
    ) as [string, string, string, string];
    this.reward.run({
      ...place,
      ...limbs,
      module: name.slice(0, name.indexOf('.')),
      account,
      token,
      amount: amount.toString(),
      dao,
      contribution: textOf(data, 'contribution'),
      kind,
      part: textOf(data, 'part'),
    });
    for (const byAccount of new Set([account, '']))
      for (const byDao of new Set([dao, '']))
        for (const byKind of new Set([kind, '']))
          this.total.run({ account: byAccount, dao: byDao, kind: byKind, token, ...limbs });
  }
}

const transactionRow = ({ id, kind, sender, nonce, status, code }: IndexedTransaction): Row => ({
  id,
  kind,
  sender,
  nonce,
  status,
  code,
});
