/** How much of a stream has arrived at a time: linear, with a start, a cliff and an end; pure integers, rounded down. */

/** The schedule of a stream; times are header time in milliseconds. */
export interface Schedule {
  readonly deposit: bigint;
  readonly startAt: number;
  /** Nothing but `startAmount` arrives before it; equal to `startAt` where there is no cliff. */
  readonly cliffAt: number;
  readonly endAt: number;
  /** Arrives at the start. */
  readonly startAmount: bigint;
  /** Arrives at the cliff. */
  readonly cliffAmount: bigint;
}

/** Shares of the time that has passed are counted in units of 10^-18, as the formula that this follows does. */
const scale = 1_000_000_000_000_000_000n;

/** What has arrived by `time`: 0 … deposit, and never less than at an earlier time. */
export const streamedAt = (schedule: Schedule, time: number): bigint => {
  const { deposit, startAt, cliffAt, endAt, startAmount, cliffAmount } = schedule;
  if (time < startAt) return 0n;
  if (time < cliffAt) return startAmount;
  if (time >= endAt) return deposit;
  const atOnce = startAmount + cliffAmount;
  if (atOnce >= deposit) return deposit;
  const passed = (scale * BigInt(time - cliffAt)) / BigInt(endAt - cliffAt);
  return atOnce + (passed * (deposit - atOnce)) / scale;
};

/**
 * The schedule after `added` more and a new end. What has arrived by `time` stays arrived; the rest, old and new, runs
 * evenly from now, or from the cliff while that is still to come.
 */
export const extended = (schedule: Schedule, added: bigint, endAt: number, time: number): Schedule => {
  const deposit = schedule.deposit + added;
  if (time < schedule.cliffAt) return { ...schedule, deposit, endAt };
  const startAmount = streamedAt(schedule, time);
  return { deposit, startAt: time, cliffAt: time, endAt, startAmount, cliffAmount: 0n };
};
