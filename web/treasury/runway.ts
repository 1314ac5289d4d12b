/** How far a treasury reaches: whole epochs that its balance can still open as planned. */

interface Planned {
  readonly amountPerEpoch: string;
}

/** What one epoch gets for all kinds together, in smallest units. */
export const plannedOf = (budgets: readonly Planned[]): bigint =>
  budgets.reduce((total, { amountPerEpoch }) => total + BigInt(amountPerEpoch), 0n);

/** Whole epochs; undefined where nothing is planned, for then nothing is ever used up. */
export function epochsCovered(balance: bigint, budgets: readonly Planned[]): bigint | undefined {
  const planned = plannedOf(budgets);
  return planned === 0n ? undefined : balance / planned;
}

/** The used share of a budget in tenths of a percent, 0 … 1000; what came back from earlier work can exceed the plan. */
export function usedPermille(left: bigint, planned: bigint): number {
  if (planned === 0n || left >= planned) return 0;
  return Number(((planned - left) * 1000n) / planned);
}
