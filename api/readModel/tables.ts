/** Tables of the read model, derived from the events' schemas: one table an event, and those for rewards and blocks. */
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  type SQLiteTable,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import type { Movement } from '#chain/movements.ts';
import type { EventKind, Registry } from '#chain/registry.ts';
import { accountBytes, hexBytes, placeKey } from './columns.ts';
import { EventReader, type FieldForm } from './eventFields.ts';

/** A field of an event and its column. */
interface Field {
  readonly name: string;
  readonly column: string;
  readonly form: FieldForm;
  /** Whether lists are narrowed by it, so that its values are looked up. */
  readonly isFilter: boolean;
}
export interface EventTable {
  readonly event: string;
  readonly table: SQLiteTable;
  /** By the name of the column. */
  readonly columns: Readonly<Record<string, AnySQLiteColumn>>;
  readonly fields: readonly Field[];
  /** Reads the data of the event from canonical bytes. */
  readonly reader: EventReader;
  /** The field that names what the event created, where a list calls its items by that. */
  readonly created: string | undefined;
  /** What the event moves. */
  readonly movements: readonly Movement[];
  /** Whether a DAO comes to be by it. */
  readonly founds: boolean;
}

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What every table of events has besides its fields. */
const ownColumns = (hasItem: boolean) => ({
  place: placeKey(),
  /** What a list calls the item, where that is not the transaction. */
  ...(hasItem ? { item: hexBytes('item') } : {}),
});
const ownNames: ReadonlySet<string> = new Set(Object.keys(ownColumns(true)));

const columnOf = (name: string, form: FieldForm) => {
  if (form === 'address') return accountBytes(name);
  if (form === 'hex') return hexBytes(name);
  return form === 'number' || form === 'boolean' ? integer(name) : text(name);
};

const eventTableOf = (
  event: EventKind,
  filters: ReadonlySet<string>,
  created: string | undefined,
): EventTable => {
  const reader = new EventReader(event);
  const fields = reader.fields.map(({ name, form }): Field => {
    const column = snakeCase(name);
    return { name, form, column: ownNames.has(column) ? `${column}_` : column, isFilter: filters.has(name) };
  });
  const table = sqliteTable(snakeCase(event.name.replace('.', '_')), {
    ...ownColumns(created !== undefined),
    ...Object.fromEntries(fields.map(({ column, form }) => [column, columnOf(column, form)])),
  });
  const columns = table as unknown as EventTable['columns'];
  const { module } = event;
  const short = event.name.slice(module.name.length + 1);
  const movements = module.movements?.[short] ?? [];
  return {
    event: event.name,
    table,
    columns,
    fields,
    reader,
    created,
    movements,
    founds: module.founds === short,
  };
};

/** One table for each event of the registry, by the event's full name. */
export const eventTables = (registry: Registry): ReadonlyMap<string, EventTable> => {
  const filters = new Map<string, Set<string>>();
  const created = new Map<string, string>();
  for (const module of registry.modules)
    for (const list of Object.values(module.lists)) {
      const event = `${module.name}.${list.event}`;
      filters.set(event, new Set([...(filters.get(event) ?? []), ...list.filters]));
      // The item query's only parameter is what the event created.
      const path = list.item === undefined ? '' : (module.queries[list.item]?.path ?? '');
      const [field, ...others] = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
      if (field !== undefined && others.length === 0) created.set(event, field);
    }
  return new Map(
    [...registry.events.values()].map((event) => [
      event.name,
      eventTableOf(event, filters.get(event.name) ?? new Set(), created.get(event.name)),
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
    hash: hexBytes('hash').notNull(),
    transactions: integer('transactions').notNull(),
  },
  (table) => [index('blocks_by_time').on(table.time, table.height)],
);

/** Transactions and calls of genesis; nobody sent the latter, so that they have no sender and no outcome is listed. */
export const transactions = sqliteTable('transactions', {
  place: placeKey(),
  id: hexBytes('id').notNull(),
  sender: accountBytes('sender'),
  nonce: integer('nonce').notNull(),
  outcome: integer('outcome').notNull(),
});

/** What became of transactions of a kind: few rows, which transactions name by number. */
export const outcomes = sqliteTable('outcomes', {
  id: integer('id').primaryKey(),
  kind: text('kind').notNull(),
  status: text('status').notNull(),
  code: text('code').notNull(),
});

/** One row a payment, out of every event named `paid`. */
export const rewards = sqliteTable('rewards', {
  place: placeKey(),
  module: text('module').notNull(),
  account: accountBytes('account').notNull(),
  token: hexBytes('token').notNull(),
  amount: text('amount').notNull(),
  dao: hexBytes('dao').notNull(),
  contribution: hexBytes('contribution').notNull(),
  kind: text('kind').notNull(),
  part: text('part').notNull(),
});

/** Running sums of payments in one token under one filter; an empty value stands for all. */
export const rewardSeries = sqliteTable(
  'reward_series',
  {
    id: integer('id').primaryKey(),
    account: accountBytes('account').notNull(),
    dao: hexBytes('dao').notNull(),
    kind: text('kind').notNull(),
    token: hexBytes('token').notNull(),
    payments: integer('payments').notNull(),
    /** The sum of all of them, decimal. */
    amount: text('amount').notNull(),
  },
  (table) => [uniqueIndex('reward_series_by_filter').on(table.account, table.dao, table.kind, table.token)],
);

/** How a series stood at each of its payments, so that the sum of any span is a difference of two rows. */
export const rewardSums = sqliteTable(
  'reward_sums',
  {
    series: integer('series').notNull(),
    place: integer('place').notNull(),
    payments: integer('payments').notNull(),
    amount: text('amount').notNull(),
  },
  (table) => [primaryKey({ columns: [table.series, table.place] })],
);

/** What came to DAOs' accounts and left them, under one purpose each way; `isOut` is 1 for what left. */
export const flowSeries = sqliteTable(
  'flow_series',
  {
    id: integer('id').primaryKey(),
    account: accountBytes('account').notNull(),
    token: hexBytes('token').notNull(),
    purpose: text('purpose').notNull(),
    isOut: integer('is_out').notNull(),
    movements: integer('movements').notNull(),
    /** The sum of all of them, decimal. */
    amount: text('amount').notNull(),
  },
  (table) => [uniqueIndex('flow_series_by_token').on(table.account, table.token, table.purpose, table.isOut)],
);

/** How a series stood after each event that moved something under it. */
export const flowSums = sqliteTable(
  'flow_sums',
  {
    series: integer('series').notNull(),
    place: integer('place').notNull(),
    movements: integer('movements').notNull(),
    amount: text('amount').notNull(),
  },
  (table) => [primaryKey({ columns: [table.series, table.place] })],
);

/** The tables that stand whatever the modules are. */
export const fixedTables: readonly SQLiteTable[] = [
  meta,
  blocks,
  transactions,
  outcomes,
  rewards,
  rewardSeries,
  rewardSums,
  flowSeries,
  flowSums,
];
