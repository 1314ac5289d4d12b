/** What the loads of the bench consist of: transactions of real modules, made from a seed, not yet signed. */
import { formatAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { encodeCall, type Registry } from '#chain/registry.ts';
import { commitmentOf } from '#governance/scorers/reveal.ts';
import { sha256Hex } from '#hash';
import { Chance } from '../support/arenaHistory.ts';
import { extractorHash, modelHash } from '../support/testDao.ts';
import { type Accounts, founderNumber, scorerKey, scorerNumber } from './accounts.ts';
import { heavyTurns } from './benchModule.ts';
import { daoId, genesisTime, scorersPerDao, workCap, workFee } from './genesis.ts';
import {
  claimId,
  firstNonce,
  payoutAccounts,
  type SceneFacts,
  votersStake,
  workAuthor,
  workContent,
  workId,
} from './scenes.ts';

/** One transaction before it has a nonce; `from` is the number of an account or of another key of the tests. */
interface Made {
  readonly kind: string;
  readonly payload: unknown;
  readonly from: number;
}
/** What a load is made of besides its scene. */
export interface LoadOptions {
  readonly recipe: Recipe;
  readonly count: number;
  readonly seed?: number;
  /** Of `contention`: how many in a hundred bid in the one auction. */
  readonly hotPercent?: number;
  /** Of `attestations`: contributions settled in one round. */
  readonly works?: number;
  /** All are of one sender, and under one signature. */
  readonly together?: true;
  /** The accounts that send where anyone may: from the first to below the second; all senders unless given. */
  readonly senders?: readonly [first: number, end: number];
}
interface Making {
  readonly facts: SceneFacts;
  readonly accounts: Accounts;
  readonly registry: Registry;
  readonly chance: Chance;
  readonly options: LoadOptions;
}
type Maker = (making: Making) => Generator<Made>;

const anySender = ({ facts, chance, options }: Making): number => {
  const [first, end] = options.senders ?? [0, facts.senders];
  return first + chance.below(end - first);
};

const transfer = ({ facts, accounts, chance }: Making, from: number, to: number): Made => ({
  kind: 'tokens.transfer',
  payload: { token: facts.token, account: accounts.address(to), amount: BigInt(1 + chance.below(1_000)) },
  from,
});

function* transfers(making: Making): Generator<Made> {
  const { facts, chance } = making;
  for (;;) yield transfer(making, anySender(making), chance.below(facts.accounts));
}

/** Receivers by Zipf’s law: the first account receives about every twelfth transfer of 100,000 accounts. */
function* zipfTransfers(making: Making): Generator<Made> {
  const { facts, chance } = making;
  const fine = 1 << 30;
  for (;;) {
    const rank = Math.floor(facts.accounts ** (chance.below(fine) / fine)) - 1;
    yield transfer(making, anySender(making), rank);
  }
}

function* oneSender(making: Making): Generator<Made> {
  const from = anySender(making);
  for (;;) yield transfer(making, from, making.chance.below(making.facts.accounts));
}

/** Ballot after ballot: each voter votes once on each, so that every vote makes a cell of its own. */
function* votes({ facts, chance }: Making): Generator<Made> {
  for (const { id: proposal, snapshotHeight } of facts.openBallots)
    for (let from = 0; from < facts.voters; from++) {
      const choice = chance.pick(['against', 'for', 'abstain']);
      yield {
        kind: 'proposals.vote',
        payload: { proposal, token: facts.token, snapshotHeight, choice, reason: '' },
        from,
      };
    }
}

/** The payments of payout `number`: each payout sends to accounts of its own. */
const payActions = ({ facts, accounts, registry }: Making, number: number) => {
  const payments = Array.from({ length: payoutAccounts }, (_, place) => ({
    account: formatAddress(accounts.address((number * payoutAccounts + place) % facts.accounts)),
    amount: `${100 + place}`,
  }));
  return [encodeCall(registry, 'treasury.pay', { dao: facts.token, payments, memo: `Payout ${number}` })];
};

function* payouts(making: Making): Generator<Made> {
  const { facts } = making;
  for (const [number, { id: proposal }] of facts.carriedPayouts.entries()) {
    const payload = { proposal, dao: facts.token, actions: payActions(making, number) };
    yield { kind: 'proposals.execute', payload, from: anySender(making) };
  }
}

function* claims(making: Making): Generator<Made> {
  const { facts, accounts } = making;
  for (let number = 0; number < facts.claims; number++) {
    const author = accounts.address(workAuthor(facts, number));
    yield {
      kind: 'contributions.claim',
      payload: { contribution: claimId(number), dao: facts.token, author, amount: workCap },
      from: anySender(making),
    };
  }
}

const submission = (facts: SceneFacts, from: number, number: number, of: string): Made => ({
  kind: 'contributions.submit',
  payload: {
    dao: daoId(number % facts.daos),
    kind: 'code',
    contentId: sha256Hex(utf8(`${of} ${number}`)),
    title: `Work ${number}`,
  },
  from,
});

const attestationOf = (facts: SceneFacts, number: number) => ({
  dao: daoId(number % facts.daos),
  contribution: workId(number),
  contentId: workContent(number),
  modelHash,
  extractorHash,
  featuresHash: sha256Hex(utf8(`features ${number}`)),
  scores: [4_000, 5_000, 3_000, 2_000],
  asOf: { height: 0, index: 0 },
  epoch: 0,
  expiry: genesisTime + 3_600_000,
});

/**
 * Rounds of what a settled contribution costs the chain, nine transactions: one is submitted, and four scorers commit to
 * and reveal the score of one that was submitted before. A round’s reveals follow all of its commits.
 */
function* attestations(making: Making): Generator<Made> {
  const { facts, accounts, options } = making;
  const works = options.works ?? facts.works;
  for (let first = 0; first + works <= facts.works; first += works) {
    const numbers = Array.from({ length: works }, (_, place) => first + place);
    for (const number of numbers) yield submission(facts, anySender(making), number, 'content of round');
    for (const isReveal of [false, true])
      for (let place = 0; place < scorersPerDao; place++)
        for (const number of numbers) {
          const said = attestationOf(facts, number);
          const { dao, contribution } = said;
          const from = scorerNumber + scorersPerDao * (number % facts.daos) + place;
          const salt = sha256Hex(utf8(`salt ${number} ${place}`));
          const author = accounts.address(workAuthor(facts, number));
          const pay = { author, kind: 'code', amountMax: workCap, fee: workFee };
          const { address } = scorerKey(number % facts.daos, place);
          const hash = commitmentOf(address, salt, said);
          yield isReveal
            ? { kind: 'scorers.reveal', payload: { attestation: said, salt, pay }, from }
            : { kind: 'scorers.commit', payload: { dao, contribution, hash }, from };
        }
  }
}

/** Half transfers, a fifth votes, 15 in a hundred stream payments, and 15 stakes, profiles and submissions. */
function* mixed(making: Making): Generator<Made> {
  const { facts, chance } = making;
  const [transferring, voting, claiming] = [transfers(making), votes(making), claims(making)];
  const next = (made: Generator<Made>, name: string): Made => {
    const one = made.next();
    if (one.done === true) throw new RangeError(`The scene has no more ${name}.`);
    return one.value;
  };
  for (let number = 0; ; number++) {
    const part = chance.below(100);
    const from = anySender(making);
    if (part < 50) yield next(transferring, 'transfers');
    else if (part < 70) yield next(voting, 'votes');
    else if (part < 85) yield next(claiming, 'claims');
    else if (part < 90)
      yield { kind: 'tokens.stake', payload: { token: facts.token, amount: BigInt(1 + part) }, from };
    else if (part < 95) yield { kind: 'accounts.setProfile', payload: { name: `Name ${number}` }, from };
    else yield submission(facts, from, number, 'content of the mix');
  }
}

function* heavy(making: Making): Generator<Made> {
  for (;;) yield { kind: 'bench.work', payload: { turns: heavyTurns }, from: anySender(making) };
}

/** Bids: some in one auction that everybody wants, each of the others in an auction of its own. */
function* contention(making: Making): Generator<Made> {
  const { chance, options } = making;
  const { hotPercent = 0 } = options;
  const auctionOf = (name: string): string => sha256Hex(utf8(`auction ${name}`));
  for (let number = 0; ; number++) {
    const from = anySender(making);
    const auction = auctionOf(
      chance.hits(hotPercent) ? `of all, ${hotPercent}` : `${number} of ${hotPercent}`,
    );
    yield { kind: 'bench.bid', payload: { auction, amount: BigInt(1 + chance.below(1_000_000)) }, from };
  }
}

function* stakes({ facts }: Making): Generator<Made> {
  for (let from = 0; from < facts.voters; from++)
    yield { kind: 'tokens.stake', payload: { token: facts.token, amount: votersStake }, from };
}
function* newBallots({ facts }: Making): Generator<Made> {
  for (let number = 0; ; number++) {
    const payload = {
      dao: facts.token,
      track: 'signal',
      title: `Ballot ${number}`,
      body: '',
      actions: [],
    };
    yield { kind: 'proposals.create', payload, from: founderNumber };
  }
}
function* newPayouts(making: Making): Generator<Made> {
  for (let from = 0; ; from++) {
    const actions = payActions(making, from);
    const title = `Payout ${from}`;
    const payload = { dao: making.facts.token, track: 'treasurySmall', title, body: '', actions };
    yield { kind: 'proposals.create', payload, from };
  }
}
function* payoutVotes({ facts }: Making): Generator<Made> {
  for (const [from, { id: proposal, snapshotHeight }] of facts.carriedPayouts.entries()) {
    const payload = { proposal, token: facts.token, snapshotHeight, choice: 'for', reason: '' };
    yield { kind: 'proposals.vote', payload, from };
  }
}

const makers = {
  transfers,
  zipfTransfers,
  oneSender,
  votes,
  payouts,
  claims,
  attestations,
  mixed,
  heavy,
  contention,
  stakes,
  newBallots,
  newPayouts,
  payoutVotes,
} satisfies Record<string, Maker>;
export type Recipe = keyof typeof makers;

/** Gives `count` transactions with their nonces; the same ones wherever it is called. */
export function* makeLoad(
  facts: SceneFacts,
  accounts: Accounts,
  registry: Registry,
  options: LoadOptions,
): Generator<Made & { readonly nonce: number }> {
  const nonces = new Map<number, number>();
  const making = { facts, accounts, registry, options, chance: new Chance(options.seed ?? 1) };
  const made: Generator<Made> = makers[options.recipe](making);
  for (let place = 0; place < options.count; place++) {
    const one = made.next();
    if (one.done === true)
      throw new RangeError(`The scene gives ${place} ${options.recipe}, not ${options.count}.`);
    const { from } = one.value;
    const nonce = nonces.get(from) ?? firstNonce(facts, from);
    nonces.set(from, nonce + 1);
    yield { ...one.value, nonce };
  }
}
