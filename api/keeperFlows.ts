/** What the keeper owes to money on its way out of treasuries: streams that have ended are paid to the last unit, and payouts whose time is over return the rest. */
import type { StateReader } from '#chain/module.ts';
import { escrow, payouts } from '#governance/payouts/payouts.ts';
import { streams } from '#governance/streams/state.ts';

/** Events that make something due later. */
export const flowEvents = ['streams.opened', 'payouts.opened'] as const;

interface Due {
  /** Names the act, so that it is sent once. */
  readonly name: string;
  readonly kind: string;
  readonly payload: unknown;
}

export class FlowsDue {
  private readonly streams = new Set<string>();
  private readonly payouts = new Set<string>();

  get size(): number {
    return this.streams.size + this.payouts.size;
  }

  notice(name: string, data: Readonly<Record<string, unknown>>): void {
    if (name === 'streams.opened') this.streams.add(String(data['stream']));
    if (name === 'payouts.opened') this.payouts.add(String(data['payout']));
  }

  due(state: StateReader): Due[] {
    return [...this.dueStreams(state), ...this.duePayouts(state)];
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
