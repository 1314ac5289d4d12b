/** Power: how a DAO mixes stake, reputation and membership into votes, and what an account has of each and why. */

import { z } from 'zod';
import { defineModule, query, type StateReader, vocabulary } from '#chain/module.ts';
import { type Address, address, type Id, id, ppm, sum, timeMs, totalAmount } from '#chain/scalars.ts';
import { daos, epochAt, epochEndsAt, isDao, policies, seatCount, seats, trackName } from '../daos/state.ts';
import { delegation, given, loansFor, received, windowOf } from '../delegation/state.ts';
import { allKinds, reputations, totalReputation } from '../reputation/state.ts';
import { stakes, totalStaked } from '../tokens/state.ts';
import { epoch } from '../treasury/state.ts';
import {
  defaultRule,
  mixOf,
  powerOfPerson,
  powerOfStake,
  powerRule,
  powerRules,
  ruleSums,
  totalOf,
} from './state.ts';

const { events, errors, transaction } = vocabulary(
  { ruleSet: z.strictObject({ dao: id, rule: powerRule }) },
  {
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    sharesDoNotSum: {
      status: 422,
      message: 'The shares of stake, reputation and members must sum to 1,000,000.',
    },
  },
);

const setRule = transaction({
  doc: 'Set what voting power is made of and when delegates stop; only the DAO itself may send it, and open proposals keep theirs.',
  payload: z.strictObject({ dao: id, rule: powerRule }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), rule: powerRules.write(dao) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    if (!ruleSums(payload.rule)) reject('sharesDoNotSum');
    cells.rule.set(payload.rule);
    emit('ruleSet', payload);
  },
});

const loan = z.strictObject({ track: trackName, expires: epoch, amount: sum });
const trackPower = z.strictObject({
  track: trackName,
  /** Stake lent away on this track. */
  lent: sum,
  /** Stake received from others on this track. */
  received: sum,
  /** What would count for a proposal made now, without overriding delegates. */
  power: sum,
});

/** What others lend to an account now, by track and last epoch; sums of nothing are left out. */
const receivedNow = ({ get }: StateReader, dao: Id, account: Address, now: number) =>
  trackName.options.flatMap((track) =>
    windowOf(now).flatMap((expires) => {
      const lent = get(received.read(dao, account, track, expires));
      return lent === 0n ? [] : [{ track, expires, amount: lent }];
    }),
  );

const getMemberPower = query({
  doc: 'What an account could vote with now and why: stake, reputation, membership, what it lends and what others lend to it.',
  path: '/daos/{dao}/power/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: z.strictObject({
    dao: id,
    account: address,
    rule: powerRule,
    epoch,
    epochEndsAt: timeMs,
    staked: sum,
    totalStaked: sum,
    /** Shares of what all have, now. */
    stakedPpm: ppm,
    reputationPpm: ppm,
    member: z.boolean(),
    members: sum,
    lent: delegation.optional(),
    received: z.array(loan).max(256),
    tracks: z.array(trackPower).max(trackName.options.length),
    totalPower: sum,
  }),
  notFound: 'power.daoNotFound',
  read(state, { dao, account }) {
    const { get, time, genesisTime } = state;
    const policy = get(policies.read(dao));
    if (policy === undefined) return undefined;
    const rule = get(powerRules.read(dao)) ?? defaultRule;
    const now = epochAt(time, genesisTime, policy.epochMs);
    const own = {
      staked: get(stakes.read(dao, account)),
      reputation: allKinds(get(reputations.read(dao, account))),
      members: get(seats.read(dao, account)),
    };
    const all = {
      staked: get(totalStaked.read(dao)),
      reputation: allKinds(get(totalReputation.read(dao))),
      members: get(seatCount.read(dao)),
    };
    const mixed = mixOf(rule, all);
    const lent = get(given.read(dao, account));
    const loans = receivedNow(state, dao, account, now);
    return {
      dao,
      account,
      rule,
      epoch: now,
      epochEndsAt: epochEndsAt(now, genesisTime, policy.epochMs),
      staked: own.staked,
      totalStaked: all.staked,
      stakedPpm: ppmOf(own.staked, all.staked),
      reputationPpm: ppmOf(own.reputation, all.reputation),
      member: own.members > 0n,
      members: all.members,
      ...(lent === undefined ? {} : { lent: { amount: lent.amount, grants: [...lent.grants] } }),
      received: loans,
      tracks: trackName.options.map((track) => {
        const away = lent === undefined ? 0n : totalAmount(loansFor(lent, track, now));
        const others = totalAmount(loans.filter((one) => one.track === track));
        const power =
          powerOfStake(mixed, own.staked - away) +
          powerOfStake(mixed, others) +
          powerOfPerson(mixed, own.reputation, own.members);
        return { track, lent: away, received: others, power };
      }),
      totalPower: totalOf(mixed, all.staked),
    };
  },
});
const ppmOf = (own: bigint, all: bigint): number => (all === 0n ? 0 : Number((own * 1_000_000n) / all));

export const powerModule = defineModule({
  name: 'power',
  doc: 'What voting power is made of in a DAO, and what each account has of it.',
  state: [powerRules],
  events,
  errors,
  transactions: { setRule },
  queries: { getMemberPower },
  lists: {},
});
