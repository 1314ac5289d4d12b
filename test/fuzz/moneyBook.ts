/** Money: none appears or vanishes, nobody’s moves without them, and no more leaves a treasury than its limits allow. */
import { collectionName, splitKey } from '#chain/access.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { collectionOfKey, valueOfBytes } from '#chain/execution/cellBytes.ts';
import { epochAt, policies } from '#governance/daos/state.ts';
import { proposals } from '#governance/proposals/state.ts';
import { unbondingTimes } from '#governance/tokens/state.ts';
import { limits } from '#governance/treasury/spendLimit.ts';
import { heldTokens, TokenCount } from '../support/conservation.ts';
import { untold } from '../support/movements.ts';
import { type Book, big, type Change, type Desk, type Done } from './book.ts';

/** Kinds that anyone may send and that carry out what a DAO decided about its own money before. */
const plans = new Set(['treasury.openEpoch', 'exits.leave', 'conviction.execute']);
/** Events of transactions that run actions of a DAO. */
const acts = new Set(['proposals.executed', 'proposals.retried']);

/** What happens once at most, and to what, by the fields of its event. */
const once: Readonly<Record<string, readonly string[]>> = {
  'tokens.released': ['unbonding'],
  'proposals.executed': ['proposal'],
  'proposals.depositSettled': ['proposal'],
  'payouts.pagePaid': ['payout', 'page'],
  'payouts.closed': ['payout'],
  'streams.canceled': ['stream'],
  'milestones.accepted': ['agreement', 'part'],
  'milestones.closed': ['agreement'],
  'treasury.epochOpened': ['dao', 'epoch'],
  'conviction.funded': ['request'],
  'disputes.closed': ['case'],
  'outcomes.measured': ['contribution'],
};

export const moneyBook = ({ chain, daos, expect }: Desk): Book => {
  const count = new TokenCount(chain.registry);
  /** What left the account of a DAO in an epoch, and what its limit gave it. */
  const epochs = new Map<string, { out: bigint; given: bigint }>();
  const epochOf = (dao: string, token: string, epoch: number) => {
    const name = `${dao}/${token}/${epoch}`;
    const known = epochs.get(name) ?? { out: 0n, given: 0n };
    epochs.set(name, known);
    return known;
  };
  const capOf = (token: string): bigint | undefined =>
    chain.query<{ cap: bigint } | undefined>('tokens', 'getToken', { token })?.cap;

  /** What exists of each token is its cap. */
  const conserve = ({ overwritten }: Done): void => {
    for (const token of count.write(overwritten))
      expect(
        count.held.get(token) === capOf(token),
        () => `there are ${count.held.get(token)} of the token ${token} with the cap ${capOf(token)}.`,
      );
  };

  /** Whose free balance or stake becomes less sent it; a DAO’s is moved by its own actions and plans too. */
  const authorize = ({ sender, kind, events, changes }: Done): void => {
    const isPlanned = plans.has(kind) || events.some(({ name }) => acts.has(name));
    for (const { collection, parts, before, after } of changes) {
      if (collection !== 'tokens.balances' && collection !== 'tokens.stakes') continue;
      const [, account = ''] = parts;
      if (big(after) >= big(before) || account === sender || (isPlanned && daos.has(account))) continue;
      expect(false, () => `${account} has less in ${collection} and did not send it.`);
    }
  };

  /** As the block opened: a limit that this transaction changes still counts for it. */
  const limitOf = (changes: readonly Change[], token: string, account: string): unknown => {
    const changed = changes.find(
      ({ collection, parts }) =>
        collection === 'treasury.limits' && parts[0] === token && parts[1] === account,
    );
    return changed === undefined ? chain.get(limits.read(token, account)) : changed.before;
  };

  /** No more leaves a treasury in an epoch than its limit gave, and no more by a proposal than its track allows. */
  const spend = ({ sender, events, changes }: Done): void => {
    for (const { name, data } of events) {
      if (name !== 'treasury.limitRenewed') continue;
      const { dao, token, epoch, amount } = data as Renewal;
      const book = epochOf(dao, token, epoch);
      expect(book.given === 0n, () => `the limit of epoch ${epoch} is renewed a second time.`);
      book.given = amount;
    }
    const [executed] = events.filter(({ name }) => acts.has(name));
    for (const { collection, parts, before, after } of changes) {
      const [token = '', account = ''] = parts;
      const dao = daos.get(account);
      const policy = dao === undefined ? undefined : chain.get(policies.read(dao));
      if (collection !== 'tokens.balances' || dao === undefined || policy === undefined) continue;
      const out = big(before) - big(after);
      if (out <= 0n) continue;
      if (executed !== undefined) {
        const { proposal } = executed.data as { readonly proposal: string };
        const spendMax = chain.get(proposals.read(proposal))?.spendMax;
        expect(spendMax === undefined || out <= spendMax, () => `${out} left by it, of at most ${spendMax}.`);
      }
      // What cases let a DAO send by itself is an action, and its limit counts where a proposal runs it.
      if (sender === account || limitOf(changes, token, account) === undefined) continue;
      const epoch = epochAt(chain.time, chain.facts.genesisTime, policy.epochMs);
      const book = epochOf(dao, token, epoch);
      book.out += out;
      expect(book.out <= book.given, () => `${book.out} left a treasury in an epoch, of ${book.given}.`);
    }
  };

  /** Stake that is taken out comes back whole, and not before its time. */
  const release = ({ changes }: Done): void => {
    for (const { collection, before, after } of changes) {
      if (collection !== 'tokens.unbondings') continue;
      const [old, next] = [before as Unbonding | undefined, after as Unbonding | undefined];
      if (old !== undefined)
        expect(chain.time >= old.releaseAt, () => `stake that is free at ${old.releaseAt} came back early.`);
      else if (next !== undefined) {
        const wait = chain.get(unbondingTimes.read(next.token)) ?? 0;
        expect(next.releaseAt >= chain.time + wait, () => 'stake comes back before its votes are over.');
      }
    }
  };

  /** No claim, page, refund or release twice. */
  const happened = new Set<string>();
  const repeat = ({ events }: Done): void => {
    for (const { name, data } of events) {
      const fields = once[name];
      if (fields === undefined) continue;
      const about = [name, ...fields.map((field) => (data as Record<string, unknown>)[field])].join(' ');
      expect(!happened.has(about), () => `${about} happened a second time.`);
      happened.add(about);
    }
  };

  /** Every change of a free balance is what the events say. */
  const tell = ({ events, changes }: Done): void => {
    const moved = changes.flatMap(({ collection, parts, before, after }) =>
      collection === 'tokens.balances' ? [[parts.join(' '), big(after) - big(before)] as const] : [],
    );
    for (const one of untold(chain.registry, events, new Map(moved)))
      expect(false, () => `${one.name} moved by ${one.moved}, and events say ${one.said}.`);
  };

  return {
    check(done) {
      tell(done);
      repeat(done);
      conserve(done);
      authorize(done);
      spend(done);
      release(done);
    },
    close() {
      const { registry, state } = chain;
      for (const [token, amount] of heldTokens(registry, state.cells))
        expect(
          amount === capOf(token),
          () => `there are ${amount} of ${token} with the cap ${capOf(token)}.`,
        );
      const staked = new Map<string, bigint>();
      for (const [text, bytes] of state.cells) {
        const key = Buffer.from(text, 'hex');
        const definition =
          collectionName(key) === 'tokens.stakes' ? collectionOfKey(registry, key) : undefined;
        const [, token, , ...rest] = splitKey(key).map(toHex);
        if (definition === undefined || token === undefined || rest.length > 0) continue;
        staked.set(token, (staked.get(token) ?? 0n) + big(valueOfBytes(definition, bytes)));
      }
      for (const [token, amount] of staked) {
        const said = chain.query<{ staked: bigint }>('tokens', 'getToken', { token }).staked;
        expect(amount === said, () => `all stakes of ${token} are ${amount}, and their total says ${said}.`);
      }
    },
  };
};
interface Unbonding {
  readonly token: string;
  readonly releaseAt: number;
}
interface Renewal {
  readonly dao: string;
  readonly token: string;
  readonly epoch: number;
  readonly amount: bigint;
}
