/** Loads of one kind on two workers: transfers, votes, attestations and payouts, beside the signature limit. */
import { benchAggregatedVotes } from './aggregatedVotes.ts';
import type { LoadOptions } from './loads.ts';
import { openRig } from './rig.ts';
import { type Cut, type Effort, type Figures, figuresOf, loadCount, runRounds } from './rounds.ts';
import type { SceneSize } from './scenes.ts';
import { payoutAccounts } from './scenes.ts';
import { openScene } from './setUp.ts';
import { SignatureLimit } from './signatureLimit.ts';
import { signedLoad } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { rounded } from './statistics.ts';

/** Transactions of a settled contribution: its submission, four commits, four reveals. */
const transactionsPerWork = 9;
const commitsPerWork = 5;
const attestationsPerWork = 4;

interface Mix {
  readonly size: SceneSize;
  readonly effort: Effort;
  readonly workers: number;
  readonly load: Omit<LoadOptions, 'count'>;
  readonly cut?: Cut;
  readonly exact?: boolean;
}

/** Runs one load on a node of its own. */
const measure = async ({ size, effort, workers, load, ...options }: Mix): Promise<Figures> => {
  const scene = await openScene(size);
  const wires = await signedLoad(scene.facts, { ...load, count: loadCount(effort) });
  const limit = await SignatureLimit.start(workers, wires);
  const rig = await openRig(scene.folder, workers);
  try {
    const [rounds = []] = await runRounds([{ rig, wires }], effort, { limit, ...options });
    return figuresOf(rounds, workers);
  } finally {
    await rig.close();
    await limit.close();
  }
};

/** Transfers of senders with a key each to all accounts. */
export const benchTransfers = async (part: Sizes['transfers'], workers: number) => ({
  accounts: part.scene.accounts,
  senders: part.scene.senders,
  ...(await measure({ size: part.scene, effort: part.effort, workers, load: { recipe: 'transfers' } })),
});

/** Votes that each carry a signature of their own, and those under one signature once they can be sent. */
export const benchVotes = async ({ town, votes, aggregatedVotes }: Sizes, workers: number) => {
  const signed = await measure({ size: town, effort: votes, workers, load: { recipe: 'votes' } });
  const aggregated = await benchAggregatedVotes(aggregatedVotes, workers);
  return {
    signedPerSecond: signed.perSecond,
    aggregatedPerSecond: aggregated.perSecond,
    ratioToLimit: aggregated.ratioToLimit,
    aggregatedCpuUs: aggregated.cpuUs,
    voters: town.voters,
    signed,
  };
};

/** Votes of many under one signature. The chain has no such scheme yet, so there is nothing to measure. */
/** What settled contributions cost; rates count transactions, of which each contribution has nine. */
export const benchAttestations = async ({ town, attestations }: Sizes, workers: number) => {
  const { rounds, works } = attestations;
  const roundMax = transactionsPerWork * works;
  const figures = await measure({
    size: town,
    effort: { rounds, roundMs: 0, roundMax, warmUp: roundMax },
    workers,
    load: { recipe: 'attestations', works },
    cut: (round) => [round.slice(0, commitsPerWork * works), round.slice(commitsPerWork * works)],
    exact: true,
  });
  const settledPerSecond = rounded(figures.perSecond / transactionsPerWork, 1);
  return {
    ...figures,
    attestationsPerSecond: rounded(settledPerSecond * attestationsPerWork),
    settledPerSecond,
    settledCpuUs: rounded(figures.cpuUs * transactionsPerWork),
  };
};

/** Carried proposals that pay ten accounts each out of one treasury. */
export const benchPayouts = async ({ town, payouts }: Sizes, workers: number) => {
  const figures = await measure({ size: town, effort: payouts, workers, load: { recipe: 'payouts' } });
  return { ...figures, paymentsPerSecond: figures.perSecond * payoutAccounts };
};
