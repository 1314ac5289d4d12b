/** Writes what came to the accounts of DAOs and what left them: running sums by token, purpose and way. */
import type SQLite from 'better-sqlite3';
import { getTableName } from 'drizzle-orm';
import { daoAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { type Movement, tokenOf } from '#chain/movements.ts';
import { bytesOf, type ColumnValue } from './eventFields.ts';
import { RowInserter } from './rowInserter.ts';
import { type EventTable, flowSums } from './tables.ts';

interface Series {
  readonly id: number;
  movements: number;
  amount: bigint;
  /** The last event that moved something under it; its row waits until another one does. */
  place: number;
  /** Whether it changed since its row was written. */
  isChanged: boolean;
}
/** Series kept in memory, about 300 bytes each; others are read again. */
const seriesMax = 20_000;

type Value = (name: string) => ColumnValue | undefined;

/** An amount's column: decimal, or JSON of lines with an amount each. */
const wholeOf = (value: ColumnValue | undefined): bigint => {
  const text = String(value ?? 0);
  if (!text.startsWith('[')) return BigInt(text);
  const lines = JSON.parse(text) as readonly { readonly amount: string }[];
  return lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
};

/** Prepared statements over one database; the caller holds the transaction. */
export class FlowWriter {
  private readonly sums: RowInserter;
  private readonly find: SQLite.Statement;
  private readonly begin: SQLite.Statement;
  private readonly update: SQLite.Statement;
  private readonly founded: readonly SQLite.Statement[];
  private readonly series = new Map<string, Series>();
  /** Accounts of all DAOs, in hex; undefined before they were looked up. */
  private accounts: Set<string> | undefined;

  constructor(database: SQLite.Database, tables: ReadonlyMap<string, EventTable>) {
    this.sums = new RowInserter(database, flowSums);
    const where = 'account = ? AND token = ? AND purpose = ? AND is_out = ?';
    this.find = database.prepare(`SELECT id, movements, amount FROM flow_series WHERE ${where}`);
    this.begin = database.prepare(
      "INSERT INTO flow_series (account, token, purpose, is_out, movements, amount) VALUES (?, ?, ?, ?, 0, '0')",
    );
    this.update = database.prepare('UPDATE flow_series SET movements = ?, amount = ? WHERE id = ?');
    this.founded = [...tables.values()]
      .filter(({ founds }) => founds)
      .map(({ table }) => database.prepare(`SELECT dao FROM "${getTableName(table)}"`).pluck());
  }

  /** A DAO comes to be: from now on its account is watched. */
  found(dao: Uint8Array): void {
    this.known().add(daoAddress(toHex(dao)));
  }

  /** Adds up what an event moved, where the account is a DAO's. */
  write(place: number, movements: readonly Movement[], value: Value): void {
    for (const { way, account: field, purpose, amount, divisor } of movements) {
      const named = toHex(bytesOf(value(field)));
      const account = field === 'dao' ? daoAddress(named) : named;
      if (!this.known().has(account)) continue;
      const moved = wholeOf(value(amount)) / divisor;
      if (moved === 0n) continue;
      const token = bytesOf(tokenOf(value));
      const series = this.seriesOf(account, token, purpose, way === 'out' ? 1 : 0);
      // One event may move twice under one series, such as a stream to oneself: it has one row.
      if (series.place !== place) this.writeSum(series);
      series.place = place;
      series.movements++;
      series.amount += moved;
      series.isChanged = true;
    }
  }

  /** Writes what waits. */
  flush(): void {
    for (const series of this.series.values()) {
      if (!series.isChanged) continue;
      this.writeSum(series);
      this.update.run(series.movements, String(series.amount), series.id);
      series.isChanged = false;
    }
    this.sums.flush();
    if (this.series.size > seriesMax) this.series.clear();
  }
  /** Forgets what waits and what it knows, after the transaction was given up. */
  clear(): void {
    this.sums.clear();
    this.series.clear();
    this.accounts = undefined;
  }

  private writeSum({ id, place, movements, amount, isChanged }: Series): void {
    if (isChanged) this.sums.add(id, place, movements, String(amount));
  }

  private known(): Set<string> {
    this.accounts ??= new Set(
      this.founded.flatMap((query) => (query.all() as Uint8Array[]).map((dao) => daoAddress(toHex(dao)))),
    );
    return this.accounts;
  }

  private seriesOf(account: string, token: Uint8Array, purpose: string, isOut: number): Series {
    const name = `${account}/${toHex(token)}/${purpose}/${isOut}`;
    let series = this.series.get(name);
    if (series !== undefined) return series;
    const where: ColumnValue[] = [fromHex(account), token, purpose, isOut];
    const found = this.find.get(where) as { id: number; movements: number; amount: string } | undefined;
    const fresh = { place: -1, isChanged: false };
    series =
      found === undefined
        ? { ...fresh, id: Number(this.begin.run(where).lastInsertRowid), movements: 0, amount: 0n }
        : { ...fresh, ...found, amount: BigInt(found.amount) };
    this.series.set(name, series);
    return series;
  }
}
