/** What can go wrong with a stored chain: damaged, failed, locked, empty, of another chain, or too busy. */

/** A stable code of each storage error. */
export type StorageErrorCode =
  | 'chain.storageDamaged'
  | 'chain.storageFailed'
  | 'chain.storageLocked'
  | 'chain.storageEmpty'
  | 'chain.storageGenesis'
  | 'chain.storageBusy';

/** An error of the stored chain; its message is one sentence, its height the block concerned, where there is one. */
export class StorageError extends Error {
  readonly code: StorageErrorCode;
  readonly height: number | undefined;

  constructor(code: StorageErrorCode, sentence: string, height?: number, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = 'StorageError';
    this.code = code;
    this.height = height;
  }
}

/** The files do not hold what was stored; the height is the first block that is affected. */
export class StorageDamaged extends StorageError {
  constructor(height: number, sentence: string, cause?: unknown) {
    super('chain.storageDamaged', sentence, height, cause);
    this.name = 'StorageDamaged';
  }
}

/** A write or a sync failed: what is on the disk is unknown until the next open, so nothing more is accepted. */
export class StorageFailed extends StorageError {
  constructor(sentence: string, height?: number, cause?: unknown) {
    super('chain.storageFailed', sentence, height, cause);
    this.name = 'StorageFailed';
  }
}

/** Another process, or another store of this one, holds the folder. */
export class StorageLocked extends StorageError {
  constructor() {
    super('chain.storageLocked', 'The data folder is in use by another process.');
    this.name = 'StorageLocked';
  }
}

/** An error as it crosses the thread border, where classes are lost. */
export interface StorageErrorMessage {
  code: StorageErrorCode;
  message: string;
  height: number | undefined;
}

/** Turns anything thrown in the storage thread into a message; what is no StorageError counts as failed. */
export function encodeStorageError(error: unknown): StorageErrorMessage {
  if (error instanceof StorageError) {
    return { code: error.code, message: error.message, height: error.height };
  }
  const reason = describeError(error);
  return { code: 'chain.storageFailed', message: `Storage failed: ${reason}.`, height: undefined };
}

/** Gives the error its class back. */
export function decodeStorageError(message: StorageErrorMessage): StorageError {
  switch (message.code) {
    case 'chain.storageDamaged':
      return new StorageDamaged(message.height ?? 0, message.message);
    case 'chain.storageFailed':
      return new StorageFailed(message.message, message.height);
    case 'chain.storageLocked':
      return new StorageLocked();
    default:
      return new StorageError(message.code, message.message, message.height);
  }
}

/** The words of a foreign error on one line, without its full stop. */
export function describeError(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').replace(/\.$/, '');
}
