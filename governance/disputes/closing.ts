/** The end of a case: bonds go where the ruling says, jurors get their due, and the work gets what was ruled. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { address, amount, id } from '#chain/scalars.ts';
import { acceptAccess, acceptWork } from '../contributions/acceptance.ts';
import { reopened } from '../contributions/reopening.ts';
import { type Contribution, contributions, earned, escrow, workKind } from '../contributions/state.ts';
import { emptyRound } from '../scorers/round.ts';
import { rounds as scoringRounds } from '../scorers/state.ts';
import { balances, burned } from '../tokens/state.ts';
import { budgets, epoch } from '../treasury/state.ts';
import { stageOf } from './rules.ts';
import { settlementOf } from './settlement.ts';
import {
  cases,
  type DisputeCase,
  docket,
  jurors,
  roundNumber,
  rounds,
  roundsMax,
  seatsMax,
} from './state.ts';
import { about, transaction } from './vocabulary.ts';

const payload = z.strictObject({
  ...about,
  contribution: id,
  author: address,
  opener: address,
  kind: workKind,
  workEpoch: epoch,
  epoch,
  round: roundNumber,
  /** Everybody who sat in a jury of the case, in the order of their first seats. */
  jurors: z.array(address).max(seatsMax),
  /** Opener and appellants, in the order of their stakes. */
  stakers: z.array(address).min(1).max(roundsMax),
  /** At least the fees of all jurors. */
  fees: amount,
  /** At least what the contribution’s escrow holds, and what its acceptance credited. */
  escrowed: amount,
  credited: amount,
});

const spentWork = (work: Contribution, asked: DisputeCase): boolean =>
  work.scoredAt !== asked.scoredAt || work.amount === undefined;

export const close = transaction({
  doc: 'End a case whose time has passed: bonds, rewards and losses are paid and the ruling takes effect; anyone may send it.',
  payload,
  weight: 6,
  access: ({ payload: sent }) => {
    const { case: key, dao, contribution, author, kind } = sent;
    return {
      case: cases.write(key),
      rounds: Array.from({ length: sent.round + 1 }, (_, number) => rounds.write(key, number)),
      docket: docket.write(contribution),
      jurors: sent.jurors.map((one) => jurors.write(dao, one)),
      jurorBalances: sent.jurors.map((one) => balances.add(dao, one)),
      stakers: [...sent.stakers, author].map((one) => balances.add(dao, one)),
      burned: burned.add(dao),
      feesOpening: budgets.read(dao, 'scoring', sent.epoch),
      fees: budgets.draw(sent.fees, dao, 'scoring', sent.epoch),
      work: contributions.write(contribution),
      scoring: scoringRounds.write(contribution),
      escrowOpening: escrow.read(dao, contribution),
      escrow: escrow.draw(sent.escrowed, dao, contribution),
      budget: budgets.add(dao, kind, sent.workEpoch),
      uncredited: earned.draw(sent.credited, dao, author),
      ...acceptAccess(dao, author),
    };
  },
  apply(cells, { payload: sent, time, genesisTime, emit, reject }) {
    const { case: key, dao, contribution, author } = sent;
    const stored = cells.case.get() ?? reject('notFound');
    if (stored.closedAt !== undefined) reject('alreadyClosed');
    const isSame =
      stored.dao === dao &&
      stored.contribution === contribution &&
      stored.author === author &&
      stored.opener === sent.opener &&
      stored.kind === sent.kind &&
      stored.workEpoch === sent.workEpoch &&
      stored.epoch === sent.epoch;
    if (!isSame) reject('notFound');
    if (stored.round !== sent.round) reject('wrongRound');
    const list = cells.rounds.map((cell) => cell.get() ?? reject('notFound'));
    const last = list.at(-1) ?? reject('notFound');
    if (stageOf(stored, last, time) !== 'due') reject('notDue');
    const settled = settlementOf(stored, list);
    if ([...settled.jurors.keys()].join() !== sent.jurors.join()) reject('valuesDiffer');
    if (stored.stakes.map(({ account }) => account).join() !== sent.stakers.join()) reject('valuesDiffer');

    const fee = stored.terms.jurorFee;
    const fees = fee * BigInt(settled.paidSeats);
    if (sent.fees < fees) reject('valuesDiffer');
    const feesLast = fees > 0n && cells.feesOpening.get() >= fees;
    if (feesLast) cells.fees.draw(fees);
    for (const [account, owed] of settled.parties) {
      if (owed === 0n) continue;
      cells.stakers[[...sent.stakers, author].indexOf(account)]?.add(owed);
      emit('returned', { case: key, dao, account, token: dao, amount: owed });
    }
    for (const [index, [account, outcome]] of [...settled.jurors].entries()) {
      const before = cells.jurors[index]?.get() ?? reject('valuesDiffer');
      cells.jurors[index]?.set({
        ...before,
        stake: before.stake - outcome.lost,
        locked: before.locked - stored.terms.seatStake * BigInt(outcome.seats),
        served: before.served + outcome.seats,
        coherent: before.coherent + outcome.coherent,
      });
      const reward = outcome.reward + (feesLast ? fee * BigInt(outcome.coherent) : 0n);
      if (outcome.lost > 0n) emit('lost', { case: key, dao, account, token: dao, amount: outcome.lost });
      if (reward === 0n) continue;
      cells.jurorBalances[index]?.add(reward);
      emit('paid', { case: key, dao, account, token: dao, amount: reward, part: 'jury' });
    }
    cells.burned.add(settled.burned);
    for (const [number, one] of list.entries()) cells.rounds[number]?.set({ ...one, deposit: 0n });

    const work = cells.work.get() ?? reject('notFound');
    const takeEffect = () => {
      if (settled.ruling !== 'grant') return 'none';
      if (spentWork(work, stored)) return 'moot';
      if (stored.remedy === 'accept') {
        if (work.acceptedAt !== undefined || work.settledAt !== undefined) return 'moot';
        const { next, points } = acceptWork(cells, work, { time, genesisTime, by: daoAddress(dao) });
        cells.work.set(next);
        emit('accepted', { contribution, dao, author });
        emit('credited', { contribution, dao, author, kind: work.kind, points });
        return 'accepted';
      }
      if (stored.remedy === 'refuse' && work.acceptedAt === undefined) return 'moot';
      const returned = cells.escrowOpening.get();
      if (returned > sent.escrowed) reject('valuesDiffer');
      cells.escrow.draw(returned);
      cells.budget.add(returned);
      const said = { contribution, dao, epoch: work.epoch, returned };
      if (stored.remedy === 'reopen') {
        cells.work.set(reopened(work, time));
        cells.scoring.set(emptyRound);
        emit('reopened', said);
        return 'reopened';
      }
      const credited = work.credited ?? { amount: 0n, points: 0n };
      if (credited.amount > sent.credited) reject('valuesDiffer');
      cells.uncredited.draw(credited.amount);
      const { acceptedAt: _at, acceptedBy: _by, ...kept } = work;
      // What was paid stays; reputation that was credited fades by itself, and is not credited again.
      cells.work.set({
        ...kept,
        amount: work.paidSoFar,
        immediate: work.paidSoFar,
        credited: { amount: 0n, points: credited.points },
        settledAt: time,
      });
      emit('refused', said);
      return 'refused';
    };
    const effect = takeEffect();
    const { ruling } = settled;
    cells.case.set({ ...stored, closedAt: time, ruling, effect });
    cells.docket.set({
      case: key,
      open: false,
      holds: false,
      ...(ruling === 'none' ? {} : { judged: stored.scoredAt }),
    });
    const { burned: destroyed } = settled;
    const paid = feesLast ? fees : 0n;
    const { epoch: feeEpoch } = stored;
    emit('closed', {
      case: key,
      dao,
      contribution,
      ruling,
      effect,
      burned: destroyed,
      fees: paid,
      epoch: feeEpoch,
    });
  },
});
