/** What can be asked about conviction: the rule, a request and how it stands, its curve, and what an account has behind it. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { query, type StateReader } from '#chain/module.ts';
import { address, amount, type Id, id, sum, timeMs } from '#chain/scalars.ts';
import { daos } from '../daos/state.ts';
import { balances, stakes, totalStaked } from '../tokens/state.ts';
import { fullOf, grown, passesAt, type Standing, stepsPerHalfLife, thresholdOf } from './growth.ts';
import {
  backings,
  changes,
  convictionRule,
  convictionRules,
  endOf,
  halfLifeNumber,
  halfLifeOf,
  type Request,
  request,
  requests,
  standingsOf,
  stepAt,
  supported,
  supports,
  termsOf,
  timeOfStep,
} from './state.ts';

export const getFunding = query({
  doc: 'By which rule a DAO pays requests by conviction, and what a threshold is made of now.',
  path: '/daos/{dao}/funding',
  params: z.strictObject({ dao: id }),
  result: z.strictObject({
    dao: id,
    /** Absent where the DAO pays no requests by conviction. */
    rule: convictionRule.optional(),
    /** What the treasury holds of the rule’s token. */
    funds: sum,
    /** All stake of the DAO. */
    staked: sum,
  }),
  notFound: 'conviction.daoNotFound',
  read({ get }, { dao }) {
    if (get(daos.read(dao)) === undefined) return undefined;
    const rule = get(convictionRules.read(dao));
    const staked = get(totalStaked.read(dao));
    if (rule === undefined) return { dao, funds: 0n, staked };
    return { dao, rule, funds: get(balances.read(rule.token, daoAddress(dao))), staked };
  },
});

/** What a request must exceed now; undefined where its DAO could not pay it whatever stands behind it. */
const thresholdNow = (
  { get }: StateReader,
  { dao, token, amount: requested }: Request,
): bigint | undefined => {
  const rule = get(convictionRules.read(dao));
  if (rule?.token !== token) return undefined;
  const funds = get(balances.read(token, daoAddress(dao)));
  const staked = get(totalStaked.read(dao));
  const threshold = thresholdOf({ ...termsOf(rule), requested, funds, staked });
  return threshold !== undefined && threshold < fullOf(1n << 96n) ? threshold : undefined;
};

/** Where a request stands at its newest step, or at that of its end, and then at the steps that lie so many before it. */
const readStandings = (
  { get, time }: StateReader,
  key: Id,
  stored: Request,
  before: readonly number[] = [],
): readonly [Standing, ...Standing[]] => {
  const newest = stepAt(stored, endOf(stored) ?? time);
  const steps = [...before.map((count) => newest - count), newest];
  const list = standingsOf(get(supported.read(key)), (one) => get(changes.read(key, one)), steps);
  const last = list.pop();
  if (last === undefined) throw new Error('Each step has a standing.');
  return [last, ...list];
};

const states = ['gathering', 'ready', 'funded', 'canceled'] as const;
const stateOf = (
  stored: Request,
  conviction: bigint,
  threshold: bigint | undefined,
): (typeof states)[number] => {
  if (stored.fundedAt !== undefined) return 'funded';
  if (stored.canceledAt !== undefined) return 'canceled';
  return threshold !== undefined && conviction > threshold ? 'ready' : 'gathering';
};

export const getRequest = query({
  doc: 'A funding request: what stands behind it, the conviction that this has grown to, and what it must exceed.',
  path: '/funding-requests/{request}',
  params: z.strictObject({ request: id }),
  result: request.extend({
    request: id,
    state: z.enum(states),
    /** Stake behind it now, or when it ended. */
    support: sum,
    conviction: sum,
    /** What conviction comes to if support stays as it is. */
    fullConviction: sum,
    /** What conviction must exceed now; absent where the DAO would not pay it whatever stands behind it, and once it ended. */
    threshold: sum.optional(),
    /** When conviction first exceeds the threshold if all stays as it is; absent where it never does. */
    passesAt: timeMs.optional(),
    /** The half-life that runs, or ran at the end; transactions carry it. */
    halfLife: halfLifeNumber,
  }),
  notFound: 'conviction.notFound',
  read(state, { request: key }) {
    const stored = state.get(requests.read(key));
    if (stored === undefined) return undefined;
    const [standing] = readStandings(state, key, stored);
    const { step, support, conviction } = standing;
    const threshold = endOf(stored) === undefined ? thresholdNow(state, stored) : undefined;
    const passes = threshold === undefined ? undefined : passesAt(standing, threshold);
    return {
      request: key,
      ...stored,
      state: stateOf(stored, conviction, threshold),
      support,
      conviction,
      fullConviction: fullOf(support),
      ...(threshold === undefined ? {} : { threshold }),
      ...(passes === undefined ? {} : { passesAt: timeOfStep(stored, passes) }),
      halfLife: halfLifeOf(step),
    };
  },
});

/** A curve goes back so many half-lives and forward so many, in points of so many steps. */
const pastHalfLives = 4;
const futureHalfLives = 2;
const pointSteps = 4;
const pointsIn = (halfLives: number): number => (halfLives * stepsPerHalfLife) / pointSteps;

export const getCurve = query({
  doc: 'The conviction of a request over its last four half-lives, and over the next two if support stays as it is.',
  path: '/funding-requests/{request}/curve',
  params: z.strictObject({ request: id }),
  result: z.strictObject({
    request: id,
    /** The oldest first, the last of them now, or at the end of the request. */
    past: z.array(z.strictObject({ at: timeMs, support: sum, conviction: sum })).max(64),
    /** Empty once the request ended. */
    future: z.array(z.strictObject({ at: timeMs, conviction: sum })).max(32),
  }),
  notFound: 'conviction.notFound',
  read(state, { request: key }) {
    const stored = state.get(requests.read(key));
    if (stored === undefined) return undefined;
    const isOpen = endOf(stored) === undefined;
    const newest = stepAt(stored, endOf(stored) ?? state.time);
    const count = Math.min(pointsIn(pastHalfLives), Math.ceil(newest / pointSteps));
    const before = Array.from({ length: count }, (_, i) => Math.min(newest, (count - i) * pointSteps));
    const [now, ...earlier] = readStandings(state, key, stored, before);
    return {
      request: key,
      past: [...earlier, now].map(({ step, support, conviction }) => ({
        at: timeOfStep(stored, step),
        support,
        conviction,
      })),
      future: Array.from({ length: isOpen ? pointsIn(futureHalfLives) : 0 }, (_, i) => {
        const ahead = (i + 1) * pointSteps;
        return {
          at: timeOfStep(stored, now.step + ahead),
          conviction: grown(now.conviction, now.support, ahead),
        };
      }),
    };
  },
});

const standingOf = ({ get }: StateReader, dao: Id, account: string) => ({
  staked: get(stakes.read(dao, account)),
  /** Stake behind all requests of the DAO, ended ones included. */
  total: get(backings.read(dao, account))?.amount ?? 0n,
});

export const getSupport = query({
  doc: 'What an account has behind a request, and behind all requests of its DAO.',
  path: '/funding-requests/{request}/support/{account}',
  params: z.strictObject({ request: id, account: address }),
  result: z.strictObject({ request: id, account: address, amount, staked: sum, total: amount }),
  notFound: 'conviction.notFound',
  read(state, { request: key, account }) {
    const stored = state.get(requests.read(key));
    if (stored === undefined) return undefined;
    const own = state.get(supports.read(key, account))?.amount ?? 0n;
    return { request: key, account, amount: own, ...standingOf(state, stored.dao, account) };
  },
});

export const getBacking = query({
  doc: 'How much of the stake of an account stands behind requests of a DAO; taking stake out carries it.',
  path: '/daos/{dao}/funding/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: z.strictObject({ dao: id, account: address, staked: sum, total: amount }),
  read: (state, { dao, account }) => ({ dao, account, ...standingOf(state, dao, account) }),
});
