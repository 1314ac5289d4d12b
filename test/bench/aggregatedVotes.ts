/** Ballots under shared signatures through a whole node: shares in, each with its own receipt in a synced block. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import blst from '@chainsafe/blst';
import { votedOn } from '#chain/bundle.ts';
import { votingKeys } from '#chain/chainState.ts';
import { checkpointWrites } from '#chain/checkpoints.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { Invalid } from '#chain/errors.ts';
import { kindOf } from '#chain/registry.ts';
import { proposals } from '#governance/proposals/state.ts';
import { stakes } from '#governance/tokens/state.ts';
import { signDraft, testKey } from '../support/arenaHistory.ts';
import { founderKey } from './accounts.ts';
import { workFolder } from './cache.ts';
import { benchGenesis, daoId } from './genesis.ts';
import { modulesUrl, openInPlace, type Rig, registry } from './rig.ts';
import { type SeedCell, seedChain } from './seedChain.ts';
import { SignatureLimit } from './signatureLimit.ts';
import { rounded } from './statistics.ts';

/** How much is voted. */
export interface AggregatedVotes {
  readonly voters: number;
  /** Each is voted on by all; one more is, before the clock starts. */
  readonly ballots: number;
  /** Shares of one submission. */
  readonly shares: number;
}

const kind = kindOf(registry, 'proposals.castBallot');
const choice = 'for';
const limitMs = 1_500;
/** Submissions under way at a time: one for each worker and one to come. */
const underWay = 3;
/** How long a submission that found no room waits for a block. */
const lookAgainMs = 5;

interface Voter {
  readonly address: string;
  readonly secret: blst.SecretKey;
}
interface Submission {
  readonly kind: string;
  readonly payload: unknown;
  readonly voters: readonly string[];
  readonly shares: readonly Uint8Array[];
}

const votersOf = (count: number): Voter[] =>
  Array.from({ length: count }, (_, number) => {
    const seed = new Uint8Array(32).fill(11);
    new DataView(seed.buffer).setUint32(0, number);
    return { address: testKey(2_000_000 + number).address, secret: blst.SecretKey.fromKeygen(seed) };
  });

/** Stakes and voting keys as a block long ago left them. */
const cellsOf = function* (voters: readonly Voter[]): Generator<SeedCell> {
  const place = { height: 0, time: 0, horizonMs: Number.MAX_SAFE_INTEGER };
  for (const { address, secret } of voters) {
    const stored = toHex(secret.toPublicKey().toBytes(false));
    for (const [access, value] of [
      [stakes.read(daoId(0), address), 100n],
      [votingKeys.read(address), stored],
    ] as const)
      for (const write of checkpointWrites(access.collection, access.key, value, place, () => undefined))
        if (write.value !== undefined) yield { key: write.key, value: write.value };
  }
};

/** Proposals to vote on, made one after another. */
const propose = async (
  { node, clock }: Rig,
  count: number,
): Promise<{ wires: Uint8Array[]; ids: string[] }> => {
  const key = founderKey();
  const wires = Array.from({ length: count }, (_, number) => {
    const payload = { dao: daoId(0), track: 'signal', title: `Ballot ${number}`, body: '', actions: [] };
    const draft = { kind: 'proposals.create', payload, sender: key.address, key, chainId: node.chainId };
    return signDraft(registry, { ...draft, nonce: number, validUntil: clock.now() + 3_600_000 });
  });
  const ids: string[] = [];
  for (const wire of wires) {
    const id = await node.submit(wire);
    const located = await node.waitFor(id, 10_000);
    if (located?.status !== 'applied')
      throw new Error(`A proposal of the bench got ${located?.receipt.code}.`);
    ids.push(id);
  }
  return { wires, ids };
};

const submissionsOf = async (
  { node }: Rig,
  proposal: string,
  voters: readonly Voter[],
  size: number,
): Promise<Submission[]> => {
  await node.atRest();
  const { snapshotHeight = 0 } = node.state.get(proposals.read(proposal)) ?? {};
  const payload = { proposal, token: daoId(0), snapshotHeight, choice };
  const { message } = votedOn(kind, node.chainId, payload);
  const submissions: Submission[] = [];
  for (let from = 0; from < voters.length; from += size) {
    const some = voters.slice(from, from + size);
    const shares = some.map(({ secret }) => secret.sign(message).toBytes(false));
    submissions.push({ kind: kind.name, payload, voters: some.map(({ address }) => address), shares });
  }
  return submissions;
};

/** Sends all and waits until the last vote is in a synced block; throws unless every one was applied. */
const cast = async ({ node }: Rig, submissions: readonly Submission[]): Promise<number> => {
  const votes = submissions.reduce((total, { voters }) => total + voters.length, 0);
  let applied = 0;
  let done = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    done = resolve;
  });
  const stop = node.onBlock(({ report }) => {
    applied += report.applied;
    if (applied >= votes) done();
  });
  const waiting = [...submissions];
  const send = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const answers = await node.submitShares(one).catch((error: unknown) => {
        if (error instanceof Invalid && error.code === 'chain.mempoolFull') return undefined;
        throw error;
      });
      if (answers === undefined) {
        waiting.unshift(one);
        await delay(lookAgainMs);
      }
      const refused = answers?.find((answer) => typeof answer !== 'string');
      if (refused !== undefined) throw refused;
    }
  };
  await Promise.all(Array.from({ length: underWay }, send));
  await settled;
  stop();
  return votes;
};

/** Votes a second, beside what libsodium verifies in as many threads in the same run. */
export const benchAggregatedVotes = async (effort: AggregatedVotes, workers: number) => {
  const work = workFolder();
  const folder = join(work, 'chain');
  const voters = votersOf(effort.voters);
  const genesis = benchGenesis(registry, 'ballots', 1);
  await seedChain({ folder, genesis, registry, modules: modulesUrl, cells: () => cellsOf(voters) });
  const rig = await openInPlace(folder, workers);
  try {
    const { wires, ids } = await propose(rig, effort.ballots + 1);
    const [first = [], ...rest] = await Promise.all(
      ids.map((id) => submissionsOf(rig, id, voters, effort.shares)),
    );
    await cast(rig, first);
    const limit = await SignatureLimit.start(workers, wires);
    const before = await limit.measure('libsodium', limitMs);
    const cpuBefore = process.cpuUsage();
    const begun = performance.now();
    const votes = await cast(rig, rest.flat());
    const elapsedMs = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpuBefore);
    const after = await limit.measure('libsodium', limitMs);
    await limit.close();
    const perSecond = (1000 * votes) / elapsedMs;
    return {
      perSecond: Math.round(perSecond),
      ratioToLimit: rounded((2 * perSecond) / (before.perSecond + after.perSecond), 3),
      cpuUs: rounded((user + system) / votes, 1),
      votes,
    };
  } finally {
    await rig.close();
    rmSync(work, { recursive: true, force: true });
  }
};
