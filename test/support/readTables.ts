/** The tables of the read model without a chain: blocks that were made are written by the real writer and read by the real lists. */
import SQLite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { BlockWriter } from '#api/readModel/blockWriter.ts';
import type { ReadTables } from '#api/readModel/eventLists.ts';
import { makeTables, openForReading, openForWriting } from '#api/readModel/readFile.ts';
import { eventTables } from '#api/readModel/tables.ts';
import { PlaceReader } from '#chain/node/placeIndex.ts';
import type { Registry } from '#chain/registry.ts';

export interface MadeTables {
  readonly writer: BlockWriter;
  readonly model: ReadTables;
  close(): void;
}

/** Tables in a file, or in memory where none is given. */
export const openTables = (registry: Registry, path?: string): MadeTables => {
  const tables = eventTables(registry);
  const writing = path === undefined ? new SQLite(':memory:') : openForWriting(path);
  makeTables(writing, tables, 'no chain');
  const writer = new BlockWriter(writing, registry, { calls: [] }, tables);
  const reading = path === undefined ? writing : openForReading(path);
  const places = new PlaceReader(reading);
  return {
    writer,
    model: {
      database: drizzle(reading),
      tables,
      places,
      snapshot: (read) => {
        // A connection does not see by its version that it has written itself.
        if (reading === writing) places.reset();
        return reading.transaction(read)();
      },
    },
    close() {
      reading.close();
      if (reading !== writing) writing.close();
    },
  };
};
