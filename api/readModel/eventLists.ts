/** Pages of events and of transactions out of the read model, newest first. */
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { parseAddress } from '#chain/crypto/address.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import type { EventPlace } from '../pageCursor.ts';
import { heightOfTransaction, ofEvents, ofTransactions, transactionOfEvent, unpackPlace } from './columns.ts';
import type { FieldForm } from './eventFields.ts';
import { fieldSpace } from './eventWriter.ts';
import { keyOfValue } from './placeKeys.ts';
import {
  inPlaces,
  type Page,
  placeValues,
  type ReadRows,
  rememberQuery,
  type Span,
  scanPage,
} from './placeScan.ts';
import type { ReadModel } from './readModel.ts';
import { blocks, type EventTable, outcomes, transactions } from './tables.ts';
import { outcomeKey, senders } from './transactionKeys.ts';

/** Fields of an event in their JSON form. */
export type EventData = Readonly<Record<string, unknown>>;
/** An event with its place and what its list calls it. */
export interface ListedEvent extends EventPlace {
  readonly id: string;
  readonly transaction: string;
  readonly time: number;
  readonly data: EventData;
}

/** What lists read. */
export type ReadTables = Pick<ReadModel, 'database' | 'tables' | 'places' | 'snapshot'>;

type Row = Readonly<Record<string, unknown>>;

const dataOf = ({ fields }: EventTable, row: Row): EventData => {
  const data: Record<string, unknown> = {};
  for (const { name, column, form } of fields) {
    const value = row[column];
    if (value === null || value === undefined) continue;
    if (form === 'json') data[name] = JSON.parse(String(value));
    else data[name] = form === 'boolean' ? value === 1 : value;
  }
  return data;
};

/** A filter's value as its column has it. */
const columnValue = (form: FieldForm, value: string | number | boolean): Uint8Array | string | number => {
  if (form === 'address') return fromHex(parseAddress(String(value)));
  if (form === 'hex') return fromHex(String(value));
  return typeof value === 'boolean' ? Number(value) : value;
};

/** What narrows a page of events. */
export interface EventFilter {
  /** Values in JSON form, by the name of the event's field: of those that a list of the event is narrowed by. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly before?: EventPlace | undefined;
  readonly limit: number;
}

/** The query for events of a table, narrowed by the named fields. */
const eventQuery = (
  { database }: ReadTables,
  { event, table, columns, fields }: EventTable,
  names: readonly string[],
  hasGroups: boolean,
) => {
  const place = columns['place'] as AnySQLiteColumn;
  const narrowed = fields.filter(({ name }) => names.includes(name));
  return rememberQuery(database, `${event} ${names.join()} ${hasGroups}`, () =>
    database
      .select({ ...columns, ownId: transactions.id, time: blocks.time })
      .from(table)
      .innerJoin(transactions, eq(transactions.place, transactionOfEvent(place)))
      .innerJoin(blocks, eq(blocks.height, heightOfTransaction(transactions.place)))
      .where(
        and(
          inPlaces(ofEvents, table, place, hasGroups),
          ...narrowed.map(
            ({ name, column }) => sql`${columns[column]} = ${sql.placeholder(`field ${name}`)}`,
          ),
        ),
      )
      .orderBy(desc(place))
      .limit(sql.placeholder('limit'))
      .prepare(),
  );
};

/** A page of the events of one name. */
export const listEvents = (
  model: ReadTables,
  event: string,
  { fields, before, limit }: EventFilter,
): Page<ListedEvent> => {
  const table = model.tables.get(event);
  if (table === undefined) throw new Error(`There is no table for ${event}.`);
  const keys: PlaceKey[] = [];
  const names: string[] = [];
  const values: Record<string, unknown> = {};
  for (const field of table.fields) {
    const given = fields[field.name];
    if (given === undefined) continue;
    const space = fieldSpace(table, field);
    if (space === undefined) throw new Error(`${event} is not looked up by ${field.name}.`);
    const value = columnValue(field.form, given);
    keys.push(keyOfValue(space, value));
    names.push(field.name);
    values[`field ${field.name}`] = value;
  }
  const read: ReadRows<Row> = (span, count, groups) =>
    eventQuery(model, table, names, groups !== undefined).all({
      ...values,
      ...placeValues(span, count, groups),
    }) as Row[];
  const { items, next } = model.snapshot(() =>
    scanPage(model.places, { form: ofEvents, keys, before, limit }, read, (row) => Number(row['place'])),
  );
  return {
    next,
    items: items.map((row) => ({
      ...unpackPlace(ofEvents, Number(row['place'])),
      id: String(row['item'] ?? row['ownId']),
      transaction: String(row['ownId']),
      time: Number(row['time']),
      data: dataOf(table, row),
    })),
  };
};

export interface TransactionFilter {
  /** `merit1…`. */
  readonly sender?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: string | undefined;
  readonly before?: EventPlace | undefined;
  readonly limit: number;
}
/** The query for transactions, narrowed by the named columns. */
const transactionQuery = (
  { database }: ReadTables,
  names: readonly ('sender' | 'kind' | 'status')[],
  hasGroups: boolean,
) => {
  const { place, id, sender, nonce, outcome } = transactions;
  const { kind, status, code } = outcomes;
  const columns = { sender, kind, status };
  return rememberQuery(database, `transactions ${names.join()} ${hasGroups}`, () =>
    database
      .select({ place, id, time: blocks.time, kind, sender, nonce, status, code })
      .from(transactions)
      .innerJoin(outcomes, eq(outcomes.id, outcome))
      .innerJoin(blocks, eq(blocks.height, heightOfTransaction(place)))
      .where(
        and(
          inPlaces(ofTransactions, transactions, place, hasGroups),
          isNotNull(sender),
          ...names.map((name) => sql`${columns[name]} = ${sql.placeholder(name)}`),
        ),
      )
      .orderBy(desc(place))
      .limit(sql.placeholder('limit'))
      .prepare(),
  );
};

/** A page of transactions; calls of genesis, which nobody signed, are listed by their events alone. */
export const listTransactions = (model: ReadTables, filter: TransactionFilter) => {
  const { kind, status, before, limit } = filter;
  const names = (['sender', 'kind', 'status'] as const).filter((name) => filter[name] !== undefined);
  const sender = filter.sender === undefined ? undefined : columnValue('address', filter.sender);
  const keys: PlaceKey[] = [];
  if (sender !== undefined) keys.push(keyOfValue(senders, sender));
  if (kind !== undefined || status !== undefined) keys.push(outcomeKey(kind ?? '', status ?? ''));
  const read = (span: Span, count: number, groups?: readonly number[]) =>
    transactionQuery(model, names, groups !== undefined).all({
      ...{ sender, kind, status },
      ...placeValues(span, count, groups),
    });
  const { items, next } = model.snapshot(() =>
    scanPage(model.places, { form: ofTransactions, keys, before, limit }, read, (row) => row.place),
  );
  return {
    next,
    items: items.map(({ place, sender: signer, ...row }) => {
      const { height, index } = unpackPlace(ofTransactions, place);
      return { ...row, sender: signer ?? '', height, index };
    }),
  };
};
