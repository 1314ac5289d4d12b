/** Inserts rows, several with one statement: binding costs less than a call for each. */
import type SQLite from 'better-sqlite3';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { ColumnValue } from './eventFields.ts';

/** Rows of one statement: more of them save no more. */
const rowsAtOnce = 16;

/** Rows wait here until `flush`. */
export class RowInserter {
  private readonly database: SQLite.Database;
  private readonly width: number;
  private readonly sql: (rows: number) => string;
  private many: SQLite.Statement | undefined;
  private one: SQLite.Statement | undefined;
  private waiting: ColumnValue[] = [];

  constructor(database: SQLite.Database, table: SQLiteTable) {
    const { name, columns } = getTableConfig(table);
    const values = `(${columns.map(() => '?').join(', ')})`;
    this.database = database;
    this.width = columns.length;
    this.sql = (rows) =>
      `INSERT INTO "${name}" (${columns.map((column) => `"${column.name}"`).join(', ')}) VALUES ${Array.from({ length: rows }, () => values).join(', ')}`;
  }

  /** Adds a row in the order of the table's columns. */
  add(...row: readonly ColumnValue[]): void {
    for (const value of row) this.waiting.push(value);
    if (this.waiting.length < rowsAtOnce * this.width) return;
    this.many ??= this.database.prepare(this.sql(rowsAtOnce));
    this.many.run(this.waiting);
    this.waiting = [];
  }
  /** Writes what waits. */
  flush(): void {
    const { waiting, width } = this;
    this.waiting = [];
    for (let at = 0; at < waiting.length; at += width) {
      this.one ??= this.database.prepare(this.sql(1));
      this.one.run(waiting.slice(at, at + width));
    }
  }
  /** Forgets what waits, after the transaction was given up. */
  clear(): void {
    this.waiting = [];
  }
}
