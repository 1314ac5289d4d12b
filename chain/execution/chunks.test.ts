/** How transactions are cut into chunks: all of them, in order, within bounds, and batches whole where that is possible. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signedTransfers, signersOf } from '#test/support/signedBatch.ts';
import { chunkBytesMax, chunkEnd, chunkTransactionsMax } from './chunks.ts';

const batchHead = 0x87;
/** Bytes that look like a transaction alone, or like one of a batch by their end. */
const look = (batch: number | undefined, place: number, length: number): Uint8Array => {
  const wire = new Uint8Array(length).fill(batch ?? 0);
  new DataView(wire.buffer).setUint32(4, place);
  wire[0] = batch === undefined ? 0x84 : batchHead;
  return wire;
};
const chunksOf = (wires: readonly Uint8Array[], length: number): Uint8Array[][] => {
  const chunks: Uint8Array[][] = [];
  for (let from = 0; from < wires.length; ) {
    const to = chunkEnd(wires, from, length);
    expect(to).toBeGreaterThan(from);
    chunks.push(wires.slice(from, to));
    from = to;
  }
  return chunks;
};
const run = fc.record({
  isBatch: fc.boolean(),
  count: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 60, max: 140 })),
  bytes: fc.oneof(fc.integer({ min: 80, max: 400 }), fc.integer({ min: 8_000, max: 20_000 })),
});

it('they hold every transaction in its order, within the bounds', () => {
  fc.assert(
    fc.property(fc.array(run, { maxLength: 6 }), fc.integer({ min: 1, max: 64 }), (runs, length) => {
      const wires = runs.flatMap(({ isBatch, count, bytes }, i) =>
        Array.from({ length: count }, (_, place) => look(isBatch ? i + 1 : undefined, place, bytes)),
      );
      const chunks = chunksOf(wires, length);
      expect(chunks.flat().map((wire) => wires.indexOf(wire))).toEqual([...wires.keys()]);
      for (const chunk of chunks) {
        expect(chunk.length).toBeLessThanOrEqual(chunkTransactionsMax);
        const bytes = chunk.reduce((total, wire) => total + wire.length, 0);
        if (chunk.length > 1) expect(bytes).toBeLessThanOrEqual(chunkBytesMax);
      }
    }),
    { numRuns: 60 },
  );
});

it('a batch that fits a chunk is in one', () => {
  const runs = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: chunkTransactionsMax })), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 64 }), (drawn, length) => {
      const wires = drawn.flatMap(([isBatch, count], i) =>
        Array.from({ length: count }, (_, place) => look(isBatch ? i + 1 : undefined, place, 200)),
      );
      for (const [i, [isBatch]] of drawn.entries()) {
        const holders = chunksOf(wires, length).filter((chunk) =>
          chunk.some((wire) => isBatch && wire.at(-1) === i + 1),
        );
        expect(holders.length).toBe(isBatch ? 1 : 0);
      }
    }),
    { numRuns: 60 },
  );
});

it('those alone are cut by the asked length', () => {
  const wires = Array.from({ length: 100 }, (_, place) => look(undefined, place, 200));
  expect(chunksOf(wires, 30).map(({ length }) => length)).toEqual([30, 30, 30, 10]);
});

it('real wire bytes of one batch look alike, and of another batch not', () => {
  for (const signer of signersOf('Ada').slice(0, 2)) {
    const [one, other] = [0, 10].map(
      (nonce) => signedTransfers(signer, 'coins-0011223344556677', 4, nonce).wires,
    );
    const wires = [...(one ?? []), ...(other ?? [])];
    const lengths = chunksOf(wires, 1).map(({ length }) => length);
    expect(lengths).toEqual([4, 4]);
  }
});
