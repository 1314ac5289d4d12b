/** Scorers: a bonded committee commits to and reveals scores; a false score is proven in one transaction and slashed. */

import { z } from 'zod';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { address, amount, id, integer, minimum, sum, timeMs } from '#chain/scalars.ts';
import { contributions, scores, workKind } from '../contributions/state.ts';
import { daos, isDao } from '../daos/state.ts';
import { balances, heldByToken, unbondingTimes } from '../tokens/tokens.ts';
import { challengeAccess, challengePayload, recompute } from './challenge.ts';
import { commitmentOf, faultOfAttestation, payScore, revealAccess, revealPayload } from './reveal.ts';
import { emptyRound, hasCommitted, medianScores, quorumOf, revealsOpenAt, validReveals } from './round.ts';
import {
  bondStep,
  bonds,
  commit,
  committee,
  committeeFits,
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

const about = { contribution: id, dao: id };
const { events, errors, transaction } = vocabulary(
  {
    committed: z.strictObject({ ...about, scorer: address }),
    revealed: z.strictObject({ ...about, scorer: address, scores, featuresHash: id }),
    scored: z.strictObject({ ...about, author: address, kind: workKind, scores, amount, immediate: amount }),
    paid: z.strictObject({
      ...about,
      account: address,
      token: id,
      amount,
      kind: workKind,
      part: z.enum(['immediate']),
    }),
    feePaid: z.strictObject({ ...about, scorer: address, amount }),
    bonded: z.strictObject({ dao: id, scorer: address, amount }),
    unbonded: z.strictObject({ dao: id, scorer: address, amount, releaseAt: timeMs }),
    released: z.strictObject({ dao: id, scorer: address, amount }),
    slashed: z.strictObject({
      ...about,
      scorer: address,
      challenger: address,
      attested: scores,
      recomputed: scores,
      bond: amount,
      reward: amount,
      burned: amount,
      repaid: amount,
    }),
    challengeLost: z.strictObject({ ...about, scorer: address, challenger: address, bond: amount }),
    reopened: z.strictObject({ ...about, returned: amount }),
    committeeSet: z.strictObject({ dao: id, committee }),
    modelSet: z.strictObject({ dao: id, modelHash: id, extractorHash: id }),
  },
  {
    notFound: { status: 404, message: 'No contribution has this id.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    notInCommittee: { status: 403, message: 'This account is not a scorer of the DAO.' },
    notBonded: { status: 403, message: 'A scorer without a bond may not score.' },
    alreadyCommitted: {
      status: 409,
      message: 'This scorer has already committed to a score of this contribution.',
    },
    committingClosed: { status: 409, message: 'Reveals have begun, so no score can be committed any more.' },
    notCommitted: { status: 409, message: 'This scorer committed to no score of this contribution.' },
    commitDiffers: { status: 422, message: 'The attestation is not the one that was committed to.' },
    alreadyRevealed: {
      status: 409,
      message: 'This scorer has already revealed its score of this contribution.',
    },
    revealTooEarly: {
      status: 409,
      message: 'Reveals open when all have committed, or a little after the quorum has.',
    },
    tooLate: { status: 409, message: 'The time for scoring this contribution has passed.' },
    wrongContent: { status: 422, message: 'The attestation is for other content or another DAO.' },
    wrongModel: { status: 422, message: 'The attestation was made with another model or extractor.' },
    wrongPosition: {
      status: 422,
      message: 'The attestation is for another position in the history of the DAO.',
    },
    wrongPay: { status: 422, message: 'Author, kind, cap or fee differ from what is stored.' },
    notRevealed: {
      status: 409,
      message: 'This scorer has no valid score of this contribution to challenge.',
    },
    windowClosed: { status: 409, message: 'The challenge window of this contribution is closed.' },
    ownScore: { status: 403, message: 'A scorer cannot challenge itself.' },
    featuresDiffer: { status: 422, message: 'These features do not have the hash that the scorer attested.' },
    rowsInvalid: { status: 422, message: 'These rows are not those of the model for these features.' },
    bondDiffers: {
      status: 409,
      message: 'The bond or the escrow is more than the challenge names, or its own bond is another.',
    },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    notMultiple: { status: 422, message: 'A bond moves in multiples of four of the smallest unit.' },
    unbondingOpen: { status: 409, message: 'A part of this bond is already on its way back.' },
    unbondingNotFound: { status: 404, message: 'No bond of this scorer and amount is on its way back.' },
    unbondingNotDue: { status: 409, message: 'This bond is still on its way back and can be slashed.' },
    repeated: { status: 422, message: 'A scorer is named twice.' },
    committeeSize: { status: 422, message: 'A committee has four or seven members.' },
  },
);

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
      const { scores: _scores, amount: _amount, scoredAt: _scoredAt, ...rest } = stored;
      cells.contribution.set({ ...rest, submittedAt: time });
      cells.round.set(emptyRound);
      emit('reopened', { contribution: key, dao, returned: escrowed });
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

const bond = transaction({
  doc: 'Add to the bond that stands behind a scorer’s scores; a scorer of the DAO sends it.',
  payload: z.strictObject({ dao: id, amount }),
  access: ({ sender, payload: { dao, amount: added } }) => ({
    committee: committees.read(dao),
    from: balances.draw(added, dao, sender),
    bond: bonds.add(dao, sender),
    known: coverage.add(dao, 'known'),
    newcomer: coverage.add(dao, 'newcomer'),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    const { members } = cells.committee.get() ?? reject('daoNotFound');
    if (!members.includes(sender)) reject('notInCommittee');
    if (payload.amount === 0n) reject('zeroAmount');
    if (payload.amount % bondStep !== 0n) reject('notMultiple');
    cells.from.draw(payload.amount);
    cells.bond.add(payload.amount);
    cells.known.add(payload.amount / bondStep);
    cells.newcomer.add(payload.amount / bondStep);
    emit('bonded', { dao: payload.dao, scorer: sender, amount: payload.amount });
  },
});

const unbond = transaction({
  doc: 'Begin to take a bond back, which can be slashed until it is released; a scorer sends it, one at a time.',
  payload: z.strictObject({ dao: id, amount }),
  access: ({ sender, payload: { dao, amount: taken } }) => ({
    wait: unbondingTimes.read(dao),
    committee: committees.read(dao),
    bond: bonds.draw(taken, dao, sender),
    known: coverage.draw(taken / bondStep, dao, 'known'),
    newcomer: coverage.draw(taken / bondStep, dao, 'newcomer'),
    unbonding: unbondings.write(dao, sender),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { windowMs } = cells.committee.get() ?? reject('daoNotFound');
    if (payload.amount === 0n) reject('zeroAmount');
    if (payload.amount % bondStep !== 0n) reject('notMultiple');
    if (cells.unbonding.get() !== undefined) reject('unbondingOpen');
    cells.bond.draw(payload.amount);
    cells.known.draw(payload.amount / bondStep);
    cells.newcomer.draw(payload.amount / bondStep);
    const releaseAt = time + Math.max(cells.wait.get() ?? 0, windowMs);
    cells.unbonding.set({ amount: payload.amount, releaseAt });
    emit('unbonded', { dao: payload.dao, scorer: sender, amount: payload.amount, releaseAt });
  },
});

const release = transaction({
  doc: 'Give back a bond whose time has passed; anyone may send it for the scorer.',
  payload: z.strictObject({ dao: id, scorer: address, amount }),
  access: ({ payload: { dao, scorer } }) => ({
    unbonding: unbondings.write(dao, scorer),
    balance: balances.add(dao, scorer),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.unbonding.get() ?? reject('unbondingNotFound');
    if (stored.amount !== payload.amount) reject('unbondingNotFound');
    if (time < stored.releaseAt) reject('unbondingNotDue');
    cells.unbonding.delete();
    cells.balance.add(stored.amount);
    emit('released', payload);
  },
});

const setCommittee = transaction({
  doc: 'Replace the committee, its fee and its windows; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, committee }),
  access: ({ payload }) => ({ committee: committees.write(payload.dao) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.committee.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const { members } = payload.committee;
    if (new Set(members).size !== members.length) reject('repeated');
    if (!committeeFits(payload.committee)) reject('committeeSize');
    cells.committee.set(payload.committee);
    emit('committeeSet', payload);
  },
});

const setModel = transaction({
  doc: 'Register a model and put it in force for new contributions; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, modelHash: id, model }),
  access: ({ payload: { dao, modelHash } }) => ({
    dao: daos.read(dao),
    model: models.write(dao, modelHash),
    inForce: modelInForce.write(dao),
  }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const { dao, modelHash } = payload;
    const { extractorHash } = payload.model;
    cells.model.set(payload.model);
    cells.inForce.set({ modelHash, extractorHash });
    emit('modelSet', { dao, modelHash, extractorHash });
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
});
