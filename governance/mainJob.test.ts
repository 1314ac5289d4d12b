/** The main job by the rules alone: submit, score, pay, accept, claim, propose, vote, execute, challenge. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { encodeCall } from '#chain/registry.ts';
import { rowPath, rowsFor } from '#scoring/reference.ts';
import { heldTokens } from '#test/support/conservation.ts';
import { DevChain, named, textOf } from '#test/support/devChain.ts';
import {
  attestationOf,
  commitWork,
  createDao,
  daoPayload,
  modelHash,
  revealOf,
  salt,
  scorerNames,
  scoreWork,
  smallModel,
  submitWork,
} from '#test/support/testDao.ts';
import { contributions, escrow } from './contributions/state.ts';
import { bonds, coverage, rounds } from './scorers/state.ts';
import { balances, burned, stakes } from './tokens/state.ts';
import { budgets } from './treasury/state.ts';

const cap = BigInt(daoPayload().token.cap);
const features = [12, 20];
const conserved = (chain: DevChain, dao: string): void =>
  expect(heldTokens(chain.registry, chain.state.cells).get(dao)).toBe(cap);

const start = () => {
  const chain = new DevChain();
  const dao = createDao(chain);
  return { chain, dao };
};
type Stored = NonNullable<ReturnType<typeof contributions.read>['phantom']>;
const stored = (chain: DevChain, key: string): Stored => chain.get(contributions.read(key)) as Stored;

/** Everything a challenge of one scorer’s reveal carries. */
const challengeOf = (chain: DevChain, dao: string, key: string, scorer: string) => {
  const one = stored(chain, key);
  return {
    dao,
    contribution: key,
    scorer: textOf(scorer),
    author: textOf('newcomer'),
    kind: 'code',
    epoch: one.epoch,
    modelHash,
    bond: chain.get(bonds.read(dao, named(scorer))).toString(),
    escrowed: chain.get(escrow.read(dao, key)).toString(),
    challengeBond: '10000000',
    features,
    salt,
    rows: rowsFor(smallModel, features).map((row) => {
      const { index, siblings } = rowPath(smallModel, row);
      return { ...row, entries: [...row.entries], index, siblings: siblings.map(toHex) };
    }),
  };
};

describe('a contribution', () => {
  it('of a newcomer is paid in part at the quorum, from the allowance, and the rest waits in escrow', () => {
    const { chain, dao } = start();
    const key = submitWork(chain, dao, 'newcomer', 'work 1');
    const receipts = scoreWork(chain, key, features);
    const one = stored(chain, key);
    // bias + first ≥ 10 + second in 5 … 50, dimension by dimension
    expect(one.scores).toEqual([6_400, 4_500, 4_000, 7_800]);
    // quantity 4,500 × (¼ + ¼ × (6,400 + 4,000 + 7,800) ÷ 10,000) is 3,172.5 of 10,000, of a rate of 1,000
    expect(one.amount).toBe(317_250_000n);
    expect(one.immediate).toBe(126_900_000n);
    expect(chain.get(balances.read(dao, named('newcomer')))).toBe(126_900_000n);
    expect(chain.get(escrow.read(dao, key))).toBe(190_350_000n);
    expect(chain.get(coverage.read(dao, 'known'))).toBe(20_000_000_000n);
    expect(chain.get(coverage.read(dao, 'newcomer'))).toBe(20_000_000_000n - 126_900_000n);
    expect(receipts[2]?.events.map(({ name }) => name)).toEqual([
      'scorers.revealed',
      'scorers.feePaid',
      'scorers.scored',
      'scorers.paid',
    ]);
    expect(receipts[3]?.events.map(({ name }) => name)).toEqual(['scorers.revealed', 'scorers.feePaid']);
    conserved(chain, dao);
  });

  it('streams only after a reviewer who is not the author accepted it, and is paid to the last unit', () => {
    const { chain, dao } = start();
    const key = submitWork(chain, dao, 'newcomer', 'work 1');
    scoreWork(chain, key, features);
    const claim = { contribution: key, dao, author: textOf('newcomer'), amount: '317250000' };
    chain.advance(86_400_000);
    expect(chain.send('anyone', 'contributions.claim', claim).code).toBe('contributions.notAccepted');
    const about = { contribution: key, dao, author: textOf('newcomer') };
    expect(chain.send('newcomer', 'contributions.accept', about).code).toBe('contributions.notReviewer');
    chain.apply('ada', 'contributions.accept', about);
    chain.advance(300_000 - 1);
    chain.apply('anyone', 'contributions.claim', claim);
    expect(stored(chain, key).paidSoFar).toBe(126_900_000n + 126_900_000n / 2n);
    chain.advance(600_000);
    chain.apply('anyone', 'contributions.claim', claim);
    // A fifth is held for the outcome; nobody measures it in time, so it is released in full.
    expect(chain.get(balances.read(dao, named('newcomer')))).toBe(253_800_000n);
    expect(chain.send('anyone', 'contributions.claim', claim).code).toBe('contributions.nothingToClaim');
    chain.advance(15 * 60_000 + 3_600_000);
    chain.apply('anyone', 'contributions.claim', claim);
    expect(chain.get(balances.read(dao, named('newcomer')))).toBe(317_250_000n);
    expect(chain.send('anyone', 'contributions.claim', claim).code).toBe('contributions.nothingToClaim');
    expect(chain.get(coverage.read(dao, 'newcomer'))).toBe(20_000_000_000n);
    conserved(chain, dao);
  });

  it('that nobody accepts returns to its budget after its time, not a millisecond earlier', () => {
    const { chain, dao } = start();
    const key = submitWork(chain, dao, 'newcomer', 'work 1');
    scoreWork(chain, key, features);
    const one = stored(chain, key);
    const settle = {
      contribution: key,
      dao,
      author: textOf('newcomer'),
      kind: 'code',
      contentId: one.contentId,
      epoch: one.epoch,
      amount: '317250000',
    };
    chain.time = (one.scoredAt ?? 0) + one.rule.unacceptedMs - 2;
    expect(chain.send('anyone', 'contributions.settle', settle).code).toBe('contributions.notDue');
    const before = chain.get(budgets.read(dao, 'code', one.epoch));
    chain.apply('anyone', 'contributions.settle', settle);
    expect(chain.get(budgets.read(dao, 'code', one.epoch)) - before).toBe(190_350_000n);
    expect(chain.send('anyone', 'contributions.settle', settle).code).toBe('contributions.alreadySettled');
    conserved(chain, dao);
  });

  it('of a founder draws the coverage of those who are known and leaves the newcomers’ alone', () => {
    const { chain, dao } = start();
    const key = submitWork(chain, dao, 'ada', 'work 1');
    scoreWork(chain, key, features);
    expect(stored(chain, key).payeeClass).toBe('known');
    expect(chain.get(coverage.read(dao, 'newcomer'))).toBe(20_000_000_000n);
    expect(chain.get(coverage.read(dao, 'known'))).toBe(20_000_000_000n - 126_900_000n);
    const about = { contribution: key, dao, author: textOf('ada') };
    expect(chain.send('ada', 'contributions.accept', about).code).toBe('contributions.ownWork');
    chain.apply('ben', 'contributions.accept', about);
    expect(chain.get(coverage.read(dao, 'known'))).toBe(20_000_000_000n);
  });
});

describe('an attestation', () => {
  it('is refused from strangers, twice, early, late, and for other content, model, position or pay', () => {
    const { chain, dao } = start();
    const key = submitWork(chain, dao, 'newcomer', 'work 1');
    const honest = attestationOf(chain, key, features);
    expect(chain.send('stranger', 'scorers.commit', { dao, contribution: key, hash: salt }).code).toBe(
      'scorers.notInCommittee',
    );
    for (const scorer of scorerNames.slice(0, 3)) commitWork(chain, scorer, honest);
    expect(chain.send('scorer1', 'scorers.commit', { dao, contribution: key, hash: salt }).code).toBe(
      'scorers.alreadyCommitted',
    );
    const reveal = (scorer: string, said = honest, pay = {}) =>
      chain.send(scorer, 'scorers.reveal', revealOf(chain, scorer, said, pay)).code;
    expect(reveal('scorer4')).toBe('scorers.notCommitted');
    expect(reveal('scorer1')).toBe('scorers.revealTooEarly');
    chain.advance(2_000);
    expect(reveal('scorer1', { ...honest, contentId: salt })).toBe('scorers.wrongContent');
    expect(reveal('scorer1', { ...honest, modelHash: salt })).toBe('scorers.wrongModel');
    expect(reveal('scorer1', { ...honest, epoch: 7 })).toBe('scorers.wrongPosition');
    expect(reveal('scorer1', honest, { amountMax: '1' })).toBe('scorers.wrongPay');
    expect(reveal('scorer1', honest, { fee: '0' })).toBe('scorers.wrongPay');
    expect(reveal('scorer1', { ...honest, scores: [1, 2, 3, 4] })).toBe('scorers.commitDiffers');
    expect(reveal('scorer1')).toBe('');
    expect(reveal('scorer1')).toBe('scorers.alreadyRevealed');
    chain.advance(3_600_000);
    expect(reveal('scorer2')).toBe('scorers.tooLate');
    conserved(chain, dao);
  });

  it('that lies is outvoted, challenged in one transaction and loses its bond; the other three are paid', () => {
    const { chain, dao } = start();
    chain.apply('ada', 'tokens.transfer', { token: dao, account: textOf('watcher'), amount: '10000000' });
    const key = submitWork(chain, dao, 'newcomer', 'work 1');
    scoreWork(chain, key, features, { scorer1: [9_999, 4_500, 4_000, 7_800] });
    expect(stored(chain, key).scores).toEqual([6_400, 4_500, 4_000, 7_800]);
    const honest = chain.apply('watcher', 'scorers.challenge', challengeOf(chain, dao, key, 'scorer2'));
    expect(honest.events.map(({ name }) => name)).toEqual(['scorers.challengeLost']);
    chain.apply('ada', 'tokens.transfer', { token: dao, account: textOf('watcher'), amount: '10000000' });
    const slash = chain.apply('watcher', 'scorers.challenge', challengeOf(chain, dao, key, 'scorer1'));
    expect(slash.events.at(-1)?.name).toBe('scorers.slashed');
    expect(chain.get(bonds.read(dao, named('scorer1')))).toBe(0n);
    expect(chain.get(burned.read(dao))).toBe(10_000_000_000n + 5_000_000n);
    for (const scorer of scorerNames.slice(1))
      expect(chain.get(balances.read(dao, named(scorer)))).toBeGreaterThanOrEqual(1_000_000n);
    expect(chain.get(rounds.read(key))?.reveals.map(({ valid }) => valid)).toEqual([false, true, true, true]);
    expect(chain.send('watcher', 'scorers.challenge', challengeOf(chain, dao, key, 'scorer1')).code).toBe(
      'scorers.notRevealed',
    );
    const next = submitWork(chain, dao, 'newcomer', 'work 2');
    expect(chain.send('scorer1', 'scorers.commit', { dao, contribution: next, hash: salt }).code).toBe(
      'scorers.notBonded',
    );
    conserved(chain, dao);
  });

  it('that lies and then takes its bond out is slashed all the same', () => {
    const { chain, dao } = start();
    chain.apply('ada', 'tokens.transfer', { token: dao, account: textOf('watcher'), amount: '10000000' });
    const key = submitWork(chain, dao, 'newcomer', 'work 1');
    scoreWork(chain, key, features, { scorer1: [9_999, 4_500, 4_000, 7_800] });
    chain.apply('scorer1', 'scorers.unbond', { dao, amount: '20000000000' });
    const slash = chain.apply('watcher', 'scorers.challenge', challengeOf(chain, dao, key, 'scorer1'));
    expect(slash.events.at(-1)?.data).toMatchObject({ bond: 20_000_000_000n });
    chain.advance(10 * 86_400_000);
    const release = { dao, scorer: textOf('scorer1'), amount: '20000000000' };
    expect(chain.send('anyone', 'scorers.release', release).code).toBe('scorers.unbondingNotFound');
    conserved(chain, dao);
  });

  it('proven false without which no quorum stands reopens the contribution, and its escrow returns', () => {
    const { chain, dao } = start();
    chain.apply('ada', 'tokens.transfer', { token: dao, account: textOf('watcher'), amount: '10000000' });
    const key = submitWork(chain, dao, 'newcomer', 'work 1');
    const lie = attestationOf(chain, key, features, [10_000, 10_000, 10_000, 10_000]);
    const honest = attestationOf(chain, key, features);
    commitWork(chain, 'scorer1', lie);
    for (const scorer of ['scorer2', 'scorer3']) commitWork(chain, scorer, honest);
    chain.advance(2_000);
    chain.apply('scorer1', 'scorers.reveal', revealOf(chain, 'scorer1', lie));
    for (const scorer of ['scorer2', 'scorer3'])
      chain.apply(scorer, 'scorers.reveal', revealOf(chain, scorer, honest));
    const budget = chain.get(budgets.read(dao, 'code', 0));
    const slash = chain.apply('watcher', 'scorers.challenge', challengeOf(chain, dao, key, 'scorer1'));
    expect(slash.events.map(({ name }) => name)).toEqual(['scorers.reopened', 'scorers.slashed']);
    expect(stored(chain, key).amount).toBeUndefined();
    // Escrow and what had been paid at once are back in the budget; the author keeps what he has.
    expect(chain.get(budgets.read(dao, 'code', 0)) - budget).toBe(317_250_000n);
    conserved(chain, dao);
    const again = attestationOf(chain, key, features);
    for (const scorer of scorerNames.slice(1)) commitWork(chain, scorer, again);
    chain.advance(2_000);
    for (const scorer of scorerNames.slice(1))
      chain.apply(scorer, 'scorers.reveal', revealOf(chain, scorer, again));
    expect(stored(chain, key).amount).toBe(317_250_000n);
    expect(chain.get(balances.read(dao, named('newcomer')))).toBe(126_900_000n);
    conserved(chain, dao);
  });
});

describe('a proposal', () => {
  const rateOf = (chain: DevChain, dao: string) =>
    chain.query<{ rules: { kind: string; rule: { rate: bigint } }[] }>('contributions', 'getRules', { dao })
      .rules[1];

  it('changes a rule after votes and timelock, and only with the actions that were voted on', () => {
    const { chain, dao } = start();
    const rule = daoPayload().rules[1]?.rule;
    const action = encodeCall(chain.registry, 'contributions.setRule', {
      dao,
      kind: 'document',
      rule: { ...rule, rate: '450000000', cap: '450000000' },
    });
    const create = {
      dao,
      track: 'parameters',
      title: 'Raise documents',
      body: 'They are worth more.',
      actions: [action],
    };
    const proposal = chain.apply('ada', 'proposals.create', create).id;
    const vote = { proposal, token: dao, snapshotHeight: chain.height - 1, choice: 'for', reason: '' };
    expect(chain.send('newcomer', 'proposals.vote', vote).code).toBe('proposals.noVotingPower');
    expect(chain.send('ada', 'proposals.vote', { ...vote, snapshotHeight: 1 }).code).toBe(
      'proposals.wrongToken',
    );
    chain.apply('ada', 'proposals.vote', vote);
    expect(chain.send('ada', 'proposals.vote', vote).code).toBe('proposals.alreadyVoted');
    chain.apply('ben', 'proposals.vote', { ...vote, choice: 'against' });
    chain.apply('ben', 'proposals.vote', { ...vote, choice: 'abstain' });
    const execute = { proposal, dao, actions: [action] };
    expect(chain.send('anyone', 'proposals.execute', execute).code).toBe('proposals.notQueued');
    chain.advance(60_000);
    expect(chain.send('ben', 'proposals.vote', { ...vote, choice: 'against' }).code).toBe('proposals.closed');
    expect(chain.send('anyone', 'proposals.execute', execute).code).toBe('proposals.timelocked');
    chain.advance(10_000);
    expect(chain.send('anyone', 'proposals.execute', { ...execute, actions: [] }).code).toBe(
      'proposals.wrongActions',
    );
    expect(rateOf(chain, dao)?.rule.rate).toBe(300_000_000n);
    chain.apply('anyone', 'proposals.execute', execute);
    expect(rateOf(chain, dao)?.rule.rate).toBe(450_000_000n);
    expect(chain.send('anyone', 'proposals.execute', execute).code).toBe('proposals.notQueued');
  });

  it('counts stake of the block before it, not what is staked after', () => {
    const { chain, dao } = start();
    const create = { dao, track: 'signal', title: 'A signal', body: '', actions: [] };
    const proposal = chain.apply('ada', 'proposals.create', create).id;
    const snapshotHeight = chain.height - 1;
    chain.apply('ada', 'tokens.stake', { token: dao, amount: '7' });
    chain.apply('ada', 'tokens.unstake', { token: dao, amount: '50000000000' });
    const vote = { proposal, token: dao, snapshotHeight, choice: 'for', reason: '' };
    const cast = chain.apply('ada', 'proposals.vote', vote);
    expect(cast.events[0]?.data).toMatchObject({ power: 100_000_000_000n });
    expect(chain.get(stakes.read(dao, named('ada')))).toBe(50_000_000_007n);
    conserved(chain, dao);
  });
});

it('rejects a payout beyond the budget and loses nothing', () => {
  const { chain, dao } = start();
  const transfer = { token: dao, account: textOf('ben'), amount: '50000000001' };
  expect(chain.send('ada', 'tokens.transfer', transfer).code).toBe('chain.notCovered');
  expect(
    chain.send('ada', 'treasury.pay', { dao, payments: [{ account: textOf('ada'), amount: '1' }], memo: '' })
      .code,
  ).toBe('treasury.notTheDao');
  conserved(chain, dao);
  expect(fromHex(dao).length).toBe(32);
});
