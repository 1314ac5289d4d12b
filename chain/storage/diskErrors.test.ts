/** A disk that refuses a write or a sync: nothing more is acknowledged, the store stops, and the next start is whole. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openChainFiles } from './chainFiles.ts';
import { ChainReader } from './chainReader.ts';
import { faultPlaces } from './faultPoint.ts';
import { cellsOf, hashTestHeader, makeTestBlock } from './faults.ts';

interface Life {
  readonly acknowledged: number;
  readonly code: number | null;
  readonly words: string;
}

/** Runs the loop that appends blocks until it ends by itself. */
function live(folder: string, failAt: string): Promise<Life> {
  const { MERITLANE_CRASH_AT: _, ...environment } = process.env;
  const script = fileURLToPath(new URL('./crashLoop.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder], {
    env: { ...environment, MERITLANE_FAIL_AT: failAt },
  });
  let output = '';
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ acknowledged: Number(output.trim().split('\n').at(-1)), code, words });
    });
  });
}

/** The loop folds at block 60; blocks fail from 33 on, lanes from 100 on. */
const firstFailure = { block: 33, lane: 100, fold: 60 };

/** A full disk shows when something is written; a failing one shows at every operation. */
const refusals = faultPlaces.flatMap((place) => [
  [place, 'EIO'] as const,
  ...(place.endsWith('Write') ? [[place, 'ENOSPC'] as const] : []),
]);

test.each(refusals)('%s refused with %s', async (place, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-disk-'));
  try {
    const number = place.startsWith('cells') ? firstFailure.lane : firstFailure.block;
    const life = await live(folder, `${place}:${code}:${number}`);
    expect(life.code).toBe(1);
    expect(life.words).toMatch(
      new RegExp(`^Storage failed: ${code}: the disk refuses ${place} at \\d+.*\\.\n$`),
    );
    const inBlock = place.startsWith('database') || place.startsWith('roots');
    const acknowledged = inBlock ? firstFailure.block - 1 : firstFailure.fold;
    // The process ends with the failure, before it can always tell of the last block.
    expect([acknowledged - 1, acknowledged]).toContain(life.acknowledged);

    const files = openChainFiles(folder, { hashHeader: hashTestHeader });
    const height = files.found.height ?? 0;
    // What was written before the failure may be there; more than one block beyond what was acknowledged may not.
    expect([acknowledged, acknowledged + 1]).toContain(height);
    if (place === 'databaseWrite') expect(height).toBe(acknowledged);
    files.append(makeTestBlock(height + 1));
    files.fold();
    files.close();
    const reader = new ChainReader(folder);
    const blocks = Array.from({ length: height + 1 }, (_, index) => makeTestBlock(index + 1));
    expect(cellsOf(reader.cellPages())).toEqual(cellsOf(blocks));
    reader.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
