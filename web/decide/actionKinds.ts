/** The kinds of transactions that a DAO sends for itself, on which tracks they are usual, and their values now. */

import type { DaoJson } from '../answers/daoQueries.ts';
import type { client } from '../node.ts';
import { dayMs } from '../times.ts';

/** Kinds that only a DAO may send, or that it sends like any account; most wanted first. */
export const actionKinds = [
  'treasury.pay',
  'streams.open',
  'streams.topUp',
  'streams.cancel',
  'milestones.open',
  'milestones.close',
  'payouts.open',
  'tokens.transfer',
  'treasury.setBudget',
  'treasury.setLimit',
  'treasury.liftLimit',
  'contributions.setRule',
  'contributions.setAllowance',
  'daos.setRoles',
  'daos.setPolicy',
  'daos.setTracks',
  'daos.setConstitution',
  'scorers.setCommittee',
  'scorers.setModel',
  'tokens.mint',
  'power.setRule',
  'reputation.setHalfLife',
  'disputes.setCourt',
  'exits.setRule',
  'exits.liftRule',
  'conviction.setRule',
  'conviction.liftRule',
  'conviction.cancel',
] as const;
export type ActionKind = (typeof actionKinds)[number];

type TrackName = DaoJson['tracks'][number]['name'];
/** The track that a kind belongs on; the editor starts with it, and members see it if another is chosen. */
export const trackOfKind: Readonly<Record<ActionKind, TrackName>> = {
  'treasury.pay': 'treasurySmall',
  'streams.open': 'treasurySmall',
  'streams.topUp': 'treasury',
  'streams.cancel': 'treasury',
  'milestones.open': 'treasurySmall',
  'milestones.close': 'treasury',
  'payouts.open': 'treasury',
  'tokens.transfer': 'treasurySmall',
  'treasury.setBudget': 'treasury',
  'treasury.setLimit': 'parameters',
  'treasury.liftLimit': 'constitution',
  'contributions.setRule': 'parameters',
  'contributions.setAllowance': 'parameters',
  'daos.setRoles': 'membership',
  'daos.setPolicy': 'parameters',
  'daos.setTracks': 'constitution',
  'daos.setConstitution': 'constitution',
  'scorers.setCommittee': 'model',
  'scorers.setModel': 'model',
  'tokens.mint': 'treasury',
  'power.setRule': 'constitution',
  'reputation.setHalfLife': 'constitution',
  'disputes.setCourt': 'parameters',
  'exits.setRule': 'constitution',
  'exits.liftRule': 'constitution',
  'conviction.setRule': 'constitution',
  'conviction.liftRule': 'constitution',
  'conviction.cancel': 'treasury',
};

/** What is in force now, so that a change begins with it. */
export interface InForce {
  readonly dao: DaoJson;
  readonly constitution: string;
  readonly rules: Awaited<ReturnType<typeof client.query.contributions.getRules>> | undefined;
  readonly treasury: Awaited<ReturnType<typeof client.query.treasury.getTreasury>> | undefined;
  readonly scorers: Awaited<ReturnType<typeof client.query.scorers.getScorers>> | undefined;
  readonly court: Awaited<ReturnType<typeof client.query.disputes.getCourt>> | undefined;
}

/** The payload an action of this kind begins with; parts left out are empty. */
export const startOf = (kind: ActionKind, now: InForce): Readonly<Record<string, unknown>> => {
  const { dao, rules, treasury, scorers } = now;
  switch (kind) {
    case 'contributions.setRule':
      return { ...rules?.rules[0] };
    case 'contributions.setAllowance':
      return { newcomersPerEpoch: rules?.newcomersPerEpoch };
    case 'treasury.setBudget': {
      const budget = treasury?.budgets[0];
      return { kind: budget?.kind ?? 'code', amountPerEpoch: budget?.amountPerEpoch };
    }
    case 'daos.setPolicy':
      return { open: dao.policy.open };
    case 'daos.setTracks':
      return { tracks: dao.tracks };
    case 'daos.setConstitution':
      return { constitution: now.constitution };
    case 'scorers.setCommittee':
      return { committee: scorers?.committee };
    case 'scorers.setModel':
      return { modelHash: scorers?.modelHash, model: scorers?.model };
    case 'power.setRule':
      return { rule: { tokensPpm: 1_000_000, reputationPpm: 0, membersPpm: 0, cutOffPpm: 0 } };
    case 'streams.open':
      return { startAmount: '0', cliffAmount: '0', cancelable: true };
    case 'exits.setRule':
      return { rule: { assets: [''], keptPpm: 0 } };
    case 'conviction.setRule':
      // The values that 1Hive began with, for requests in the DAO's own token.
      return {
        rule: {
          token: dao.dao,
          halfLifeMs: 2 * dayMs,
          weightPpm: 2_500,
          maxRatioPpm: 200_000,
          minimumStake: '0',
        },
      };
    case 'disputes.setCourt':
      return { court: now.court?.court };
    case 'reputation.setHalfLife':
      return { halfLifeMs: 90 * dayMs };
    default:
      return {};
  }
};
