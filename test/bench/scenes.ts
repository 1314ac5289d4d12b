/** The scenes of the bench: what stands in their chains before a load, and what loads must know of it. */
import type { Access } from '#chain/access.ts';
import { accountKeys, nonces } from '#chain/chainState.ts';
import { encodeValue } from '#chain/codec.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { type Contribution, contributions, escrow } from '#governance/contributions/state.ts';
import { balances } from '#governance/tokens/state.ts';
import { sha256Hex } from '#hash';
import { extractorHash, modelHash } from '../support/testDao.ts';
import type { Accounts } from './accounts.ts';
import { daoId, genesisTime, workCap } from './genesis.ts';
import type { SeedCell } from './seedChain.ts';

/** How large a scene is; zeros leave a part out. */
export interface SceneSize {
  /** Each has three cells: balance, nonce and keys. */
  readonly accounts: number;
  /** Accounts whose keys sign; the others only receive. */
  readonly senders: number;
  /** DAOs, each with four scorers of its own; the first one’s token is the one that moves. */
  readonly daos: number;
  /** Senders with a stake. */
  readonly voters: number;
  /** Open proposals without actions, to be voted on. */
  readonly ballots: number;
  /** Proposals that carried and wait to be executed; each pays ten accounts. */
  readonly payouts: number;
  /** Accepted contributions whose streams run. */
  readonly claims: number;
  /** Contributions that wait for scores. */
  readonly works: number;
}
interface Snapshot {
  readonly id: string;
  readonly snapshotHeight: number;
}
/** What loads are made from; plain data, so that it crosses to threads and to disk. */
export interface SceneFacts extends SceneSize {
  readonly chainId: string;
  /** The id of the first DAO and of its token. */
  readonly token: string;
  /** Until when the transactions of a load are valid. */
  readonly validUntil: number;
  /** Steps of the set-up that are done: stakes, proposals of payouts, votes on them. */
  readonly stepsDone: number;
  readonly openBallots: readonly Snapshot[];
  readonly carriedPayouts: readonly Snapshot[];
}

/** Payments in one payout. */
export const payoutAccounts = 10;
/** What each voter stakes, and what each account holds at first. */
export const votersStake = 1_000_000n;
const firstBalance = 1_000_000_000n;
/** Every account has sent something before, so that its nonce is a cell. */
const seededNonce = 1;
const shareNow = (workCap * 4n) / 10n;

export const claimId = (number: number): string => sha256Hex(utf8(`claim ${number}`));
export const workId = (number: number): string => sha256Hex(utf8(`work ${number}`));
export const workContent = (number: number): string => sha256Hex(utf8(`content of work ${number}`));
export const workAuthor = (facts: SceneSize, number: number): number => number % facts.accounts;

/** The nonce that an account uses first after the steps of the set-up that are done. */
export const firstNonce = ({ accounts, voters, payouts, stepsDone }: SceneFacts, from: number): number => {
  if (from >= accounts) return 0;
  const staked = stepsDone > 0 && from < voters ? 1 : 0;
  const proposed = stepsDone > 1 && from < payouts ? 1 : 0;
  const voted = stepsDone > 2 && from < payouts ? 1 : 0;
  return seededNonce + staked + proposed + voted;
};

const cell = <V>({ collection, key }: Access<'read', V>, value: NonNullable<V>): SeedCell => ({
  key,
  value: encodeValue(collection.codec, value),
});

const contribution = (accounts: Accounts, size: SceneSize, number: number): Contribution => ({
  dao: daoId(number % size.daos),
  author: accounts.address(workAuthor(size, number)),
  kind: 'code',
  contentId: workContent(number),
  title: `Work ${number}`,
  epoch: 0,
  submittedAt: genesisTime,
  asOf: { height: 0, index: 0 },
  rule: {
    rate: workCap,
    cap: workCap,
    weights: [250_000, 250_000, 250_000, 250_000],
    immediatePpm: 400_000,
    streamPpm: 600_000,
    vestingPpm: 0,
    streamMs: 600_000,
    vestingMs: 0,
    unacceptedMs: 3_600_000,
    scoringMs: 3_600_000,
  },
  modelHash,
  extractorHash,
  paidSoFar: 0n,
  covered: 0n,
});

/** Every cell of a scene that no transaction makes. */
export function* sceneCells(size: SceneSize, accounts: Accounts): Generator<SeedCell> {
  const token = daoId(0);
  for (let number = 0; number < size.accounts; number++) {
    const address = accounts.address(number);
    yield cell(balances.read(token, address), firstBalance);
    yield cell(nonces.read(address), seededNonce);
    yield cell(accountKeys.read(address), { keys: [{ scheme: 0, publicKey: accounts.publicKey(number) }] });
  }
  for (let number = 0; number < size.claims; number++) {
    const accepted = {
      ...contribution(accounts, size, number),
      dao: token,
      scores: [10_000, 10_000, 10_000, 10_000],
      amount: workCap,
      immediate: shareNow,
      paidSoFar: shareNow,
      payeeClass: 'newcomer' as const,
      scoredAt: genesisTime,
      acceptedAt: genesisTime,
      acceptedBy: token,
      settledAt: genesisTime,
    };
    yield cell(contributions.read(claimId(number)), accepted);
    yield cell(escrow.read(token, claimId(number)), workCap - shareNow);
  }
  for (let number = 0; number < size.works; number++)
    yield cell(contributions.read(workId(number)), contribution(accounts, size, number));
}
