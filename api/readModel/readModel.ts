/** The read model: tables over the chain's events in SQLite, written by a thread of their own and rebuilt from the chain at will. */
import { Worker } from 'node:worker_threads';
import type SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { genesisHash } from '#chain/genesis.ts';
import type { ChainBlock } from '#chain/node/chainBlock.ts';
import { PlaceReader } from '#chain/node/placeIndex.ts';
import type { Node } from '#chain/node.ts';
import { type Database, isDamage, openForReading, prepareFile, removeFile } from './readFile.ts';
import { type EventTable, eventTables } from './tables.ts';
import type { WriterData, WriterOrder, WriterReport } from './writerMessages.ts';

/** Bytes of blocks that the thread is given and has not written: beyond, it reads them from storage itself. */
const givenBytesMax = 16 * 1024 * 1024;

export interface ReadModelOptions {
  /** The file `read.sqlite`. */
  readonly path: string;
  readonly node: ReadNode;
  /** Told when writing failed or its thread ended; the chain goes on, the lag grows. */
  readonly onError?: (error: unknown) => void;
}
/** What it asks of the node. */
export type ReadNode = Pick<
  Node,
  'registry' | 'genesisBytes' | 'folder' | 'modules' | 'head' | 'block' | 'onBlock'
>;

interface Waiter {
  readonly height: number;
  readonly resolve: (reached: boolean) => void;
}

/** Follows a node; readers use `database`, `tables` and `places`. */
export class ReadModel {
  /** A connection that only reads. */
  readonly database: Database;
  readonly tables: ReadonlyMap<string, EventTable>;
  /** Looks up where things stand; call it inside `snapshot`. */
  readonly places: PlaceReader;
  /** Resolves when the node's head at opening is written, or when that cannot happen any more. */
  readonly ready: Promise<void>;
  private readonly path: string;
  private readonly sqlite: SQLite.Database;
  private readonly node: ReadNode;
  private readonly worker: Worker;
  private readonly onError: (error: unknown) => void;
  private readonly listeners = new Set<() => void>();
  private readonly waiters = new Set<Waiter>();
  private readonly stopListening: () => void;
  /** Bytes of the blocks that were given to the thread, by height. */
  private readonly given = new Map<number, number>();
  private givenBytes = 0;
  private written: number;
  private threadUs = 0;
  private closing: Promise<void> | undefined;
  private hasEnded = false;
  private isDamaged = false;

  /** Opens the file, made anew where it is damaged or another chain's, and begins to catch up with the chain. */
  static open({ path, node, onError }: ReadModelOptions): ReadModel {
    const tables = eventTables(node.registry);
    const { height } = prepareFile(path, tables, {
      genesisHash: genesisHash(node.genesisBytes),
      hashAt: (at) => node.block(at)?.hash,
    });
    return new ReadModel(path, tables, height, node, onError ?? (() => undefined));
  }

  private constructor(
    path: string,
    tables: ReadonlyMap<string, EventTable>,
    written: number,
    node: ReadNode,
    onError: (error: unknown) => void,
  ) {
    this.path = path;
    this.tables = tables;
    this.written = written;
    this.node = node;
    this.onError = onError;
    this.sqlite = openForReading(path);
    this.database = drizzle(this.sqlite);
    this.places = new PlaceReader(this.sqlite);
    const { folder, modules } = node;
    const workerData: WriterData = { path, folder, modules: modules.href, written };
    this.worker = new Worker(new URL('./writerThread.ts', import.meta.url), { workerData });
    this.worker.on('message', (report: WriterReport) => this.receive(report));
    this.worker.on('error', (error) => this.end(String(error)));
    this.worker.on('exit', (code) => this.end(`its code is ${code}`));
    this.stopListening = node.onBlock((block) => this.give(block));
    this.order({ kind: 'synced', height: node.head.height });
    this.ready = this.waitFor(node.head.height, Number.POSITIVE_INFINITY).then(() => undefined);
  }

  /** The newest height that every list knows; −1 before genesis is written. */
  get height(): number {
    return this.written;
  }
  /** Blocks by which the lists are behind the chain. */
  get lag(): number {
    return Math.max(0, this.node.head.height - this.written);
  }
  /** CPU time that the writer's thread has taken, in microseconds. */
  get writerCpuUs(): number {
    return this.threadUs;
  }

  /** Runs reads that belong together: all of them see the tables at one height. Throws where the file is damaged. */
  snapshot<T>(read: () => T): T {
    try {
      return this.sqlite.transaction(read)();
    } catch (error) {
      if (isDamage(error)) this.giveUpFile(String(error));
      throw error;
    }
  }

  /** Resolves true once the height is written, or false after `timeoutMs`. */
  waitFor(height: number, timeoutMs: number): Promise<boolean> {
    if (this.written >= height) return Promise.resolve(true);
    if (this.hasEnded || this.closing !== undefined) return Promise.resolve(false);
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

  /** A block that the lists know; undefined beyond `height`. */
  block(height: number): ChainBlock | undefined {
    return height > this.written ? undefined : this.node.block(height);
  }

  /** Stops following; resolves when the thread has let go of the file. */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    this.stopListening();
    this.giveUpWaiting();
    this.sqlite.close();
    if (this.hasEnded) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.worker.once('exit', () => resolve());
    this.order({ kind: 'close' });
    await promise;
  }

  /** Hands a synced block over: a copy of its bytes, which is cheaper than reading them again, while few wait. */
  private give(block: ChainBlock): void {
    const { height, headerHash, headerBytes, body, receiptList } = block;
    const bytes = body.length + receiptList.length;
    if (this.hasEnded) return;
    if (this.givenBytes + bytes > givenBytesMax) {
      this.order({ kind: 'synced', height });
      return;
    }
    this.given.set(height, bytes);
    this.givenBytes += bytes;
    const copy = { body: body.slice(), receipts: receiptList.slice() };
    this.order(
      {
        kind: 'synced',
        height,
        block: { height, headerHash: headerHash.slice(), header: headerBytes.slice(), ...copy },
      },
      [copy.body.buffer, copy.receipts.buffer],
    );
  }
  private order(order: WriterOrder, move: ArrayBuffer[] = []): void {
    this.worker.postMessage(order, move);
  }

  private receive(report: WriterReport): void {
    if (this.closing !== undefined) return;
    if (report.kind === 'failed') {
      if (report.isDamage) this.giveUpFile(report.message);
      else this.onError(new Error(`The lists stay at block ${this.written}: ${report.message}`));
      return;
    }
    this.written = report.height;
    this.threadUs = report.cpuUs;
    for (const [height, bytes] of this.given) {
      if (height > report.height) break;
      this.given.delete(height);
      this.givenBytes -= bytes;
    }
    for (const { height, resolve } of this.waiters) if (height <= this.written) resolve(true);
    for (const listener of this.listeners) listener();
  }

  /** Lets a damaged file go, so that the next start makes it anew; what is open still reads what can be read. */
  private giveUpFile(reason: string): void {
    if (this.isDamaged) return;
    this.isDamaged = true;
    removeFile(this.path);
    this.onError(
      new Error(
        `The file of the lists is damaged (${reason}). They stay at block ${this.written}, and are made anew at the next start.`,
      ),
    );
  }

  /** The thread is gone: nothing more is written until the node starts again. */
  private end(reason: string): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.giveUpWaiting();
    if (this.closing !== undefined) return;
    this.onError(
      new Error(
        `The thread that writes the lists has ended (${reason}). They stay at block ${this.written} until the node is started again.`,
      ),
    );
  }
  private giveUpWaiting(): void {
    for (const { resolve } of this.waiters) resolve(false);
  }
}
