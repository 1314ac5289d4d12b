/** What falls due of money on its way out of treasuries: streams that ended, payouts whose time is over, limits of a new epoch. */
import { daoAddress } from '#chain/crypto/address.ts';
import { epochAt, epochEndsAt, policies } from '#governance/daos/state.ts';
import { escrow, payouts } from '#governance/payouts/payouts.ts';
import { streams } from '#governance/streams/state.ts';
import { limits, spendable } from '#governance/treasury/spendLimit.ts';
import { type Duty, namedBy } from './duty.ts';

/** Renews the spending limits of each epoch. */
const renewLimits: Duty = {
  name: 'limits',
  events: ['treasury.limitSet'],
  caseOf: namedBy('dao', 'token'),
  look(state, name) {
    const [dao = '', token = ''] = name.split('/');
    const account = daoAddress(dao);
    const limit = state.get(limits.read(token, account));
    const policy = state.get(policies.read(dao));
    if (limit === undefined || policy === undefined) return 'done';
    const epoch = epochAt(state.time, state.genesisTime, policy.epochMs);
    if (limit.renewedFor === epoch) return { at: epochEndsAt(epoch, state.genesisTime, policy.epochMs) };
    const left = state.get(spendable.read(token, account));
    const payload = { dao, token, epoch, amount: limit.next ?? 0n, left };
    return { send: { kind: 'treasury.renewLimit', payload } };
  },
};

/** Pays streams that have ended to the last unit. */
const claimStreams: Duty = {
  name: 'streams',
  events: ['streams.opened', 'streams.toppedUp'],
  caseOf: namedBy('stream'),
  look(state, stream) {
    const stored = state.get(streams.read(stream));
    if (stored === undefined || stored.withdrawn === stored.deposit) return 'done';
    const { token, payee, endAt } = stored;
    if (state.time < endAt) return { at: endAt };
    return { send: { kind: 'streams.claim', payload: { stream, token, payee } } };
  },
};

/** Returns what a payout did not pay in its time. */
const closePayouts: Duty = {
  name: 'payouts',
  events: ['payouts.opened'],
  caseOf: namedBy('payout'),
  look(state, payout) {
    const stored = state.get(payouts.read(payout));
    if (stored === undefined || stored.closedAt !== undefined) return 'done';
    const { token, payer, closesAt } = stored;
    if (state.time < closesAt) return { at: closesAt };
    const left = state.get(escrow.read(token, payout));
    return { send: { kind: 'payouts.close', payload: { payout, token, payer, left } } };
  },
};

/** Limits come first: they are renewed before anything of the epoch is spent. */
export const flowDuties: readonly Duty[] = [renewLimits, claimStreams, closePayouts];
