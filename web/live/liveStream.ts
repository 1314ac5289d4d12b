/** One stream of the node's events that reconnects and resumes; runs in a shared worker or in a tab. */

/** An event of the stream. `name` is the server-sent event's name, `message` where it has none. */
export interface LiveEvent {
  /** The cursor to resume after. */
  readonly id: string;
  readonly name: string;
  /** The parsed JSON of its data. */
  readonly data: unknown;
}

/** What the stream tells its listeners. */
export type LiveNotice =
  | { readonly type: 'event'; readonly event: LiveEvent }
  | { readonly type: 'status'; readonly state: 'live' | 'notLive'; readonly sinceMs: number }
  /** The cursor was too old: everything read before may be stale. */
  | { readonly type: 'pruned' };

/** The names that are listened for; others are not delivered by browsers. `heartbeat` and `pruned` are the stream's own. */
const eventNames = ['message', 'block', 'event', 'lanes', 'heartbeat', 'pruned'] as const;

/** A silent stream is dead after this: the page must say "Not live" within five seconds of a heartbeat's absence. */
const silenceMsMax = 5000;
/** Waits between attempts after a refusal; the browser's own retry covers dropped connections. */
const retryMs = [500, 1000, 2000, 4000, 8000] as const;

/** What the stream needs of its surroundings, so that a test can hold the clock. */
export interface LiveSurroundings {
  readonly open: (url: string) => EventSource;
  readonly now: () => number;
  readonly later: (run: () => void, afterMs: number) => () => void;
}

/** Browsers and workers. */
const realSurroundings: LiveSurroundings = {
  open: (url) => new EventSource(url),
  now: () => Date.now(),
  later: (run, afterMs) => {
    const timer = setTimeout(run, afterMs);
    return () => clearTimeout(timer);
  },
};

/** Opens the stream at a path and returns what closes it. After a refusal it resumes with `?after=<cursor>`. */
export function openLiveStream(
  path: string,
  tell: (notice: LiveNotice) => void,
  { open, now, later }: LiveSurroundings = realSurroundings,
): () => void {
  let source: EventSource | undefined;
  let cursor = '';
  let failures = 0;
  let beats = false;
  let state: 'live' | 'notLive' | undefined;
  let stopWatch = (): void => {};
  let stopRetry = (): void => {};
  let closed = false;

  const say = (next: 'live' | 'notLive'): void => {
    if (next !== state) tell({ type: 'status', state: next, sinceMs: now() });
    state = next;
  };
  // Only a node that sends heartbeats can be told dead by its silence: a quiet chain has no blocks.
  const watch = (): void => {
    stopWatch();
    if (beats) stopWatch = later(() => reopen(), silenceMsMax);
  };
  const heard = (name: string, message: MessageEvent): void => {
    failures = 0;
    if (message.lastEventId !== '') cursor = message.lastEventId;
    if (name === 'heartbeat') beats = true;
    say('live');
    watch();
    if (name === 'pruned') tell({ type: 'pruned' });
    else if (name !== 'heartbeat') {
      tell({ type: 'event', event: { id: cursor, name, data: parse(message.data) } });
    }
  };
  const reopen = (): void => {
    source?.close();
    stopWatch();
    say('notLive');
    const waitMs = retryMs[Math.min(failures, retryMs.length - 1)] ?? silenceMsMax;
    failures += 1;
    stopRetry = later(connect, waitMs);
  };
  const connect = (): void => {
    if (closed) return;
    const fresh = open(cursor === '' ? path : `${path}?after=${encodeURIComponent(cursor)}`);
    source = fresh;
    fresh.onopen = () => {
      failures = 0;
      say('live');
      watch();
    };
    fresh.onerror = () => {
      if (fresh !== source || closed) return;
      // 0 is reconnecting: the browser retries itself and sends Last-Event-ID. 2 is closed: a refusal it does not retry.
      if (fresh.readyState === 2) reopen();
      else say('notLive');
    };
    for (const name of eventNames) {
      fresh.addEventListener(name, (message) => {
        if (fresh === source) heard(name, message as MessageEvent);
      });
    }
  };
  connect();
  return () => {
    closed = true;
    stopWatch();
    stopRetry();
    source?.close();
  };
}

/** Data that is not JSON reaches listeners as text. */
function parse(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
