/** What the keeper owes to money on its way out of treasuries: streams that have ended are paid to the last unit. */
import type { StateReader } from '#chain/module.ts';
import { streams } from '#governance/streams/state.ts';

/** Events that make something due later. */
export const flowEvents = ['streams.opened'] as const;

interface Due {
  /** Names the act, so that it is sent once. */
  readonly name: string;
  readonly kind: string;
  readonly payload: unknown;
}

export class FlowsDue {
  private readonly streams = new Set<string>();

  get size(): number {
    return this.streams.size;
  }

  notice(name: string, data: Readonly<Record<string, unknown>>): void {
    if (name === 'streams.opened') this.streams.add(String(data['stream']));
  }

  due(state: StateReader): Due[] {
    return this.dueStreams(state);
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
}
