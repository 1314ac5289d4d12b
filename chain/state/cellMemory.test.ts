/** Tests of the cells in shared memory against a plain map, and of what it reuses. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../crypto/bytes.ts';
import { ChainFault } from '../errors.ts';
import { keyBytesMax, valueBytesMax } from '../limits.ts';
import { CellMemory } from './cellMemory.ts';
import { keyHash } from './keyHash.ts';
import { allocateCells } from './sharedCells.ts';
import { spaceClassOf, spaceUnits } from './spaceClass.ts';

const sizes = { cells: 1024, arenaBytes: 1 << 22, nodes: 1024 };
const pathOf = (key: Uint8Array): Uint8Array => createHash('sha256').update(key).digest();
const keyOf = (name: string): Uint8Array => new TextEncoder().encode(name);
const put = (memory: CellMemory, key: Uint8Array, value: Uint8Array): number =>
  memory.put(key, pathOf(key), value);

describe('CellMemory', () => {
  it('holds what a map holds, seen from another view', () => {
    const key = fc.uint8Array({ minLength: 1, maxLength: 3, max: 3 });
    const value = fc.option(fc.uint8Array({ minLength: 1, maxLength: 700 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 120 }), (changes) => {
        const shared = allocateCells(sizes);
        const [writer, reader] = [new CellMemory(shared), new CellMemory(shared)];
        const model = new Map<string, string>();
        for (const [name, bytes] of changes) {
          if (bytes === null) {
            writer.remove(writer.find(name));
            model.delete(toHex(name));
          } else {
            put(writer, name, bytes);
            model.set(toHex(name), toHex(bytes));
          }
        }
        const seen = new Map<string, string>();
        const lanes = new Map<number, number>();
        for (const record of reader.cells()) {
          seen.set(toHex(reader.key(record)), toHex(reader.value(record)));
          const lane = pathOf(reader.key(record))[0] ?? 0;
          expect(reader.lane(record)).toBe(lane);
          expect(toHex(reader.path(record))).toBe(toHex(pathOf(reader.key(record))));
          lanes.set(lane, (lanes.get(lane) ?? 0) + 1);
        }
        expect(seen).toEqual(model);
        for (let lane = 0; lane < 256; lane++) expect(reader.laneCellCount(lane)).toBe(lanes.get(lane) ?? 0);
        for (const [name] of changes) {
          const record = reader.find(name);
          expect(reader.present(record)).toBe(model.has(toHex(name)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds a key in the middle of other bytes', () => {
    const memory = new CellMemory(allocateCells(sizes));
    const record = put(memory, keyOf('abc'), Uint8Array.of(1));
    const hash = { first: 0, second: 0 };
    const bytes = keyOf('xxabcxx');
    memory.hashKey(bytes, 2, 3, hash);
    expect(memory.findHashed(hash.first, hash.second, bytes, 2, 3)).toBe(record);
    expect(memory.find(keyOf('ab'))).toBe(0);
    expect(memory.find(keyOf(''))).toBe(0);
  });

  it('tells keys apart whose hashes are the same', () => {
    const memory = new CellMemory(allocateCells(sizes));
    const [left, right] = [keyOf('left'), keyOf('rite')];
    const first = memory.create(7, 9, left, 0, 4, pathOf(left));
    const second = memory.create(7, 9, right, 0, 4, pathOf(right));
    expect(memory.findHashed(7, 9, left, 0, 4)).toBe(first);
    expect(memory.findHashed(7, 9, right, 0, 4)).toBe(second);
    expect(memory.findHashed(7, 9, keyOf('none'), 0, 4)).toBe(0);
    expect(memory.findHashed(7, 8, left, 0, 4)).toBe(0);
  });

  it('keeps the record of a removed cell and gives its space to the next', () => {
    const memory = new CellMemory(allocateCells(sizes));
    const key = keyOf('a');
    const record = put(memory, key, new Uint8Array(100).fill(1));
    const before = memory.usage();
    memory.remove(record);
    memory.remove(record);
    expect(memory.find(key)).toBe(record);
    expect(memory.present(record)).toBe(false);
    expect(memory.value(record)).toHaveLength(0);
    expect([...memory.cells()]).toEqual([]);
    expect(put(memory, key, new Uint8Array(97).fill(2))).toBe(record);
    expect(toHex(memory.value(record))).toBe('02'.repeat(97));
    expect(memory.usage()).toEqual(before);
  });

  it('takes no more of the arena than was once in use, however often values grow, shrink and go', () => {
    const memory = new CellMemory(allocateCells({ ...sizes, arenaBytes: 1 << 24 }));
    const key = keyOf('hot');
    const lengths = [1, 8, 9, 700, 20, 5_000, 60_000, 65_536, 3, 1_000];
    const churn = (): void => {
      for (const length of lengths) put(memory, key, new Uint8Array(length));
      memory.remove(memory.find(key));
    };
    churn();
    churn();
    const { arenaBytes } = memory.usage();
    for (let round = 0; round < 2_000; round++) churn();
    expect(memory.usage().arenaBytes).toBe(arenaBytes);
    expect(arenaBytes).toBeLessThan(400_000);
  });

  it('refuses sizes out of bounds and says what ran out', () => {
    const memory = new CellMemory(allocateCells({ cells: 64, arenaBytes: 1 << 17, nodes: 128 }));
    const value = Uint8Array.of(1);
    const record = put(memory, keyOf('a'), value);
    expect(() => put(memory, new Uint8Array(keyBytesMax + 1), value)).toThrow(ChainFault);
    expect(() => put(memory, new Uint8Array(0), value)).toThrow(ChainFault);
    expect(() => memory.setValue(record, new Uint8Array(0), 0, 0)).toThrow(ChainFault);
    expect(() => put(memory, keyOf('a'), new Uint8Array(valueBytesMax + 1))).toThrow(ChainFault);
    expect(put(memory, new Uint8Array(keyBytesMax), value)).toBeGreaterThan(0);
    const fill = (): void => {
      for (let index = 0; index < 64; index++) put(memory, keyOf(`key ${index}`), value);
    };
    expect(fill).toThrow('All 64 records for cells are in use.');
    expect(() => {
      put(memory, keyOf('a'), new Uint8Array(40_000));
      put(memory, keyOf('key 1'), new Uint8Array(valueBytesMax));
    }).toThrow(`All ${1 << 17} bytes for keys and values are in use.`);
    expect(() => allocateCells({ cells: 0, arenaBytes: 8, nodes: 128 })).toThrow(ChainFault);
    expect(() => allocateCells({ cells: 1, arenaBytes: 12, nodes: 128 })).toThrow(ChainFault);
    expect(() => allocateCells({ cells: 1, arenaBytes: 8, nodes: 127 })).toThrow(ChainFault);
  });
});

describe('spaceClassOf', () => {
  it('fits each length, with a third of it empty at most beyond the smallest', () => {
    let unitsBefore = 0;
    for (let bytes = 1; bytes <= valueBytesMax; bytes++) {
      const units = spaceUnits(spaceClassOf(bytes));
      const needed = Math.ceil(bytes / 8);
      expect(units >= needed && units >= unitsBefore && units * 2 <= Math.max(2, needed * 3)).toBe(true);
      expect(spaceClassOf(units * 8)).toBe(spaceClassOf(bytes));
      unitsBefore = units;
    }
  });
});

describe('keyHash', () => {
  const hashOf = (seed: [number, number], bytes: Uint8Array, at = 0, length = bytes.length): string => {
    const out = { first: 0, second: 0 };
    keyHash(seed, bytes, at, length, out);
    return `${out.first} ${out.second}`;
  };

  it('depends on each byte, the length and the seed, and on nothing around', () => {
    const bytes = fromHex('000102030405060708');
    const hashes = new Set<string>();
    for (let length = 0; length <= bytes.length; length++) {
      hashes.add(hashOf([1, 2], bytes, 0, length));
      hashes.add(hashOf([1, 3], bytes, 0, length));
      hashes.add(hashOf([0, 2], bytes, 0, length));
    }
    for (let index = 0; index < bytes.length; index++) {
      hashes.add(
        hashOf(
          [1, 2],
          bytes.map((byte, place) => (place === index ? byte ^ 128 : byte)),
        ),
      );
    }
    expect(hashes.size).toBe(30 + 9);
    expect(hashOf([1, 2], bytes, 3, 5)).toBe(hashOf([1, 2], bytes.slice(3, 8)));
  });

  it('spreads counted keys over the index as chance would', () => {
    const buckets = new Int32Array(256);
    const out = { first: 0, second: 0 };
    const key = new Uint8Array(8);
    for (let index = 0; index < 65_536; index++) {
      new DataView(key.buffer).setUint32(4, index);
      keyHash([123, 456], key, 0, 8, out);
      const bucket = out.first & 255;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 256)).toBeLessThan(100);
  });
});
