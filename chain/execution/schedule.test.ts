/** Tests that exactly those transactions are joined that conflict by the words of the protocol, and who gets them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignWorkers, Schedule, use } from './schedule.ts';
import { noWorker } from './ticketTable.ts';

interface Use {
  readonly cell: number;
  readonly uses: number;
  readonly ceiling: bigint;
}
const someUse: fc.Arbitrary<Use> = fc.record({
  cell: fc.nat(7),
  uses: fc.constantFrom(use.read, use.write, use.read | use.write),
  ceiling: fc.constant(0n),
});
/** Cells from 8 on are accumulators, so that no cell has both kinds of use. */
const someDraw: fc.Arbitrary<Use> = fc.record({
  cell: fc.integer({ min: 8, max: 13 }),
  uses: fc.constant(use.draw),
  ceiling: fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, 1n << 100n)),
});
const uses = fc.uniqueArray(fc.oneof(someUse, someDraw), { maxLength: 4, selector: ({ cell }) => cell });
const block = fc.record({
  /** What each uses, and its sender: those of one sender stay together. */
  transactions: fc.array(fc.tuple(uses, fc.nat(30)), { maxLength: 14 }),
  openings: fc.array(fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(0n, 1n << 102n)), {
    minLength: 14,
    maxLength: 14,
  }),
});
type Block = typeof block extends fc.Arbitrary<infer T> ? T : never;

const schedule = new Schedule();
const group = (one: Block, hashOf: (cell: number) => readonly [number, number]) => {
  schedule.clear();
  one.transactions.forEach(([list, sender], index) => {
    schedule.add(index, 1_000 + sender, sender, use.own);
    for (const { cell, uses, ceiling } of list) {
      const [first, second] = hashOf(cell);
      // Records are never 0, which stands for a cell that is not there yet.
      const draw =
        uses === use.draw ? { ceiling: Number(ceiling), collection: 7, record: cell + 1 } : undefined;
      schedule.add(index, first, second, uses, draw);
    }
  });
  return schedule.group(one.transactions.length, (record, collection) => {
    expect(collection).toBe(7);
    return one.openings[record - 1] as bigint;
  });
};

/** Groups by the words of PROTOCOL 4.7, pair by pair. */
const groupsByWords = ({ transactions, openings }: Block): number[] => {
  const all = transactions.map(([list]) => list);
  const covered = (cell: number): boolean => {
    const ceilings = all.flat().filter((one) => one.cell === cell);
    return ceilings.reduce((total, one) => total + one.ceiling, 0n) <= (openings[cell] as bigint);
  };
  const conflict = (left: Use, right: Use): boolean => {
    if (left.cell !== right.cell) return false;
    if (left.uses === use.draw) return !covered(left.cell);
    return ((left.uses | right.uses) & use.write) !== 0;
  };
  const groups = all.map((_, index) => index);
  for (let i = 0; i < all.length; i++)
    for (let j = 0; j < i; j++) {
      const isOfOne = transactions[i]?.[1] === transactions[j]?.[1];
      if (!isOfOne && !all[i]?.some((left) => all[j]?.some((right) => conflict(left, right)))) continue;
      const [from, to] = [groups[i], groups[j] as number];
      groups.forEach((one, index) => {
        if (one === from) groups[index] = to;
      });
    }
  return groups;
};
const sameGroup = (groups: ArrayLike<number>): string =>
  Array.from(groups, (one) => Array.prototype.indexOf.call(groups, one)).join();

describe('Schedule', () => {
  it('joins what conflicts, and nothing else while sums stay below 2^53', () => {
    fc.assert(
      fc.property(block, (one) => {
        const expected = groupsByWords(one);
        const { roots, groups, joined } = group(one, (cell) => [cell, -cell]);
        const isSmall = one.transactions.flatMap(([list]) => list).every(({ ceiling }) => ceiling < 10n);
        if (isSmall) expect(sameGroup(roots)).toBe(sameGroup(expected));
        // Otherwise more may be joined, never less.
        for (const [i, left] of expected.entries())
          for (const [j, right] of expected.entries()) if (left === right) expect(roots[i]).toBe(roots[j]);
        const members = [...roots];
        expect(groups).toBe(new Set(members).size);
        expect(joined).toBe(
          members.filter((root) => members.filter((other) => other === root).length > 1).length,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('joins more when keys share a hash, never less', () => {
    fc.assert(
      fc.property(block, (one) => {
        const expected = groupsByWords(one);
        const { roots } = group(one, (cell) => [0, cell >> 1]);
        for (const [i, left] of expected.entries())
          for (const [j, right] of expected.entries()) if (left === right) expect(roots[i]).toBe(roots[j]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('assignWorkers', () => {
  it('gives a group to one worker, each transaction one, and no worker far more than its share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ root: fc.nat(60), weight: fc.integer({ min: 1, max: 9 }), worker: fc.nat(4) }), {
          maxLength: 200,
        }),
        fc.integer({ min: 1, max: 4 }),
        (rows, workers) => {
          const roots = Int32Array.from(rows, ({ root }) => rows.findIndex((one) => one.root === root));
          const weights = Float64Array.from(rows, ({ weight }) => weight);
          // The fourth one is lost.
          const preparedBy = Uint8Array.from(rows, ({ worker }) =>
            worker === 4 ? noWorker : worker % workers,
          );
          const groups = { roots, groups: 0, joined: 0, conflicts: 0, uncoveredDraws: 0 };
          const assigned = assignWorkers(groups, weights, preparedBy, workers);
          const groupWeights = new Map<number, number>();
          const loads = new Array<number>(workers).fill(0);
          const workerOf = new Map<number, number>();
          rows.forEach(({ weight }, index) => {
            const worker = assigned[index] as number;
            expect(worker).toBeLessThan(workers);
            const root = roots[index] as number;
            expect(workerOf.get(root) ?? worker).toBe(worker);
            workerOf.set(root, worker);
            groupWeights.set(root, (groupWeights.get(root) ?? 0) + weight);
            loads[worker] = (loads[worker] as number) + weight;
          });
          const total = loads.reduce((sum, load) => sum + load, 0);
          const largest = Math.max(0, ...groupWeights.values());
          expect(Math.max(...loads)).toBeLessThanOrEqual((total / workers) * 1.25 + largest);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves those that are alone with whoever prepared them while that is even', () => {
    const roots = Int32Array.from({ length: 40 }, (_, index) => index);
    const preparedBy = Uint8Array.from({ length: 40 }, (_, index) => index % 2);
    const groups = { roots, groups: 40, joined: 0, conflicts: 0, uncoveredDraws: 0 };
    expect(assignWorkers(groups, new Float64Array(40).fill(1), preparedBy, 2)).toEqual(preparedBy);
  });
});
