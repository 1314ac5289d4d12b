/** What falls due by time, duty by duty: whoever adds one adds it to the list at the end. */
import type { Id } from '#chain/scalars.ts';
import { accruedAt, outcomeWindow, owedOf } from '#governance/contributions/payment.ts';
import { contributions, rules, workKind } from '#governance/contributions/state.ts';
import { epochAt, epochEndsAt, policies } from '#governance/daos/state.ts';
import { docket } from '#governance/disputes/state.ts';
import {
  countingEndsAt,
  depositGoesTo,
  executableAt,
  expiresAt,
  hasEnded,
  stateOf,
} from '#governance/proposals/proposalState.ts';
import { deposits, proposals, readVotes } from '#governance/proposals/state.ts';
import { unbondings as bondUnbondings } from '#governance/scorers/state.ts';
import { unbondings } from '#governance/tokens/state.ts';
import { budgetKind, budgets, epochClosesAt, epochs, plans } from '#governance/treasury/state.ts';
import { courtDuties } from './courtDuties.ts';
import { type Duty, namedBy } from './duty.ts';
import { flowDuties } from './flowDuties.ts';
import { reviewDuties } from './reviewDuties.ts';

/** Opens each epoch of a DAO with the budgets planned for it. */
const openEpochs: Duty = {
  name: 'epochs',
  events: ['daos.created'],
  caseOf: namedBy('dao'),
  look(state, dao) {
    const policy = state.get(policies.read(dao));
    if (policy === undefined) return 'done';
    const epoch = epochAt(state.time, state.genesisTime, policy.epochMs);
    if (state.get(epochs.read(dao, epoch)) !== undefined)
      return { at: epochEndsAt(epoch, state.genesisTime, policy.epochMs) };
    const planned = budgetKind.options.flatMap((kind) => {
      const amount = state.get(plans.read(dao, kind))?.amountPerEpoch ?? 0n;
      return amount === 0n ? [] : [{ kind, amount }];
    });
    return { send: { kind: 'treasury.openEpoch', payload: { dao, epoch, budgets: planned } } };
  },
};

/** Returns to the treasury what an epoch left, once nothing of it can be paid any more. */
const closeEpochs: Duty = {
  name: 'closings',
  // Work that ends late gives money back to an epoch that may be closed already.
  events: [
    'treasury.epochOpened',
    'contributions.settled',
    'scorers.reopened',
    'disputes.reopened',
    'disputes.refused',
    'outcomes.measured',
  ],
  caseOf: namedBy('dao', 'epoch'),
  look(state, name) {
    const [dao = '', number = ''] = name.split('/');
    const epoch = Number(number);
    const policy = state.get(policies.read(dao));
    const opened = state.get(epochs.read(dao, epoch));
    if (policy === undefined || opened === undefined) return 'done';
    const work = workKind.options.map((kind) => state.get(rules.read(dao, kind)));
    const closesAt = epochClosesAt(state.genesisTime, policy.epochMs, epoch, work);
    if (state.time < closesAt) return { at: closesAt };
    const remainders = budgetKind.options.map((kind) => ({
      kind,
      amount: state.get(budgets.read(dao, kind, epoch)),
    }));
    if (opened.closedAt !== undefined && remainders.every(({ amount }) => amount === 0n)) return 'done';
    return { send: { kind: 'treasury.closeEpoch', payload: { dao, epoch, remainders } } };
  },
};

/** Executes what carried once its timelock has passed; the actions are known from the event alone. */
const executeProposals = (): Duty => {
  const actionsOf = new Map<Id, unknown>();
  return {
    name: 'proposals',
    // An edited proposal says its actions anew.
    events: ['proposals.created', 'proposals.edited'],
    caseOf(_, { proposal, actions }) {
      if ((actions as readonly unknown[]).length === 0) actionsOf.delete(String(proposal));
      else actionsOf.set(String(proposal), actions);
      return String(proposal);
    },
    look(state, proposal) {
      const stored = state.get(proposals.read(proposal));
      if (stored === undefined) return 'done';
      const votes = readVotes(state, proposal);
      const now = stateOf(stored, votes, state.time);
      if (hasEnded(now)) {
        actionsOf.delete(proposal);
        return 'done';
      }
      if (now !== 'queued') return { at: countingEndsAt(stored, votes) };
      const at = executableAt(stored, votes);
      if (state.time < at) return { at };
      const payload = { proposal, dao: stored.dao, actions: actionsOf.get(proposal) };
      return { send: { kind: 'proposals.execute', payload } };
    },
  };
};

/** Sends deposits of ended proposals where they belong. */
const settleDeposits: Duty = {
  name: 'deposits',
  events: ['proposals.created', 'proposals.canceled', 'proposals.vetoed', 'proposals.executed'],
  caseOf: namedBy('proposal'),
  look(state, proposal) {
    const stored = state.get(proposals.read(proposal));
    if (stored === undefined || state.get(deposits.read(stored.dao, proposal)) === 0n) return 'done';
    const votes = readVotes(state, proposal);
    if (depositGoesTo(stored, votes, state.time) === undefined) {
      const end = countingEndsAt(stored, votes);
      return { at: state.time < end ? end : expiresAt(stored, votes) };
    }
    const { dao, author, deposit } = stored;
    return { send: { kind: 'proposals.settle', payload: { proposal, dao, author, deposit } } };
  },
};

/** Pays streams that have run to their end, and closes what nobody scored or accepted in time. */
const payContributions: Duty = {
  name: 'contributions',
  events: [
    'contributions.submitted',
    'contributions.accepted',
    'scorers.scored',
    'scorers.reopened',
    'disputes.closed',
    'outcomes.measured',
  ],
  caseOf: namedBy('contribution'),
  look(state, contribution) {
    const stored = state.get(contributions.read(contribution));
    if (stored === undefined) return 'done';
    const disputed = state.get(docket.read(contribution));
    const { dao, author, rule, kind, epoch, contentId, acceptedAt, scoredAt, submittedAt } = stored;
    const about = { contribution, dao, author, amount: stored.amount ?? 0n };
    if (acceptedAt !== undefined) {
      if (stored.paidSoFar >= owedOf(stored)) return 'done';
      const streamedAt = acceptedAt + rule.streamMs;
      if (state.time < streamedAt) return { at: streamedAt };
      // All that has arrived is paid: the rest is held until its outcome is measured, or its time to be measured is over.
      if (accruedAt(stored, state.time) <= stored.paidSoFar)
        return { at: (outcomeWindow(stored)?.until ?? streamedAt) + 1 };
      // The end of the case has this looked at again.
      if (disputed?.holds === true) return 'done';
      return { send: { kind: 'contributions.claim', payload: about } };
    }
    if (stored.settledAt !== undefined) return 'done';
    const closesAt = scoredAt === undefined ? submittedAt + rule.scoringMs + 1 : scoredAt + rule.unacceptedMs;
    if (state.time < closesAt) return { at: closesAt };
    if (disputed?.open === true) return 'done';
    return { send: { kind: 'contributions.settle', payload: { ...about, kind, epoch, contentId } } };
  },
};

/** Gives back stake whose unbonding time has passed. */
const releaseStakes: Duty = {
  name: 'unbondings',
  events: ['tokens.unstaked'],
  caseOf: namedBy('unbonding'),
  look(state, unbonding) {
    const stored = state.get(unbondings.read(unbonding));
    if (stored === undefined) return 'done';
    const { account, token, amount, releaseAt } = stored;
    if (state.time < releaseAt) return { at: releaseAt };
    return { send: { kind: 'tokens.release', payload: { unbonding, account, token, amount } } };
  },
};

/** Gives back bonds of scorers that left. */
const releaseBonds: Duty = {
  name: 'bonds',
  events: ['scorers.unbonded'],
  caseOf: namedBy('dao', 'scorer'),
  look(state, name) {
    const [dao = '', scorer = ''] = name.split('/');
    const stored = state.get(bondUnbondings.read(dao, scorer));
    if (stored === undefined) return 'done';
    if (state.time < stored.releaseAt) return { at: stored.releaseAt };
    return { send: { kind: 'scorers.release', payload: { dao, scorer, amount: stored.amount } } };
  },
};

/** New ones, for they remember. */
export const keeperDuties = (): readonly Duty[] => [
  ...flowDuties,
  ...courtDuties,
  ...reviewDuties,
  openEpochs,
  closeEpochs,
  executeProposals(),
  settleDeposits,
  payContributions,
  releaseStakes,
  releaseBonds,
];
