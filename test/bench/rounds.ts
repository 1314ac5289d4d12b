/** Measures loads in rounds: every variant in each round, in turning order, with the signature limit beside each. */
import { type Driven, drive } from './drive.ts';
import type { Rig } from './rig.ts';
import type { SignatureLimit } from './signatureLimit.ts';
import { median, rounded, spread } from './statistics.ts';

/** How long the limit is measured between rounds. */
const limitMs = 700;
/** The fewest transactions of a round: a full block. */
const roundMin = 4_096;

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  /** What a round should last; how many transactions that is, the warm-up says. */
  readonly roundMs: number;
  /** The most transactions of a round, and those of the warm-up. */
  readonly roundMax: number;
  readonly warmUp: number;
}
/** Transactions that a load must have. */
export const loadCount = ({ rounds, roundMax, warmUp }: Effort): number => warmUp + rounds * roundMax;

/** Medians over the rounds of one variant; µs are of a transaction. */
export interface Figures {
  readonly perSecond: number;
  /** (fastest − slowest) ÷ median of the rounds. */
  readonly spread: number;
  readonly cpuUs: number;
  readonly mainUs: number;
  readonly driverUs: number;
  readonly phasesUs: Readonly<Record<string, number>>;
  readonly groups: number;
  readonly joined: number;
  readonly conflicts: number;
  readonly uncoveredDraws: number;
  readonly smallestShare: number;
  readonly transactions: number;
  readonly blocks: number;
  /** Rate ÷ the mean of the limit just before and just after, as median over the rounds; null where it was not measured. */
  readonly ratioToLimit: number | null;
  readonly ratioSpread: number | null;
  /** What the limit’s threads had of their cores, at worst: below 1 where other programs took the rest. */
  readonly coreShare: number | null;
  /** How long after the last sync of a round the read model knew every block. */
  readonly lagMs: number;
  readonly workers: number;
}
export interface Variant {
  readonly rig: Rig;
  readonly wires: readonly Uint8Array[];
}
/** Cuts a round into groups that are sent one after another; one group unless given. */
export type Cut = (round: readonly Uint8Array[]) => readonly (readonly Uint8Array[])[];
const whole: Cut = (round) => [round];

interface Round extends Driven {
  readonly lagMs: number;
  readonly ratio: number | null;
  readonly coreShare: number | null;
}

const lag = async ({ node, readModel }: Rig): Promise<number> => {
  const begun = performance.now();
  await readModel.waitFor(node.head.height, Number.POSITIVE_INFINITY);
  return performance.now() - begun;
};

/** Runs all variants; answers the rounds of each, in their order. */
export const runRounds = async (
  variants: readonly Variant[],
  effort: Effort,
  options: { readonly limit?: SignatureLimit; readonly cut?: Cut; readonly exact?: boolean } = {},
): Promise<Round[][]> => {
  const { limit, cut = whole, exact = false } = options;
  const { rounds, roundMs, roundMax, warmUp } = effort;
  let size = roundMax;
  for (const { rig, wires } of variants) {
    const { perSecond } = await drive(rig.node, cut(wires.slice(0, warmUp)));
    await lag(rig);
    if (!exact) size = Math.min(size, Math.max(roundMin, Math.floor((perSecond * roundMs) / 1000)));
  }
  const found: Round[][] = variants.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < variants.length; turn++) {
      const place = (turn + round) % variants.length;
      const variant = variants[place];
      if (variant === undefined) continue;
      const from = warmUp + round * size;
      const before = await limit?.measure('libsodium', limitMs);
      const done = await drive(variant.rig.node, cut(variant.wires.slice(from, from + size)));
      const lagMs = await lag(variant.rig);
      const after = await limit?.measure('libsodium', limitMs);
      const ratio =
        before === undefined || after === undefined
          ? null
          : (2 * done.perSecond) / (before.perSecond + after.perSecond);
      const coreShare =
        before === undefined || after === undefined ? null : Math.min(before.coreShare, after.coreShare);
      found[place]?.push({ ...done, lagMs, ratio, coreShare });
    }
  return found;
};

/** The medians of the rounds of one variant. */
export const figuresOf = (rounds: readonly Round[], workers: number): Figures => {
  const middle = (value: (round: Round) => number, digits = 0): number =>
    rounded(median(rounds.map(value)), digits);
  const names = Object.keys(rounds[0]?.phasesUs ?? {});
  const ratios = rounds.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]));
  const shares = rounds.flatMap(({ coreShare }) => (coreShare === null ? [] : [coreShare]));
  const total = (value: (round: Round) => number): number =>
    rounds.reduce((all, round) => all + value(round), 0);
  return {
    perSecond: middle((one) => one.perSecond),
    spread: spread(rounds.map((one) => one.perSecond)),
    cpuUs: middle((one) => one.cpuUs, 1),
    mainUs: middle((one) => one.mainUs, 1),
    driverUs: middle((one) => one.driverUs, 2),
    phasesUs: Object.fromEntries(names.map((name) => [name, middle((one) => one.phasesUs[name] ?? 0, 2)])),
    groups: total((one) => one.groups),
    joined: total((one) => one.joined),
    conflicts: total((one) => one.conflicts),
    uncoveredDraws: total((one) => one.uncoveredDraws),
    smallestShare: rounded(Math.min(...rounds.map((one) => one.smallestShare)), 3),
    transactions: total((one) => one.transactions),
    blocks: total((one) => one.blocks),
    ratioToLimit: ratios.length === 0 ? null : rounded(median(ratios), 3),
    ratioSpread: ratios.length === 0 ? null : spread(ratios),
    coreShare: shares.length === 0 ? null : rounded(Math.min(...shares), 3),
    lagMs: middle((one) => one.lagMs),
    workers,
  };
};
