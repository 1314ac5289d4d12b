/** Writes payments: a row each, the running sums of every filter they belong to, and where to look for them. */
import type SQLite from 'better-sqlite3';
import { toHex } from '#chain/crypto/bytes.ts';
import type { ColumnValue } from './eventFields.ts';
import type { PlaceNotes } from './placeKeys.ts';
import { combinationKey, contributionKey, filterCombinations } from './rewardKeys.ts';
import { RowInserter } from './rowInserter.ts';
import { rewardSums, rewards } from './tables.ts';

/** One payment, as its event's columns have it; absent fields are empty. */
export interface Payment {
  readonly place: number;
  readonly group: number;
  readonly module: string;
  readonly account: Uint8Array;
  readonly token: Uint8Array;
  readonly amount: string;
  readonly dao: Uint8Array;
  readonly contribution: Uint8Array;
  readonly kind: string;
  readonly part: string;
}

interface Series {
  readonly id: number;
  payments: number;
  amount: bigint;
  /** Whether it changed since its row was written. */
  isChanged: boolean;
}
/** Series kept in memory, about 300 bytes each; others are read again. */
const seriesMax = 20_000;

const nothing = new Uint8Array();

/** Prepared statements over one database; the caller holds the transaction. */
export class RewardWriter {
  private readonly notes: PlaceNotes;
  private readonly rows: RowInserter;
  private readonly sums: RowInserter;
  private readonly find: SQLite.Statement;
  private readonly begin: SQLite.Statement;
  private readonly update: SQLite.Statement;
  private readonly series = new Map<string, Series>();

  constructor(database: SQLite.Database, notes: PlaceNotes) {
    this.notes = notes;
    this.rows = new RowInserter(database, rewards);
    this.sums = new RowInserter(database, rewardSums);
    this.find = database.prepare(
      'SELECT id, payments, amount FROM reward_series WHERE account = ? AND dao = ? AND kind = ? AND token = ?',
    );
    this.begin = database.prepare(
      "INSERT INTO reward_series (account, dao, kind, token, payments, amount) VALUES (?, ?, ?, ?, 0, '0')",
    );
    this.update = database.prepare('UPDATE reward_series SET payments = ?, amount = ? WHERE id = ?');
  }

  write(payment: Payment): void {
    const { place, group, module, account, token, amount, dao, contribution, kind, part } = payment;
    this.rows.add(place, module, account, token, amount, dao, contribution, kind, part);
    if (contribution.length > 0) this.notes.add(contributionKey(contribution), group);
    const paid = BigInt(amount);
    for (const { byAccount, byDao, byKind } of filterCombinations) {
      // A payment that has no such value belongs to what asks for none.
      const lacks =
        (byAccount && account.length === 0) || (byDao && dao.length === 0) || (byKind && kind === '');
      if (lacks) continue;
      const filter = {
        account: byAccount ? account : nothing,
        dao: byDao ? dao : nothing,
        kind: byKind ? kind : '',
      };
      const series = this.seriesOf(filter, token);
      series.payments++;
      series.amount += paid;
      series.isChanged = true;
      this.sums.add(series.id, place, series.payments, String(series.amount));
      if (byAccount || byDao || byKind) this.notes.add(combinationKey(filter), group);
    }
  }

  /** Writes what waits. */
  flush(): void {
    this.rows.flush();
    this.sums.flush();
    for (const series of this.series.values()) {
      if (!series.isChanged) continue;
      this.update.run(series.payments, String(series.amount), series.id);
      series.isChanged = false;
    }
    if (this.series.size > seriesMax) this.series.clear();
  }
  /** Forgets what waits and what it knows, after the transaction was given up. */
  clear(): void {
    this.rows.clear();
    this.sums.clear();
    this.series.clear();
  }

  private seriesOf(
    { account, dao, kind }: { readonly account: Uint8Array; readonly dao: Uint8Array; readonly kind: string },
    token: Uint8Array,
  ): Series {
    const name = `${toHex(account)}/${toHex(dao)}/${toHex(token)}/${kind}`;
    let series = this.series.get(name);
    if (series !== undefined) return series;
    const where: ColumnValue[] = [account, dao, kind, token];
    const found = this.find.get(where) as { id: number; payments: number; amount: string } | undefined;
    series =
      found === undefined
        ? { id: Number(this.begin.run(where).lastInsertRowid), payments: 0, amount: 0n, isChanged: false }
        : { ...found, amount: BigInt(found.amount), isChanged: false };
    this.series.set(name, series);
    return series;
  }
}
