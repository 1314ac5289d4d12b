/** What the keeper owes to money on its way out of treasuries: streams that have ended are paid to the last unit, payouts whose time is over return the rest, limits are renewed. */

import { daoAddress } from '#chain/crypto/address.ts';
import type { StateReader } from '#chain/module.ts';
import { epochAt, policies } from '#governance/daos/state.ts';
import { escrow, payouts } from '#governance/payouts/payouts.ts';
import { streams } from '#governance/streams/state.ts';
import { limits, spendable } from '#governance/treasury/spendLimit.ts';

/** Events that make something due later. */
export const flowEvents = ['streams.opened', 'payouts.opened', 'treasury.limitSet'] as const;

interface Due {
  /** Names the act, so that it is sent once. */
  readonly name: string;
  readonly kind: string;
  readonly payload: unknown;
}

export class FlowsDue {
  private readonly streams = new Set<string>();
  private readonly payouts = new Set<string>();
  private readonly limits = new Map<string, { readonly dao: string; readonly token: string }>();

  get size(): number {
    return this.streams.size + this.payouts.size + this.limits.size;
  }

  notice(name: string, data: Readonly<Record<string, unknown>>): void {
    if (name === 'streams.opened') this.streams.add(String(data['stream']));
    if (name === 'treasury.limitSet') {
      const [dao, token] = [String(data['dao']), String(data['token'])];
      this.limits.set(`${dao}/${token}`, { dao, token });
    }
    if (name === 'payouts.opened') this.payouts.add(String(data['payout']));
  }

  due(state: StateReader): Due[] {
    return [...this.dueLimits(state), ...this.dueStreams(state), ...this.duePayouts(state)];
  }

  private dueLimits(state: StateReader): Due[] {
    return [...this.limits].flatMap(([name, { dao, token }]): Due[] => {
      const account = daoAddress(dao);
      const limit = state.get(limits.read(token, account));
      const policy = state.get(policies.read(dao));
      if (limit === undefined) this.limits.delete(name);
      if (limit === undefined || policy === undefined) return [];
      const epoch = epochAt(state.time, state.genesisTime, policy.epochMs);
      if (limit.renewedFor === epoch) return [];
      const left = state.get(spendable.read(token, account));
      const payload = { dao, token, epoch, amount: limit.next ?? 0n, left };
      return [{ name: `limit ${name} ${epoch}`, kind: 'treasury.renewLimit', payload }];
    });
  }

  private dueStreams(state: StateReader): Due[] {
    return [...this.streams].flatMap((stream): Due[] => {
      const stored = state.get(streams.read(stream));
      if (stored === undefined) return [];
      const { token, payee, endAt, deposit, withdrawn } = stored;
      if (withdrawn === deposit) this.streams.delete(stream);
      if (withdrawn === deposit || state.time < endAt) return [];
      return [{ name: `stream ${stream}`, kind: 'streams.claim', payload: { stream, token, payee } }];
    });
  }
  private duePayouts(state: StateReader): Due[] {
    return [...this.payouts].flatMap((payout): Due[] => {
      const stored = state.get(payouts.read(payout));
      if (stored === undefined) return [];
      const { token, payer, closesAt, closedAt } = stored;
      if (closedAt !== undefined) this.payouts.delete(payout);
      if (closedAt !== undefined || state.time < closesAt) return [];
      const left = state.get(escrow.read(token, payout));
      return [{ name: `payout ${payout}`, kind: 'payouts.close', payload: { payout, token, payer, left } }];
    });
  }
}
