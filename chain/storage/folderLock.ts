/** A lock on a data folder that the operating system releases when its process ends, however it ends. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StorageLocked } from './storageError.ts';

/**
 * Locks the folder until the returned function is called. An empty SQLite file carries the lock: its locks hold
 * between processes and between threads of one, on every platform, and leave nothing to clean up after a kill.
 * @throws StorageLocked if the folder is locked.
 */
export function lockFolder(folder: string): () => void {
  const database = new Database(join(folder, 'lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new StorageLocked();
    throw error;
  }
  return () => database.close();
}
