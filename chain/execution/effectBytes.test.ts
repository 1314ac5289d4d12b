/** Tests that effects arrive at the owner of a lane as they were sent, whatever their size. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accumulator, accumulators, collection } from '../access.ts';
import { Reader } from '../codec.ts';
import { integer, signedSum, text } from '../scalars.ts';
import { CellMemory } from '../state/cellMemory.ts';
import { allocateCells } from '../state/sharedCells.ts';
import type { Sum } from '../touched.ts';
import { readEffects, writeEffects } from './effectBytes.ts';
import { LaneCells } from './laneCell.ts';
import { SharedWriter, viewOf } from './sharedWriter.ts';

const sums = accumulator('test.sums', [integer(0, 99)], { signed: true });
const pairs = accumulators(
  'test.pairs',
  [integer(0, 99)],
  z.strictObject({ left: signedSum, right: signedSum }),
  ['left', 'right'],
  { signed: true },
);
const values = collection('test.values', [integer(0, 99)], text(2_000));
const collections = [sums.definition, pairs.definition, values.definition];
const indexOf = new Map(collections.map((definition, index) => [definition, index]));

const large = fc.oneof(
  fc.bigInt(-9n, 9n),
  fc.bigInt(-(1n << 54n), 1n << 54n),
  fc.bigInt(-(1n << 150n), 1n << 150n),
  fc.constantFrom(BigInt(Number.MAX_SAFE_INTEGER), -BigInt(Number.MAX_SAFE_INTEGER), 1n << 53n, -(1n << 53n)),
);
const number = fc.nat(99);
const change = fc.oneof(
  fc.record({ access: number.map((n) => sums.add(n)), added: large }),
  fc.record({ access: number.map((n) => pairs.add(n)), added: fc.record({ left: large, right: large }) }),
  fc.record({ access: number.map((n) => sums.add(n)), taken: fc.bigInt(1n, 1n << 140n) }),
  fc.record({
    access: number.map((n) => values.write(n)),
    bytes: fc.option(fc.uint8Array({ minLength: 1, maxLength: 900 }), { nil: undefined }),
  }),
);
const hash = { first: 0, second: 0 };
const memory = new CellMemory(allocateCells({ cells: 16, arenaBytes: 1 << 17, nodes: 256 }));

describe('effects between threads', () => {
  it('are the same after the way, and add up over several senders', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 30 }), { maxLength: 3 }), (senders) => {
        const all = new LaneCells(memory);
        const arrived = new LaneCells(memory);
        for (const changes of senders) {
          const own = new LaneCells(memory);
          for (const one of changes) {
            const effects = {
              written: 'bytes' in one,
              bytes: 'bytes' in one ? one.bytes : undefined,
              added: 'added' in one ? (one.added as Sum) : undefined,
              taken: 'taken' in one ? one.taken : 0n,
            };
            const { collection: definition, key } = one.access;
            memory.hashKey(key, 0, key.length, hash);
            for (const cells of [own, all])
              cells.at(definition, key, hash.first, hash.second, 0).take(effects);
          }
          // So small that it has to grow.
          const writer = new SharedWriter(16);
          for (const cell of own.list) writeEffects(writer, cell, indexOf.get(cell.collection) ?? -1);
          const reader = new Reader(viewOf(writer.share()));
          while (reader.at < reader.end) readEffects(reader, collections, arrived);
        }
        const seen = (cells: LaneCells) =>
          new Map(
            cells.list.map(({ key, written, bytes, added, taken }) => [
              `${key}`,
              { written, bytes, added, taken },
            ]),
          );
        expect(seen(arrived)).toEqual(seen(all));
      }),
      { numRuns: 300 },
    );
  });
});
