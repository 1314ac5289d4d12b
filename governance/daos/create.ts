/** Creating a DAO: its facts, token, policy, tracks, budgets, rules and scorers, all in one transaction. */

import { z } from 'zod';
import { daoAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { address, amount, type Id, id, integer, text } from '#chain/scalars.ts';
import { sha256Hex } from '#hash';
import { allowances, rule, ruleFits, rules, workKind } from '../contributions/state.ts';
import { court, courts } from '../disputes/state.ts';
import {
  bondStep,
  bonds,
  committee,
  committeeFits,
  committees,
  coverage,
  model,
  modelInForce,
  models,
} from '../scorers/state.ts';
import {
  balances,
  decimalsMax,
  stakes,
  tokens,
  totalStaked,
  unbondingTimes,
  unissued,
} from '../tokens/state.ts';
import { budgetKind, plans } from '../treasury/state.ts';
import {
  daos,
  faultOfTracks,
  policies,
  policy,
  roles,
  seatCount,
  seats,
  trackList,
  tracks,
} from './state.ts';

/** The text of a constitution; its hash is in state. */
export const constitutionText = text(8_000, 1);

export const createPayload = z.strictObject({
  name: text(60, 1),
  purpose: text(280),
  constitution: constitutionText,
  token: z.strictObject({
    symbol: text(12, 1),
    name: text(60, 1),
    decimals: integer(0, decimalsMax),
    cap: amount,
  }),
  /** First members: what they hold free and staked; each is member, reviewer and steward. */
  founders: z
    .array(z.strictObject({ account: address, free: amount, staked: amount }))
    .min(1)
    .max(20),
  /** What the DAO’s own account receives. */
  treasury: amount,
  policy,
  tracks: trackList,
  budgets: z.array(z.strictObject({ kind: budgetKind, amountPerEpoch: amount })).max(3),
  rules: z.array(z.strictObject({ kind: workKind, rule })).max(2),
  newcomersPerEpoch: amount,
  committee,
  /** Bond of each scorer, minted for it. */
  scorerBond: amount,
  modelHash: id,
  model,
  /** Terms of the court; without them there is none until members set it. */
  court: court.optional(),
});
export type CreatePayload = z.output<typeof createPayload>;

/** Half of all bonds covers early payments; of that, half each for known and new payees. */
export const coverageOfBonds = (bonded: bigint): bigint => bonded / bondStep;

/** Every cell that a new DAO is made of. */
export const createAccess = ({ payload, id }: { payload: CreatePayload; id: Id }) => {
  const account = daoAddress(id);
  const { members } = payload.committee;
  return {
    dao: daos.write(id),
    policy: policies.write(id),
    tracks: tracks.write(id),
    token: tokens.write(id),
    unissued: unissued.add(id),
    unbonding: unbondingTimes.write(id),
    treasury: balances.add(id, account),
    free: payload.founders.map((founder) => balances.add(id, founder.account)),
    staked: payload.founders.map((founder) => stakes.add(id, founder.account)),
    totalStaked: totalStaked.add(id),
    roles: payload.founders.map((founder) => roles.write(id, founder.account)),
    seats: payload.founders.map((founder) => seats.add(id, founder.account)),
    seatCount: seatCount.add(id),
    plans: payload.budgets.map((budget) => plans.write(id, budget.kind)),
    rules: payload.rules.map((one) => rules.write(id, one.kind)),
    allowance: allowances.write(id),
    committee: committees.write(id),
    bonds: members.map((member) => bonds.add(id, member)),
    known: coverage.add(id, 'known'),
    newcomer: coverage.add(id, 'newcomer'),
    model: models.write(id, payload.modelHash),
    inForce: modelInForce.write(id),
    court: payload.court === undefined ? [] : [courts.write(id)],
  };
};

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** What is wrong with a payload, as a code of `daos` or in full; undefined when it can become a DAO. */
export const faultOf = (
  payload: CreatePayload,
):
  | 'sharesDoNotSum'
  | 'repeated'
  | 'trackContradicts'
  | 'aboveCap'
  | 'scorers.committeeSize'
  | 'scorers.notMultiple'
  | undefined => {
  const { founders, budgets, committee: scoring } = payload;
  if (payload.rules.some((one) => !ruleFits(one.rule))) return 'sharesDoNotSum';
  const lists = [
    founders.map((founder) => founder.account),
    budgets.map((budget) => budget.kind),
    payload.rules.map((one) => one.kind),
    scoring.members,
  ];
  if (!lists.every(unique)) return 'repeated';
  const faultyTrack = faultOfTracks(payload.tracks);
  if (faultyTrack !== undefined) return faultyTrack;
  if (!committeeFits(scoring)) return 'scorers.committeeSize';
  if (givenAtStart(payload) > payload.token.cap) return 'aboveCap';
  return payload.scorerBond % bondStep === 0n ? undefined : 'scorers.notMultiple';
};

/** Everything minted at creation. */
export const givenAtStart = ({ founders, treasury, committee: scoring, scorerBond }: CreatePayload): bigint =>
  founders.reduce((total, founder) => total + founder.free + founder.staked, treasury) +
  scorerBond * BigInt(scoring.members.length);

export const hashOfText = (value: string): Id => sha256Hex(utf8(value));
