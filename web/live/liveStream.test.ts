/** The stream says live and not live in time, resumes after its cursor, and delivers nothing twice. */
import { describe, expect, it } from 'vitest';
import { type LiveNotice, openLiveStream } from './liveStream.ts';

type Listener = (message: { data: string; lastEventId: string }) => void;

/** The browser's EventSource as far as the stream uses it, driven by the test. */
class Source {
  readyState = 0;
  onopen: () => void = () => {};
  onerror: () => void = () => {};
  readonly listeners = new Map<string, Listener>();
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  send(name: string, data: string, lastEventId = ''): void {
    this.listeners.get(name)?.({ data, lastEventId });
  }
}

function setUp() {
  const sources: Source[] = [];
  const notices: LiveNotice[] = [];
  let timers: { run: () => void; atMs: number }[] = [];
  let clockMs = 0;
  const close = openLiveStream('/v1/stream', (notice) => notices.push(notice), {
    open: (url) => {
      const source = new Source(url);
      sources.push(source);
      return source as unknown as EventSource;
    },
    now: () => clockMs,
    later: (run, afterMs) => {
      const timer = { run, atMs: clockMs + afterMs };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
  const pass = (ms: number): void => {
    clockMs += ms;
    const due = timers.filter((timer) => timer.atMs <= clockMs);
    timers = timers.filter((timer) => timer.atMs > clockMs);
    for (const timer of due) timer.run();
  };
  const last = (): Source => {
    const source = sources.at(-1);
    if (source === undefined) throw new Error('No source was opened.');
    return source;
  };
  return { sources, notices, pass, last, close };
}

const states = (notices: readonly LiveNotice[]): string[] =>
  notices.flatMap((notice) => (notice.type === 'status' ? [notice.state] : []));

describe('live stream', () => {
  it('delivers events with their cursor and parsed data', () => {
    const { notices, last } = setUp();
    last().onopen();
    last().send('block', '{"height":7}', 'c7');
    expect(notices).toEqual([
      { type: 'status', state: 'live', sinceMs: 0 },
      { type: 'event', event: { id: 'c7', name: 'block', data: { height: 7 } } },
    ]);
  });

  it('is not live five seconds after the last heartbeat, and resumes after its cursor', () => {
    const { notices, last, pass, sources } = setUp();
    last().onopen();
    last().send('block', '{"height":7}', 'c/7');
    last().send('heartbeat', '');
    pass(4999);
    expect(states(notices)).toEqual(['live']);
    pass(1);
    expect(states(notices)).toEqual(['live', 'notLive']);
    pass(500);
    expect(sources.map((source) => source.url)).toEqual(['/v1/stream', '/v1/stream?after=c%2F7']);
    last().onopen();
    expect(states(notices)).toEqual(['live', 'notLive', 'live']);
  });

  it('a quiet node without heartbeats stays live', () => {
    const { notices, last, pass } = setUp();
    last().onopen();
    pass(60_000);
    expect(states(notices)).toEqual(['live']);
  });

  it('ignores a source that it has replaced', () => {
    const { notices, last, pass } = setUp();
    const first = last();
    first.readyState = 2;
    first.onerror();
    pass(500);
    first.send('block', '{"height":9}', 'c9');
    expect(notices.filter((notice) => notice.type === 'event')).toEqual([]);
  });

  it('waits longer after each refusal and stops when closed', () => {
    const { sources, last, pass, close } = setUp();
    for (const waitMs of [500, 1000, 2000]) {
      last().readyState = 2;
      last().onerror();
      pass(waitMs - 1);
      const before = sources.length;
      pass(1);
      expect(sources.length).toBe(before + 1);
    }
    close();
    pass(100_000);
    expect(sources.length).toBe(4);
  });

  it('says that a cursor was pruned', () => {
    const { notices, last } = setUp();
    last().send('pruned', '');
    expect(notices.at(-1)).toEqual({ type: 'pruned' });
  });
});
