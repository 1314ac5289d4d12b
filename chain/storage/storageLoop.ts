/** What the storage thread does, turn by turn: appends in order, and between them lets the file of cells follow. */
import type { ChainFiles } from './chainFiles.ts';
import { encodeStorageError } from './storageError.ts';
import { checkpointBytesMax, checkpointIdleBytes } from './storageLimits.ts';
import type { StorageReport } from './storageWorker.ts';
import type { StoredBlock } from './storedBlock.ts';

/** What the thread is told. */
export type StorageRequest = { kind: 'append'; block: StoredBlock } | { kind: 'settle' } | { kind: 'close' };

/** What follows a turn: another at once, one when nothing came for a while, none until a request, or none ever. */
export type StorageTurn = 'more' | 'idle' | 'quiet' | 'ended';

/** Does one short piece of work a turn; whoever runs it decides when the next turn is. */
export class StorageLoop {
  readonly #files: ChainFiles;
  readonly #report: (report: StorageReport) => void;
  readonly #queue: StorageRequest[] = [];
  #ended = false;

  constructor(files: ChainFiles, report: (report: StorageReport) => void) {
    this.#files = files;
    this.#report = report;
  }

  /** Takes a request in; it is done in a later turn, after those before it. */
  take(request: StorageRequest): void {
    this.#queue.push(request);
  }

  /** Does the next request, or goes on with the file of cells. */
  step(): StorageTurn {
    return this.#guarded(() => {
      const request = this.#queue.shift();
      if (request === undefined) {
        if (this.#files.isFolding) this.#files.foldStep();
      } else this.#serve(request);
    });
  }

  /** Lets the files follow after a quiet time, unless a request came meanwhile. */
  follow(): StorageTurn {
    if (this.#queue.length > 0) return 'more';
    return this.#guarded(() => {
      if (this.#files.wantsFold('idle')) this.#files.foldStep();
      else this.#files.copyLog();
    });
  }

  #serve(request: StorageRequest): void {
    const files = this.#files;
    if (request.kind === 'append') {
      files.append(request.block);
      this.#report({ kind: 'done' });
      // A load that never pauses would otherwise make the next start, and the log's file, ever longer.
      if (files.isFolding || files.wantsFold('busy')) files.foldStep();
      if (files.unsavedBytes >= checkpointBytesMax) files.copyLog();
    } else if (request.kind === 'settle') {
      files.fold();
      files.copyLog();
      this.#report({ kind: 'done' });
    } else {
      if (files.isFolding || files.wantsFold('idle')) files.fold();
      files.copyLog();
      files.close();
      this.#report({ kind: 'done' });
      this.#ended = true;
    }
  }

  #guarded(work: () => void): StorageTurn {
    if (this.#ended) return 'ended';
    try {
      work();
      return this.#ended ? 'ended' : this.#next();
    } catch (error) {
      // Nothing is known about the disk now: nothing is written or synced again, and nothing is closed here.
      this.#queue.length = 0;
      this.#ended = true;
      this.#report({ kind: 'failed', error: encodeStorageError(error) });
      return 'ended';
    }
  }

  #next(): StorageTurn {
    const files = this.#files;
    if (this.#queue.length > 0 || files.isFolding) return 'more';
    return files.wantsFold('idle') || files.unsavedBytes >= checkpointIdleBytes ? 'idle' : 'quiet';
  }
}
