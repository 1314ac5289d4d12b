/** What a run of the bench answers: its last line with `--json`, and docs/performance.json. Parts that did not run are null. */
import type { Conditions } from './conditions.ts';
import type { ContentionRow } from './contention.ts';
import type { FloodRow } from './floods.ts';
import type { GrowthRow } from './growth.ts';
import type { benchHttp } from './http.ts';
import type { benchLatency } from './latency.ts';
import type { benchMainJob } from './mainJob.ts';
import type { benchAttestations, benchPayouts, benchTransfers, benchVotes } from './mixes.ts';
import type { Profile } from './profile.ts';
import type { RewardsFigures } from './rewards.ts';
import type { benchHeavy, benchMixed } from './scaling.ts';
import type { LimitFigures } from './signatureLimit.ts';

type Of<F extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<F>>;

/** All rates are of signed transactions a second: verified, executed, committed, synced, unless a name says otherwise. */
export interface BenchParts {
  readonly limit: LimitFigures;
  /** At 100,000 accounts. */
  readonly transfers: Of<typeof benchTransfers>;
  /** At a million. */
  readonly million: Of<typeof benchTransfers>;
  readonly votes: Of<typeof benchVotes>;
  readonly attestations: Of<typeof benchAttestations>;
  readonly payouts: Of<typeof benchPayouts>;
  readonly mixed: Of<typeof benchMixed>;
  readonly heavy: Of<typeof benchHeavy>;
  readonly contention: readonly ContentionRow[];
  /** Wall time of commit and roots in the transfers at 100,000 accounts. */
  readonly root: { readonly microsecondsPerTransaction: number };
  readonly latency: Of<typeof benchLatency>;
  readonly floods: readonly FloodRow[];
  readonly http: Of<typeof benchHttp>;
  readonly growth: readonly GrowthRow[];
  readonly rewardsQuery: RewardsFigures;
  readonly mainJob: Of<typeof benchMainJob>;
  readonly profile: Profile;
}
export type PartName = keyof BenchParts;

export type BenchResult = Conditions & {
  readonly loadAfter: number;
  readonly tookSeconds: number;
  /** Rough figures of small sizes. */
  readonly quick: boolean;
} & { readonly [Name in PartName]: BenchParts[Name] | null };
