/** How much a whole run and a quick one measure. */
import type { AggregatedVotes } from './aggregatedVotes.ts';
import type { Effort } from './rounds.ts';
import type { SceneSize } from './scenes.ts';
import { plainScene } from './setUp.ts';

export interface Sizes {
  readonly transfers: { readonly scene: SceneSize; readonly effort: Effort };
  /** The same with many more accounts. */
  readonly million: { readonly scene: SceneSize; readonly effort: Effort } | null;
  readonly town: SceneSize;
  /** A smaller one, for what is opened many times. */
  readonly village: SceneSize;
  readonly votes: Effort;
  readonly aggregatedVotes: AggregatedVotes;
  readonly payouts: Effort;
  /** Rounds, and contributions that each round settles. */
  readonly attestations: { readonly rounds: number; readonly works: number };
  readonly scaling: { readonly workers: readonly number[]; readonly effort: Effort };
  readonly contention: {
    readonly workers: readonly number[];
    readonly effort: Effort;
    readonly fixed: number;
  };
  /** Honest transactions that are timed beside each flood. */
  readonly floods: { readonly probes: number };
  readonly latency: { readonly jobs: number; readonly loadedMs: number; readonly warmUp: number };
  readonly http: { readonly single: number; readonly batch: number; readonly rounds: number };
  readonly growth: {
    readonly accounts: readonly number[];
    readonly effort: Effort;
    readonly rewardRows: number;
  };
  readonly mainJobs: number;
}

/** Accounts that send, each with a key of its own. */
const senders = 20_000;
const block = 4_096;
const [thousand, million] = [1_000, 1_000_000];

/** Within 15 minutes on two cores, after the scenes are made once. */
export const fullSizes: Sizes = {
  transfers: {
    scene: plainScene(100 * thousand, senders),
    effort: { rounds: 5, roundMs: 3_000, roundMax: 20 * block, warmUp: 4 * block },
  },
  million: {
    scene: plainScene(million, senders),
    effort: { rounds: 5, roundMs: 3_000, roundMax: 20 * block, warmUp: 4 * block },
  },
  town: {
    accounts: 100 * thousand,
    senders,
    daos: 64,
    voters: 3 * block,
    ballots: 8,
    payouts: 2 * block,
    claims: 4 * block,
    works: 4 * 512,
  },
  village: {
    accounts: 2 * senders,
    senders: 2 * senders,
    daos: 1,
    voters: 3 * block,
    ballots: 3,
    payouts: 1_500,
    claims: 0,
    works: 0,
  },
  aggregatedVotes: { voters: block, ballots: 12, shares: 2_048 },
  votes: { rounds: 3, roundMs: 3_000, roundMax: 6 * block, warmUp: 2 * block },
  payouts: { rounds: 3, roundMs: 3_000, roundMax: 2_048, warmUp: 1_024 },
  attestations: { rounds: 3, works: 512 },
  scaling: {
    workers: [1, 2, 4, 8],
    effort: { rounds: 3, roundMs: 2_000, roundMax: 6 * block, warmUp: 2 * block },
  },
  contention: {
    workers: [1, 2],
    effort: { rounds: 2, roundMs: 1_000, roundMax: 2 * block, warmUp: block },
    fixed: 1_000,
  },
  latency: { jobs: 300, loadedMs: 6_000, warmUp: 2 * block },
  floods: { probes: 200 },
  http: { single: 2 * block, batch: 8 * block, rounds: 2 },
  growth: {
    accounts: [10 * thousand, 100 * thousand, million],
    effort: { rounds: 1, roundMs: 6_000, roundMax: 30 * block, warmUp: 4 * block },
    rewardRows: million,
  },
  mainJobs: 10,
};

/** Within a minute: what is wrong shows, figures are rough. */
export const quickSizes: Sizes = {
  transfers: {
    scene: plainScene(10 * thousand, 5 * thousand),
    effort: { rounds: 2, roundMs: 1_000, roundMax: 4 * block, warmUp: block },
  },
  million: null,
  town: {
    accounts: 4 * thousand,
    senders: 2 * thousand,
    daos: 8,
    voters: 1_024,
    ballots: 4,
    payouts: 192,
    claims: 1_500,
    works: 2 * 32,
  },
  village: {
    accounts: 4 * thousand,
    senders: 4 * thousand,
    daos: 1,
    voters: 1_024,
    ballots: 1,
    payouts: 400,
    claims: 0,
    works: 0,
  },
  aggregatedVotes: { voters: 1_024, ballots: 3, shares: 512 },
  votes: { rounds: 1, roundMs: 500, roundMax: 2_048, warmUp: 1_024 },
  payouts: { rounds: 1, roundMs: 500, roundMax: 128, warmUp: 64 },
  attestations: { rounds: 1, works: 32 },
  scaling: { workers: [1, 2], effort: { rounds: 1, roundMs: 500, roundMax: 2_048, warmUp: 1_024 } },
  contention: {
    workers: [2],
    effort: { rounds: 1, roundMs: 200, roundMax: 512, warmUp: 256 },
    fixed: 100,
  },
  latency: { jobs: 30, loadedMs: 1_000, warmUp: 1_024 },
  floods: { probes: 20 },
  http: { single: 512, batch: 1_024, rounds: 1 },
  growth: {
    accounts: [10 * thousand],
    effort: { rounds: 1, roundMs: 500, roundMax: block, warmUp: 1_024 },
    rewardRows: 10 * thousand,
  },
  mainJobs: 2,
};
