/** Work: scored by a quorum that committed before, paid once and in full, covered by bonds, and nobody honest is slashed. */
import type { Contribution } from '#governance/contributions/state.ts';
import type { Round } from '#governance/scorers/state.ts';
import type { Expect, Invariants } from './invariants.ts';
import type { Executed, Oracle } from './oracle.ts';

/** Valid reveals that make a score in a committee of four. */
const quorum = 3;

export const workInvariants = (
  oracle: Oracle,
  expect: Expect,
  honestScores: readonly number[],
  liars: ReadonlySet<string>,
): Invariants => {
  const checkRound = ({ time }: Executed, key: string, before: Round | undefined, after: Round): void => {
    const scorers = after.commits.map(({ scorer }) => scorer);
    expect(new Set(scorers).size === scorers.length, () => `A scorer committed twice to ${key}.`);
    const revealed = after.reveals.map(({ scorer }) => scorer);
    expect(new Set(revealed).size === revealed.length, () => `A scorer revealed twice for ${key}.`);
    for (const scorer of revealed)
      expect(scorers.includes(scorer), () => `${scorer} revealed and never committed to ${key}.`);
    const copied = after.reveals.filter(({ scorer }) => {
      const hash = after.commits.find((one) => one.scorer === scorer)?.hash;
      return after.commits.filter((one) => one.hash === hash).length > 1;
    });
    expect(copied.length <= 1, () => `Two scorers revealed for ${key} what only one can have made.`);
    const bonded = oracle.value<Contribution>('contributions.items', key);
    for (const { scorer } of after.reveals.slice(before?.reveals.length ?? 0)) {
      expect(
        bonded?.scoredAt !== undefined || scorers.length >= quorum,
        () => `${scorer} revealed for ${key} while others may still copy.`,
      );
      // Commits that came with or after the first reveal could have copied it.
      const firstReveal = Math.min(...after.reveals.map(({ at }) => at));
      for (const commit of after.commits)
        expect(
          commit.at <= firstReveal,
          () => `${commit.scorer} committed to ${key} after a reveal, at ${time}.`,
        );
    }
  };
  const checkWork = (
    { time }: Executed,
    key: string,
    before: Contribution | undefined,
    after: Contribution,
  ): void => {
    const { amount, covered, paidSoFar, rule, scores } = after;
    expect(paidSoFar <= (amount ?? paidSoFar), () => `${key} was paid ${paidSoFar} of ${amount}.`);
    if (before !== undefined) {
      expect(paidSoFar >= before.paidSoFar, () => `What was paid for ${key} became less.`);
      expect(
        before.settledAt === undefined || after.settledAt === before.settledAt,
        () => `${key} is settled twice.`,
      );
      const isScored = before.scoredAt !== undefined;
      const dueAt = (before.scoredAt ?? before.submittedAt) + (isScored ? rule.unacceptedMs : rule.scoringMs);
      expect(
        before.settledAt === after.settledAt || after.acceptedAt !== undefined || time >= dueAt,
        () => `${key} is closed unaccepted at ${time}; it may be from ${dueAt}.`,
      );
      expect(
        JSON.stringify(before.rule, inText) === JSON.stringify(rule, inText),
        () => `The rule of ${key} changed.`,
      );
    }
    // Nobody's score was voided before its acceptance here, so what is covered is what was paid at once, until it is closed.
    const open = after.settledAt === undefined;
    expect(
      covered === (open ? paidSoFar : 0n),
      () => `${key} covers ${covered}, was paid ${paidSoFar} and is ${open ? 'open' : 'closed'}.`,
    );
    if (scores === undefined || amount === undefined) return;
    expect(
      scores.every((score, place) => score === honestScores[place]),
      () => `${key} has the scores ${scores}, and honest scorers say ${honestScores}.`,
    );
    expect(amount <= rule.cap, () => `${key} earns ${amount}, more than its cap.`);
    const valid = oracle.value<Round>('scorers.rounds', key)?.reveals.filter((one) => one.valid).length ?? 0;
    expect(before?.amount !== undefined || valid >= quorum, () => `${key} has a score of ${valid} reveals.`);
    const { acceptedAt } = after;
    if (acceptedAt === undefined)
      expect(paidSoFar === after.immediate, () => `${key} streams and nobody accepted it.`);
    else {
      expect(after.acceptedBy !== after.author, () => `${after.author} accepted work of its own.`);
      const elapsed = BigInt(Math.min(Math.max(time - acceptedAt, 0), rule.streamMs));
      const { immediate = 0n, outcome } = after;
      const share = (amount * BigInt(rule.vestingPpm)) / 1_000_000n;
      const held = share < amount - immediate ? share : amount - immediate;
      const streamed = amount - immediate - held;
      const unmeasured = time > acceptedAt + rule.vestingMs + rule.scoringMs ? held : 0n;
      expect(
        outcome === undefined || outcome.released + outcome.returned === held,
        () =>
          `The outcome of ${key} released ${outcome?.released} of ${held} and returned ${outcome?.returned}.`,
      );
      const due =
        immediate +
        (rule.streamMs === 0 ? streamed : (streamed * elapsed) / BigInt(rule.streamMs)) +
        (outcome?.released ?? unmeasured);
      expect(paidSoFar <= due, () => `${key} was paid ${paidSoFar}, and ${due} had accrued.`);
    }
  };
  const checkEscrow = (key: string): void => {
    const one = oracle.value<Contribution>('contributions.items', key);
    if (one === undefined) return;
    const returned = one.settledAt !== undefined && one.acceptedAt === undefined;
    const waits =
      one.amount === undefined || returned ? 0n : one.amount - one.paidSoFar - (one.outcome?.returned ?? 0n);
    const held = oracle.value<bigint>('contributions.escrow', one.dao, key) ?? 0n;
    expect(held === waits, () => `The escrow of ${key} holds ${held}, and ${waits} waits.`);
  };
  const checkEvents = ({ receipts }: Executed): void => {
    for (const { events } of receipts)
      for (const { name, data } of events) {
        const { scorer } = data as { scorer?: string };
        if (scorer === undefined) continue;
        if (name === 'scorers.slashed')
          expect(liars.has(scorer), () => `${scorer} told the truth and was slashed.`);
        if (name === 'scorers.challengeLost')
          expect(!liars.has(scorer), () => `${scorer} lied, and the challenge was lost.`);
      }
  };
  return {
    afterBlock(block) {
      for (const { collection, key, before, after } of block.changes) {
        const [first = '', second = ''] = key;
        if (collection === 'scorers.rounds')
          checkRound(block, first, before as Round | undefined, after as Round);
        if (collection === 'contributions.items') {
          checkWork(block, first, before as Contribution | undefined, after as Contribution);
          checkEscrow(first);
        }
        if (collection === 'contributions.escrow') checkEscrow(second);
        if (collection === 'contributions.contents')
          expect(
            before === undefined || after === undefined,
            () => `The content ${second} was submitted twice.`,
          );
        if (collection === 'treasury.epochs' && before !== undefined)
          expect(
            (after as { openedAt: number }).openedAt === (before as { openedAt: number }).openedAt,
            () => `Epoch ${second} was opened twice.`,
          );
      }
      checkEvents(block);
    },
    recount: () => checkCover(oracle, expect),
  };
};
const inText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** Coverage that is left and in use, less what slashes owe, is a quarter of all bonds in each class; exposure likewise. */
const checkCover = (oracle: Oracle, expect: Expect): void => {
  const works = [...oracle.values<Contribution>('contributions.items').values()];
  for (const [dao] of oracle.values('scorers.committees')) {
    let bonds = 0n;
    for (const [key, amount] of oracle.values<bigint>('scorers.bonds'))
      if (key.startsWith(`${dao}/`)) bonds += amount;
    for (const payeeClass of ['known', 'newcomer'] as const) {
      const covered = works
        .filter((one) => one.dao === dao && one.payeeClass === payeeClass)
        .reduce((sum, one) => sum + one.covered, 0n);
      const name = Buffer.from(payeeClass).toString('hex');
      const left = oracle.value<bigint>('scorers.coverage', dao, name) ?? 0n;
      const debt = oracle.value<{ amount: bigint }>('scorers.coverageDebt', dao, name)?.amount ?? 0n;
      expect(
        left + covered - debt === bonds / 4n,
        () => `Coverage for ${payeeClass}: ${left} left, ${covered} in use, ${debt} owed, of bonds ${bonds}.`,
      );
    }
  }
  const exposed = new Map<string, bigint>();
  for (const one of works)
    if (one.payeeClass === 'known' && one.covered > 0n)
      exposed.set(`${one.dao}/${one.author}`, (exposed.get(`${one.dao}/${one.author}`) ?? 0n) + one.covered);
  for (const [key, amount] of exposed) {
    const said = oracle.value<{ amount: bigint }>('contributions.exposed', ...key.split('/'))?.amount ?? 0n;
    expect(said === amount, () => `${key} is exposed by ${said}, and its work by ${amount}.`);
  }
};
