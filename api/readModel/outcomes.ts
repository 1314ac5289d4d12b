/** Numbers what may become of a transaction: kind, status and code are few together, and a number is short. */
import type SQLite from 'better-sqlite3';
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import type { PlaceNotes } from './placeKeys.ts';
import { outcomeKey } from './transactionKeys.ts';

/** One row of the table, and where its transactions are looked up. */
interface Outcome {
  readonly kind: string;
  readonly status: string;
  readonly code: string;
  readonly id: number;
  readonly keys: readonly PlaceKey[];
}

/** Adds rows as they come; the caller holds the transaction. */
export class OutcomeWriter {
  private readonly notes: PlaceNotes;
  private readonly find: SQLite.Statement;
  private readonly insert: SQLite.Statement;
  private readonly known = new Map<string, Outcome>();
  /** A block is full of one outcome more often than not. */
  private last: Outcome | undefined;

  constructor(database: SQLite.Database, notes: PlaceNotes) {
    this.notes = notes;
    this.find = database
      .prepare('SELECT id FROM outcomes WHERE kind = ? AND status = ? AND code = ?')
      .pluck();
    this.insert = database.prepare('INSERT INTO outcomes (kind, status, code) VALUES (?, ?, ?)');
  }

  of(kind: string, status: string, code: string): Outcome {
    const { last } = this;
    if (last !== undefined && last.kind === kind && last.status === status && last.code === code) return last;
    const name = `${kind} ${status} ${code}`;
    let outcome = this.known.get(name);
    if (outcome === undefined) {
      const id = this.find.get(kind, status, code) ?? this.insert.run(kind, status, code).lastInsertRowid;
      const keys = [outcomeKey(kind, ''), outcomeKey('', status), outcomeKey(kind, status)];
      outcome = { kind, status, code, id: Number(id), keys };
      this.known.set(name, outcome);
    }
    this.last = outcome;
    return outcome;
  }
  /** Notes that a transaction of the group came to this. */
  note({ keys }: Outcome, group: number): void {
    for (const key of keys) this.notes.add(key, group);
  }
  /** Forgets what it knows, after the transaction was given up. */
  clear(): void {
    this.known.clear();
    this.last = undefined;
  }
}
