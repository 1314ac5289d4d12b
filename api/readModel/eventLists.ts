/** Pages of events and of transactions out of the read model, newest first. */
import { and, desc, eq, isNotNull, type SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { parseAddress } from '#chain/crypto/address.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import type { EventPlace } from '../pageCursor.ts';
import { heightOfTransaction, ofEvents, ofTransactions, transactionOfEvent, unpackPlace } from './columns.ts';
import type { FieldForm } from './eventFields.ts';
import { fieldSpace } from './eventWriter.ts';
import { keyOfValue } from './placeKeys.ts';
import { inPlaces, type Page, type ReadRows, scanPage } from './placeScan.ts';
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

/** A page of the events of one name. */
export const listEvents = (
  model: ReadTables,
  event: string,
  { fields, before, limit }: EventFilter,
): Page<ListedEvent> => {
  const table = model.tables.get(event);
  if (table === undefined) throw new Error(`There is no table for ${event}.`);
  const { columns } = table;
  const place = columns['place'] as AnySQLiteColumn;
  const keys: PlaceKey[] = [];
  const conditions: SQL[] = [];
  for (const field of table.fields) {
    const given = fields[field.name];
    if (given === undefined) continue;
    const space = fieldSpace(table, field);
    if (space === undefined) throw new Error(`${event} is not looked up by ${field.name}.`);
    keys.push(keyOfValue(space, columnValue(field.form, given)));
    conditions.push(eq(columns[field.column] as AnySQLiteColumn, given));
  }
  const read: ReadRows<Row> = (span, count, groups) =>
    model.database
      .select({ ...columns, ownId: transactions.id, time: blocks.time })
      .from(table.table)
      .innerJoin(transactions, eq(transactions.place, transactionOfEvent(place)))
      .innerJoin(blocks, eq(blocks.height, heightOfTransaction(transactions.place)))
      .where(and(inPlaces(ofEvents, table.table, place, span, groups), ...conditions))
      .orderBy(desc(place))
      .limit(count)
      .all() as Row[];
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
/** A page of transactions; calls of genesis, which nobody signed, are listed by their events alone. */
export const listTransactions = (
  model: ReadTables,
  { sender, kind, status, before, limit }: TransactionFilter,
) => {
  const keys: PlaceKey[] = [];
  if (sender !== undefined) keys.push(keyOfValue(senders, columnValue('address', sender)));
  if (kind !== undefined || status !== undefined) keys.push(outcomeKey(kind ?? '', status ?? ''));
  const read = (span: Parameters<ReadRows<unknown>>[0], count: number, groups?: readonly number[]) =>
    model.database
      .select({
        place: transactions.place,
        id: transactions.id,
        time: blocks.time,
        kind: outcomes.kind,
        sender: transactions.sender,
        nonce: transactions.nonce,
        status: outcomes.status,
        code: outcomes.code,
      })
      .from(transactions)
      .innerJoin(outcomes, eq(outcomes.id, transactions.outcome))
      .innerJoin(blocks, eq(blocks.height, heightOfTransaction(transactions.place)))
      .where(
        and(
          inPlaces(ofTransactions, transactions, transactions.place, span, groups),
          isNotNull(transactions.sender),
          sender === undefined ? undefined : eq(transactions.sender, sender),
          kind === undefined ? undefined : eq(outcomes.kind, kind),
          status === undefined ? undefined : eq(outcomes.status, status),
        ),
      )
      .orderBy(desc(transactions.place))
      .limit(count)
      .all();
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
