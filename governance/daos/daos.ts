/** DAOs: create one, join it, and change its roles, policy, tracks and constitution by vote. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { into } from '#chain/movements.ts';
import { address, amount, id, text, timeMs } from '#chain/scalars.ts';
import { stakes, totalStaked, unbondingTimes } from '../tokens/state.ts';
import {
  constitutionText,
  coverageOfBonds,
  createAccess,
  createPayload,
  faultOf,
  givenAtStart,
  hashOfText,
} from './create.ts';
import {
  daoFacts,
  daos,
  faultOfTracks,
  isDao,
  longestTrackMs,
  policies,
  policy,
  roleList,
  roles,
  seatCount,
  seats,
  trackList,
  tracks,
} from './state.ts';

const { events, errors, transaction } = vocabulary(
  {
    created: z.strictObject({
      dao: id,
      name: text(60),
      purpose: text(280),
      founder: address,
      constitution: constitutionText,
    }),
    /** What was minted at the creation: for each founder, for each scorer, and for the DAO's own account. */
    endowed: z.strictObject({ dao: id, account: address, free: amount, staked: amount, bonded: amount }),
    memberJoined: z.strictObject({ dao: id, account: address }),
    rolesSet: z.strictObject({
      dao: id,
      account: address,
      roles: roleList,
      guardianUntil: timeMs.optional(),
    }),
    policySet: z.strictObject({ dao: id, policy }),
    tracksSet: z.strictObject({ dao: id, tracks: trackList }),
    constitutionSet: z.strictObject({ dao: id, constitution: constitutionText }),
  },
  {
    notFound: { status: 404, message: 'No DAO has this id.' },
    notTheDao: { status: 403, message: 'Only the DAO itself may do this, by an executed proposal.' },
    closed: { status: 403, message: 'This DAO takes members by vote only.' },
    alreadyMember: { status: 409, message: 'This account is already a member.' },
    sharesDoNotSum: {
      status: 422,
      message: 'The weights and the shares of a rule must each sum to 1,000,000.',
    },
    trackContradicts: {
      status: 422,
      message:
        'A track needs quorumMaxPpm at least quorumPpm, lateMs at most votingMs, and lateMs 0 where it has an objectionPpm or a revealMs.',
    },
    expiryOfNoGuardian: { status: 422, message: 'Only a guardian’s role ends at a time.' },
    repeated: { status: 422, message: 'A founder, scorer, kind or track is named twice.' },
    aboveCap: { status: 422, message: 'What is given out at the start exceeds the cap of the token.' },
  },
);

const create = transaction({
  doc: 'Create a DAO with its token, policy, tracks, budgets, rules and scorers; anyone may send it.',
  payload: createPayload,
  weight: 20,
  access: createAccess,
  apply(cells, { sender, payload, id, time, emit, reject }) {
    const fault = faultOf(payload);
    if (fault !== undefined) return reject(fault);
    const { name, purpose, constitution, founders, committee, scorerBond, token } = payload;
    const account = daoAddress(id);
    const constitutionHash = hashOfText(constitution);
    cells.dao.set({ name, purpose, token: id, account, founder: sender, createdAt: time, constitutionHash });
    cells.policy.set(payload.policy);
    cells.tracks.set({ tracks: payload.tracks });
    cells.unbonding.set(longestTrackMs(payload.tracks));
    cells.token.set({ ...token, owner: account });
    cells.unissued.add(token.cap - givenAtStart(payload));
    cells.treasury.add(payload.treasury);
    founders.forEach((founder, i) => {
      cells.free[i]?.add(founder.free);
      cells.staked[i]?.add(founder.staked);
      cells.roles[i]?.set({ roles: ['member', 'reviewer', 'steward'] });
      cells.seats[i]?.add(1n);
    });
    cells.seatCount.add(BigInt(founders.length));
    cells.totalStaked.add(founders.reduce((total, founder) => total + founder.staked, 0n));
    payload.budgets.forEach((budget, i) => {
      cells.plans[i]?.set({ amountPerEpoch: budget.amountPerEpoch });
    });
    payload.rules.forEach((one, i) => {
      cells.rules[i]?.set(one.rule);
    });
    cells.allowance.set({ newcomersPerEpoch: payload.newcomersPerEpoch });
    cells.committee.set(committee);
    if (payload.court !== undefined) cells.court[0]?.set(payload.court);
    for (const bond of cells.bonds) bond.add(scorerBond);
    const covered = coverageOfBonds(scorerBond * BigInt(committee.members.length));
    cells.known.add(covered);
    cells.newcomer.add(covered);
    cells.model.set(payload.model);
    cells.inForce.set({ modelHash: payload.modelHash, extractorHash: payload.model.extractorHash });
    emit('created', { dao: id, name, purpose, founder: sender, constitution });
    const endowed = { dao: id, free: 0n, staked: 0n, bonded: 0n };
    emit('endowed', { ...endowed, account, free: payload.treasury });
    for (const member of committee.members)
      emit('endowed', { ...endowed, account: member, bonded: scorerBond });
    emit('constitutionSet', { dao: id, constitution });
    for (const founder of founders) {
      emit('endowed', { ...endowed, ...founder });
      emit('memberJoined', { dao: id, account: founder.account });
      emit('rolesSet', { dao: id, account: founder.account, roles: ['member', 'reviewer', 'steward'] });
    }
    return undefined;
  },
});

const join = transaction({
  doc: 'Become a member of an open DAO; anyone may send it.',
  payload: z.strictObject({ dao: id }),
  access: ({ sender, payload }) => ({
    dao: daos.read(payload.dao),
    policy: policies.read(payload.dao),
    own: roles.write(payload.dao, sender),
    seat: seats.add(payload.dao, sender),
    seatCount: seatCount.add(payload.dao),
  }),
  apply({ dao, policy, own, seat, seatCount: count }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('notFound');
    if (policy.get()?.open !== true) reject('closed');
    const held = own.get() ?? { roles: [] };
    if (held.roles.includes('member')) reject('alreadyMember');
    own.set({ ...held, roles: ['member', ...held.roles] });
    seat.add(1n);
    count.add(1n);
    emit('memberJoined', { dao: payload.dao, account: sender });
  },
});

const setRoles = transaction({
  doc: 'Set the roles of an account, an empty list to remove it; only the DAO itself may send it.',
  payload: z.strictObject({
    dao: id,
    account: address,
    roles: roleList,
    /** When the role of guardian ends; absent where it has no end. */
    guardianUntil: timeMs.optional(),
  }),
  access: ({ payload }) => ({
    dao: daos.read(payload.dao),
    held: roles.write(payload.dao, payload.account),
    seat: seats.add(payload.dao, payload.account),
    seatCount: seatCount.add(payload.dao),
  }),
  apply({ dao, held, seat, seatCount: count }, { sender, payload, emit, reject }) {
    if (dao.get() === undefined) reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const { guardianUntil } = payload;
    if (guardianUntil !== undefined && !payload.roles.includes('guardian')) reject('expiryOfNoGuardian');
    const before = held.get()?.roles ?? [];
    if (payload.roles.length === 0) held.delete();
    else held.set({ roles: payload.roles, ...(guardianUntil === undefined ? {} : { guardianUntil }) });
    const change = BigInt(payload.roles.includes('member')) - BigInt(before.includes('member'));
    seat.add(change);
    count.add(change);
    if (before.length === 0 && payload.roles.includes('member'))
      emit('memberJoined', { dao: payload.dao, account: payload.account });
    emit('rolesSet', payload);
  },
});

const setPolicy = transaction({
  doc: 'Change who may join; only the DAO itself may send it, and the length of an epoch stays.',
  payload: z.strictObject({ dao: id, open: z.boolean() }),
  access: ({ payload }) => ({ policy: policies.write(payload.dao) }),
  apply({ policy: stored }, { sender, payload, emit, reject }) {
    const before = stored.get() ?? reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const after = { ...before, open: payload.open };
    stored.set(after);
    emit('policySet', { dao: payload.dao, policy: after });
  },
});

const setTracks = transaction({
  doc: 'Replace the decision tracks; only the DAO itself may send it, and open proposals keep theirs.',
  payload: z.strictObject({ dao: id, tracks: trackList }),
  access: ({ payload }) => ({
    tracks: tracks.write(payload.dao),
    unbonding: unbondingTimes.write(payload.dao),
  }),
  apply({ tracks: stored, unbonding }, { sender, payload, emit, reject }) {
    if (stored.get() === undefined) reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    const fault = faultOfTracks(payload.tracks);
    if (fault !== undefined) reject(fault);
    stored.set({ tracks: payload.tracks });
    unbonding.set(longestTrackMs(payload.tracks));
    emit('tracksSet', payload);
  },
});

const setConstitution = transaction({
  doc: 'Replace the constitution; only the DAO itself may send it.',
  payload: z.strictObject({ dao: id, constitution: constitutionText }),
  access: ({ payload }) => ({ dao: daos.write(payload.dao) }),
  apply({ dao }, { sender, payload, emit, reject }) {
    const stored = dao.get() ?? reject('notFound');
    if (!isDao(payload.dao, sender)) reject('notTheDao');
    dao.set({ ...stored, constitutionHash: hashOfText(payload.constitution) });
    emit('constitutionSet', payload);
  },
});

const getDao = query({
  doc: 'A DAO: its facts, policy and tracks.',
  path: '/daos/{dao}',
  params: z.strictObject({ dao: id }),
  result: daoFacts.extend({ dao: id, policy, tracks: trackList }),
  notFound: 'daos.notFound',
  read({ get }, { dao }) {
    const facts = get(daos.read(dao));
    const rulesOfDao = get(policies.read(dao));
    const list = get(tracks.read(dao));
    if (facts === undefined || rulesOfDao === undefined || list === undefined) return undefined;
    return { dao, ...facts, policy: rulesOfDao, tracks: [...list.tracks] };
  },
});

const getMember = query({
  doc: 'An account in a DAO: its roles and its voting power now, of all that is staked.',
  path: '/daos/{dao}/members/{account}',
  params: z.strictObject({ dao: id, account: address }),
  result: z.strictObject({
    dao: id,
    account: address,
    roles: roleList,
    guardianUntil: timeMs.optional(),
    power: amount,
    totalPower: amount,
  }),
  read: ({ get }, { dao, account }) => ({
    dao,
    account,
    roles: [],
    ...get(roles.read(dao, account)),
    power: get(stakes.read(dao, account)),
    totalPower: get(totalStaked.read(dao)),
  }),
});

export const daosModule = defineModule({
  name: 'daos',
  doc: 'DAOs: create one, join it, and change its roles, policy, tracks and constitution by vote.',
  state: [daos, roles, seats, seatCount, policies, tracks],
  events,
  errors,
  transactions: { create, join, setRoles, setPolicy, setTracks, setConstitution },
  queries: { getDao, getMember },
  lists: {
    daos: { doc: 'All DAOs.', path: '/daos', event: 'created', filters: ['founder'], item: 'getDao' },
    members: {
      doc: 'Members of DAOs, newest first.',
      path: '/members',
      event: 'memberJoined',
      filters: ['dao', 'account'],
      item: 'getMember',
    },
    constitutions: {
      doc: 'Versions of a DAO’s constitution, newest first; the first is that of its creation.',
      path: '/constitutions',
      event: 'constitutionSet',
      filters: ['dao'],
    },
  },
  movements: { endowed: [into('account', 'mint', 'free')] },
  founds: 'created',
});
