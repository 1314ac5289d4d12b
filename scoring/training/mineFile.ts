/** Mines a repository into a CSV file that appears only when it is whole. */
import { open, rename, rm } from 'node:fs/promises';
import { changeTableHeader, changeTableRow, changeTableTop } from './changeTable.ts';
import { openRepository } from './gitHistory.ts';
import { type MiningProgress, type MiningSummary, mineChanges } from './mineChanges.ts';

/** Rows written at once. */
const ROWS_PER_WRITE = 500;

/** What was mined: `judged` changes have the whole horizon of the labels ahead of them. */
export type MinedFile = MiningSummary & { head: string; judged: number };

const JUDGED_DAYS = 365;

/**
 * Mines the repository at `path` into the file `out`, which is replaced when all went well. Throws HistoryError for what
 * cannot be mined, and the system's error where `out` cannot be written.
 */
export async function mineFile(
  path: string,
  out: string,
  onProgress?: (progress: MiningProgress) => void,
): Promise<MinedFile> {
  const repository = await openRepository(path);
  const unfinished = `${out}.part`;
  const file = await open(unfinished, 'w');
  try {
    let rows = [changeTableTop(repository.head), changeTableHeader];
    let judged = 0;
    const mined = mineChanges(repository, onProgress);
    for (;;) {
      const next = await mined.next();
      if (!next.done) {
        rows.push(changeTableRow(next.value));
        if (next.value.daysAhead >= JUDGED_DAYS) judged += 1;
      }
      if (next.done || rows.length >= ROWS_PER_WRITE) {
        await file.write(rows.map((row) => `${row}\n`).join(''));
        rows = [];
      }
      if (!next.done) continue;
      await file.close();
      await rename(unfinished, out);
      return { ...next.value, head: repository.head, judged };
    }
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}
