/** The court of a DAO: cases about work, judged by juries of members drawn by chance, larger with each appeal. */

import { z } from 'zod';
import { defineModule, query } from '#chain/module.ts';
import { into, outOf } from '#chain/movements.ts';
import { address, amount, height, id, timeMs } from '#chain/scalars.ts';
import { daos, epochAt, isDao, policies } from '../daos/state.ts';
import { heldByToken } from '../tokens/state.ts';
import { epoch } from '../treasury/state.ts';
import { close } from './closing.ts';
import { roundsOf, summonsOf } from './draw.ts';
import { commitVote, revealVote, summon } from './jury.ts';
import { appeal, giveEvidence, open } from './opening.ts';
import { appealStake, caseStages, freeStake, stageOf, timesOfRound, verdictOf } from './rules.ts';
import { commitSeed, revealSeed } from './seeding.ts';
import { enlist, leave } from './slots.ts';
import {
  cases,
  court,
  courts,
  type DisputeCase,
  disputeCase,
  docket,
  drawsMax,
  freeAppeals,
  type Juror,
  juror,
  jurors,
  type Round,
  round,
  roundNumber,
  rounds,
  roundsMax,
  slotCounts,
  slotNumber,
  slots,
  slotsMax,
  verdict,
} from './state.ts';
import { errors, events, transaction } from './vocabulary.ts';

const setCourt = transaction({
  doc: 'Set the terms of the court for cases opened from now on; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, court }),
  access: ({ payload: { dao } }) => ({ dao: daos.read(dao), court: courts.write(dao) }),
  apply(cells, { sender, payload, emit, reject }) {
    if (cells.dao.get() === undefined) reject('daoNotFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    if (payload.court.seatStake === 0n) reject('zeroAmount');
    cells.court.set(payload.court);
    emit('courtSet', payload);
  },
});

const roundTimes = z.strictObject({
  evidenceEndsAt: timeMs,
  drawAt: timeMs,
  summonBy: timeMs,
  commitEndsAt: timeMs,
  revealEndsAt: timeMs,
  appealEndsAt: timeMs,
});
const getCase = query({
  doc: 'A case: its parties, juries and votes, where it stands now, and what an appeal would stake.',
  path: '/cases/{case}',
  params: z.strictObject({ case: id }),
  result: disputeCase.extend({
    case: id,
    stage: z.enum(caseStages),
    rounds: z.array(round.extend({ times: roundTimes, verdict: verdict.optional() })).max(roundsMax),
    /** What the losing side of the newest round stakes for a larger jury; absent where there is none. */
    appealStake: amount.optional(),
  }),
  notFound: 'disputes.notFound',
  read(reader, { case: key }) {
    const stored = reader.get(cases.read(key));
    if (stored === undefined) return undefined;
    const list = roundsOf(reader, key, stored);
    const last = list.at(-1);
    if (last === undefined) return undefined;
    return {
      case: key,
      ...stored,
      stage: stageOf(stored, last, reader.time),
      rounds: list.map((one) => {
        const said = verdictOf(one);
        return {
          ...one,
          times: timesOfRound(stored.terms, one),
          ...(said === undefined ? {} : { verdict: said }),
        };
      }),
      ...(stored.round + 1 < roundsMax ? { appealStake: appealStake(stored.terms, stored.round + 1) } : {}),
    };
  },
});

const getCourt = query({
  doc: 'The court of a DAO: its terms, and how many slots jurors hold.',
  path: '/daos/{dao}/court',
  params: z.strictObject({ dao: id }),
  result: z.strictObject({ dao: id, court, slots: slotNumber }),
  notFound: 'disputes.noCourt',
  read({ get }, { dao }) {
    const terms = get(courts.read(dao));
    return terms === undefined ? undefined : { dao, court: terms, slots: get(slotCounts.read(dao)) ?? 0 };
  },
});

const getJuror = query({
  doc: 'What an account has staked for jury duty in a DAO, which slots it holds, and how it has judged.',
  path: '/daos/{dao}/jurors/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: juror.extend({
    dao: id,
    account: address,
    free: amount,
    /** The highest first, as leaving names them. */
    places: z.array(slotNumber).max(slotsMax),
  }),
  read({ get }, { dao, account }) {
    const none: Juror = { slots: 0, stake: 0n, locked: 0n, served: 0, coherent: 0 };
    const stored = get(jurors.read(dao, account)) ?? none;
    const places: number[] = [];
    for (let slot = (get(slotCounts.read(dao)) ?? 0) - 1; slot >= 0 && places.length < stored.slots; slot--)
      if (get(slots.read(dao, slot)) === account) places.push(slot);
    return { dao, account, ...stored, free: freeStake(stored), places };
  },
});

const getDocket = query({
  doc: 'The newest case about a contribution, and whether it is open.',
  path: '/contributions/{contribution}/case',
  params: z.strictObject({ contribution: id }),
  result: z.strictObject({
    contribution: id,
    case: id.optional(),
    open: z.boolean(),
    holds: z.boolean(),
    judged: timeMs.optional(),
  }),
  read({ get }, { contribution }) {
    return { contribution, ...(get(docket.read(contribution)) ?? { open: false, holds: false }) };
  },
});

const getFreeAppeal = query({
  doc: 'Whether an account may still go to court for free in the epoch that it is now, about its own work.',
  path: '/daos/{dao}/free-appeals/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: z.strictObject({ dao: id, account: address, epoch, free: z.boolean(), case: id.optional() }),
  notFound: 'disputes.daoNotFound',
  read({ get, time, genesisTime }, { dao, account }) {
    const policy = get(policies.read(dao));
    if (policy === undefined) return undefined;
    const now = epochAt(time, genesisTime, policy.epochMs);
    const used = get(freeAppeals.read(dao, account, now));
    return {
      dao,
      account,
      epoch: now,
      free: used === undefined,
      ...(used === undefined ? {} : { case: used }),
    };
  },
});

const getDraw = query({
  doc: 'The draw of the newest jury of a case as its summons carries it; empty where too few jurors are enlisted.',
  path: '/cases/{case}/draw',
  params: z.strictObject({ case: id }),
  result: z.strictObject({
    case: id,
    dao: id,
    round: roundNumber,
    snapshotHeight: height,
    draws: z.array(z.strictObject({ slot: slotNumber, holder: address })).max(drawsMax),
  }),
  notFound: 'disputes.notFound',
  read(reader, { case: key }) {
    const stored = reader.get(cases.read(key));
    const last = stored === undefined ? undefined : reader.get(rounds.read(key, stored.round));
    if (stored === undefined || last === undefined) return undefined;
    const { dao, round: number } = stored;
    const empty = { case: key, dao, round: number, snapshotHeight: last.snapshotHeight, draws: [] };
    return summonsOf(reader, key) ?? empty;
  },
});

export const disputesModule = defineModule({
  name: 'disputes',
  doc: 'Cases about work, judged by juries of members that are drawn by chance and grow with each appeal.',
  state: [courts, cases, rounds, docket, freeAppeals, jurors, slots, slotCounts],
  events,
  errors,
  transactions: {
    setCourt,
    enlist,
    leave,
    open,
    giveEvidence,
    commitSeed,
    revealSeed,
    summon,
    commitVote,
    revealVote,
    appeal,
    close,
  },
  queries: { getCase, getCourt, getJuror, getDocket, getFreeAppeal, getDraw },
  lists: {
    cases: {
      doc: 'Cases, newest first.',
      path: '/cases',
      event: 'opened',
      filters: ['dao', 'author', 'opener', 'contribution'],
      item: 'getCase',
    },
    evidence: {
      doc: 'Evidence given in cases.',
      path: '/evidence',
      event: 'evidenceGiven',
      filters: ['case', 'dao', 'account'],
    },
    duties: {
      doc: 'Summonses to juries.',
      path: '/jury-duties',
      event: 'summoned',
      filters: ['dao', 'juror', 'case'],
    },
    votes: {
      doc: 'Votes that jurors revealed, with their reasons.',
      path: '/jury-votes',
      event: 'voteRevealed',
      filters: ['case', 'dao', 'juror'],
    },
    payments: {
      doc: 'What jurors earned.',
      path: '/case-payments',
      event: 'paid',
      filters: ['case', 'dao', 'account'],
    },
    returns: {
      doc: 'Bonds that came back or were won.',
      path: '/case-returns',
      event: 'returned',
      filters: ['case', 'dao', 'account'],
    },
    losses: {
      doc: 'What jurors lost.',
      path: '/case-losses',
      event: 'lost',
      filters: ['case', 'dao', 'account'],
    },
  },
  holdings: {
    'disputes.cases': (_, value) => {
      const { dao, stakes, closedAt } = value as DisputeCase;
      if (closedAt !== undefined) return [];
      return stakes.map((stake) => ({ token: dao, amount: stake.amount }));
    },
    'disputes.rounds': (_, value) => {
      const { dao, deposit, seeds } = value as Round;
      const hidden = seeds.filter(({ secret }) => secret === undefined).length;
      return [{ token: dao, amount: deposit * BigInt(hidden) }];
    },
    'disputes.jurors': (key, value) => heldByToken(key, (value as Juror).stake),
  },
  movements: {
    enlisted: [outOf('juror', 'case')],
    left: [into('juror', 'case')],
    opened: [outOf('opener', 'case', 'bond')],
    appealed: [outOf('account', 'case')],
    seedCommitted: [outOf('scorer', 'case')],
    seedRevealed: [into('scorer', 'case')],
    returned: [into('account', 'case')],
    paid: [into('account', 'case')],
  },
});
