/** The read model: tables over the chain's events in SQLite, written block by block and rebuilt from the chain at will. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { genesisHash } from '#chain/genesis.ts';
import type { Node } from '#chain/node.ts';
import type { Registry } from '#chain/registry.ts';
import { BlockWriter, type Database } from './blockWriter.ts';
import { createStatements } from './createTables.ts';
import { type IndexedBlock, indexedBlockOf } from './indexedBlock.ts';
import { type EventTable, eventTables, fixedTables, meta } from './tables.ts';

/** Newest blocks kept in memory, so that live streams and catching up need not read them again. */
const recentBlocksMax = 64;
/** Blocks of one write while catching up: a transaction costs a sync of its own. */
const catchUpBlocksMax = 64;

export interface ReadModelOptions {
  /** The file `read.sqlite`, or `:memory:`. */
  readonly path: string;
  readonly node: Node;
  /** Told when writing failed; the chain goes on, the lag grows. */
  readonly onError?: (error: unknown) => void;
}

interface Opened {
  readonly sqlite: SQLite.Database;
  readonly database: Database;
  readonly tables: ReadonlyMap<string, EventTable>;
  /** −1 where nothing was written yet. */
  readonly height: number;
}

/** Opens the file, or makes it anew where its schema or its chain is another. */
const openFile = (path: string, registry: Registry, chain: string, allowed: boolean): Opened => {
  const tables = eventTables(registry);
  const statements = createStatements([...fixedTables, ...[...tables.values()].map(({ table }) => table)]);
  const fingerprint = createHash('sha256').update(statements.join('\n')).update(chain).digest('hex');
  const sqlite = new SQLite(path);
  try {
    sqlite.pragma('journal_mode = WAL');
    // What a power cut takes is written again from the chain, so a commit need not wait for the disk.
    sqlite.pragma('synchronous = NORMAL');
    const database = drizzle(sqlite);
    const exists = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'").get() !== undefined;
    if (!exists)
      sqlite.transaction(() => {
        for (const statement of statements) sqlite.exec(statement);
        database.insert(meta).values({ name: 'fingerprint', value: fingerprint }).run();
        database.insert(meta).values({ name: 'head', value: '-1.' }).run();
      })();
    const facts = new Map(
      database
        .select()
        .from(meta)
        .all()
        .map(({ name, value }) => [name, value]),
    );
    if (facts.get('fingerprint') !== fingerprint)
      throw new Error('The file was written for another schema or chain.');
    return { sqlite, database, tables, height: Number.parseInt(facts.get('head') ?? '', 10) };
  } catch (error) {
    sqlite.close();
    if (!allowed || path === ':memory:') throw error;
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    return openFile(path, registry, chain, false);
  }
};

interface Waiter {
  readonly height: number;
  readonly resolve: (reached: boolean) => void;
}

/** Follows a node; readers use `database` and `tables`. */
export class ReadModel {
  readonly database: Database;
  readonly tables: ReadonlyMap<string, EventTable>;
  /** Resolves when the node's head at opening is written. */
  readonly ready: Promise<void>;
  private readonly sqlite: SQLite.Database;
  private readonly node: Node;
  private readonly writer: BlockWriter;
  private readonly onError: (error: unknown) => void;
  private readonly recent = new Map<number, IndexedBlock>();
  private readonly listeners = new Set<() => void>();
  private readonly waiters = new Set<Waiter>();
  private readonly stopListening: () => void;
  private written: number;
  /** The newest height that the node told of. */
  private target = 0;
  private catchingUp = false;
  private closed = false;

  /** Opens the file and begins to catch up with the chain. */
  static open({ path, node, onError }: ReadModelOptions): ReadModel {
    let opened = openFile(path, node.registry, chainOf(node), true);
    if (!sameChain(opened, node)) {
      opened.sqlite.close();
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
      opened = openFile(path, node.registry, chainOf(node), false);
    }
    return new ReadModel(opened, node, onError ?? (() => undefined));
  }

  private constructor(
    { sqlite, database, tables, height }: Opened,
    node: Node,
    onError: (error: unknown) => void,
  ) {
    this.sqlite = sqlite;
    this.database = database;
    this.tables = tables;
    this.node = node;
    this.onError = onError;
    this.written = height;
    this.writer = new BlockWriter(database, node.registry, tables);
    this.stopListening = node.onBlock((block) => {
      this.target = Math.max(this.target, block.height);
      if (block.height === this.written + 1 && !this.catchingUp)
        this.tryWrite([indexedBlockOf(node.registry, node.genesis, block)]);
      else void this.catchUp();
    });
    this.target = node.head.height;
    void this.catchUp();
    this.ready = this.waitFor(this.target, Number.POSITIVE_INFINITY).then(() => undefined);
  }

  /** The newest height that every list knows; −1 before genesis is written. */
  get height(): number {
    return this.written;
  }
  /** Blocks by which the lists are behind the chain. */
  get lag(): number {
    return Math.max(0, this.node.head.height - this.written);
  }

  /** Resolves true once the height is written, or false after `timeoutMs`. */
  waitFor(height: number, timeoutMs: number): Promise<boolean> {
    if (this.written >= height) return Promise.resolve(true);
    if (this.closed) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiter: Waiter = { height, resolve };
    this.waiters.add(waiter);
    const timer = Number.isFinite(timeoutMs) ? setTimeout(() => resolve(false), timeoutMs) : undefined;
    return promise.finally(() => {
      clearTimeout(timer);
      this.waiters.delete(waiter);
    });
  }

  /** Calls `listener` whenever blocks were written; returns how to stop that. */
  onWritten(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A written block with its events in JSON form; undefined beyond `height`. */
  block(height: number): IndexedBlock | undefined {
    if (height > this.written) return undefined;
    return this.recent.get(height) ?? this.read(height);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.stopListening();
    for (const { resolve } of this.waiters) resolve(false);
    this.sqlite.close();
  }

  private read(height: number): IndexedBlock | undefined {
    const { node } = this;
    const block = node.block(height);
    return block === undefined ? undefined : indexedBlockOf(node.registry, node.genesis, block);
  }

  private async catchUp(): Promise<void> {
    if (this.catchingUp) return;
    this.catchingUp = true;
    try {
      while (!this.closed && this.written < this.target) {
        const batch: IndexedBlock[] = [];
        const end = Math.min(this.target, this.written + catchUpBlocksMax);
        for (let height = this.written + 1; height <= end; height++) {
          const block = this.read(height);
          if (block === undefined) break;
          batch.push(block);
        }
        if (batch.length === 0 || !this.tryWrite(batch)) return;
        // Requests are answered between batches.
        await nextTurn();
      }
    } catch (error) {
      this.onError(error);
    } finally {
      this.catchingUp = false;
    }
  }

  private tryWrite(batch: readonly IndexedBlock[]): boolean {
    try {
      this.sqlite.transaction(() => {
        for (const block of batch) this.writer.write(block);
      })();
    } catch (error) {
      this.onError(error);
      return false;
    }
    for (const block of batch) {
      this.recent.set(block.height, block);
      this.recent.delete(block.height - recentBlocksMax);
      this.written = block.height;
    }
    for (const { height, resolve } of this.waiters) if (height <= this.written) resolve(true);
    for (const listener of this.listeners) listener();
    return true;
  }
}

/** Whether the last written block is one of the node's chain. */
const sameChain = ({ database, height }: Opened, node: Node): boolean => {
  const head =
    database
      .select()
      .from(meta)
      .all()
      .find(({ name }) => name === 'head')?.value ?? '';
  return height === -1 || head === `${height}.${node.block(height)?.hash}`;
};

const chainOf = (node: Node): string => genesisHash(node.genesisBytes);
