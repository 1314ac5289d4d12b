/** Events as server-sent events: resumable by Last-Event-ID, filtered, capped, at each consumer's own pace. */
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { id, text } from '#chain/scalars.ts';
import { BlockMessages, type Message, type MessageFilter } from './blockMessages.ts';
import { type EventPlace, parsePlace } from './pageCursor.ts';
import { ApiError } from './problem.ts';
import type { ReadModel } from './readModel/readModel.ts';
import { type AnyRoute, type RouteContext, route } from './route.ts';

/** Bounds of streams; a test narrows them. */
export interface StreamLimits {
  /** One address: a person's tabs, or several people behind one router. */
  readonly perAddressMax: number;
  /** Each idle stream holds about 42 kB. */
  readonly totalMax: number;
  /** Blocks that are read again for a consumer who comes back; more is a job for lists. */
  readonly resumeBlocksMax: number;
  /** A page says "Not live" when nothing came for five seconds. */
  readonly heartbeatMs: number;
  /** A consumer who takes nothing for so long is let go. */
  readonly stalledMs: number;
}
const streamLimits: StreamLimits = {
  perAddressMax: 24,
  totalMax: 2000,
  resumeBlocksMax: 10_000,
  heartbeatMs: 4_000,
  stalledMs: 30_000,
};

/** `after` is Last-Event-ID for those who cannot set headers: a browser's EventSource made anew. */
const input = z.strictObject({
  module: text(40, 1).optional(),
  dao: id.optional(),
  after: text(40, 1).optional(),
});

/** Who asks: the peer's address; callers without a socket count as one. */
export const peerOf = (c: RouteContext): string => c.env?.incoming?.socket?.remoteAddress ?? 'local';

/** Serves streams and ends them all when the server stops. */
export class EventStreams {
  private readonly readModel: ReadModel;
  private readonly limits: StreamLimits;
  private readonly messages: BlockMessages;
  private readonly byAddress = new Map<string, number>();
  private readonly stopping = new AbortController();
  private total = 0;

  constructor(readModel: ReadModel, limits: Partial<StreamLimits> = {}) {
    this.readModel = readModel;
    this.limits = { ...streamLimits, ...limits };
    this.messages = new BlockMessages(readModel.tables);
  }

  /** Streams that are open now. */
  get open(): number {
    return this.total;
  }

  readonly route: AnyRoute = route({
    method: 'get',
    path: '/v1/events',
    name: 'streamEvents',
    tag: 'chain',
    doc: 'Events as they happen (`event`), a `block` behind those of each block, and a `heartbeat` when nothing comes. Without Last-Event-ID it begins now.',
    input,
    headers: [
      {
        name: 'Last-Event-ID',
        doc: 'The id of the last event that was seen, `height.index.event`: those behind it follow.',
        schema: { type: 'string', maxLength: 40 },
      },
    ],
    answers: {
      200: { doc: 'Server-sent events.', contentType: 'text/event-stream', schema: { type: 'string' } },
    },
    problems: ['api.badCursor', 'api.gone', 'api.tooManyStreams'],
    handle: (c, { after, ...filter }) => this.serve(c, filter, after),
  });

  /** Ends every stream. */
  close(): void {
    this.stopping.abort();
  }

  /** The place behind which the stream begins. */
  private begin(lastId: string | undefined): EventPlace {
    const { height } = this.readModel;
    if (lastId === undefined || lastId === '') return { height, index: Number.MAX_SAFE_INTEGER, event: 0 };
    const place = parsePlace(lastId);
    if (place === undefined) throw new ApiError('api.badCursor');
    if (place.height > height)
      throw new ApiError('api.gone', 'The chain has not reached this event; it may be another chain.');
    if (height - place.height > this.limits.resumeBlocksMax)
      throw new ApiError('api.gone', `At most ${this.limits.resumeBlocksMax} blocks are sent again.`);
    return place;
  }

  private serve(c: RouteContext, filter: MessageFilter, lastId: string | undefined): Response {
    const after = this.begin(c.req.header('last-event-id') ?? lastId);
    const address = peerOf(c);
    const here = this.byAddress.get(address) ?? 0;
    if (here >= this.limits.perAddressMax || this.total >= this.limits.totalMax)
      throw new ApiError('api.tooManyStreams', '', { 'Retry-After': '30' });
    this.byAddress.set(address, here + 1);
    this.total++;
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      const left = (this.byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.byAddress.delete(address);
      else this.byAddress.set(address, left);
      this.total--;
    };
    return streamSSE(c, async (stream) => {
      const ended = new AbortController();
      stream.onAbort(() => ended.abort());
      const signal = AbortSignal.any([ended.signal, this.stopping.signal]);
      const stalled = setTimeoutOf(this.limits.stalledMs, () => {
        // The write that nobody takes may never return, so the place is given back here.
        release();
        ended.abort();
        stream.abort();
      });
      /** A write that is not taken in time ends the stream. */
      const write = async (message: (Partial<Message> & { data: string }) | string): Promise<void> => {
        stalled.start();
        if (typeof message === 'string') await stream.write(message);
        else await stream.writeSSE(message);
        stalled.stop();
      };
      try {
        await write(': open\n\nretry: 1000\n\n');
        await this.follow(after, filter, signal, write);
      } finally {
        stalled.stop();
        release();
      }
    });
  }

  private async follow(
    begin: EventPlace,
    filter: MessageFilter,
    signal: AbortSignal,
    write: (message: (Partial<Message> & { data: string }) | string) => Promise<void>,
  ): Promise<void> {
    let after: EventPlace | undefined = begin;
    for (let { height } = begin; !signal.aborted; ) {
      const block = this.readModel.block(height);
      if (block === undefined) {
        if (height <= this.readModel.height) throw new Error(`The chain has no block ${height}.`);
        if (!(await this.next(height, signal))) await write({ event: 'heartbeat', data: '{}' });
        continue;
      }
      for (const message of this.messages.of(block, filter, after)) {
        if (signal.aborted) return;
        await write(message);
      }
      after = undefined;
      height++;
    }
  }

  /** Resolves true when there may be a new block or the stream ended, false when it is time for a heartbeat. */
  private next(height: number, signal: AbortSignal): Promise<boolean> {
    if (height <= this.readModel.height || signal.aborted) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const stop = this.readModel.onWritten(() => resolve(true));
    const timer = setTimeout(() => resolve(false), this.limits.heartbeatMs);
    const ended = (): void => resolve(true);
    signal.addEventListener('abort', ended, { once: true });
    return promise.finally(() => {
      stop();
      clearTimeout(timer);
      signal.removeEventListener('abort', ended);
    });
  }
}

/** A timer that is started and stopped many times. */
const setTimeoutOf = (ms: number, action: () => void) => {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: (): void => {
      timer = setTimeout(action, ms);
    },
    stop: (): void => clearTimeout(timer),
  };
};
