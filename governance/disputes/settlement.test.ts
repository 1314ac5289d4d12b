/** Who gets what: the worked examples of the reference, and that no sequence of votes loses or makes a unit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appealStake, drawnSlot, jurySizeOf, lossOfSeat, seedOf, verdictOf, voteHash } from './rules.ts';
import { finalVerdict, settlementOf } from './settlement.ts';
import type { Court, DisputeCase, Round, Verdict } from './state.ts';

const id = (letter: string): string => letter.repeat(64);
const terms = (changes: Partial<Court> = {}): Court => ({
  seatStake: 100n,
  lossPpm: 500_000,
  bond: 10_000n,
  jurorFee: 2n,
  seedDeposit: 1n,
  openMs: 1_000,
  evidenceMs: 1_000,
  seedMs: 1_000,
  summonMs: 1_000,
  commitMs: 1_000,
  revealMs: 1_000,
  appealMs: 1_000,
  ...changes,
});
const roundOf = (votes: readonly (Verdict | undefined)[], first = 0, seeds: Round['seeds'] = []): Round => ({
  dao: id('d'),
  openedAt: 0,
  snapshotHeight: 1,
  deposit: 1n,
  seeds: [...seeds],
  seats: votes.map((vote, index) => ({
    juror: (first + index).toString(16).padStart(64, '0'),
    ...(vote === undefined ? {} : { vote }),
  })),
});
const author = id('a');
const opener = id('b');
const caseOf = (stakes: DisputeCase['stakes'], changes: Partial<DisputeCase> = {}): DisputeCase => ({
  dao: id('d'),
  contribution: id('c'),
  author,
  opener,
  remedy: 'refuse',
  kind: 'code',
  workEpoch: 0,
  epoch: 0,
  scoredAt: 0,
  openedAt: 0,
  terms: terms(),
  round: Math.max(0, stakes.length - 1),
  stakes: [...stakes],
  evidence: 0,
  ...changes,
});
const opening = { account: opener, side: 'grant' as const, amount: 10_000n, round: 0 };
const juror = (number: number): string => number.toString(16).padStart(64, '0');

describe('the examples of the reference', () => {
  it('a juror of a general court loses 2,300 of 2,300, of a technical one 16,500 of 33,000', () => {
    expect(lossOfSeat(terms({ seatStake: 2_300n, lossPpm: 1_000_000 }))).toBe(2_300n);
    expect(lossOfSeat(terms({ seatStake: 33_000n, lossPpm: 500_000 }))).toBe(16_500n);
  });
  it('juries grow from 3 to 7 to 15', () => expect([0, 1, 2].map(jurySizeOf)).toEqual([3, 7, 15]));
  it('whoever wins against a stake of 10,000 receives 15,000 with one’s own', () => {
    const stored = caseOf([opening, { account: author, side: 'deny', amount: 10_000n, round: 1 }]);
    const rounds = [roundOf(['grant', 'grant', 'grant']), roundOf(Array(7).fill('deny'), 3)];
    const { parties, jurors, burned } = settlementOf(stored, rounds);
    expect(parties.get(author)).toBe(15_000n);
    expect(parties.has(opener)).toBe(false);
    // Nobody of the first jury agreed with the ruling: its pot, three losses and half of the stake, is burned.
    expect(burned).toBe(5_000n + 150n);
    expect(jurors.get(juror(0))).toEqual({ seats: 1, coherent: 0, lost: 50n, reward: 0n });
    expect(jurors.get(juror(3))).toEqual({ seats: 1, coherent: 1, lost: 0n, reward: 0n });
  });
  it('an appeal stakes twice the bond, by the size of the jury', () => {
    expect(appealStake(terms({ bond: 300n }), 1)).toBe(1_400n);
    expect(appealStake(terms({ bond: 300n }), 2)).toBe(3_000n);
    expect(appealStake(terms({ bond: 10n }), 1)).toBe(47n);
  });
});

describe('verdicts', () => {
  it.each([
    [['grant', 'grant', 'deny'], 'grant'],
    [['grant', 'deny', 'deny'], 'deny'],
    [['grant', 'deny', undefined], 'deny'],
    [['grant', 'grant', undefined], 'grant'],
    [['grant', undefined, undefined], undefined],
    [[], undefined],
  ] as const)('%j is %s', (votes, expected) => {
    expect(verdictOf(roundOf(votes))).toBe(expected);
  });
  it('the last jury that spoke rules', () => {
    const silent = roundOf([undefined, undefined, 'grant']);
    expect(finalVerdict([roundOf(['deny', 'deny', 'deny']), silent])).toBe('deny');
    expect(finalVerdict([silent])).toBeUndefined();
  });
});

describe('two to one', () => {
  it('the two share what the one loses and half of the bond, to the unit', () => {
    const { parties, jurors, burned, paidSeats } = settlementOf(caseOf([opening]), [
      roundOf(['deny', 'deny', 'grant']),
    ]);
    expect([...parties]).toEqual([[author, 5_000n]]);
    expect(jurors.get(juror(0))?.reward).toBe(2_525n);
    expect(jurors.get(juror(2))).toEqual({ seats: 1, coherent: 0, lost: 50n, reward: 0n });
    expect([burned, paidSeats]).toEqual([0n, 2]);
  });
  it('a denied author who staked nothing loses nothing, and an odd unit is burned', () => {
    const stored = caseOf([{ ...opening, account: author, amount: 0n }], { opener: author });
    const { jurors, burned } = settlementOf({ ...stored, terms: terms({ seatStake: 102n }) }, [
      roundOf(['deny', 'deny', 'grant']),
    ]);
    expect(jurors.get(juror(1))?.reward).toBe(25n);
    expect(burned).toBe(1n);
  });
  it('a jury that did not speak returns the stake and costs only who was silent', () => {
    const { parties, jurors, burned, ruling } = settlementOf(caseOf([opening]), [
      roundOf(['grant', undefined, undefined]),
    ]);
    expect(ruling).toBe('none');
    expect(parties.get(opener)).toBe(10_000n);
    expect(jurors.get(juror(0))).toEqual({ seats: 1, coherent: 0, lost: 0n, reward: 0n });
    expect(burned).toBe(100n);
  });
});

const vote = fc.constantFrom<Verdict | undefined>('grant', 'deny', undefined);
const anyCase = fc.record({
  own: fc.boolean(),
  seatStake: fc.bigInt(1n, 1_000n),
  lossPpm: fc.integer({ min: 0, max: 1_000_000 }),
  votes: fc.array(fc.array(vote, { minLength: 15, maxLength: 15 }), { minLength: 1, maxLength: 3 }),
  summoned: fc.boolean(),
  amounts: fc.array(fc.bigInt(0n, 10_001n), { minLength: 3, maxLength: 3 }),
  hidden: fc.integer({ min: 0, max: 4 }),
});

describe('any case', () => {
  it('pays out exactly what stakes, losses and held-back deposits bring, and never more than a seat locks', () => {
    fc.assert(
      fc.property(anyCase, ({ own, seatStake, lossPpm, votes, summoned, amounts, hidden }) => {
        const seeds = Array.from({ length: hidden }, (_, n) => ({ scorer: juror(900 + n), hash: id('f') }));
        const rounds = votes.map((list, round) => {
          const sits = summoned || round + 1 < votes.length;
          return roundOf(sits ? list.slice(0, jurySizeOf(round)) : [], round * 2, seeds);
        });
        const who = own ? author : opener;
        const stakes = rounds.map((_, round) => {
          const before = rounds[round - 1];
          const said = before === undefined ? 'deny' : verdictOf(before);
          const side: Verdict = said === 'grant' ? 'deny' : 'grant';
          return { account: side === 'grant' ? who : juror(99), side, amount: amounts[round] ?? 0n, round };
        });
        const stored = caseOf(stakes, { opener: who, terms: terms({ seatStake, lossPpm }) });
        const { parties, jurors, burned, paidSeats } = settlementOf(stored, rounds);
        const total = (values: Iterable<bigint>) => [...values].reduce((sum, one) => sum + one, 0n);
        const lost = total([...jurors.values()].map((one) => one.lost));
        const rewards = total([...jurors.values()].map((one) => one.reward));
        const brought = total(stakes.map(({ amount }) => amount)) + lost + BigInt(hidden * rounds.length);
        expect(total(parties.values()) + rewards + burned).toBe(brought);
        for (const one of jurors.values()) expect(one.lost <= seatStake * BigInt(one.seats)).toBe(true);
        expect(paidSeats).toBe([...jurors.values()].reduce((sum, one) => sum + one.coherent, 0));
        expect([...jurors.values()].reduce((sum, one) => sum + one.seats, 0)).toBe(
          rounds.reduce((sum, { seats }) => sum + seats.length, 0),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('chance', () => {
  const open = roundOf([], 0, [{ scorer: juror(1), hash: id('1'), secret: id('2') }]);
  it('another secret, case or round is another seed, and a hidden secret none', () => {
    const seeds = [
      seedOf(id('a'), 0, open),
      seedOf(id('a'), 1, open),
      seedOf(id('b'), 0, open),
      seedOf(id('a'), 0, roundOf([], 0, [{ scorer: juror(1), hash: id('1') }])),
    ].map((seed) => Buffer.from(seed).toString('hex'));
    expect(new Set(seeds).size).toBe(4);
  });
  it('draws each slot about equally often', () => {
    const counts = Array<number>(10).fill(0);
    for (let key = 0; key < 100; key++) {
      const seed = seedOf(juror(key), 0, open);
      for (let index = 0; index < 100; index++) {
        const slot = drawnSlot(seed, index, 10);
        counts[slot] = (counts[slot] ?? 0) + 1;
      }
    }
    // 10,000 fixed draws: the spread is known, five standard deviations would be 150.
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
  it('a vote’s hash depends on the case, the round, the juror, the vote and the salt', () => {
    const hashes = [
      voteHash(id('a'), 0, juror(1), 'grant', id('0')),
      voteHash(id('b'), 0, juror(1), 'grant', id('0')),
      voteHash(id('a'), 1, juror(1), 'grant', id('0')),
      voteHash(id('a'), 0, juror(2), 'grant', id('0')),
      voteHash(id('a'), 0, juror(1), 'deny', id('0')),
      voteHash(id('a'), 0, juror(1), 'grant', id('1')),
    ];
    expect(new Set(hashes).size).toBe(6);
  });
});
