/** The storage thread: appends in order, and lets the file of cells follow in short steps between them. */
import { parentPort, workerData } from 'node:worker_threads';
import { openChainFiles } from './chainFiles.ts';
import { encodeStorageError, type StorageErrorMessage } from './storageError.ts';
import { foldIdleMs } from './storageLimits.ts';
import { StorageLoop, type StorageRequest, type StorageTurn } from './storageLoop.ts';
import type { HashHeader } from './verifyChain.ts';

/** What the thread is started with; the hash of headers is given as an export's address, for functions cannot cross. */
export interface StorageWorkerData {
  folder: string;
  genesis: Uint8Array | undefined;
  hashHeader: { module: string; name: string };
  pageCountMax: number | undefined;
}

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
  const loop = new StorageLoop(files, report);
  let idle: NodeJS.Timeout | undefined;
  let stepping = false;
  const schedule = (): void => {
    if (stepping) return;
    stepping = true;
    setImmediate(() => {
      stepping = false;
      goOn(loop.step());
    });
  };
  const goOn = (next: StorageTurn): void => {
    if (next === 'more') schedule();
    else if (next === 'idle') idle ??= setTimeout(follow, foldIdleMs);
    else if (next === 'ended') {
      clearTimeout(idle);
      port?.close();
    }
  };
  const follow = (): void => {
    idle = undefined;
    if (!stepping) goOn(loop.follow());
  };
  port?.on('message', (request: StorageRequest) => {
    loop.take(request);
    schedule();
  });
}

async function importHash(address: StorageWorkerData['hashHeader']): Promise<HashHeader> {
  const module: Record<string, unknown> = await import(address.module);
  const found = module[address.name];
  if (typeof found !== 'function') throw new TypeError(`The hash of headers ${address.name} is no function.`);
  return found as HashHeader;
}
