/** Writes the events of one name into their table, straight from canonical bytes. */
import type SQLite from 'better-sqlite3';
import type { Reader } from '#chain/codec.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { callId } from '#chain/genesis.ts';
import { callsMax } from '#chain/limits.ts';
import { bytesOf, type ColumnValue, type EventField } from './eventFields.ts';
import type { FlowWriter } from './flowWriter.ts';
import { type KeySpace, keySpace, type PlaceNotes } from './placeKeys.ts';
import type { Payment } from './rewardWriter.ts';
import { RowInserter } from './rowInserter.ts';
import type { EventTable } from './tables.ts';

/** Where an event stands, and what its transaction is. */
export interface EventPlace {
  readonly place: number;
  readonly group: number;
  /** The 32 bytes of the transaction's id. */
  readonly id: Uint8Array;
  /** Whether the transaction runs actions, which have ids of their own. */
  readonly hasActions: boolean;
}

const paymentText = (value: ColumnValue | undefined): string => (typeof value === 'string' ? value : '');

/** Prepared for one event. */
export class EventWriter {
  private readonly table: EventTable;
  private readonly module: string;
  private readonly rows: RowInserter;
  private readonly notes: PlaceNotes;
  private readonly spaces: readonly (KeySpace | undefined)[];
  private readonly created: number;
  /** Where a field of a name is among the values. */
  private readonly indexes: ReadonlyMap<string, number>;
  private values: ColumnValue[];

  constructor(database: SQLite.Database, table: EventTable, notes: PlaceNotes) {
    this.table = table;
    this.module = table.event.slice(0, table.event.indexOf('.'));
    this.rows = new RowInserter(database, table.table);
    this.notes = notes;
    this.spaces = table.fields.map((field) => fieldSpace(table, field));
    this.created = table.fields.findIndex(({ name }) => name === table.created);
    this.indexes = new Map(table.fields.map(({ name }, index) => [name, index]));
    this.values = table.fields.map(() => null);
  }

  /** Reads the event at the reader and writes its row. */
  write(reader: Reader, { place, group, id, hasActions }: EventPlace): void {
    const { table, values } = this;
    values.fill(null);
    table.reader.read(reader, this.takeField);
    for (let index = 0; index < values.length; index++) {
      const space = this.spaces[index];
      const value = values[index];
      if (space === undefined || value === null || value === undefined) continue;
      this.notes.addValue(space, value, group);
    }
    if (table.created === undefined) this.rows.add(place, ...values);
    else this.rows.add(place, this.itemOf(id, hasActions), ...values);
  }
  private readonly takeField = (field: EventField, index: number, reader: Reader): void => {
    this.values[index] = field.column(reader);
  };

  /** A field of the event that was written last. */
  private readonly value = (name: string): ColumnValue | undefined =>
    this.values[this.indexes.get(name) ?? -1];

  /** What the event that was written last did to the accounts of DAOs. */
  flows(place: number, writer: FlowWriter): void {
    const { founds, movements } = this.table;
    if (founds) writer.found(bytesOf(this.value('dao')));
    if (movements.length > 0) writer.write(place, movements, this.value);
  }

  /** The event that was written last, as a payment. */
  payment({ place, group }: EventPlace): Payment {
    const { value } = this;
    return {
      place,
      group,
      module: this.module,
      account: bytesOf(value('account')),
      token: bytesOf(value('token')),
      amount: paymentText(value('amount')) || '0',
      dao: bytesOf(value('dao')),
      contribution: bytesOf(value('contribution')),
      kind: paymentText(value('kind')),
      part: paymentText(value('part')),
    };
  }

  flush(): void {
    this.rows.flush();
  }
  clear(): void {
    this.rows.clear();
  }

  /** What an action of the transaction created; nothing where the item is the transaction itself. */
  private itemOf(id: Uint8Array, hasActions: boolean): Uint8Array | null {
    const named = this.values[this.created];
    if (!hasActions || !(named instanceof Uint8Array)) return null;
    const [transaction, item] = [toHex(id), toHex(named)];
    if (transaction === item) return null;
    for (let action = 0; action < callsMax; action++)
      if (callId(transaction, action) === item) return fromHex(item);
    return null;
  }
}

/** Where a field's values are looked up; undefined for one that no list is narrowed by. */
export const fieldSpace = (
  { event }: Pick<EventTable, 'event'>,
  { name, form, isFilter }: EventTable['fields'][number],
): KeySpace | undefined => (isFilter ? keySpace(`${event}.${name}`, form) : undefined);
