/** Reputation: earned by accepted work, never transferred, and halved with each half-life of its DAO. */

import { z } from 'zod';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { address, durationMs, id, sum } from '#chain/scalars.ts';
import { workKind } from '../contributions/state.ts';
import { daos, isDao } from '../daos/state.ts';
import { decay, defaultDecay, exponentAt, indexAt } from './ledger.ts';
import { allKinds, decays, reputations, totalReputation } from './state.ts';

const { events, errors, transaction } = vocabulary(
  { halfLifeSet: z.strictObject({ dao: id, halfLifeMs: durationMs }) },
  {
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
  },
);

const setHalfLife = transaction({
  doc: 'Set how long it takes until reputation is worth half; only the DAO itself may send it, and nobody’s standing changes at once.',
  payload: z.strictObject({ dao: id, halfLifeMs: decay.shape.halfLifeMs }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), decay: decays.write(dao) }),
  apply(cells, { sender, payload, time, genesisTime, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const before = cells.decay.get() ?? defaultDecay(genesisTime);
    const { halfLifeMs } = payload;
    cells.decay.set({ halfLifeMs, since: time, exponent: exponentAt(before, time) });
    emit('halfLifeSet', payload);
  },
});

/** How far ahead the fading is shown: a month, and one half-life by default. */
const aheadMs = { soon: 30 * 86_400_000, later: 90 * 86_400_000 } as const;

const getReputation = query({
  doc: 'The reputation of an account in a DAO in points, by kind of work: now, in 30 and in 90 days without new work.',
  path: '/daos/{dao}/reputation/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: z.strictObject({
    dao: id,
    account: address,
    kinds: z
      .array(z.strictObject({ kind: workKind, now: sum, in30Days: sum, in90Days: sum }))
      .max(workKind.options.length),
    /** All kinds together, now. */
    points: sum,
    /** Of all accounts of the DAO, now. */
    totalPoints: sum,
    halfLifeMs: durationMs,
  }),
  notFound: 'reputation.daoNotFound',
  read({ get, time, genesisTime }, { dao, account }) {
    if (get(daos.read(dao)) === undefined) return undefined;
    const rule = get(decays.read(dao)) ?? defaultDecay(genesisTime);
    const own = get(reputations.read(dao, account));
    const [now, soon, later] = [
      indexAt(rule, time),
      indexAt(rule, time + aheadMs.soon),
      indexAt(rule, time + aheadMs.later),
    ];
    return {
      dao,
      account,
      kinds: workKind.options.map((kind) => ({
        kind,
        now: own[kind] / now,
        in30Days: own[kind] / soon,
        in90Days: own[kind] / later,
      })),
      points: allKinds(own) / now,
      totalPoints: allKinds(get(totalReputation.read(dao))) / now,
      halfLifeMs: rule.halfLifeMs,
    };
  },
});

export const reputationModule = defineModule({
  name: 'reputation',
  doc: 'Standing that accepted work earns, by kind of work, and that fades with time.',
  state: [reputations, totalReputation, decays],
  events,
  errors,
  transactions: { setHalfLife },
  queries: { getReputation },
  lists: {},
});
