/** The storage thread: appends in order, and lets the file of cells follow in short steps between them. */
import { parentPort, workerData } from 'node:worker_threads';
import { openChainFiles } from './chainFiles.ts';
import { encodeStorageError, type StorageErrorMessage } from './storageError.ts';
import { checkpointBytesMax, checkpointIdleBytes, foldIdleMs } from './storageLimits.ts';
import type { StoredBlock } from './storedBlock.ts';
import type { HashHeader } from './verifyChain.ts';

/** What the thread is started with; the hash of headers is given as an export's address, for functions cannot cross. */
export interface StorageWorkerData {
  folder: string;
  genesis: Uint8Array | undefined;
  hashHeader: { module: string; name: string };
  pageCountMax: number | undefined;
}

/** What the thread is told. */
export type StorageRequest = { kind: 'append'; block: StoredBlock } | { kind: 'settle' } | { kind: 'close' };

/** What the thread says; answers to requests come in the order of the requests. */
export type StorageReport =
  /** The folder is locked; whether it holds a chain, which is now checked. */
  | { kind: 'locked'; exists: boolean }
  | { kind: 'opened'; opened: OpenedChain }
  | { kind: 'done' }
  | { kind: 'failed'; error: StorageErrorMessage };

/** What the check at the start found, and how long it took. */
export interface OpenedChain {
  firstHeight: number | undefined;
  height: number | undefined;
  /** Whether the file of roots lacked the last block and was completed. */
  completed: boolean;
  blocks: number;
  bytes: number;
  verifyMs: number;
}

const port = parentPort;
if (port === null) throw new Error('The storage thread runs as a worker only.');
const report = (message: StorageReport): void => port.postMessage(message);

try {
  await run(workerData as StorageWorkerData);
} catch (error) {
  report({ kind: 'failed', error: encodeStorageError(error) });
  port.close();
}

async function run(data: StorageWorkerData): Promise<void> {
  const begun = performance.now();
  const hashHeader = await importHash(data.hashHeader);
  const onLocked = (exists: boolean): void => report({ kind: 'locked', exists });
  const files = openChainFiles(data.folder, { ...data, hashHeader, onLocked });
  const { firstHeight, height, missing, blocks, bytes } = files.found;
  const verifyMs = performance.now() - begun;
  const completed = missing !== undefined;
  report({ kind: 'opened', opened: { firstHeight, height, completed, blocks, bytes, verifyMs } });
  serve(files);
}

function serve(files: ReturnType<typeof openChainFiles>): void {
  const queue: StorageRequest[] = [];
  let idle: NodeJS.Timeout | undefined;
  let stepping = false;
  const schedule = (): void => {
    if (stepping) return;
    stepping = true;
    setImmediate(step);
  };
  const step = (): void => {
    stepping = false;
    try {
      const request = queue.shift();
      if (request?.kind === 'append') {
        files.append(request.block);
        report({ kind: 'done' });
        // A load that never pauses would otherwise make the next start, and the log's file, ever longer.
        if (files.isFolding || files.wantsFold('busy')) files.foldStep();
        if (files.unsavedBytes >= checkpointBytesMax) files.copyLog();
      } else if (request?.kind === 'settle') {
        files.fold();
        files.copyLog();
        report({ kind: 'done' });
      } else if (request?.kind === 'close') {
        if (files.isFolding || files.wantsFold('idle')) files.fold();
        files.copyLog();
        end();
        return;
      } else if (files.isFolding) files.foldStep();
      if (queue.length > 0 || files.isFolding) schedule();
      else waitForQuiet();
    } catch (error) {
      fail(error);
    }
  };
  const waitForQuiet = (): void => {
    const isWanted = files.wantsFold('idle') || files.unsavedBytes >= checkpointIdleBytes;
    if (isWanted) idle ??= setTimeout(follow, foldIdleMs);
  };
  const follow = (): void => {
    idle = undefined;
    if (queue.length > 0 || stepping) return;
    try {
      if (files.wantsFold('idle')) files.foldStep();
      else files.copyLog();
      if (files.isFolding) schedule();
      else waitForQuiet();
    } catch (error) {
      fail(error);
    }
  };
  const end = (): void => {
    clearTimeout(idle);
    files.close();
    report({ kind: 'done' });
    port?.close();
  };
  // After an error nothing is known about the disk: nothing is written or synced again, and nothing is closed here.
  const fail = (error: unknown): void => {
    clearTimeout(idle);
    queue.length = 0;
    report({ kind: 'failed', error: encodeStorageError(error) });
    port?.close();
  };
  port?.on('message', (request: StorageRequest) => {
    queue.push(request);
    schedule();
  });
}

async function importHash(address: StorageWorkerData['hashHeader']): Promise<HashHeader> {
  const module: Record<string, unknown> = await import(address.module);
  const found = module[address.name];
  if (typeof found !== 'function') throw new TypeError(`The hash of headers ${address.name} is no function.`);
  return found as HashHeader;
}
