/** Needed stake is that of the formula, and a curve stays in its frame, with the threshold at its place. */
import { describe, expect, it } from 'vitest';
import { fullOf } from '#governance/conviction/growth.ts';
import { curveFigures, stakeNeeded } from './fundingFigures.ts';

const rule = {
  token: '0'.repeat(64),
  halfLifeMs: 48_000,
  weightPpm: 2_500,
  maxRatioPpm: 200_000,
  minimumStake: '0',
};
const funding = { dao: rule.token, funds: '1000000', staked: '1000000000' };

describe('the stake that an amount needs for good', () => {
  it.each([
    [50_000n, 0.1111],
    [100_000n, 0.25],
  ])('is for %i of a million the share %f of all', (amount, share) =>
    expect(Number(stakeNeeded(funding, rule, amount)) / 1e9).toBeCloseTo(share, 4),
  );
  it('is never there for a fifth of the funds, nor where it would be all', () => {
    expect(stakeNeeded(funding, rule, 200_000n)).toBeUndefined();
    expect(stakeNeeded(funding, rule, 150_000n)).toBeUndefined();
  });
  it('is a unit above the least', () =>
    expect(stakeNeeded(funding, { ...rule, minimumStake: '500000000' }, 1n)).toBe(500_000_001n));
});

describe('a curve', () => {
  const conviction = (support: bigint): string => fullOf(support).toString();
  const past = [
    { at: 100, support: '0', conviction: '0' },
    { at: 200, support: '1000', conviction: conviction(500n) },
  ];
  const future = [{ at: 300, conviction: conviction(900n) }];

  it('goes from the oldest point to the last ahead, below the upper edge', () => {
    const found = curveFigures({ request: '', past, future }, conviction(700n));
    expect([found.from, found.to]).toEqual([100, 300]);
    expect(found.past.map(([x]) => x)).toEqual([0, 0.5]);
    expect(found.future.map(([x]) => x)).toEqual([0.5, 1]);
    expect(found.future[0]).toEqual(found.past[1]);
    const heights = [...found.past, ...found.future].map(([, y]) => y);
    expect(Math.min(...heights)).toBe(0);
    expect(Math.max(...heights)).toBeCloseTo(0.9, 1);
    expect(found.threshold).toBeCloseTo(0.7, 1);
  });
  it('has no future once the request ended, and a frame where nothing happened', () => {
    const found = curveFigures({ request: '', past: past.slice(0, 1), future: [] }, undefined);
    expect(found).toMatchObject({ past: [[0, 0]], future: [], isFlat: true });
    expect(found.threshold).toBeUndefined();
  });
});
