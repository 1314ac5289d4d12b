/** Header times as heights: rows of the lists stand in the order of heights. */
import { gte, sql } from 'drizzle-orm';
import type { ReadTables } from './eventLists.ts';
import { rememberQuery } from './placeScan.ts';
import { blocks } from './tables.ts';

/** Height of the first block whose header time is `timeMs` or later; undefined where there is none yet. */
export const firstHeightFrom = (
  { database }: Pick<ReadTables, 'database'>,
  timeMs: number,
): number | undefined =>
  rememberQuery(database, 'first height', () =>
    database
      .select({ height: blocks.height })
      .from(blocks)
      .where(gte(blocks.time, sql.placeholder('time')))
      .orderBy(blocks.time)
      .limit(1)
      .prepare(),
  ).get({ time: timeMs })?.height;
