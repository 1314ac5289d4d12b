/** The node's events over fetch: goes on behind the last one it saw whenever the connection breaks; safe in browsers. */
import { createParser } from 'eventsource-parser';
import { ClientError } from './clientError.ts';
import type { Transport } from './transport.ts';

/** An event of a module. */
export interface FeedEvent {
  /** `height.index.event`: resumes behind this event. */
  readonly id: string;
  readonly name: string;
  readonly height: number;
  readonly time: number;
  readonly transaction: string;
  readonly index: number;
  readonly data: Readonly<Record<string, unknown>>;
}
/** A block, behind its events. */
export interface FeedBlock {
  readonly id: string;
  readonly height: number;
  readonly time: number;
  readonly hash: string;
  /** How many. */
  readonly transactions: number;
}
/** `gone`: what was missed is too much, or of another chain; it begins anew, so everything shown should be fetched again. */
export type FeedState = 'connecting' | 'live' | 'broken' | 'gone' | 'closed';
export interface FeedOptions {
  readonly lastId?: string;
  readonly module?: string;
  readonly dao?: string;
  readonly onEvent?: (event: FeedEvent) => void;
  readonly onBlock?: (block: FeedBlock) => void;
  readonly onState?: (state: FeedState) => void;
}

/** Pauses between tries, doubling. */
const retryMsMin = 500;
const retryMsMax = 10_000;
/** Three heartbeats of the server: a silent connection is a broken one. */
const silentMsMax = 12_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

/** Follows the events until `close` is called. */
export class EventFeed {
  private readonly transport: Transport;
  private readonly options: FeedOptions;
  private readonly closing = new AbortController();
  private lastId: string | undefined;
  private retryMs = retryMsMin;

  constructor(transport: Transport, options: FeedOptions) {
    this.transport = transport;
    this.options = options;
    this.lastId = options.lastId;
    void this.run();
  }

  /** The id behind which it would go on. */
  get last(): string | undefined {
    return this.lastId;
  }
  close(): void {
    this.closing.abort();
  }

  private tell(state: FeedState): void {
    this.options.onState?.(state);
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      this.tell('connecting');
      try {
        await this.connect();
      } catch (error) {
        if (
          !signal.aborted &&
          error instanceof ClientError &&
          (error.status === 410 || error.code === 'api.badCursor')
        ) {
          this.lastId = undefined;
          this.tell('gone');
          continue;
        }
      }
      if (signal.aborted) break;
      this.tell('broken');
      await pause(this.retryMs, signal);
      this.retryMs = Math.min(retryMsMax, this.retryMs * 2);
    }
    this.tell('closed');
  }

  private async connect(): Promise<void> {
    const { module, dao } = this.options;
    const silent = new AbortController();
    const signal = AbortSignal.any([this.closing.signal, silent.signal]);
    let timer = setTimeout(() => silent.abort(), silentMsMax);
    try {
      const headers = {
        Accept: 'text/event-stream',
        ...(this.lastId === undefined ? {} : { 'Last-Event-ID': this.lastId }),
      };
      const { body } = await this.transport.request('/v1/events', { module, dao }, { headers, signal });
      if (body === null) return;
      this.tell('live');
      const parser = createParser({
        onEvent: ({ id = '', event = '', data }) => this.take(id, event, data),
      });
      const decoder = new TextDecoder();
      const reader = body.getReader();
      signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => silent.abort(), silentMsMax);
        this.retryMs = retryMsMin;
        parser.feed(decoder.decode(value, { stream: true }));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private take(id: string, event: string, data: string): void {
    if (this.closing.signal.aborted) return;
    if (id !== '') this.lastId = id;
    const message = { id, ...(JSON.parse(data) as object) };
    if (event === 'block') this.options.onBlock?.(message as FeedBlock);
    else if (event === 'event') this.options.onEvent?.(message as FeedEvent);
  }
}
