/** Going to court: opening a case about work, giving evidence, and appealing to a larger jury. */

import { z } from 'zod';
import { address, amount, id, text } from '#chain/scalars.ts';
import { contributions } from '../contributions/state.ts';
import { daos, epochAt, policies, roles } from '../daos/state.ts';
import { balances } from '../tokens/state.ts';
import { epoch } from '../treasury/state.ts';
import {
  appealStake,
  freshRound,
  lastStepOf,
  opposite,
  remedyFits,
  sideOf,
  stageOf,
  timesOfRound,
  verdictOf,
} from './rules.ts';
import {
  cases,
  courts,
  docket,
  evidenceMax,
  freeAppeals,
  remedy,
  roundNumber,
  rounds,
  roundsMax,
  verdict,
} from './state.ts';
import { about, transaction } from './vocabulary.ts';

export const open = transaction({
  doc: 'Ask a jury of members about a contribution: its author against a score or a refusal, the first time in an epoch for free, any member against an acceptance with a bond.',
  payload: z.strictObject({
    dao: id,
    contribution: id,
    author: address,
    remedy,
    /** What the court asks for: nothing of an author who appeals the first time in this epoch. */
    bond: amount,
    /** The epoch that it is now. */
    epoch,
    reason: text(2_000, 1),
  }),
  weight: 2,
  access: ({ sender, payload, id: key }) => ({
    dao: daos.read(payload.dao),
    policy: policies.read(payload.dao),
    court: courts.read(payload.dao),
    own: roles.read(payload.dao, sender),
    work: contributions.read(payload.contribution),
    docket: docket.write(payload.contribution),
    free: freeAppeals.write(payload.dao, sender, payload.epoch),
    from: balances.draw(payload.bond, payload.dao, sender),
    case: cases.write(key),
    round: rounds.write(key, 0),
  }),
  apply(cells, { sender, payload, id: key, time, height, genesisTime, emit, reject }) {
    const { dao, contribution, author, bond, reason } = payload;
    if (cells.dao.get() === undefined) reject('daoNotFound');
    const policy = cells.policy.get() ?? reject('daoNotFound');
    const terms = cells.court.get() ?? reject('noCourt');
    const work = cells.work.get() ?? reject('workNotFound');
    if (work.dao !== dao || work.author !== author) reject('workNotFound');
    const isAuthor = sender === author;
    if (!isAuthor && cells.own.get()?.roles.includes('member') !== true) reject('notMember');
    if (!remedyFits(work, payload.remedy, isAuthor)) reject('remedyDoesNotFit');
    if (time > lastStepOf(work) + terms.openMs) reject('tooLate');
    const scoredAt = work.scoredAt ?? reject('remedyDoesNotFit');
    const before = cells.docket.get();
    if (before?.open === true) reject('alreadyOpen');
    if (before?.judged === scoredAt) reject('alreadyJudged');
    const now = epochAt(time, genesisTime, policy.epochMs);
    if (payload.epoch !== now) reject('valuesDiffer');
    const isFree = isAuthor && cells.free.get() === undefined;
    if (bond !== (isFree ? 0n : terms.bond)) reject('bondDiffers');
    if (isFree) cells.free.set(key);
    cells.from.draw(bond);
    cells.docket.set({ case: key, open: true, holds: !isAuthor });
    cells.case.set({
      dao,
      contribution,
      author,
      opener: sender,
      ...(work.acceptedBy === undefined ? {} : { reviewer: work.acceptedBy }),
      remedy: payload.remedy,
      kind: work.kind,
      workEpoch: work.epoch,
      epoch: now,
      scoredAt,
      openedAt: time,
      terms,
      round: 0,
      stakes: [{ account: sender, side: 'grant', amount: bond, round: 0 }],
      evidence: 0,
    });
    cells.round.set(freshRound(dao, terms, { time, height }));
    emit('opened', {
      case: key,
      dao,
      contribution,
      author,
      opener: sender,
      remedy: payload.remedy,
      bond,
      reason,
    });
  },
});

export const giveEvidence = transaction({
  doc: 'Give content as evidence while a round takes it; the author, the opener or whoever appealed sends it.',
  payload: z.strictObject({ ...about, round: roundNumber, contentId: id, note: text(280) }),
  access: ({ payload }) => ({
    case: cases.write(payload.case),
    round: rounds.read(payload.case, payload.round),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { case: key, dao, contentId, note } = payload;
    const stored = cells.case.get() ?? reject('notFound');
    if (stored.dao !== dao) reject('notFound');
    if (stored.closedAt !== undefined) reject('alreadyClosed');
    if (stored.round !== payload.round) reject('wrongRound');
    const last = cells.round.get() ?? reject('wrongRound');
    const isParty =
      sideOf(stored, sender) !== undefined || stored.stakes.some((one) => one.account === sender);
    if (!isParty) reject('notParty');
    if (time >= timesOfRound(stored.terms, last).evidenceEndsAt) reject('tooLate');
    if (stored.evidence >= evidenceMax) reject('tooMuchEvidence');
    const number = stored.evidence + 1;
    cells.case.set({ ...stored, evidence: number });
    emit('evidenceGiven', { case: key, dao, account: sender, contentId, note, number });
  },
});

export const appeal = transaction({
  doc: 'Ask a larger jury with a stake that the winner gets half of if it rules the same; the side that lost the round, or a member for it, sends it.',
  payload: z.strictObject({
    ...about,
    /** The round that is appealed. */
    round: roundNumber,
    side: verdict,
    stake: amount,
    epoch,
  }),
  access: ({ sender, payload }) => ({
    policy: policies.read(payload.dao),
    case: cases.write(payload.case),
    last: rounds.read(payload.case, payload.round),
    next: rounds.write(payload.case, Math.min(payload.round + 1, roundsMax - 1)),
    own: roles.read(payload.dao, sender),
    free: freeAppeals.write(payload.dao, sender, payload.epoch),
    from: balances.draw(payload.stake, payload.dao, sender),
  }),
  apply(cells, { sender, payload, time, height, genesisTime, emit, reject }) {
    const { case: key, dao, side, stake } = payload;
    const stored = cells.case.get() ?? reject('notFound');
    if (stored.dao !== dao) reject('notFound');
    if (stored.closedAt !== undefined) reject('alreadyClosed');
    if (stored.round !== payload.round) reject('wrongRound');
    const last = cells.last.get() ?? reject('wrongRound');
    const stage = stageOf(stored, last, time);
    if (stage === 'due') reject('tooLate');
    if (stage !== 'appealable') reject('tooEarly');
    const said = verdictOf(last) ?? reject('tooEarly');
    if (side !== opposite(said)) reject('notLoser');
    const own = sideOf(stored, sender);
    if (own !== undefined && own !== side) reject('notLoser');
    if (own === undefined && cells.own.get()?.roles.includes('member') !== true) reject('notMember');
    const { epochMs } = cells.policy.get() ?? reject('daoNotFound');
    if (payload.epoch !== epochAt(time, genesisTime, epochMs)) reject('valuesDiffer');
    const isFree = sender === stored.author && cells.free.get() === undefined;
    const round = stored.round + 1;
    if (stake !== (isFree ? 0n : appealStake(stored.terms, round))) reject('bondDiffers');
    if (isFree) cells.free.set(key);
    cells.from.draw(stake);
    cells.case.set({
      ...stored,
      round,
      stakes: [...stored.stakes, { account: sender, side, amount: stake, round }],
    });
    cells.next.set(freshRound(dao, stored.terms, { time, height }));
    emit('appealed', { case: key, dao, account: sender, side, amount: stake, round });
  },
});
