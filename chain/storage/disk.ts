/** Writing and syncing as storage needs it: whole or not at all, and folders too. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { StorageFailed } from './storageError.ts';

/** Writes all bytes at a position. Throws what the system says, or StorageFailed if it takes nothing more. */
export function writeExactly(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    const written = writeSync(descriptor, bytes, done, bytes.length - done, position + done);
    if (written === 0) throw new StorageFailed('The disk took only a part of what was written to it.');
    done += written;
  }
}

/** Syncs a file that somebody else wrote. */
export function syncFile(path: string): void {
  syncPath(path, 'r+');
}

/** Syncs a folder, so that files made or renamed in it are there after a power cut. */
export function syncFolder(folder: string): void {
  // Windows cannot open a folder to sync it; there the file system's own journal orders the names.
  if (process.platform === 'win32') return;
  syncPath(folder, 'r');
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
