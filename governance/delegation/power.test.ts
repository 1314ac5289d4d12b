/** Power under any sequence of stake, unstake, lend, propose and vote: what ballots count is what a plain model counts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daoAddress, formatAddress } from '#chain/crypto/address.ts';
import { ballots } from '#governance/proposals/ballotPower.ts';
import { proposals, tallies } from '#governance/proposals/state.ts';
import { stakes } from '#governance/tokens/state.ts';
import { DevChain, named, textOf } from '#test/support/devChain.ts';
import { daoPayload } from '#test/support/testDao.ts';
import { type Delegation, given, type Loan, loansFor, received, windowOf } from './state.ts';

const people = ['ada', 'ben', 'cleo', 'dan'] as const;
type Person = (typeof people)[number];
const choices = ['for', 'against', 'abstain'] as const;
const tracks = ['signal', 'parameters'] as const;
const day = 86_400_000;

/** One step; what it means depends on where the chain stands. */
const step = fc.record({
  who: fc.constantFrom(...people),
  what: fc.constantFrom(
    'stake',
    'unstake',
    'lend',
    'lend',
    'propose',
    'vote',
    'vote',
    'vote',
    'vote',
    'vote',
    'wait',
  ),
  other: fc.constantFrom(...people),
  n: fc.integer({ min: 1, max: 1_000 }),
  ppm: fc.integer({ min: 1, max: 1_000_000 }),
  flag: fc.boolean(),
  carries: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What a model remembers of an open proposal: the closing stakes and delegations before it, and who did what. */
interface Open {
  readonly key: string;
  readonly snapshotHeight: number;
  readonly epoch: number;
  readonly stakes: Readonly<Record<Person, bigint>>;
  readonly lent: Readonly<Record<Person, Delegation | undefined>>;
  readonly votes: Map<Person, { choice: string; receives: boolean; overrode: boolean }>;
}

class Model {
  readonly chain = new DevChain();
  readonly dao: string;
  readonly open: Open[] = [];

  constructor() {
    const { chain } = this;
    this.dao = chain.apply('ada', 'daos.create', daoPayload()).id;
    for (const name of ['cleo', 'dan'])
      chain.apply('ada', 'tokens.transfer', { token: this.dao, account: textOf(name), amount: '1000' });
  }
  stake(name: Person): bigint {
    return this.chain.get(stakes.read(this.dao, named(name)));
  }
  lent(name: Person): Delegation | undefined {
    return this.chain.get(given.read(this.dao, named(name)));
  }
  json(lent: Delegation) {
    return {
      amount: lent.amount.toString(),
      grants: lent.grants.map((one) => ({
        ...one,
        tracks: [...one.tracks],
        shares: one.shares.map(({ delegate, ppm }) => ({ delegate: formatAddress(delegate), ppm })),
      })),
    };
  }
  get epoch(): number {
    return Math.floor((this.chain.time - this.chain.facts.genesisTime) / day);
  }

  /** The transaction that a step means here, and what the model learns when it is applied. */
  meaning({ who, what, other, n, ppm, flag, carries }: Step) {
    const { dao } = this;
    const lent = this.lent(who);
    const follows = (amount: bigint) =>
      lent !== undefined && carries
        ? { delegation: { before: this.json(lent), amount: amount.toString() } }
        : {};
    if (what === 'stake') {
      const payload = {
        token: dao,
        amount: `${n}`,
        ...follows((lent?.amount ?? 0n) + (flag ? BigInt(n) : 0n)),
      };
      return { sends: [who, 'tokens.stake', payload] as const };
    }
    if (what === 'unstake') {
      // A thousandth up to all of it: often more than is free to go.
      const amount = (this.stake(who) * BigInt(n)) / 1_000n;
      const left = (lent?.amount ?? 0n) - (flag ? amount : 0n);
      const payload = { token: dao, amount: amount.toString(), ...follows(left > 0n ? left : 0n) };
      return { sends: [who, 'tokens.unstake', payload] as const };
    }
    if (what === 'lend') {
      const before = lent === undefined ? {} : { before: this.json(lent) };
      const others = people.filter((one) => one !== who);
      const shares = [
        { delegate: textOf(other === who ? (others[0] ?? 'ada') : other), ppm },
        ...(flag && ppm < 1_000_000
          ? [{ delegate: textOf(others.find((one) => one !== other) ?? 'ben'), ppm: 1_000_000 - ppm }]
          : []),
      ];
      const unique = new Set(shares.map(({ delegate }) => delegate)).size === shares.length;
      const amount = (this.stake(who) * BigInt(n)) / 1_000n;
      const grants = [
        {
          tracks: flag ? ['signal'] : [...tracks],
          expires: this.epoch + (n % 3),
          shares: unique ? shares : shares.slice(0, 1),
        },
      ];
      const next = amount === 0n ? { amount: '0', grants: [] } : { amount: amount.toString(), grants };
      return { sends: [who, 'delegation.set', { dao, ...next, ...before }] as const };
    }
    if (what === 'propose') {
      const all = <T>(read: (one: Person) => T) =>
        Object.fromEntries(people.map((one) => [one, read(one)])) as Record<Person, T>;
      const seen = { stakes: all((one) => this.stake(one)), lent: all((one) => this.lent(one)) };
      const payload = { dao, track: 'signal', title: 'x', body: '', actions: [] };
      const snapshotHeight = this.chain.height;
      return {
        sends: ['ada', 'proposals.create', payload] as const,
        learn: (id: string) =>
          this.open.push({ key: id, snapshotHeight, epoch: this.epoch, ...seen, votes: new Map() }),
      };
    }
    const about = this.open[this.open.length - 1 - (n % 2)] ?? this.open[0];
    if (what !== 'vote' || about === undefined) return undefined;
    const own = about.lent[who];
    const takes = own !== undefined && flag;
    const choice = choices[n % 3] ?? 'for';
    const power = {
      track: 'signal',
      epoch: about.epoch,
      mixed: false,
      receives: carries,
      ...(takes ? { lent: this.json(own) } : {}),
    };
    const payload = {
      proposal: about.key,
      token: dao,
      snapshotHeight: about.snapshotHeight,
      choice,
      reason: '',
      power,
    };
    return {
      sends: [who, 'proposals.vote', payload] as const,
      learn: () => {
        const overrode = about.votes.get(who)?.overrode === true || (takes && loansAt(about, who).length > 0);
        about.votes.set(who, { choice, receives: carries, overrode });
      },
    };
  }

  /** Counts every open proposal from the snapshots alone and compares it with cells. */
  check(): void {
    const { chain } = this;
    for (const about of this.open) {
      const stored = chain.get(proposals.read(about.key));
      const tally = chain.get(tallies.read(about.key));
      const counted = { against: 0n, for: 0n, abstain: 0n };
      for (const [who, { choice, receives, overrode }] of about.votes) {
        const away = overrode ? 0n : amounts(loansAt(about, who));
        const others = receives ? amounts(receivedLoans(about, who)) : 0n;
        const power = about.stakes[who] - away + others;
        counted[choice as keyof typeof counted] += power;
        expect([who, chain.get(ballots.read(about.key, named(who)))?.power]).toEqual([who, power]);
      }
      expect({ against: tally.against, for: tally.for, abstain: tally.abstain }).toEqual(counted);
      const all = counted.against + counted.for + counted.abstain;
      expect(all <= (stored?.totalPower ?? 0n)).toBe(true);
    }
    for (const who of people) expect((this.lent(who)?.amount ?? 0n) <= this.stake(who)).toBe(true);
  }

  /** Power at past heights, read off checkpoints, is what the model saw when the height closed. */
  checkPast(): void {
    const { chain, dao } = this;
    for (const about of this.open) {
      const at = about.snapshotHeight;
      for (const who of people) {
        expect(chain.get(stakes.at(at, dao, named(who)))).toBe(about.stakes[who]);
        expect(chain.get(given.at(at, dao, named(who)))).toEqual(about.lent[who]);
        const sums = windowOf(about.epoch).map((one) =>
          chain.get(received.at(at, dao, named(who), 'signal', one)),
        );
        const lent = people.flatMap((one) =>
          loansAt(about, one).filter(({ delegate }) => delegate === named(who)),
        );
        expect(sums.reduce((total, one) => total + one, 0n)).toBe(amounts(lent));
      }
    }
  }
}

const amounts = (loans: readonly Loan[]): bigint => loans.reduce((total, { amount }) => total + amount, 0n);
const loansAt = (about: Open, who: Person): Loan[] => {
  const lent = about.lent[who];
  return lent === undefined ? [] : loansFor(lent, 'signal', about.epoch);
};
const receivedLoans = (about: Open, delegate: Person): Loan[] =>
  people
    .filter((who) => about.votes.get(who)?.overrode !== true)
    .flatMap((who) => loansAt(about, who).filter((loan) => loan.delegate === named(delegate)));

/** Everybody stakes, lends and waits for a proposal: where voting and taking back begin. */
const lending = fc.tuple(step, step, step, step);
const opening = (first: readonly Step[]): Step[][] => {
  const each = (what: Step['what']) =>
    people.flatMap((who, i) => (first[i] === undefined ? [] : [{ ...first[i], who, what }]));
  return [each('stake'), each('lend'), each('propose').slice(0, 1)];
};

describe('power', () => {
  it('counts what a plain model counts, never more than all stake, and stays as it was at past heights', () => {
    fc.assert(
      fc.property(
        lending,
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 }),
        (first, blocks) => {
          const model = new Model();
          for (const steps of [...opening(first), ...blocks]) {
            if (steps.some(({ what }) => what === 'wait')) model.chain.advance(day / 1_000);
            const planned = steps.flatMap((one) => {
              const found = model.meaning(one);
              return found === undefined ? [] : [found];
            });
            const results = model.chain.block(planned.map(({ sends }) => sends));
            results.forEach(({ status, id }, i) => {
              if (status === 'applied') planned[i]?.learn?.(id);
            });
            model.check();
          }
          model.checkPast();
        },
      ),
      { numRuns: 120 },
    );
  });

  it('lets a delegate and a delegator vote in one block in either order with one result', () => {
    for (const order of [0, 1]) {
      const model = new Model();
      const { chain, dao } = model;
      const grants = [
        { tracks: ['signal'], expires: 0, shares: [{ delegate: textOf('cleo'), ppm: 1_000_000 }] },
      ];
      for (const name of ['ada', 'ben'] as const)
        chain.apply(name, 'delegation.set', { dao, amount: '100000000000', grants });
      const proposal = chain.apply('ada', 'proposals.create', {
        dao,
        track: 'signal',
        title: 'x',
        body: '',
        actions: [],
      }).id;
      const snapshotHeight = chain.height - 1;
      const vote = (choice: string, power: object) => ({
        proposal,
        token: dao,
        snapshotHeight,
        choice,
        reason: '',
        power: { track: 'signal', epoch: 0, mixed: false, receives: false, ...power },
      });
      const lent = model.lent('ada');
      if (lent === undefined) throw new Error('ada lends nothing.');
      const sends = [
        ['cleo', 'proposals.vote', vote('against', { receives: true })],
        ['ada', 'proposals.vote', vote('for', { lent: model.json(lent) })],
      ] as const;
      const results = model.chain.block(order === 0 ? sends : [...sends].reverse());
      expect(results.map(({ status }) => status)).toEqual(['applied', 'applied']);
      expect(chain.get(tallies.read(proposal))).toMatchObject({
        for: 100_000_000_000n,
        against: 100_000_000_000n,
      });
    }
  });

  it('counts reputation and members beside stake, each against its own total', () => {
    const model = new Model();
    const { chain, dao } = model;
    const rule = { tokensPpm: 500_000, reputationPpm: 300_000, membersPpm: 200_000, cutOffPpm: 0 };
    chain.apply(daoAddress(dao), 'power.setRule', { dao, rule });
    chain.apply('cleo', 'daos.join', { dao });
    const proposal = chain.apply('ada', 'proposals.create', {
      dao,
      track: 'signal',
      title: 'x',
      body: '',
      actions: [],
    }).id;
    const stored = chain.get(proposals.read(proposal));
    // Nobody earned reputation yet, so its part counts for nobody.
    expect(stored?.totalPower).toBe(700_000n * 10n ** 12n);
    const power = { track: 'signal', epoch: 0, mixed: true, receives: false };
    for (const name of ['ada', 'cleo'] as const) {
      const payload = {
        proposal,
        token: dao,
        snapshotHeight: chain.height,
        choice: 'for',
        reason: '',
        power,
      };
      chain.apply(name, 'proposals.vote', { ...payload, snapshotHeight: stored?.snapshotHeight ?? 0 });
    }
    const third = (200_000n * 10n ** 12n) / 3n;
    expect(chain.get(ballots.read(proposal, named('ada')))?.power).toBe(250_000n * 10n ** 12n + third);
    expect(chain.get(ballots.read(proposal, named('cleo')))?.power).toBe(third);
  });
});
