/** The index of places finds what a plain list would find, however its runs were added and merged. */
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaceReader, PlaceWriter, placeTables } from './placeIndex.ts';
import { EntryBuffer } from './placeRuns.ts';

const entry = fc.record({
  // Few values, so that keys share halves, and those at the ends.
  high: fc.constantFrom(0, 1, 7, 0xffff_ffff),
  low: fc.constantFrom(0, 5, 0xffff_ffff),
  step: fc.constantFrom(0, 1, 3, 300, 0xffff_fff0),
});

const opened = () => {
  const database = new Database(':memory:');
  database.exec(placeTables);
  return { database, reader: new PlaceReader(database) };
};

describe('an index of places', () => {
  it('finds every group of a key, newest first, within bounds, whatever was merged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(entry, { maxLength: 6 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 4, max: 200 }),
        fc.integer({ min: 0, max: 300 }),
        (runs, entriesMax, cut) => {
          const { database, reader } = opened();
          const writer = new PlaceWriter(database, entriesMax);
          const all: { high: number; low: number; group: number }[] = [];
          let group = 0;
          for (const run of runs) {
            const buffer = new EntryBuffer(2);
            for (const { high, low, step } of run) {
              // Within one run few groups are passed over; between runs many may be.
              group += step > 1000 && buffer.count > 0 ? 1 : step;
              buffer.add(high, low, group);
              all.push({ high, low, group });
            }
            for (const { high, low } of run)
              expect(buffer.find({ high, low })).toEqual(
                all
                  .slice(-run.length)
                  .filter((one) => one.high === high && one.low === low)
                  .map((one) => one.group)
                  .reverse(),
              );
            writer.add(buffer.run());
            reader.reset();
          }
          for (const { high, low } of [...all, { high: 2, low: 2 }]) {
            const meant = all.filter((one) => one.high === high && one.low === low).map((one) => one.group);
            expect([...reader.find({ high, low })]).toEqual(meant.toReversed());
            const bounds = { from: cut, before: cut + 400 };
            expect([...reader.find({ high, low }, bounds)]).toEqual(
              meant.filter((one) => one >= cut && one < cut + 400).reverse(),
            );
          }
          database.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps few runs and loses nothing of many chunks', () => {
    const { database, reader } = opened();
    const writer = new PlaceWriter(database, 100_000);
    const runs = 200;
    const buffer = new EntryBuffer(16);
    for (let run = 0; run < runs; run++) {
      for (let i = 0; i < 300; i++) buffer.add(i % 3 === 0 ? 77 : Math.imul(i, 0x9e37_79b1) >>> 0, 9, run);
      writer.add(buffer.run());
      buffer.clear();
    }
    reader.reset();
    const groups = [...reader.find({ high: 77, low: 9 })];
    expect(groups).toHaveLength(100 * runs);
    expect(groups.every((group, i) => i === 0 || group <= (groups[i - 1] as number))).toBe(true);
    const count = database.prepare('SELECT count(*) FROM place_runs').pluck().get() as number;
    expect(count).toBeLessThan(20);
    const entries = database.prepare('SELECT sum(entries) FROM place_runs').pluck().get();
    expect(entries).toBe(300 * runs);
    database.close();
  });
});
