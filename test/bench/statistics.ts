/** Medians, percentiles and spreads of measured values. */

/** The value at a share of the ordered list, by nearest rank; 0 of an empty list. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
};

/** The middle value; of an even count the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** (largest − smallest) ÷ median: how far rounds of one run lie apart. */
export const spread = (values: readonly number[]): number =>
  values.length === 0 ? 0 : rounded((Math.max(...values) - Math.min(...values)) / median(values), 3);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));
