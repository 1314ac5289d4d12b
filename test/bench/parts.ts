/** The parts of the bench in their order, and what each says to people. */
import { benchContention } from './contention.ts';
import { benchFloods } from './floods.ts';
import { benchGrowth } from './growth.ts';
import { benchHttp } from './http.ts';
import { benchLatency } from './latency.ts';
import { benchMainJob } from './mainJob.ts';
import { benchAttestations, benchPayouts, benchTransfers, benchVotes } from './mixes.ts';
import { benchProfile, profileText } from './profile.ts';
import type { BenchParts, PartName } from './result.ts';
import { benchRewards } from './rewards.ts';
import type { Figures } from './rounds.ts';
import { benchHeavy, benchMixed } from './scaling.ts';
import { openScene } from './setUp.ts';
import { benchLimit } from './signatureLimit.ts';
import { signedLoad } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { rounded } from './statistics.ts';

/** Workers of every part that does not name them: what the reference machine has cores. */
const benchWorkers = 2;
const limitMessages = 20_480;

/** What is known so far. */
export type Found = { readonly [Name in PartName]?: BenchParts[Name] | null };
interface Part<Name extends PartName> {
  readonly run: (sizes: Sizes, found: Found) => Promise<BenchParts[Name] | null>;
  readonly say: (figures: BenchParts[Name]) => string;
}

const thousands = (value: number): string => Math.round(value).toLocaleString('en');
const ofLimit = ({ ratioToLimit, ratioSpread }: Figures): string =>
  ratioToLimit === null ? '' : `, ${ratioToLimit} of the limit (spread ${ratioSpread})`;
const cost = ({ cpuUs, mainUs, driverUs, lagMs }: Figures): string =>
  `${cpuUs} µs of CPU, ${mainUs} of them in the main thread (${driverUs} in the driver); lists ${lagMs} ms behind`;
const rates = (byWorkers: Readonly<Record<string, number>>): string =>
  Object.entries(byWorkers)
    .map(([workers, rate]) => `${workers}: ${thousands(rate)}`)
    .join(', ');

export const parts: { readonly [Name in PartName]: Part<Name> } = {
  limit: {
    async run({ transfers }) {
      const { facts } = await openScene(transfers.scene);
      return benchLimit(benchWorkers, await signedLoad(facts, { recipe: 'transfers', count: limitMessages }));
    },
    say: (limit) =>
      `Limit: libsodium verifies ${thousands(limit.ed25519VerifyPerSecond)} a second in ${limit.threads} threads, OpenSSL ` +
      `${thousands(limit.opensslVerifyPerSecond)}; ${limit.ofPlainLoop} of a plain loop of libsodium. The threads had ${limit.coreShare} of their cores.` +
      (limit.trusted
        ? ''
        : '\n  NOT TO BE TRUSTED: one of the two is below 0.9, so the figures of this run mean little.'),
  },
  transfers: {
    run: ({ transfers }) => benchTransfers(transfers, benchWorkers),
    say: (one) =>
      `Transfers, ${thousands(one.accounts)} accounts: ${thousands(one.perSecond)} a second (spread ${one.spread})${ofLimit(one)}; ${cost(one)}.`,
  },
  million: {
    run: async ({ million }) => (million === null ? null : benchTransfers(million, benchWorkers)),
    say: (one) =>
      `Transfers, ${thousands(one.accounts)} accounts: ${thousands(one.perSecond)} a second (spread ${one.spread})${ofLimit(one)}; ${cost(one)}.`,
  },
  root: {
    run: async (_, { transfers }) => {
      if (transfers === undefined || transfers === null) return null;
      const { commit = 0, roots = 0 } = transfers.phasesUs;
      return { microsecondsPerTransaction: rounded(commit + roots, 2) };
    },
    say: (root) => `State root: ${root.microsecondsPerTransaction} µs of wall time of a transfer.`,
  },
  votes: {
    run: (sizes) => benchVotes(sizes, benchWorkers),
    say: ({ signed, voters, aggregatedPerSecond, ratioToLimit, aggregatedCpuUs }) =>
      `Votes of ${thousands(voters)} voters on one proposal, each signed: ${thousands(signed.perSecond)} a second${ofLimit(signed)}; ${cost(signed)}.\n` +
      `Votes under shared signatures: ${thousands(aggregatedPerSecond)} a second, ${ratioToLimit} of the limit; ${aggregatedCpuUs} µs of CPU.`,
  },
  attestations: {
    run: (sizes) => benchAttestations(sizes, benchWorkers),
    say: (one) =>
      `Contributions settled: ${one.settledPerSecond} a second, nine transactions each (${thousands(one.perSecond)} a second), ${thousands(one.settledCpuUs)} µs of CPU each.`,
  },
  payouts: {
    run: (sizes) => benchPayouts(sizes, benchWorkers),
    say: (one) =>
      `Payouts out of one treasury: ${thousands(one.perSecond)} a second with ten payments each; ${cost(one)}.`,
  },
  mixed: {
    run: (sizes) => benchMixed(sizes),
    say: (one) => `Mixed, by workers: ${rates(one.byWorkers)}; two give ${one.speedUp} of one.`,
  },
  heavy: {
    run: (sizes) => benchHeavy(sizes),
    say: (one) =>
      `Heavy (${one.workUs} µs of integer work each), by workers: ${rates(one.byWorkers)}; two give ${one.speedUp} of one` +
      `${one.sameRoots ? '; the state roots are the same' : ''}.`,
  },
  contention: {
    run: (sizes) => benchContention(sizes),
    say: (rows) =>
      rows
        .map(({ name, joinedShare, figures }) => {
          const byWorkers = Object.entries(figures).map(([workers, one]) => [workers, one.perSecond]);
          return `${name}: ${rates(Object.fromEntries(byWorkers))}; ${joinedShare} in groups of two or more.`;
        })
        .join('\n'),
  },
  latency: {
    run: (sizes) => benchLatency(sizes, benchWorkers),
    say: (one) =>
      `Submitted to readable: idle p50 ${one.idleP50Ms} ms, p99 ${one.idleP99Ms} ms; beside ${thousands(one.loadPerSecond)} a second p50 ${one.loadedP50Ms} ms, p99 ${one.loadedP99Ms} ms.`,
  },
  floods: {
    run: (sizes) => benchFloods(sizes, benchWorkers),
    say: (rows) =>
      rows
        .map(
          (one) =>
            `Beside ${thousands(one.floodPerSecond)} a second of a flood (${one.name.toLowerCase()}): p50 ${one.p50Ms} ms, p99 ${one.p99Ms} ms, ${one.ofQuiet} of the quiet p99.`,
        )
        .join('\n'),
  },
  http: {
    run: (sizes) => benchHttp(sizes, benchWorkers),
    say: (one) =>
      `HTTP: ${thousands(one.singlePerSecond)} a second one by one, ` +
      `${one.batchPerSecond === null ? 'no batch route' : `${thousands(one.batchPerSecond)} in batches`}, ` +
      `${thousands(one.inProcessPerSecond)} without HTTP.`,
  },
  growth: {
    run: (sizes) => benchGrowth(sizes, benchWorkers),
    say: (rows) =>
      rows
        .map(
          (one) =>
            `${thousands(one.accounts)} accounts${one.extrapolated ? ' (extrapolated, not measured)' : ''}: start ${thousands(one.startMs)} ms, ` +
            `${thousands(one.rssMb)} MB, ${thousands(one.perSecond)} transfers a second, p99 between blocks ${one.blockP99Ms} ms.`,
        )
        .join('\n'),
  },
  rewardsQuery: {
    run: ({ growth }) => benchRewards(growth.rewardRows),
    say: (one) => `Rewards query over ${thousands(one.rows)}: p50 ${one.p50Ms} ms, p99 ${one.p99Ms} ms.`,
  },
  mainJob: {
    run: ({ mainJobs }) => benchMainJob(mainJobs),
    say: (one) => `Main job, idle: p50 ${one.p50Ms} ms, longest ${one.maxMs} ms of ${one.jobs}.`,
  },
  profile: {
    run: ({ transfers }) =>
      benchProfile({ scene: transfers.scene, workers: benchWorkers, effort: transfers.effort }),
    say: profileText,
  },
};
/** The parts that run unless others are named; the profile slows what it looks at, so it is asked for. */
export const standardParts = (Object.keys(parts) as PartName[]).filter((name) => name !== 'profile');
