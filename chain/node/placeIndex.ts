/** Where things stand in a chain, by 64-bit keys: sorted runs in SQLite, merged as they grow, so that adding costs little at any size. */
import type Database from 'better-sqlite3';
import { ChainFault } from '../errors.ts';
import {
  chunkBytes,
  chunkEntries,
  chunkOf,
  type Entries,
  emptyEntries,
  lowerBound,
  mergeRuns,
  type PlaceKey,
  putEntries,
  type Run,
  runSpanMax,
} from './placeRuns.ts';

/** Runs of about one size that are merged into one: each entry is written once for every power of eight. */
const fanOut = 8;
/** Rows that one run may have; chunks are numbered run by run. */
const chunksPerRun = 8192;

/** The tables; rows of chunks are appended, for numbers of runs only grow. */
export const placeTables = `
  CREATE TABLE IF NOT EXISTS place_runs (run INTEGER PRIMARY KEY, entries INTEGER NOT NULL, base INTEGER NOT NULL,
    "end" INTEGER NOT NULL, firsts BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS place_chunks (place INTEGER PRIMARY KEY, entries BLOB NOT NULL);`;

interface RunRow {
  readonly run: number;
  readonly entries: number;
  readonly base: number;
  readonly end: number;
}
const selectRuns = 'SELECT run, entries, base, "end" FROM place_runs ORDER BY run';

/** The power of eight below a number of entries. */
const tierOf = (entries: number): number => Math.floor((31 - Math.clz32(entries | 1)) / 3);

/** Adds runs; call it inside a transaction of the caller's, for a run is several rows. */
export class PlaceWriter {
  private readonly entriesMax: number;
  private readonly chunks: Database.Statement;
  private readonly insertRun: Database.Statement;
  private readonly insertChunk: Database.Statement;
  private readonly deleteRuns: Database.Statement;
  private readonly deleteChunks: Database.Statement;
  private readonly list: Database.Statement;

  /** Runs beyond `entriesMax` are not merged further: one merge takes some 0.1 µs an entry and 24 bytes of memory. */
  constructor(database: Database.Database, entriesMax: number) {
    this.entriesMax = Math.min(entriesMax, chunksPerRun * chunkEntries);
    this.list = database.prepare(selectRuns);
    this.chunks = database
      .prepare('SELECT entries FROM place_chunks WHERE place >= ? AND place < ? ORDER BY place')
      .pluck();
    this.insertRun = database.prepare(
      'INSERT INTO place_runs (run, entries, base, "end", firsts) VALUES (?, ?, ?, ?, ?)',
    );
    this.insertChunk = database.prepare('INSERT INTO place_chunks (place, entries) VALUES (?, ?)');
    this.deleteRuns = database.prepare('DELETE FROM place_runs WHERE run >= ? AND run <= ?');
    this.deleteChunks = database.prepare('DELETE FROM place_chunks WHERE place >= ? AND place < ?');
  }

  /** Adds a run that is newer than all others, and merges where enough of one size follow each other. */
  add(run: Run): void {
    if (run.high.length === 0) return;
    const rows = this.list.all() as RunRow[];
    const last = (rows.at(-1)?.run ?? 0) + 1;
    const [oldest, ...others] = this.mergeable(rows, run);
    let added = run;
    if (oldest !== undefined) {
      added = mergeRuns(this.read(oldest), ...others.map((row) => this.read(row)), run);
      this.deleteRuns.run(oldest.run, last);
      this.deleteChunks.run(oldest.run * chunksPerRun, last * chunksPerRun);
    }
    this.write(last, added);
  }

  /** The newest runs that the added one is merged with. */
  private mergeable(rows: readonly RunRow[], run: Run): RunRow[] {
    let chosen = 0;
    let total = run.high.length;
    for (;;) {
      const tier = tierOf(total);
      let taken = chosen;
      let sum = total;
      while (taken < rows.length) {
        const row = rows[rows.length - 1 - taken] as RunRow;
        const fits = sum + row.entries <= this.entriesMax && run.end - row.base < runSpanMax;
        if (!fits || tierOf(row.entries) > tier) break;
        sum += row.entries;
        taken++;
      }
      if (taken - chosen < fanOut - 1) return chosen === 0 ? [] : rows.slice(-chosen);
      chosen = taken;
      total = sum;
    }
  }
  private read({ run, base, end, entries: count }: RunRow): Run {
    const from = run * chunksPerRun;
    const entries = emptyEntries(count);
    let at = 0;
    for (const bytes of this.chunks.all(from, from + chunksPerRun) as Buffer[]) {
      const chunk = chunkOf(bytes);
      putEntries(entries, at, chunk);
      at += chunk.high.length;
    }
    if (at !== count)
      throw new ChainFault(`Run ${run} of an index of places has ${at} entries, not ${count}.`);
    return { base, end, ...entries };
  }
  private write(number: number, run: Run): void {
    const count = Math.ceil(run.high.length / chunkEntries);
    const firsts = new Uint32Array(count);
    for (let chunk = 0; chunk < count; chunk++) {
      firsts[chunk] = run.high[chunk * chunkEntries] as number;
      this.insertChunk.run(number * chunksPerRun + chunk, chunkBytes(run, chunk * chunkEntries));
    }
    this.insertRun.run(number, run.high.length, run.base, run.end, new Uint8Array(firsts.buffer));
  }
}

/** Looks keys up; call it inside a transaction of the caller's, so that runs are not merged meanwhile. */
export class PlaceReader {
  private readonly list: Database.Statement;
  private readonly firsts: Database.Statement;
  private readonly chunk: Database.Statement;
  private readonly version: Database.Statement;
  private seen: unknown;
  private runs: readonly RunRow[] = [];
  private directories = new Map<number, Uint32Array>();
  /** The chunk of each run that was read last; the rows of a run never change. */
  private recent = new Map<number, { readonly chunk: number; readonly entries: Entries }>();

  constructor(database: Database.Database) {
    this.list = database.prepare(selectRuns);
    this.firsts = database.prepare('SELECT firsts FROM place_runs WHERE run = ?').pluck();
    this.chunk = database.prepare('SELECT entries FROM place_chunks WHERE place = ?').pluck();
    this.version = database.prepare('PRAGMA data_version').pluck();
  }

  /** Groups where the key may stand, below `before` and not below `from`, newest first; a group may come twice. */
  *find(key: PlaceKey, { before = Number.POSITIVE_INFINITY, from = 0 } = {}): Generator<number> {
    this.refresh();
    yield* this.findInRuns(key, before, from);
  }

  /** What `find` gives for each of many keys; where they come in order, those of one chunk share the reading of it. */
  findEach(keys: readonly PlaceKey[], from = 0): number[][] {
    this.refresh();
    return keys.map((key) => [...this.findInRuns(key, Number.POSITIVE_INFINITY, from)]);
  }

  private *findInRuns(key: PlaceKey, before: number, from: number): Generator<number> {
    for (let at = this.runs.length - 1; at >= 0; at--) {
      const row = this.runs[at] as RunRow;
      // Older runs hold older groups.
      if (row.end <= from) return;
      if (row.base < before) yield* this.findInRun(row, key, before, from);
    }
  }

  /** Forgets what it knows of the runs, after the connection itself has written. */
  reset(): void {
    this.seen = undefined;
  }

  private *findInRun(row: RunRow, key: PlaceKey, before: number, from: number): Generator<number> {
    const { high, low } = key;
    const firsts = this.directory(row.run);
    // Entries of one half may begin in the chunk before the first that begins with it.
    let chunk = lowerBound(firsts, high + 1) - 1;
    for (; chunk >= 0; chunk--) {
      const entries = this.entries(row, chunk);
      for (let at = lowerBound(entries.high, high + 1) - 1; at >= 0 && entries.high[at] === high; at--) {
        const group = row.base + (entries.group[at] as number);
        if (group < from) return;
        if (entries.low[at] === low && group < before) yield group;
      }
      if ((firsts[chunk] as number) < high) return;
    }
  }
  private entries({ run }: RunRow, chunk: number): Entries {
    const recent = this.recent.get(run);
    if (recent?.chunk === chunk) return recent.entries;
    const bytes = this.chunk.get(run * chunksPerRun + chunk);
    if (!Buffer.isBuffer(bytes))
      throw new ChainFault(`Row ${chunk} of run ${run} is missing in an index of places.`);
    const entries = chunkOf(bytes);
    this.recent.set(run, { chunk, entries });
    return entries;
  }
  private directory(run: number): Uint32Array {
    let firsts = this.directories.get(run);
    if (firsts === undefined) {
      const bytes = this.firsts.get(run);
      if (!Buffer.isBuffer(bytes)) throw new ChainFault(`Run ${run} is missing in an index of places.`);
      firsts = new Uint32Array(new Uint8Array(bytes).buffer);
      this.directories.set(run, firsts);
    }
    return firsts;
  }
  private refresh(): void {
    const version = this.version.get();
    if (this.seen === version) return;
    this.seen = version;
    this.runs = this.list.all() as RunRow[];
    const known = this.directories;
    this.directories = new Map();
    this.recent = new Map();
    for (const { run } of this.runs) {
      const firsts = known.get(run);
      if (firsts !== undefined) this.directories.set(run, firsts);
    }
  }
}
