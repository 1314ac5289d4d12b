/** The durable store of blocks as the node sees it: appends are synced by a thread of their own. */
import { Worker } from 'node:worker_threads';
import { ChainReader } from './chainReader.ts';
import type { CellPage } from './lanePages.ts';
import { decodeStorageError, StorageError, StorageFailed } from './storageError.ts';
import { queuedBlocksMax, queuedBytesMax } from './storageLimits.ts';
import type { StorageRequest } from './storageLoop.ts';
import type { OpenedChain, StorageReport, StorageWorkerData } from './storageWorker.ts';
import { assertStorable, blockBytes, blockForThread, type StoredBlock } from './storedBlock.ts';

/** The thread that opens, checks and writes the files: a worker, unless a test gives one whose turns it decides. */
export interface StorageThread {
  postMessage(request: StorageRequest, move: ArrayBuffer[]): void;
  on(event: 'message', listener: (report: StorageReport) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  once(event: 'error', listener: (error: unknown) => void): unknown;
  off(event: 'message', listener: (report: StorageReport) => void): unknown;
  off(event: 'error', listener: (error: unknown) => void): unknown;
  terminate(): Promise<unknown>;
}
export type StartStorage = (data: StorageWorkerData) => StorageThread;
const startWorker: StartStorage = (workerData) =>
  new Worker(new URL('./storageWorker.ts', import.meta.url), { workerData });

/** How to open a store. */
export interface StoreOptions {
  /** Written by the first open; at later ones it must be the stored genesis, or be left out. */
  genesis?: Uint8Array;
  /** The module (a file URL) and the export that hashes a header's bytes to 32 bytes, purely. */
  hashHeader: { module: URL; name: string };
  /** Called once, when storage fails while open: the node must stop. */
  onFatal: (error: StorageError) => void;
  /** Pages of 16 KiB that the database may have; the store fails at the first block beyond. No bound if left out. */
  pageCountMax?: number;
  /** Starts the thread; a worker unless given. */
  thread?: StartStorage;
}

interface Waiting {
  height: number | undefined;
  bytes: number;
  resolve: () => void;
  reject: (error: StorageError) => void;
}

/** A store whose blocks are being checked. */
export interface OpeningStore {
  /** Reads what is there meanwhile, unless the chain is new; what it gives counts only once `store` has resolved. */
  readonly reader: ChainReader | undefined;
  /** Rejects with StorageDamaged where a block is not as it was stored. */
  readonly store: Promise<BlockStore>;
}

/**
 * Opens the chain in `folder`, made if needed, and checks every stored block.
 * @throws StorageDamaged, StorageLocked, or a StorageError `chain.storageEmpty` or `chain.storageGenesis`.
 * @example const store = await openStore(folder, { genesis, hashHeader, onFatal: () => process.exit(1) });
 */
export async function openStore(folder: string, options: StoreOptions): Promise<BlockStore> {
  return (await beginStore(folder, options)).store;
}

/** As `openStore`, but resolves as soon as the folder is locked, so that its cells can be read during the check. */
export async function beginStore(folder: string, options: StoreOptions): Promise<OpeningStore> {
  const data: StorageWorkerData = {
    folder,
    genesis: options.genesis === undefined ? undefined : Uint8Array.from(options.genesis),
    hashHeader: { module: options.hashHeader.module.href, name: options.hashHeader.name },
    pageCountMax: options.pageCountMax,
  };
  const worker = (options.thread ?? startWorker)(data);
  let reader: ChainReader | undefined;
  const locked = Promise.withResolvers<boolean>();
  const opened = Promise.withResolvers<OpenedChain>();
  const fail = (error: unknown): void => {
    locked.reject(error);
    opened.reject(error);
  };
  const hear = (report: StorageReport): void => {
    if (report.kind === 'locked') locked.resolve(report.exists);
    else if (report.kind === 'opened') opened.resolve(report.opened);
    else if (report.kind === 'failed') fail(decodeStorageError(report.error));
  };
  worker.on('message', hear);
  worker.once('error', fail);
  const store = opened.promise
    .then((found) => {
      worker.off('message', hear);
      worker.off('error', fail);
      reader ??= new ChainReader(folder);
      return new BlockStore(worker, reader, found, options.onFatal);
    })
    .catch(async (error: unknown) => {
      reader?.close();
      await worker.terminate();
      throw error;
    });
  // Whoever is not told by this promise is told by the other.
  store.catch(() => undefined);
  if (!(await locked.promise)) return { reader, store };
  try {
    reader = new ChainReader(folder);
  } catch (error) {
    await store.then((open) => open.close());
    throw error;
  }
  return { reader, store };
}

/** An open chain. Blocks are appended in order of height; what was acknowledged outlasts a power cut. */
export class BlockStore {
  /** What the check at the start found. */
  readonly opened: Readonly<OpenedChain>;
  readonly #worker: StorageThread;
  readonly #reader: ChainReader;
  readonly #onFatal: (error: StorageError) => void;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #height: number | undefined;
  #queuedHeight: number | undefined;
  #error: StorageError | undefined;
  #closing: Promise<void> | undefined;

  /** Use `openStore`. */
  constructor(
    worker: StorageThread,
    reader: ChainReader,
    opened: OpenedChain,
    onFatal: (error: StorageError) => void,
  ) {
    this.opened = opened;
    this.#worker = worker;
    this.#reader = reader;
    this.#onFatal = onFatal;
    this.#height = opened.height;
    this.#queuedHeight = opened.height;
    worker.on('message', (report: StorageReport) => this.#receive(report));
    worker.on('error', (error) =>
      this.#fail(new StorageFailed('The storage thread died.', undefined, error)),
    );
    worker.on('exit', () => {
      if (this.#waiting.length > 0) this.#fail(new StorageFailed('The storage thread ended early.'));
    });
  }

  /** The genesis that the chain was made with. */
  get genesis(): Uint8Array {
    return this.#reader.genesis;
  }

  /** The last acknowledged block's height, or undefined before the first. */
  get height(): number | undefined {
    return this.#height;
  }

  /**
   * Stores a block; resolves when database and file of roots are synced, with the milliseconds that it took. Appends may
   * follow each other without waiting. The first block has height 0 or 1, each later one the next height. Parts in shared memory are not copied and
   * must stay as they are until then; buffers in `given` are taken away from the caller; other parts are copied at once.
   * @throws RangeError for a wrong height or size; StorageFailed after a failure, for good; StorageError
   *   `chain.storageBusy`, which harms nothing, when too many appends wait.
   */
  async append(block: StoredBlock, given: readonly ArrayBuffer[] = []): Promise<number> {
    const begun = performance.now();
    assertStorable(block);
    const last = this.#queuedHeight;
    if (last === undefined ? block.height > 1 : block.height !== last + 1) {
      throw new RangeError(`Block ${block.height} does not follow block ${last ?? 'none'}.`);
    }
    const bytes = blockBytes(block);
    if (this.#waiting.length >= queuedBlocksMax || this.#waitingBytes + bytes > queuedBytesMax) {
      throw new StorageError(
        'chain.storageBusy',
        `${this.#waiting.length} blocks already wait to be stored.`,
      );
    }
    const handed = blockForThread(block, given);
    this.#queuedHeight = block.height;
    await this.#ask({ kind: 'append', block: handed.block }, block.height, bytes, handed.move);
    return performance.now() - begun;
  }

  /** An acknowledged block, or undefined. Throws StorageDamaged if its bytes are not those that were stored. */
  getBlock(height: number): StoredBlock | undefined {
    return this.#height === undefined || height > this.#height ? undefined : this.#reader.getBlock(height);
  }

  /** All cells after the last acknowledged block, as `ChainReader.cellPages` gives them. */
  cellPages(): Iterable<CellPage> {
    return this.#height === undefined ? [] : this.#reader.cellPages(this.#height);
  }

  /** Brings the file of cells up to the last block and the write-ahead log into the database. */
  async settle(): Promise<void> {
    await this.#ask({ kind: 'settle' }, undefined, 0);
  }

  /** Stores what waits, settles, and releases the folder. After a failure it only releases. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#error === undefined) {
      // The writer must be the last to close: only then does SQLite put away its write-ahead log.
      this.#reader.close();
      await this.#ask({ kind: 'close' }, undefined, 0);
      this.#error = new StorageFailed('The store is closed.');
      await this.#worker.terminate();
      return;
    }
    // After a failure the reader closes last, so that SQLite leaves the log to the next open's check.
    await this.#worker.terminate();
    this.#reader.close();
  }

  #ask(
    request: StorageRequest,
    height: number | undefined,
    bytes: number,
    move: ArrayBuffer[] = [],
  ): Promise<void> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#closing !== undefined && request.kind !== 'close') {
      return Promise.reject(new StorageFailed('The store is closed.', height));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ height, bytes, resolve, reject });
      this.#waitingBytes += bytes;
      this.#worker.postMessage(request, move);
    });
  }

  #receive(report: StorageReport): void {
    if (report.kind === 'failed') this.#fail(decodeStorageError(report.error));
    if (report.kind !== 'done') return;
    const first = this.#waiting.shift();
    if (first === undefined) return;
    this.#waitingBytes -= first.bytes;
    if (first.height !== undefined) this.#height = first.height;
    first.resolve();
  }

  #fail(error: StorageError): void {
    if (this.#error !== undefined) return;
    this.#error =
      error.code === 'chain.storageFailed' ? error : new StorageFailed(error.message, error.height, error);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#error);
    this.#waitingBytes = 0;
    this.#onFatal(error);
  }
}
