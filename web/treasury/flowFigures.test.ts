/** Bars of flows: one scale for both directions, and a line where nothing moved. */
import { expect, it } from 'vitest';
import { barsOf, movedOf, type PeriodJson } from './flowFigures.ts';

const period = (number: number, received: string, sent: string): PeriodJson => ({
  number,
  from: 0,
  to: 1,
  balance: '0',
  flows: [{ purpose: 'transfer', received, sent, movements: 1 }],
});

it('adds up every purpose', () => {
  const flows = [
    { purpose: 'mint', received: '5', sent: '0', movements: 1 },
    { purpose: 'budget', received: '1', sent: '3', movements: 2 },
  ];
  expect(movedOf(flows)).toEqual({ received: 6n, sent: 3n });
});

it('draws the oldest first, and both ways on one scale', () => {
  const found = barsOf([period(3, '0', '100'), period(2, '300', '50')]);
  expect(found.line).toBe(750_000);
  expect(found.bars).toEqual([
    { number: 2, up: 750_000, down: 125_000 },
    { number: 3, up: 0, down: 250_000 },
  ]);
});

it('is a line where nothing moved', () => {
  expect(barsOf([period(1, '0', '0')])).toEqual({ line: 500_000, bars: [{ number: 1, up: 0, down: 0 }] });
});
