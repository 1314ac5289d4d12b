/** Templates: whole DAOs in sensible numbers, as the JSON payload of `daos.create` that a founder reads and signs. */
import type { z } from 'zod';
import type { createPayload } from './create.ts';

export type CreateDaoJson = z.input<typeof createPayload>;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What a template leaves open. Amounts are whole tokens; addresses are bech32m texts. */
export interface TemplateChoices {
  readonly name: string;
  readonly purpose: string;
  readonly constitution: string;
  readonly symbol: string;
  readonly founders: readonly { readonly account: string; readonly free: bigint; readonly staked: bigint }[];
  readonly scorers: readonly string[];
  readonly modelHash: string;
  readonly model: CreateDaoJson['model'];
}
/** How fast a DAO decides and pays: weeks for real ones, a minute for a demonstration. */
export interface Pace {
  readonly delayMs: number;
  readonly votingMs: number;
  readonly timelockMs: number;
  readonly expiryMs: number;
  readonly epochMs: number;
  readonly streamMs: number;
  /** How long after acceptance it is measured what became of the work. */
  readonly outcomeMs: number;
  readonly unacceptedMs: number;
  readonly scoringMs: number;
  readonly windowMs: number;
}
export const paces = {
  /** For a working DAO. */
  steady: {
    delayMs: day,
    votingMs: 5 * day,
    timelockMs: 2 * day,
    expiryMs: 14 * day,
    epochMs: 30 * day,
    streamMs: 7 * day,
    outcomeMs: 90 * day,
    unacceptedMs: 30 * day,
    scoringMs: hour,
    windowMs: 7 * day,
  },
  /** For trying everything in minutes: voting 60 s, timelock 10 s. */
  demo: {
    delayMs: 0,
    votingMs: minute,
    timelockMs: 10 * second,
    expiryMs: hour,
    epochMs: day,
    streamMs: 10 * minute,
    outcomeMs: 15 * minute,
    unacceptedMs: 30 * day,
    scoringMs: hour,
    windowMs: day,
  },
} as const satisfies Record<string, Pace>;

const decimals = 6;
const unit = 1_000_000n;
const units = (whole: bigint): string => (whole * unit).toString();

/** A fifth of what code earns is held for its outcome; of documents nothing can be measured, so nothing is held. */
const heldPpm = { code: 200_000, document: 0 } as const;
const rule = (
  pace: Pace,
  kind: keyof typeof heldPpm,
  full: bigint,
  weights: [number, number, number, number],
): CreateDaoJson['rules'][number]['rule'] => ({
  rate: units(full),
  cap: units(full),
  weights,
  immediatePpm: 400_000,
  streamPpm: 600_000 - heldPpm[kind],
  vestingPpm: heldPpm[kind],
  streamMs: pace.streamMs,
  vestingMs: pace.outcomeMs,
  unacceptedMs: pace.unacceptedMs,
  scoringMs: pace.scoringMs,
});

/** A court whose steps take half as long as a vote, and whose stakes a member can earn in some weeks. */
const courtOf = (pace: Pace): CreateDaoJson['court'] => {
  const stepMs = Math.max(2 * second, Math.floor(pace.votingMs / 2));
  return {
    seatStake: units(100n),
    lossPpm: 500_000,
    bond: units(20n),
    jurorFee: units(2n),
    seedDeposit: units(1n),
    openMs: pace.windowMs,
    evidenceMs: stepMs,
    seedMs: Math.floor(stepMs / 2),
    summonMs: 2 * stepMs,
    commitMs: stepMs,
    revealMs: stepMs,
    appealMs: stepMs,
  };
};

/** Weights of quality, quantity, impact and value for work of code, in parts per million. */
export const codeWeights: [number, number, number, number] = [200_000, 400_000, 200_000, 200_000];

type TrackJson = CreateDaoJson['tracks'][number];
/** A tenth of the voting time, in which a quorum that comes late makes voting longer. */
const lateShare = 10;
/**
 * The ten tracks. Whoever moves little decides fast and with few; what cannot be undone needs many, a deposit and time to
 * object. A tip carries unless a tenth of all power objects. In an emergency nothing waits, so most of all power must agree.
 */
const tracksOf = (pace: Pace): TrackJson[] => {
  const track = (
    name: TrackJson['name'],
    quorumPpm: number,
    thresholdPpm: number,
    more: Partial<TrackJson> = {},
  ): TrackJson => ({
    name,
    delayMs: pace.delayMs,
    votingMs: pace.votingMs,
    timelockMs: pace.timelockMs,
    expiryMs: pace.expiryMs,
    quorumPpm,
    thresholdPpm,
    quorumSlopePpm: 0,
    quorumMaxPpm: quorumPpm,
    lateMs: Math.floor(pace.votingMs / lateShare),
    deposit: units(0n),
    vetoers: ['guardian'],
    ...more,
  });
  return [
    track('constitution', 300_000, 666_667, { deposit: units(100n) }),
    track('parameters', 100_000, 500_000),
    track('treasury', 100_000, 500_000, {
      quorumSlopePpm: 1_000_000,
      quorumMaxPpm: 300_000,
      deposit: units(100n),
    }),
    track('treasuryMedium', 50_000, 500_000, {
      quorumSlopePpm: 1_000_000,
      quorumMaxPpm: 200_000,
      spendMax: units(20_000n),
    }),
    track('treasurySmall', 20_000, 500_000, { spendMax: units(2_000n) }),
    track('membership', 50_000, 500_000),
    track('model', 200_000, 600_000, { deposit: units(50n) }),
    track('tip', 0, 0, { lateMs: 0, spendMax: units(200n), objectionPpm: 100_000 }),
    track('emergency', 500_000, 750_000, { delayMs: 0, timelockMs: 0, deposit: units(100n) }),
    track('signal', 10_000, 500_000),
  ];
};

/**
 * A DAO that pays for code and documents: 10,000,000 tokens at most, budgets for each epoch, half of the power
 * decides. Nothing vests, because no outcome is measured yet. Two fifths of what new work of code is paid are for its
 * quantity alone; the other scores decide about the rest.
 */
export const openSource = (choices: TemplateChoices, pace: Pace): CreateDaoJson => {
  const tracks = tracksOf(pace);
  return {
    name: choices.name,
    purpose: choices.purpose,
    constitution: choices.constitution,
    token: { symbol: choices.symbol, name: `${choices.name} merit`, decimals, cap: units(10_000_000n) },
    founders: choices.founders.map(({ account, free, staked }) => ({
      account,
      free: units(free),
      staked: units(staked),
    })),
    treasury: units(2_000_000n),
    policy: { open: true, epochMs: pace.epochMs },
    tracks,
    budgets: [
      { kind: 'code', amountPerEpoch: units(100_000n) },
      { kind: 'document', amountPerEpoch: units(30_000n) },
      { kind: 'scoring', amountPerEpoch: units(5_000n) },
    ],
    rules: [
      { kind: 'code', rule: rule(pace, 'code', 1_000n, codeWeights) },
      { kind: 'document', rule: rule(pace, 'document', 300n, [200_000, 500_000, 100_000, 200_000]) },
    ],
    newcomersPerEpoch: units(20_000n),
    committee: {
      members: [...choices.scorers],
      fee: units(1n),
      revealAfterMs: 2 * second,
      windowMs: pace.windowMs,
      challengeBond: units(10n),
    },
    scorerBond: units(20_000n),
    modelHash: choices.modelHash,
    model: choices.model,
    court: courtOf(pace),
  };
};
