/** Conviction: members keep stake behind funding requests, and the longer it stands there the more it counts. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { defineModule, vocabulary } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, id, sum, text } from '#chain/scalars.ts';
import { daos, isDao, roles } from '../daos/state.ts';
import { balances, stakes, totalStaked } from '../tokens/state.ts';
import { limitAccess, spend } from '../treasury/spendLimit.ts';
import { thresholdOf } from './growth.ts';
import { getBacking, getCurve, getFunding, getRequest, getSupport } from './queries.ts';
import {
  about,
  backings,
  changes,
  convictionRule,
  convictionRules,
  endOf,
  halfLifeNumber,
  halfLifeOf,
  requests,
  signedFor,
  standingsOf,
  stepAt,
  stepName,
  supported,
  supports,
  termsOf,
  windowOf,
} from './state.ts';

const named = { request: id, ...about };
const { events, errors, transaction } = vocabulary(
  {
    ruleSet: z.strictObject({ dao: id, rule: convictionRule }),
    ruleLifted: z.strictObject({ dao: id }),
    requested: z.strictObject({ ...named, author: address, title: text(140), body: text(8_000) }),
    /** The amount that stands behind the request from now on. */
    supported: z.strictObject({ dao: id, request: id, account: address, amount }),
    funded: z.strictObject({ ...named, conviction: sum, threshold: sum }),
    canceled: z.strictObject({ dao: id, request: id, sender: address }),
  },
  {
    notFound: { status: 404, message: 'No funding request has this id with these values.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    off: { status: 409, message: 'This DAO pays no requests by conviction.' },
    otherToken: { status: 409, message: 'The DAO pays requests in another token.' },
    notMember: { status: 403, message: 'Only members and stakers of the DAO may ask for funding.' },
    notAuthor: { status: 403, message: 'Only the author of the request or the DAO itself may cancel it.' },
    zeroAmount: { status: 422, message: 'The amount must be more than zero.' },
    ended: { status: 409, message: 'This request is paid or canceled.' },
    sameSupport: { status: 409, message: 'Just this amount stands behind the request already.' },
    totalDiffers: {
      status: 409,
      message: 'The total differs from what this account would have behind all requests of the DAO.',
    },
    notEnoughStake: {
      status: 409,
      message: 'More would stand behind requests than this account has staked.',
    },
    wrongHalfLife: {
      status: 409,
      message: 'The half-life is not the one that runs, nor the one before; ask for the request again.',
    },
    belowThreshold: { status: 409, message: 'The conviction of this request is not above its threshold.' },
    supportDiffers: {
      status: 409,
      message: 'Another amount of this stake stands behind requests; carry it as it is now.',
    },
    inSupport: { status: 409, message: 'This stake stands behind requests; lower the support first.' },
  },
);

const setRule = transaction({
  doc: 'Pay requests by conviction, and say how much it takes; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, rule: convictionRule }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), rule: convictionRules.write(dao) }),
  apply({ dao, rule }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    rule.set(payload.rule);
    emit('ruleSet', payload);
  },
});

const liftRule = transaction({
  doc: 'Pay no requests by conviction any more; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), rule: convictionRules.write(dao) }),
  apply({ dao, rule }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    if (rule.get() === undefined) reject('off');
    rule.delete();
    emit('ruleLifted', payload);
  },
});

const request = transaction({
  doc: 'Ask a DAO for funding that is paid once conviction suffices; a member or staker sends it.',
  payload: z.strictObject({ ...about, title: text(140, 1), body: text(8_000) }),
  weight: 2,
  access: ({ sender, payload: { dao }, id: key }) => ({
    dao: daos.read(dao),
    rule: convictionRules.read(dao),
    own: roles.read(dao, sender),
    stake: stakes.read(dao, sender),
    request: requests.write(key),
  }),
  apply(cells, { sender, payload: { body, ...asked }, id: key, time, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    const { token, halfLifeMs } = cells.rule.get() ?? reject('off');
    if (token !== asked.token) reject('otherToken');
    if (cells.own.get()?.roles.includes('member') !== true && cells.stake.get() === 0n) reject('notMember');
    if (asked.amount === 0n) reject('zeroAmount');
    cells.request.set({ ...asked, author: sender, createdAt: time, halfLifeMs });
    emit('requested', { request: key, author: sender, ...asked, body });
  },
});

const support = transaction({
  doc: 'Set how much of one’s own stake, lent or not, stands behind a request, or take it back; whoever has the stake sends it.',
  payload: z.strictObject({
    dao: id,
    request: id,
    amount,
    /** What then stands behind all requests of the DAO, this one included. */
    total: amount,
    halfLife: halfLifeNumber,
  }),
  access: ({ sender, payload: { dao, request: key, total, halfLife } }) => ({
    request: requests.read(key),
    support: supports.write(key, sender),
    backing: backings.write(dao, sender),
    staked: stakes.read(dao, sender),
    // A draw that is given back at once: no stake that is leaving in the same block stands behind anything.
    stake: stakes.draw(total, dao, sender),
    back: stakes.add(dao, sender),
    changes: signedFor(halfLife).map((one) => changes.add(key, one)),
    supported: supported.add(key),
  }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const { dao, request: key, amount: next, total, halfLife } = payload;
    const stored = cells.request.get() ?? reject('notFound');
    if (stored.dao !== dao) reject('notFound');
    const before = cells.support.get()?.amount ?? 0n;
    if (next === before) reject('sameSupport');
    const isOpen = endOf(stored) === undefined;
    if (!isOpen && next > before) reject('ended');
    if ((cells.backing.get()?.amount ?? 0n) + next - before !== total) reject('totalDiffers');
    if (total > cells.staked.get()) reject('notEnoughStake');
    cells.stake.draw(total);
    cells.back.add(total);
    setAmount(cells.support, next);
    setAmount(cells.backing, total);
    // What happened to an ended request stays as it was then.
    if (isOpen) {
      const step = stepAt(stored, time);
      const sums = cells.changes[signedFor(halfLife).indexOf(halfLifeOf(step))] ?? reject('wrongHalfLife');
      sums.add({ [stepName(step)]: next - before });
      cells.supported.add(next - before);
    }
    emit('supported', { dao, request: key, account: sender, amount: next });
  },
});
interface AmountCell {
  set(value: { amount: bigint }): void;
  delete(): void;
}
const setAmount = (cell: AmountCell, next: bigint): void =>
  next === 0n ? cell.delete() : cell.set({ amount: next });

const execute = transaction({
  doc: 'Pay a request whose conviction is above its threshold out of the treasury; anyone may send it.',
  payload: z.strictObject({ ...named, halfLife: halfLifeNumber }),
  weight: 4,
  access: ({ payload: { request: key, dao, token, amount: asked, beneficiary, halfLife } }) => {
    const treasury = daoAddress(dao);
    return {
      request: requests.write(key),
      rule: convictionRules.read(dao),
      staked: totalStaked.read(dao),
      supported: supported.read(key),
      changes: windowFor(halfLife).map((one) => changes.read(key, one)),
      funds: balances.read(token, treasury),
      from: balances.draw(asked, token, treasury),
      to: balances.add(token, beneficiary),
      ...limitAccess(dao, token, asked),
    };
  },
  apply(cells, { payload, time, genesisTime, emit, reject }) {
    const { halfLife, ...asked } = payload;
    const stored = cells.request.get() ?? reject('notFound');
    const { dao, token, amount: requested, beneficiary } = asked;
    const isSame =
      stored.dao === dao &&
      stored.token === token &&
      stored.amount === requested &&
      stored.beneficiary === beneficiary;
    if (!isSame) reject('notFound');
    if (endOf(stored) !== undefined) reject('ended');
    const rule = cells.rule.get() ?? reject('off');
    if (rule.token !== token) reject('otherToken');
    const step = stepAt(stored, time);
    if (!signedFor(halfLife).includes(halfLifeOf(step))) reject('wrongHalfLife');
    const window = windowFor(halfLife);
    const changesIn = (one: number) => cells.changes[window.indexOf(one)]?.get() ?? {};
    const [standing] = standingsOf(cells.supported.get(), changesIn, [step]);
    const terms = { ...termsOf(rule), requested, funds: cells.funds.get(), staked: cells.staked.get() };
    const threshold = thresholdOf(terms);
    const { conviction = 0n } = standing ?? {};
    if (threshold === undefined || conviction <= threshold) return reject('belowThreshold');
    spend(cells, requested, { time, genesisTime, reject });
    cells.from.draw(requested);
    cells.to.add(requested);
    cells.request.set({ ...stored, fundedAt: time });
    emit('funded', { ...asked, conviction, threshold });
    return undefined;
  },
});
/** Every half-life that a request may be added up from by whoever signed in this one. */
const windowFor = (halfLife: number): number[] => [...windowOf(halfLife), signedFor(halfLife)[1]];

const cancel = transaction({
  doc: 'End a request that is not to be paid; its author sends it, or the DAO by vote.',
  payload: z.strictObject({ dao: id, request: id }),
  access: ({ payload }) => ({ request: requests.write(payload.request) }),
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.request.get() ?? reject('notFound');
    if (stored.dao !== payload.dao) reject('notFound');
    if (stored.author !== sender && !isDao(stored.dao, sender)) reject('notAuthor');
    if (endOf(stored) !== undefined) reject('ended');
    cells.request.set({ ...stored, canceledAt: time });
    emit('canceled', { ...payload, sender });
  },
});

export const convictionModule = defineModule({
  name: 'conviction',
  doc: 'Funding requests that are paid once members have kept enough stake behind them for long enough.',
  state: [convictionRules, requests, supports, backings, supported, changes],
  events,
  errors,
  transactions: { setRule, liftRule, request, support, execute, cancel },
  queries: { getFunding, getRequest, getCurve, getSupport, getBacking },
  lists: {
    requests: {
      doc: 'Funding requests, newest first.',
      path: '/funding-requests',
      event: 'requested',
      filters: ['dao', 'author', 'beneficiary'],
      item: 'getRequest',
    },
    supports: {
      doc: 'How much stood behind requests, change by change.',
      path: '/funding-supports',
      event: 'supported',
      filters: ['dao', 'request', 'account'],
    },
    grants: {
      doc: 'Requests that were paid, with the conviction they had and needed.',
      path: '/funding-grants',
      event: 'funded',
      filters: ['dao', 'beneficiary'],
    },
  },
  movements: { funded: [outOf('dao', 'funding'), into('beneficiary', 'funding')] },
});
