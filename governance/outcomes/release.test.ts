/** What an outcome releases: worked examples, and that it is never more than what is held. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsFit, medianFacts, outcomeShare, releasedOf } from './release.ts';

const facts = (lines: number, standing: number, reverted = 0, adopters = 0) => ({
  lines,
  standing,
  reverted,
  adopters,
});

describe('what an outcome releases', () => {
  it.each([
    ['all that stands', facts(40, 40), 1_000_000n],
    ['three quarters that stand', facts(40, 30), 750_000n],
    ['a third, rounded down', facts(3, 1), 333_333n],
    ['ten lines taken back count twice', facts(40, 30, 10), 500_000n],
    ['two authors who build on it make good a fifth', facts(40, 30, 10, 2), 700_000n],
    ['ten authors make good everything', facts(40, 0, 40, 10), 1_000_000n],
    ['what was taken back whole', facts(40, 0, 40), 0n],
    ['less than nothing is nothing', facts(40, 10, 30), 0n],
    ['work without lines has nothing to lose', facts(0, 0), 1_000_000n],
  ])('%s', (_, said, share) => {
    expect(outcomeShare(said)).toBe(share);
  });

  it('is a share of what is held, rounded down, and never more', () => {
    expect(releasedOf(7n, facts(3, 2))).toBe(4n);
    const count = fc.nat(1_000_000_000);
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 96n), count, count, count, count, (held, lines, a, b, adopters) => {
        const said = facts(lines, a, b, adopters);
        const released = releasedOf(held, said);
        expect(released >= 0n && released <= held).toBe(true);
      }),
    );
  });

  it('takes the lower median of each fact, which fits where all that was said fits', () => {
    expect(medianFacts([facts(40, 30, 5, 1), facts(40, 20, 10, 3), facts(40, 40, 0, 2)])).toEqual(
      facts(40, 30, 5, 2),
    );
    expect(factsFit(facts(40, 30, 10))).toBe(true);
    expect(factsFit(facts(40, 30, 11))).toBe(false);
  });
});
