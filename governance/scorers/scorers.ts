/** Scorers: a bonded committee commits to and reveals scores; a false score is proven in one transaction and slashed. */

import { z } from 'zod';
import { defineModule, query } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, id, integer, minimum, sum, timeMs } from '#chain/scalars.ts';
import { reopened } from '../contributions/reopening.ts';
import { contributions } from '../contributions/state.ts';
import { heldByToken } from '../tokens/state.ts';
import { setCommittee, setModel } from './appointing.ts';
import { bond, release, unbond } from './bonding.ts';
import { challengeAccess, challengePayload, recompute } from './challenge.ts';
import { commitmentOf, faultOfAttestation, payScore, revealAccess, revealPayload } from './reveal.ts';
import { emptyRound, hasCommitted, medianScores, quorumOf, revealsOpenAt, validReveals } from './round.ts';
import {
  bondStep,
  bonds,
  commit,
  committee,
  committees,
  coverage,
  coverageDebt,
  model,
  modelInForce,
  models,
  reveal,
  rounds,
  unbondings,
} from './state.ts';
import { about, errors, events, transaction } from './vocabulary.ts';

const commitScore = transaction({
  doc: 'Commit to a score of a contribution; a bonded scorer of the DAO sends it.',
  payload: z.strictObject({ ...about, hash: id }),
  access: ({ sender, payload: { dao, contribution } }) => ({
    committee: committees.read(dao),
    bond: bonds.read(dao, sender),
    contribution: contributions.read(contribution),
    round: rounds.write(contribution),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { members } = cells.committee.get() ?? reject('daoNotFound');
    if (!members.includes(sender)) reject('notInCommittee');
    if (cells.bond.get() === 0n) reject('notBonded');
    const stored = cells.contribution.get() ?? reject('notFound');
    if (stored.dao !== payload.dao) reject('notFound');
    if (time > stored.submittedAt + stored.rule.scoringMs) reject('tooLate');
    const before = cells.round.get() ?? emptyRound;
    if (hasCommitted(before, sender) !== undefined) reject('alreadyCommitted');
    if (before.reveals.length > 0) reject('committingClosed');
    cells.round.set({
      ...before,
      commits: [...before.commits, { scorer: sender, hash: payload.hash, at: time }],
    });
    emit('committed', { contribution: payload.contribution, dao: payload.dao, scorer: sender });
  },
});

const revealScore = transaction({
  doc: 'Reveal a committed score; the quorum of reveals pays the contribution; a bonded scorer of the DAO sends it.',
  payload: revealPayload,
  weight: 3,
  access: revealAccess,
  apply(cells, { sender, payload, time, emit, reject }) {
    const { attestation: said, pay, salt } = payload;
    const scoring = cells.committee.get() ?? reject('daoNotFound');
    if (!scoring.members.includes(sender)) reject('notInCommittee');
    if (cells.bond.get() === 0n) reject('notBonded');
    const stored = cells.contribution.get() ?? reject('notFound');
    const before = cells.round.get() ?? emptyRound;
    const committed = hasCommitted(before, sender) ?? reject('notCommitted');
    if (before.reveals.some(({ scorer }) => scorer === sender)) reject('alreadyRevealed');
    const fault = faultOfAttestation(payload, stored);
    if (fault !== undefined) reject(fault);
    if (pay.fee !== scoring.fee) reject('wrongPay');
    if (commitmentOf(sender, salt, said) !== committed.hash) reject('commitDiffers');
    if (time < (revealsOpenAt(before, scoring) ?? time + 1)) reject('revealTooEarly');
    const closesAt =
      stored.scoredAt === undefined
        ? stored.submittedAt + stored.rule.scoringMs
        : stored.scoredAt + scoring.windowMs;
    if (time > closesAt || time > said.expiry) reject('tooLate');
    const { featuresHash, scores: attested } = said;
    const made = { scorer: sender, featuresHash, scores: attested, at: time, valid: true };
    const round = { ...before, reveals: [...before.reveals, made] };
    cells.round.set(round);
    const key = said.contribution;
    emit('revealed', { contribution: key, dao: said.dao, scorer: sender, scores: attested, featuresHash });
    if (pay.fee > 0n && cells.feeBudgetOpening.get() >= pay.fee) {
      cells.feeBudget.draw(pay.fee);
      cells.feeTo.add(pay.fee);
      emit('feePaid', { contribution: key, dao: said.dao, scorer: sender, amount: pay.fee });
    }
    if (stored.amount !== undefined || validReveals(round).length < quorumOf(scoring.members.length))
      return undefined;
    const { changed, paidNow } = payScore(cells, stored, medianScores(round), time);
    cells.contribution.set({ ...stored, ...changed });
    const { author, kind } = stored;
    emit('scored', {
      contribution: key,
      dao: said.dao,
      author,
      kind,
      scores: changed.scores,
      amount: changed.amount,
      immediate: changed.immediate,
    });
    if (paidNow > 0n)
      emit('paid', {
        contribution: key,
        dao: said.dao,
        account: author,
        token: said.dao,
        amount: paidNow,
        kind,
        part: 'immediate',
      });
    return undefined;
  },
});

const challenge = transaction({
  doc: 'Prove a revealed score false by the model’s own tables; anyone but the scorer may send it with a bond.',
  payload: challengePayload,
  weight: 30,
  access: challengeAccess,
  apply(cells, { sender, payload, time, emit, reject }) {
    const { dao, contribution: key, scorer } = payload;
    const scoring = cells.committee.get() ?? reject('daoNotFound');
    const stored = cells.contribution.get() ?? reject('notFound');
    if (stored.dao !== dao || stored.author !== payload.author || stored.kind !== payload.kind)
      reject('notFound');
    if (stored.epoch !== payload.epoch || stored.modelHash !== payload.modelHash) reject('notFound');
    if (sender === scorer) reject('ownScore');
    const round = cells.round.get() ?? emptyRound;
    const said = validReveals(round).find((one) => one.scorer === scorer) ?? reject('notRevealed');
    if (stored.scoredAt !== undefined && time > stored.scoredAt + scoring.windowMs) reject('windowClosed');
    // At most, not exactly: else a unit bonded or claimed in each block would hold off every challenge.
    const bonded = cells.bondOpening.get();
    const escrowed = cells.escrowOpening.get();
    if (bonded > payload.bond || escrowed > payload.escrowed) reject('bondDiffers');
    if (payload.challengeBond !== scoring.challengeBond) reject('bondDiffers');
    const result = recompute(payload, cells.model.get() ?? reject('wrongModel'), said.featuresHash);
    if ('fault' in result) return reject(result.fault);
    if (said.scores.every((score, i) => score === result.scores[i])) {
      cells.stakeOfChallenger.draw(payload.challengeBond);
      const half = payload.challengeBond / 2n;
      cells.challenged.add(half);
      cells.burned.add(payload.challengeBond - half);
      emit('challengeLost', {
        contribution: key,
        dao,
        scorer,
        challenger: sender,
        bond: payload.challengeBond,
      });
      return undefined;
    }
    const reveals = round.reveals.map((one) => (one.scorer === scorer ? { ...one, valid: false } : one));
    const after = { ...round, reveals };
    const reopens =
      stored.amount !== undefined && validReveals(after).length < quorumOf(scoring.members.length);
    // What is on its way back is slashed with the rest: a lie cannot be followed by a quick exit.
    const lost = bonded + (cells.unbonding.get()?.amount ?? 0n);
    const repaid = reopens ? minimum(lost, stored.paidSoFar) : 0n;
    const reward = (lost - repaid) / 2n;
    const destroyed = lost - repaid - reward;
    cells.bond.draw(bonded);
    cells.unbonding.delete();
    cells.budget.add(repaid + (reopens ? escrowed : 0n));
    cells.challenger.add(reward);
    cells.burned.add(destroyed);
    // Half of the bond stood behind early payments, shared between both classes; settlements repay what is in use.
    const quarter = bonded / bondStep;
    cells.knownDebt.set({ amount: (cells.knownDebt.get()?.amount ?? 0n) + quarter });
    cells.newcomerDebt.set({ amount: (cells.newcomerDebt.get()?.amount ?? 0n) + quarter });
    if (reopens) {
      cells.escrow.draw(escrowed);
      cells.contribution.set(reopened(stored, time));
      cells.round.set(emptyRound);
      emit('reopened', { contribution: key, dao, epoch: stored.epoch, returned: escrowed });
    } else cells.round.set(after);
    emit('slashed', {
      contribution: key,
      dao,
      scorer,
      challenger: sender,
      attested: said.scores,
      recomputed: [...result.scores],
      bond: lost,
      reward,
      burned: destroyed,
      repaid,
    });
    return undefined;
  },
});

const getScorers = query({
  doc: 'The committee of a DAO: who scores, with which bond, by which model.',
  path: '/daos/{dao}/scorers',
  params: z.strictObject({ dao: id }),
  result: z.strictObject({
    dao: id,
    committee,
    quorum: integer(1, 7),
    modelHash: id,
    extractorHash: id,
    model,
    scorers: z.array(z.strictObject({ scorer: address, bond: sum })).max(7),
    coverage: z.strictObject({ known: sum, newcomer: sum }),
  }),
  notFound: 'scorers.daoNotFound',
  read({ get }, { dao }) {
    const scoring = get(committees.read(dao));
    const inForce = get(modelInForce.read(dao));
    if (scoring === undefined || inForce === undefined) return undefined;
    const registered = get(models.read(dao, inForce.modelHash));
    if (registered === undefined) return undefined;
    return {
      dao,
      committee: scoring,
      quorum: quorumOf(scoring.members.length),
      ...inForce,
      model: registered,
      scorers: scoring.members.map((scorer) => ({ scorer, bond: get(bonds.read(dao, scorer)) })),
      coverage: { known: get(coverage.read(dao, 'known')), newcomer: get(coverage.read(dao, 'newcomer')) },
    };
  },
});

const getRound = query({
  doc: 'The scoring round of a contribution: who committed, who revealed what, and when.',
  path: '/contributions/{contribution}/round',
  params: z.strictObject({ contribution: id }),
  result: z.strictObject({
    contribution: id,
    quorum: integer(1, 7),
    members: z.array(address).max(7),
    commits: z.array(commit).max(7),
    reveals: z.array(reveal).max(7),
    challengeableUntil: timeMs.optional(),
  }),
  notFound: 'scorers.notFound',
  read({ get }, { contribution: key }) {
    const stored = get(contributions.read(key));
    const scoring = stored === undefined ? undefined : get(committees.read(stored.dao));
    if (stored === undefined || scoring === undefined) return undefined;
    const { commits, reveals } = get(rounds.read(key)) ?? emptyRound;
    return {
      contribution: key,
      quorum: quorumOf(scoring.members.length),
      members: [...scoring.members],
      commits: [...commits],
      reveals: [...reveals],
      ...(stored.scoredAt === undefined ? {} : { challengeableUntil: stored.scoredAt + scoring.windowMs }),
    };
  },
});

export const scorers = defineModule({
  name: 'scorers',
  doc: 'A bonded committee commits to and reveals scores; a false score is proven in one transaction and slashed.',
  state: [committees, bonds, unbondings, coverage, coverageDebt, models, modelInForce, rounds],
  events,
  errors,
  transactions: {
    commit: commitScore,
    reveal: revealScore,
    challenge,
    bond,
    unbond,
    release,
    setCommittee,
    setModel,
  },
  queries: { getScorers, getRound },
  lists: {
    reveals: {
      doc: 'Revealed scores.',
      path: '/attestations',
      event: 'revealed',
      filters: ['contribution', 'dao', 'scorer'],
    },
    fees: {
      doc: 'Fees paid to scorers.',
      path: '/fees',
      event: 'feePaid',
      filters: ['dao', 'scorer', 'contribution'],
    },
    slashes: {
      doc: 'Bonds lost for false scores.',
      path: '/slashes',
      event: 'slashed',
      filters: ['dao', 'scorer', 'contribution'],
    },
  },
  holdings: {
    'scorers.bonds': heldByToken,
    'scorers.unbondings': (key, value) => heldByToken(key, (value as { readonly amount: bigint }).amount),
  },
  movements: {
    paid: [into('account', 'work')],
    feePaid: [into('scorer', 'work')],
    bonded: [outOf('scorer', 'bond')],
    released: [into('scorer', 'bond')],
    slashed: [into('challenger', 'bond', 'reward')],
    // Half of a lost challenge is the scorer's, the rest is burned.
    challengeLost: [outOf('challenger', 'bond', 'bond'), into('scorer', 'bond', 'bond', 2n)],
  },
});
