/** Figures of a treasury are cut, never rounded up, and odd budgets break nothing. */
import { describe, expect, it } from 'vitest';
import { epochsCovered, plannedOf, usedPermille } from './runway.ts';

const budgets = [{ amountPerEpoch: '100' }, { amountPerEpoch: '35' }];

describe('runway', () => {
  it('counts whole epochs', () => {
    expect(plannedOf(budgets)).toBe(135n);
    expect(epochsCovered(1864n, budgets)).toBe(13n);
    expect(epochsCovered(134n, budgets)).toBe(0n);
    expect(epochsCovered(10n ** 40n, [{ amountPerEpoch: '1' }])).toBe(10n ** 40n);
  });
  it('has no end where nothing is planned', () => {
    expect(epochsCovered(5n, [])).toBeUndefined();
    expect(epochsCovered(5n, [{ amountPerEpoch: '0' }])).toBeUndefined();
  });
  it('draws what is used between nothing and all', () => {
    expect(usedPermille(100n, 100n)).toBe(0);
    expect(usedPermille(1n, 1001n)).toBe(999);
    expect(usedPermille(0n, 7n)).toBe(1000);
    expect(usedPermille(9n, 7n)).toBe(0);
    expect(usedPermille(0n, 0n)).toBe(0);
  });
});
