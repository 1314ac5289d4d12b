/** Contributions: submitted, scored by the committee, paid in part at once, accepted by a reviewer, streamed, settled. */

import { z } from 'zod';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into } from '#chain/movements.ts';
import { address, amount, id, sum, text, timeMs } from '#chain/scalars.ts';
import { daos, epochAt, isDao, policies, roles } from '../daos/state.ts';
import { docket } from '../disputes/state.ts';
import { modelInForce } from '../scorers/state.ts';
import { balances, heldByToken } from '../tokens/state.ts';
import { budgets, epoch } from '../treasury/state.ts';
import { acceptAccess, acceptWork } from './acceptance.ts';
import { correction } from './correction.ts';
import { accruedAt, contributionState, contributionStates, heldAt, outcomeWindow } from './payment.ts';
import { giveBack, standingAccess } from './standing.ts';
import {
  allowances,
  contents,
  contribution,
  contributions,
  correctionAt,
  corrections,
  earned,
  escrow,
  exposed,
  newcomerAllowance,
  rule,
  ruleFits,
  rules,
  workKind,
} from './state.ts';

const about = { contribution: id, dao: id };
const { events, errors, transaction } = vocabulary(
  {
    submitted: z.strictObject({
      ...about,
      author: address,
      kind: workKind,
      contentId: id,
      title: text(200),
      epoch,
    }),
    accepted: z.strictObject({ ...about, author: address, reviewer: address }),
    /** The author’s reputation grew by the points of the score. */
    credited: z.strictObject({ ...about, author: address, kind: workKind, points: sum }),
    paid: z.strictObject({
      ...about,
      account: address,
      token: id,
      amount,
      kind: workKind,
      part: z.enum(['stream']),
    }),
    settled: z.strictObject({ ...about, epoch, returned: amount }),
    ruleSet: z.strictObject({ dao: id, kind: workKind, rule }),
    allowanceSet: z.strictObject({ dao: id, newcomersPerEpoch: amount }),
  },
  {
    notFound: { status: 404, message: 'No contribution has this id with these values.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    membersOnly: { status: 403, message: 'This DAO takes contributions of its members only.' },
    kindNotPaid: { status: 422, message: 'This DAO has no rule for this kind of work.' },
    alreadySubmitted: { status: 409, message: 'This content was submitted to this DAO before.' },
    notReviewer: { status: 403, message: 'Only a reviewer of the DAO may accept work.' },
    ownWork: { status: 403, message: 'Nobody accepts their own work.' },
    notScored: { status: 409, message: 'This contribution has no score yet.' },
    alreadyAccepted: { status: 409, message: 'This contribution is already accepted.' },
    alreadySettled: { status: 409, message: 'This contribution is already settled.' },
    notAccepted: { status: 409, message: 'Nothing streams before a reviewer accepts the work.' },
    nothingToClaim: { status: 409, message: 'Nothing more has accrued yet.' },
    disputed: {
      status: 409,
      message: 'A case about this contribution is open; its money waits for the ruling.',
    },
    notDue: { status: 409, message: 'This contribution may still be scored or accepted.' },
    sharesDoNotSum: {
      status: 422,
      message: 'The weights and the shares of a rule must each sum to 1,000,000.',
    },
  },
);

const submit = transaction({
  doc: 'Submit content for scoring and pay; anyone may where the DAO is open, else members.',
  payload: z.strictObject({ dao: id, kind: workKind, contentId: id, title: text(200, 1) }),
  access: ({ sender, payload: { dao, kind, contentId }, id }) => ({
    dao: daos.read(dao),
    policy: policies.read(dao),
    rule: rules.read(dao, kind),
    correction: corrections.read(dao, kind),
    inForce: modelInForce.read(dao),
    own: roles.read(dao, sender),
    content: contents.write(dao, contentId),
    contribution: contributions.write(id),
  }),
  apply(cells, { sender, payload, id, height, index, time, genesisTime, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    const policy = cells.policy.get() ?? reject('daoNotFound');
    if (!policy.open && cells.own.get()?.roles.includes('member') !== true) reject('membersOnly');
    const paidBy = cells.rule.get() ?? reject('kindNotPaid');
    const model = cells.inForce.get() ?? reject('kindNotPaid');
    if (cells.content.get() !== undefined) reject('alreadySubmitted');
    const { dao, kind, contentId, title } = payload;
    const number = epochAt(time, genesisTime, policy.epochMs);
    const corrects = correctionAt(cells.correction.get(), number);
    cells.content.set(id);
    cells.contribution.set({
      dao,
      author: sender,
      kind,
      contentId,
      title,
      epoch: number,
      submittedAt: time,
      asOf: { height, index },
      rule: paidBy,
      ...(corrects === undefined ? {} : { correction: corrects }),
      modelHash: model.modelHash,
      extractorHash: model.extractorHash,
      paidSoFar: 0n,
      covered: 0n,
    });
    emit('submitted', { contribution: id, dao, author: sender, kind, contentId, title, epoch: number });
  },
});

const accept = transaction({
  doc: 'Accept scored work, which starts its stream; a reviewer of the DAO who is not the author sends it.',
  payload: z.strictObject({ ...about, author: address }),
  access: ({ sender, payload: { contribution: key, dao, author } }) => ({
    contribution: contributions.write(key),
    own: roles.read(dao, sender),
    ...acceptAccess(dao, author),
  }),
  apply(cells, { sender, payload, time, genesisTime, emit, reject }) {
    const stored = cells.contribution.get() ?? reject('notFound');
    if (stored.dao !== payload.dao || stored.author !== payload.author) reject('notFound');
    if (cells.own.get()?.roles.includes('reviewer') !== true) reject('notReviewer');
    if (stored.author === sender) reject('ownWork');
    if (stored.amount === undefined || stored.payeeClass === undefined) return reject('notScored');
    if (stored.acceptedAt !== undefined) reject('alreadyAccepted');
    if (stored.settledAt !== undefined) reject('alreadySettled');
    const { dao, contribution: key, author } = payload;
    const { next, points } = acceptWork(cells, stored, { time, genesisTime, by: sender });
    cells.contribution.set(next);
    emit('accepted', { ...payload, reviewer: sender });
    emit('credited', { contribution: key, dao, author, kind: stored.kind, points });
    return undefined;
  },
});

const claim = transaction({
  doc: 'Pay what has accrued of an accepted contribution to its author; anyone may send it.',
  payload: z.strictObject({ ...about, author: address, amount }),
  access: ({ payload: { contribution: key, dao, author, amount: whole } }) => ({
    contribution: contributions.write(key),
    docket: docket.read(key),
    escrow: escrow.draw(whole, dao, key),
    balance: balances.add(dao, author),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.contribution.get() ?? reject('notFound');
    const { contribution: key, dao, author } = payload;
    if (stored.dao !== dao || stored.author !== author || stored.amount !== payload.amount)
      reject('notFound');
    if (stored.acceptedAt === undefined) reject('notAccepted');
    if (cells.docket.get()?.holds === true) reject('disputed');
    const due = accruedAt(stored, time) - stored.paidSoFar;
    if (due <= 0n) reject('nothingToClaim');
    cells.escrow.draw(due);
    cells.balance.add(due);
    cells.contribution.set({ ...stored, paidSoFar: stored.paidSoFar + due });
    emit('paid', {
      contribution: key,
      dao,
      account: author,
      token: dao,
      amount: due,
      kind: stored.kind,
      part: 'stream',
    });
  },
});

const settle = transaction({
  doc: 'Close work that nobody accepted, or that was never scored, in time: its escrow returns to its budget; anyone may send it.',
  payload: z.strictObject({ ...about, author: address, kind: workKind, contentId: id, epoch, amount }),
  access: ({
    payload: { contribution: key, dao, author, kind, contentId, epoch: number, amount: whole },
  }) => ({
    contribution: contributions.write(key),
    docket: docket.read(key),
    content: contents.write(dao, contentId),
    escrow: escrow.draw(whole, dao, key),
    budget: budgets.add(dao, kind, number),
    ...standingAccess(dao, author),
  }),
  apply(cells, { payload, time, emit, reject }) {
    const stored = cells.contribution.get() ?? reject('notFound');
    const { dao, author, kind, contentId, epoch: number, amount: whole } = payload;
    if (stored.dao !== dao || stored.author !== author || (stored.amount ?? 0n) !== whole) reject('notFound');
    if (stored.kind !== kind || stored.epoch !== number || stored.contentId !== contentId) reject('notFound');
    if (stored.settledAt !== undefined) reject('alreadySettled');
    const { rule, scoredAt, submittedAt } = stored;
    const opensAt = scoredAt === undefined ? submittedAt + rule.scoringMs + 1 : scoredAt + rule.unacceptedMs;
    if (time < opensAt) reject('notDue');
    if (cells.docket.get()?.open === true) reject('disputed');
    const returned = scoredAt === undefined ? 0n : whole - stored.paidSoFar;
    cells.escrow.draw(returned);
    cells.budget.add(returned);
    if (stored.payeeClass !== undefined) giveBack(cells, stored.covered, stored.payeeClass);
    // What no quorum scored may be submitted again, unless a voided score paid for it.
    if (scoredAt === undefined && stored.paidSoFar === 0n) cells.content.delete();
    cells.contribution.set({ ...stored, covered: 0n, settledAt: time });
    emit('settled', { contribution: payload.contribution, dao, epoch: number, returned });
  },
});

const setRule = transaction({
  doc: 'Set what a kind of work earns; only the DAO itself may send it, and work already submitted keeps its rule.',
  payload: z.strictObject({ dao: id, kind: workKind, rule }),
  access: ({ payload }) => ({ dao: daos.read(payload.dao), rule: rules.write(payload.dao, payload.kind) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    if (!ruleFits(payload.rule)) reject('sharesDoNotSum');
    cells.rule.set(payload.rule);
    emit('ruleSet', payload);
  },
});

const setAllowance = transaction({
  doc: 'Set what all newcomers together may receive at once in each coming epoch; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, newcomersPerEpoch: amount }),
  access: ({ payload }) => ({ dao: daos.read(payload.dao), allowance: allowances.write(payload.dao) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    cells.allowance.set({ newcomersPerEpoch: payload.newcomersPerEpoch });
    emit('allowanceSet', payload);
  },
});

const getContribution = query({
  doc: 'A contribution: its rule, score, money and state now.',
  path: '/contributions/{contribution}',
  params: z.strictObject({ contribution: id }),
  result: contribution.extend({
    contribution: id,
    state: z.enum(contributionStates),
    /** What has accrued to the author by now, and what of it waits to be claimed. */
    accrued: sum,
    claimable: sum,
    escrowed: sum,
    /** What waits for its outcome, and from and until when scorers measure it; accepted work only. */
    held: sum,
    outcomeFrom: timeMs.optional(),
    outcomeUntil: timeMs.optional(),
  }),
  notFound: 'contributions.notFound',
  read({ get, time }, { contribution: key }) {
    const stored = get(contributions.read(key));
    if (stored === undefined) return undefined;
    const accrued = accruedAt(stored, time);
    const window = outcomeWindow(stored);
    return {
      contribution: key,
      ...stored,
      state: contributionState(stored),
      accrued,
      claimable: accrued > stored.paidSoFar ? accrued - stored.paidSoFar : 0n,
      escrowed: get(escrow.read(stored.dao, key)),
      held: heldAt(stored, time),
      ...(window === undefined ? {} : { outcomeFrom: window.from, outcomeUntil: window.until }),
    };
  },
});

const getRules = query({
  doc: 'What a DAO pays for each kind of work, and to newcomers at once.',
  path: '/daos/{dao}/rules',
  params: z.strictObject({ dao: id }),
  result: z.strictObject({
    dao: id,
    /** With the correction of the scores of work that is submitted now, where there is one. */
    rules: z.array(z.strictObject({ kind: workKind, rule, correction: correction.optional() })).max(2),
    newcomersPerEpoch: amount,
  }),
  notFound: 'contributions.daoNotFound',
  read({ get, time, genesisTime }, { dao }) {
    const policy = get(policies.read(dao));
    if (policy === undefined) return undefined;
    const now = epochAt(time, genesisTime, policy.epochMs);
    const found = workKind.options.flatMap((kind) => {
      const one = get(rules.read(dao, kind));
      const corrects = correctionAt(get(corrections.read(dao, kind)), now);
      if (one === undefined) return [];
      return [{ kind, rule: one, ...(corrects === undefined ? {} : { correction: corrects }) }];
    });
    return { dao, rules: found, newcomersPerEpoch: get(allowances.read(dao))?.newcomersPerEpoch ?? 0n };
  },
});

export const contributionsModule = defineModule({
  name: 'contributions',
  doc: 'Work that is submitted, scored, paid in part at once, accepted, streamed and settled.',
  state: [
    rules,
    allowances,
    corrections,
    contributions,
    contents,
    escrow,
    exposed,
    earned,
    newcomerAllowance,
  ],
  events,
  errors,
  transactions: { submit, accept, claim, settle, setRule, setAllowance },
  queries: { getContribution, getRules },
  lists: {
    contributions: {
      doc: 'Contributions, newest first.',
      path: '/contributions',
      event: 'submitted',
      filters: ['dao', 'author', 'kind'],
      item: 'getContribution',
    },
    acceptances: {
      doc: 'Accepted work with what of its pay is held for its outcome, newest acceptance first.',
      path: '/acceptances',
      event: 'accepted',
      filters: ['dao', 'author'],
      item: 'getContribution',
    },
    credits: {
      doc: 'Reputation that accepted work earned, in points.',
      path: '/credits',
      event: 'credited',
      filters: ['dao', 'author', 'kind'],
    },
  },
  holdings: { 'contributions.escrow': heldByToken },
  movements: { paid: [into('account', 'work')] },
});
