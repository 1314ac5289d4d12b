/** Tables of the read model, derived from the events' schemas: one table an event, and those for rewards and blocks. */
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  type SQLiteTable,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import type { EventKind, Registry } from '#chain/registry.ts';

type Columns = Readonly<Record<string, AnySQLiteColumn>>;

/** How a field of an event stands in its column. */
interface Field {
  readonly name: string;
  readonly column: string;
  /** JSON text stands for lists and objects; booleans are 0 and 1. */
  readonly form: 'text' | 'number' | 'boolean' | 'json';
}
export interface EventTable {
  readonly event: string;
  readonly table: SQLiteTable;
  /** By the name of the column. */
  readonly columns: Columns;
  readonly fields: readonly Field[];
}

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Where in the chain an event stands; every table of events has these. */
const place = () => ({
  height: integer('height').notNull(),
  index: integer('index').notNull(),
  event: integer('event').notNull(),
  transaction: text('transaction').notNull(),
  /** What a list calls the item: what the transaction created, else the transaction. */
  item: text('item').notNull(),
  time: integer('time').notNull(),
});
const placeNames: ReadonlySet<string> = new Set(Object.keys(place()));

const formOf = (schema: unknown): Field['form'] => {
  const type = (schema as { type?: unknown }).type;
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' ? 'boolean' : 'json';
};

/** The fields of an object schema in their JSON form. */
const fieldsOf = (event: EventKind): Field[] => {
  const { properties = {} } = z.toJSONSchema(event.schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, schema]) => {
    const column = snakeCase(name);
    return { name, column: placeNames.has(column) ? `${column}_` : column, form: formOf(schema) };
  });
};

const eventTableOf = (event: EventKind, filters: ReadonlySet<string>): EventTable => {
  const fields = fieldsOf(event);
  const name = snakeCase(event.name.replace('.', '_'));
  const own = fields.map(({ column, form }) => [
    column,
    form === 'text' || form === 'json' ? text(column) : integer(column),
  ]);
  const table = sqliteTable(name, { ...place(), ...Object.fromEntries(own) }, (columns) => {
    const all = columns as unknown as Columns & PlaceColumns;
    return [
      primaryKey({ columns: [all.height, all.index, all.event] }),
      ...fields
        .filter((field) => filters.has(field.name))
        .map((field) =>
          index(`${name}_by_${field.column}`).on(
            all[field.column] as AnySQLiteColumn,
            all.height,
            all.index,
            all.event,
          ),
        ),
    ];
  });
  return { event: event.name, table, columns: table as unknown as Columns, fields };
};
interface PlaceColumns {
  readonly height: AnySQLiteColumn;
  readonly index: AnySQLiteColumn;
  readonly event: AnySQLiteColumn;
}

/** One table for each event of the registry, by the event's full name. */
export const eventTables = (registry: Registry): ReadonlyMap<string, EventTable> => {
  const filters = new Map<string, Set<string>>();
  for (const module of registry.modules)
    for (const list of Object.values(module.lists)) {
      const event = `${module.name}.${list.event}`;
      filters.set(event, new Set([...(filters.get(event) ?? []), ...list.filters]));
    }
  return new Map(
    [...registry.events.values()].map((event) => [
      event.name,
      eventTableOf(event, filters.get(event.name) ?? new Set()),
    ]),
  );
};

/** Facts about what stands in this file. */
export const meta = sqliteTable('meta', { name: text('name').primaryKey(), value: text('value').notNull() });

export const blocks = sqliteTable(
  'blocks',
  {
    height: integer('height').primaryKey(),
    time: integer('time').notNull(),
    hash: text('hash').notNull(),
    transactions: integer('transactions').notNull(),
  },
  (table) => [index('blocks_by_time').on(table.time, table.height)],
);

export const transactions = sqliteTable(
  'transactions',
  {
    height: integer('height').notNull(),
    index: integer('index').notNull(),
    id: text('id').notNull(),
    time: integer('time').notNull(),
    kind: text('kind').notNull(),
    sender: text('sender').notNull(),
    nonce: integer('nonce').notNull(),
    status: text('status').notNull(),
    code: text('code').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.index] }),
    index('transactions_by_sender').on(table.sender, table.height, table.index),
    index('transactions_by_kind').on(table.kind, table.height, table.index),
    index('transactions_by_status').on(table.status, table.height, table.index),
  ],
);

/** An amount below 2^96 in three limbs of 32 bits, so that SQLite's 64-bit sums of 2^31 rows stay exact. */
const limbs = () => ({
  low: integer('low').notNull(),
  middle: integer('middle').notNull(),
  high: integer('high').notNull(),
});

/** One row a payment, out of every event named `paid`. */
export const rewards = sqliteTable(
  'rewards',
  {
    height: integer('height').notNull(),
    index: integer('index').notNull(),
    event: integer('event').notNull(),
    transaction: text('transaction').notNull(),
    time: integer('time').notNull(),
    module: text('module').notNull(),
    account: text('account').notNull(),
    token: text('token').notNull(),
    amount: text('amount').notNull(),
    ...limbs(),
    dao: text('dao').notNull(),
    contribution: text('contribution').notNull(),
    kind: text('kind').notNull(),
    part: text('part').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.index, table.event] }),
    ...(['account', 'dao', 'contribution', 'kind'] as const).map((field) =>
      index(`rewards_by_${field}`).on(table[field], table.height, table.index, table.event),
    ),
    index('rewards_by_account_dao').on(table.account, table.dao, table.height, table.index, table.event),
  ],
);

/** Running totals of rewards: an empty text stands for all, so that a filter finds its total in one row a token. */
export const rewardTotals = sqliteTable(
  'reward_totals',
  {
    account: text('account').notNull(),
    dao: text('dao').notNull(),
    kind: text('kind').notNull(),
    token: text('token').notNull(),
    payments: integer('payments').notNull(),
    ...limbs(),
  },
  (table) => [primaryKey({ columns: [table.account, table.dao, table.kind, table.token] })],
);

/** The tables that stand whatever the modules are. */
export const fixedTables: readonly SQLiteTable[] = [meta, blocks, transactions, rewards, rewardTotals];
