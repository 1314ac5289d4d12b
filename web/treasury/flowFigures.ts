/** The figures of flows: what came and left in a period, and how tall its bars are. */
import type { FlowJson, FlowsJson } from '#api/client/answers.ts';

export type PeriodJson = FlowsJson['periods'][number];

interface Moved {
  readonly received: bigint;
  readonly sent: bigint;
}

/** What came and what left under all purposes together, in smallest units. */
export const movedOf = (flows: readonly FlowJson[]): Moved => ({
  received: flows.reduce((sum, { received }) => sum + BigInt(received), 0n),
  sent: flows.reduce((sum, { sent }) => sum + BigInt(sent), 0n),
});

/** The most that came and the most that left in any of some periods. */
export const mostOf = (moved: readonly Moved[]): Moved => {
  const most = (way: keyof Moved): bigint =>
    moved.reduce((top, one) => (one[way] > top ? one[way] : top), 0n);
  return { received: most('received'), sent: most('sent') };
};

/** A period's two bars, as shares of the plot's height in millionths. */
export interface Bar {
  readonly number: number;
  readonly up: number;
  readonly down: number;
}
/** Bars from the oldest to the newest, and where the line between them is, from the top; both directions have one scale. */
export function barsOf(periods: readonly PeriodJson[]): {
  readonly bars: readonly Bar[];
  readonly line: number;
} {
  const moved = periods.map(({ number, flows }) => ({ number, ...movedOf(flows) })).reverse();
  const most = mostOf(moved);
  const whole = most.received + most.sent;
  const share = (amount: bigint): number => (whole === 0n ? 0 : Number((amount * 1_000_000n) / whole));
  return {
    bars: moved.map(({ number, received, sent }) => ({ number, up: share(received), down: share(sent) })),
    line: whole === 0n ? 500_000 : share(most.received),
  };
}
