/** The file of cells: it holds what the blocks wrote, can be lost and made anew, and is refused when it is not as it was. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { toHex } from '../crypto/bytes.ts';
import { type ChainFiles, openChainFiles } from './chainFiles.ts';
import { ChainReader } from './chainReader.ts';
import { cellsOf, hashTestHeader, makeTestBlock } from './faults.ts';
import { pagesOfWrites } from './lanePages.ts';
import { pathOf } from './laneWrites.ts';
import { LaneMerge, noRows, type PlacedWrite } from './mergeLane.ts';
import { lagBytesMax, lagIdleBytes } from './storageLimits.ts';
import { type CellWrite, decodeWrites, encodeWrites } from './writeSet.ts';

const genesis = Buffer.from('a genesis');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-cells-'));
  folders.push(folder);
  return folder;
}

const openFiles = (folder: string): ChainFiles =>
  openChainFiles(folder, { genesis, hashHeader: hashTestHeader });

function cellsIn(folder: string): Map<string, Uint8Array> {
  const reader = new ChainReader(folder);
  try {
    return cellsOf(reader.cellPages());
  } finally {
    reader.close();
  }
}

const expectedCells = (to: number): Map<string, Uint8Array> =>
  cellsOf(Array.from({ length: to }, (_, index) => makeTestBlock(index + 1)));

/** A folder with 30 blocks, of which the file of cells holds 20. */
function madeFolder(): string {
  const folder = newFolder();
  const files = openFiles(folder);
  for (let height = 1; height <= 20; height++) files.append(makeTestBlock(height));
  files.fold();
  for (let height = 21; height <= 30; height++) files.append(makeTestBlock(height));
  expect(files.lagBlocks).toBe(10);
  files.close();
  return folder;
}

describe('a merged lane', () => {
  const key = fc.uint8Array({ minLength: 1, maxLength: 3, max: 2 });
  const value = fc.option(fc.uint8Array({ maxLength: 4 }), { nil: undefined });
  const writesOfLane = fc.array(fc.tuple(key, value, fc.nat(2)), { maxLength: 12 });

  test('holds the newest value of each key, in one order whatever the rounds were', () => {
    fc.assert(
      fc.property(fc.array(writesOfLane, { maxLength: 5 }), (rounds) => {
        const merge = new LaneMerge();
        const expected = new Map<string, { place: number; key: Uint8Array; value: Uint8Array }>();
        let base = noRows;
        for (const round of rounds) {
          // The place follows from the key, so that keys share places and still keep to theirs.
          const writes = new Map(
            round.map(([at, to]) => [toHex(at), { key: at, value: to, place: (at[0] ?? 0) % 2 }]),
          );
          for (const [name, write] of writes)
            if (write.value === undefined) expected.delete(name);
            else expected.set(name, { ...write, value: write.value });
          const merged = merge.merge(base, [...writes.values()].sort(byPlaceAndKey).map(placed));
          base = { places: Buffer.from(merged.places), rows: Buffer.from(merged.rows) };
        }
        const sorted = [...expected.values()].sort(byPlaceAndKey);
        expect(base.rows).toEqual(Buffer.from(encodeWrites(sorted)));
        expect(Array.from(sorted, (_, row) => base.places.readUInt32LE(row * 4))).toEqual(
          sorted.map(({ place }) => place),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('keeps removals where it stands for writes that come later', () => {
    const writes = [
      { key: Uint8Array.of(1), value: undefined, place: 0 },
      { key: Uint8Array.of(2), value: Uint8Array.of(7), place: 5 },
    ];
    const { rows } = new LaneMerge().merge(noRows, writes.map(placed), 'kept');
    expect(rows).toEqual(Buffer.from(encodeWrites(writes)));
  });

  const byPlaceAndKey = (
    left: { place: number; key: Uint8Array },
    right: { place: number; key: Uint8Array },
  ): number => left.place - right.place || Buffer.compare(left.key, right.key);
  const placed = ({ place, ...write }: CellWrite & { place: number }): PlacedWrite => ({
    place,
    bytes: Buffer.from(encodeWrites([write])),
    at: 0,
  });
});

test('pages keep the order of the writes of a key, and hold one lane each', () => {
  const writes = Array.from(
    { length: 20_000 },
    (_, index): CellWrite => ({
      key: Buffer.from(`account ${index % 700}`),
      value: index % 11 === 0 ? undefined : Buffer.from(`value ${index}`),
    }),
  );
  const pages = [...pagesOfWrites(writes)].map(({ lane, writes: bytes }) => ({
    lane,
    writes: new Uint8Array(bytes),
  }));
  expect(cellsOf(pages)).toEqual(cellsOf([{ writes: encodeWrites(writes) }]));
  for (const page of pages)
    for (const write of decodeWrites(page.writes)) expect(pathOf(write.key).lane).toBe(page.lane);
});

test('a file of cells is the same bytes whether it was made at once or in many rounds', () => {
  const [often, once] = [newFolder(), newFolder()];
  for (const [folder, every] of [
    [often, 7],
    [once, 1000],
  ] as const) {
    const files = openFiles(folder);
    for (let height = 1; height <= 60; height++) {
      files.append(makeTestBlock(height, 40));
      if (height % every === 0) files.fold();
    }
    files.fold();
    expect(files.lagBlocks).toBe(0);
    files.close();
  }
  expect(readFileSync(join(often, 'cells')).equals(readFileSync(join(once, 'cells')))).toBe(true);
});

test('blocks can be appended between the steps of a fold, and each state between them is whole', () => {
  const folder = newFolder();
  const files = openFiles(folder);
  let height = 0;
  const append = (): void => files.append(makeTestBlock(++height));
  for (let block = 0; block < 10; block++) append();
  let steps = 0;
  for (let done = false; !done; steps++) {
    done = files.foldStep();
    if (steps % 40 === 0) {
      append();
      expect(cellsIn(folder)).toEqual(expectedCells(height));
    }
  }
  expect(steps).toBeGreaterThan(256);
  expect(files.lagBlocks).toBe(height - 10);
  expect(cellsIn(folder)).toEqual(expectedCells(height));
  files.close();
});

test('the file of cells is to follow from its bounds on, and not before', () => {
  const files = openFiles(newFolder());
  let height = 0;
  let bytes = 0;
  const append = (length: number): void => {
    const writes = encodeWrites([{ key: Buffer.from('one'), value: new Uint8Array(length) }]);
    bytes += writes.length;
    files.append({ ...makeTestBlock(++height), writes });
  };
  append(lagIdleBytes - 100);
  expect([files.wantsFold('idle'), files.wantsFold('busy')]).toEqual([false, false]);
  append(100);
  expect(files.wantsFold('idle')).toBe(true);
  while (bytes < lagBytesMax) {
    expect(files.wantsFold('busy')).toBe(false);
    append(6_000_000);
  }
  expect(files.wantsFold('busy')).toBe(true);
  files.fold();
  expect([files.lagBlocks, files.wantsFold('idle'), files.wantsFold('busy')]).toEqual([0, false, false]);
  files.close();
});

test('a fold that was cut short leaves nothing that counts', () => {
  const folder = madeFolder();
  let files = openFiles(folder);
  for (let step = 0; step < 100; step++) files.foldStep();
  files.close();
  expect(existsSync(join(folder, 'cells.new'))).toBe(true);
  expect(cellsIn(folder)).toEqual(expectedCells(30));
  files = openFiles(folder);
  expect(existsSync(join(folder, 'cells.new'))).toBe(false);
  files.fold();
  files.close();
  expect(cellsIn(folder)).toEqual(expectedCells(30));
});

test('a file of cells that is gone is made anew from the blocks', () => {
  const folder = madeFolder();
  const before = readFileSync(join(folder, 'cells'));
  rmSync(join(folder, 'cells'));
  expect(cellsIn(folder)).toEqual(expectedCells(30));
  const files = openFiles(folder);
  expect(files.lagBlocks).toBe(30);
  files.fold();
  files.close();
  expect(cellsIn(folder)).toEqual(expectedCells(30));
  expect(readFileSync(join(folder, 'cells')).equals(before)).toBe(false);
});

describe('a file of cells is refused with the block and with what to do', () => {
  const refusal = (height: number) => ({
    code: 'chain.storageDamaged',
    height,
    message: expect.stringMatching(
      /block \d+.*; remove the file "cells" .* makes it anew from the blocks\.$/,
    ),
  });
  const errorOf = (work: () => unknown): object => {
    try {
      work();
    } catch (error) {
      const { code, height, message } = error as { code: string; height: number; message: string };
      return { code, height, message };
    }
    return {};
  };

  test.each([
    ['its head is damaged', 20, 30],
    ['a place is damaged', 3200, 20],
  ])('when %s', (_, offset, height) => {
    const folder = madeFolder();
    const path = join(folder, 'cells');
    const bytes = readFileSync(path);
    bytes[offset] = (bytes[offset] ?? 0) ^ 16;
    writeFileSync(path, bytes);
    const wanted = refusal(height);
    expect(errorOf(() => cellsIn(folder))).toMatchObject(wanted);
    // Nor may a fold take over what is damaged.
    expect(
      errorOf(() => {
        const files = openFiles(folder);
        try {
          files.fold();
        } finally {
          files.close();
        }
      }),
    ).toMatchObject(wanted);
  });

  test('when it is cut', () => {
    const folder = madeFolder();
    const path = join(folder, 'cells');
    truncateSync(path, statSync(path).size - 1);
    const wanted = refusal(20);
    expect(errorOf(() => openFiles(folder))).toMatchObject(wanted);
  });

  test('when it is of another chain, or of a block that the chain does not have', () => {
    const [folder, other] = [madeFolder(), newFolder()];
    const files = openFiles(other);
    for (let height = 1; height <= 20; height++) files.append(makeTestBlock(height, 9));
    files.fold();
    files.close();
    copyFileSync(join(other, 'cells'), join(folder, 'cells'));
    const wanted = refusal(20);
    expect(errorOf(() => openFiles(folder))).toMatchObject(wanted);

    const short = newFolder();
    const shorter = openFiles(short);
    for (let height = 1; height <= 5; height++) shorter.append(makeTestBlock(height));
    shorter.close();
    copyFileSync(join(madeFolder(), 'cells'), join(short, 'cells'));
    expect(errorOf(() => openFiles(short))).toMatchObject({ code: 'chain.storageDamaged', height: 5 });
  });
});

test('a folder of the version with a table of cells opens, and loses the table alone', () => {
  const folder = madeFolder();
  rmSync(join(folder, 'cells'));
  const database = new Database(join(folder, 'chain.sqlite'));
  database.exec(
    `CREATE TABLE cells (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
     INSERT INTO cells VALUES (x'01', x'02');
     INSERT INTO facts VALUES ('checkpoint', x'00');
     UPDATE facts SET value = x'01' WHERE name = 'format';`,
  );
  database.close();
  openFiles(folder).close();
  const again = new Database(join(folder, 'chain.sqlite'), { readonly: true });
  expect(again.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all().sort()).toEqual([
    'blocks',
    'facts',
  ]);
  expect(again.prepare("SELECT value FROM facts WHERE name = 'format'").pluck().get()).toEqual(
    Buffer.from([2]),
  );
  again.close();
  expect(cellsIn(folder)).toEqual(expectedCells(30));
});
