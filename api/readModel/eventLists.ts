/** Pages of events out of the read model, newest first. */
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { EventPlace } from '../pageCursor.ts';
import type { EventData } from './indexedBlock.ts';
import type { ReadModel } from './readModel.ts';
import { type EventTable, transactions } from './tables.ts';

/** An event with its place and what its list calls it. */
export interface ListedEvent extends EventPlace {
  readonly id: string;
  readonly transaction: string;
  readonly time: number;
  readonly data: EventData;
}
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: EventPlace | undefined;
}

/** What lists read. */
export type ReadTables = Pick<ReadModel, 'database' | 'tables'>;

type Columns = Readonly<Record<string, AnySQLiteColumn>>;

/** Rows before a place in the order of the chain. */
export const beforePlace = (columns: Columns, { height, index, event }: EventPlace): SQL =>
  columns['event'] === undefined
    ? sql`(${columns['height']}, ${columns['index']}) < (${height}, ${index})`
    : sql`(${columns['height']}, ${columns['index']}, ${columns['event']}) < (${height}, ${index}, ${event})`;

/** Cuts one row more than asked for into a page and the place behind it. */
export const pageOf = <R, T>(
  rows: readonly R[],
  limit: number,
  item: (row: R) => T,
  place: (row: R) => EventPlace,
): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    next: rows.length > limit && last !== undefined ? place(last) : undefined,
  };
};

const placeOf = (row: Record<string, unknown>): EventPlace => ({
  height: Number(row['height']),
  index: Number(row['index']),
  event: Number(row['event'] ?? 0),
});

const dataOf = ({ fields }: EventTable, row: Record<string, unknown>): EventData => {
  const data: Record<string, unknown> = {};
  for (const { name, column, form } of fields) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    if (form === 'json') data[name] = JSON.parse(String(value));
    else data[name] = form === 'boolean' ? value === 1 : value;
  }
  return data;
};

/** What narrows a page of events. */
export interface EventFilter {
  /** Values in JSON form, by the name of the event's field. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly before?: EventPlace | undefined;
  readonly limit: number;
}

/** A page of the events of one name. */
export const listEvents = (
  { database, tables }: ReadTables,
  event: string,
  { fields, before, limit }: EventFilter,
): Page<ListedEvent> => {
  const table = tables.get(event);
  if (table === undefined) throw new Error(`There is no table for ${event}.`);
  const { columns } = table;
  const conditions = table.fields.flatMap(({ name, column, form }): SQL[] => {
    const value = fields[name];
    if (value === undefined) return [];
    return [eq(columns[column] as AnySQLiteColumn, form === 'boolean' ? Number(value) : value)];
  });
  if (before !== undefined) conditions.push(beforePlace(columns, before));
  const rows = database
    .select()
    .from(table.table)
    .where(and(...conditions))
    .orderBy(...['height', 'index', 'event'].map((name) => desc(columns[name] as AnySQLiteColumn)))
    .limit(limit + 1)
    .all() as Record<string, unknown>[];
  return pageOf(
    rows,
    limit,
    (row) => ({
      ...placeOf(row),
      id: String(row['item']),
      transaction: String(row['transaction']),
      time: Number(row['time']),
      data: dataOf(table, row),
    }),
    placeOf,
  );
};

export interface TransactionFilter {
  readonly sender?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
  readonly before?: EventPlace | undefined;
  readonly limit: number;
}
/** A page of transactions. */
export const listTransactions = ({ database }: ReadTables, filter: TransactionFilter) => {
  const { sender, kind, status, before, limit } = filter;
  const rows = database
    .select()
    .from(transactions)
    .where(
      and(
        sender === undefined ? undefined : eq(transactions.sender, sender),
        kind === undefined ? undefined : eq(transactions.kind, kind),
        status === undefined ? undefined : eq(transactions.status, status),
        before === undefined
          ? undefined
          : beforePlace({ height: transactions.height, index: transactions.index }, before),
      ),
    )
    .orderBy(desc(transactions.height), desc(transactions.index))
    .limit(limit + 1)
    .all();
  return pageOf(rows, limit, (row) => row, placeOf);
};
