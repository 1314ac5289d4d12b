/** The live stream as a tab sees it: a status to show, and events in batches of one animation frame. */
import { useSyncExternalStore } from 'react';
import { type LiveEvent, type LiveNotice, openLiveStream } from './live/liveStream.ts';
import workerUrl from './live/liveWorker.ts?worker&url';

/** What the header says of the stream. */
export interface LiveStatus {
  readonly state: 'connecting' | 'live' | 'notLive';
  /** The newest block heard of. */
  readonly height?: number;
  /** The device's time of the last change of state. */
  readonly sinceMs: number;
}

type EventsListener = (events: readonly LiveEvent[]) => void;

let status: LiveStatus = { state: 'connecting', sinceMs: Date.now() };
const statusListeners = new Set<() => void>();
const eventsListeners = new Set<EventsListener>();
const prunedListeners = new Set<() => void>();
let waiting: LiveEvent[] = [];

function setStatus(next: LiveStatus): void {
  status = next;
  for (const listener of statusListeners) listener();
}

/** A busy block is one render: events wait for the next frame, and a hidden tab still gets them. */
function deliver(): void {
  const events = waiting;
  waiting = [];
  const heights = events.flatMap((event) => heightOf(event));
  if (heights.length > 0) {
    const height = Math.max(status.height ?? 0, ...heights);
    if (height !== status.height) setStatus({ ...status, height });
  }
  for (const listener of eventsListeners) listener(events);
}

const nextFrame = (run: () => void): void => {
  // Browsers give hidden tabs no frames; a timer keeps their caches fresh.
  if (document.hidden) setTimeout(run, 250);
  else requestAnimationFrame(run);
};

function heightOf({ data }: LiveEvent): number[] {
  const found = typeof data === 'object' && data !== null && 'height' in data ? data.height : undefined;
  return typeof found === 'number' && Number.isSafeInteger(found) ? [found] : [];
}

/** Takes one notice of the stream; tests and the gallery call it too. */
export function takeNotice(notice: LiveNotice): void {
  if (notice.type === 'status') setStatus({ ...status, state: notice.state, sinceMs: notice.sinceMs });
  else if (notice.type === 'pruned') for (const listener of prunedListeners) listener();
  else if (waiting.push(notice.event) === 1) nextFrame(deliver);
}

/** The part of the Trusted Types API in use; not every browser has it. */
interface TrustedTypesPart {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

/** Starts the shared worker; under Trusted Types its address needs a policy, and this one admits that address alone. */
function startWorker(): SharedWorker {
  const types = (globalThis as { readonly trustedTypes?: TrustedTypesPart }).trustedTypes;
  const policy = types?.createPolicy('meritlane-live', { createScriptURL: () => workerUrl });
  return new SharedWorker(policy?.createScriptURL(workerUrl) ?? workerUrl, {
    type: 'module',
    name: 'meritlane-live',
  });
}

/** Connects this tab to the stream at a path, through the shared worker where there is one; returns what disconnects. */
export function connectLive(path: string): () => void {
  if (typeof SharedWorker === 'undefined') return openLiveStream(path, takeNotice);
  const worker = startWorker();
  worker.port.onmessage = (message: MessageEvent<LiveNotice>) => takeNotice(message.data);
  const hello = (): void => worker.port.postMessage({ path: new URL(path, location.href).href });
  hello();
  const bye = (): void => worker.port.postMessage({ bye: true });
  addEventListener('pagehide', bye);
  // A page that comes back from the browser's page cache listens again.
  addEventListener('pageshow', hello);
  return () => {
    bye();
    removeEventListener('pagehide', bye);
    removeEventListener('pageshow', hello);
    worker.port.close();
  };
}

/** Calls the listener with each frame's events; returns what stops it. */
export function onLiveEvents(listener: EventsListener): () => void {
  eventsListeners.add(listener);
  return () => eventsListeners.delete(listener);
}

/** Calls the listener when events were missed for good: invalidate everything once. */
export function onLivePruned(listener: () => void): () => void {
  prunedListeners.add(listener);
  return () => prunedListeners.delete(listener);
}

const subscribe = (listener: () => void): (() => void) => {
  statusListeners.add(listener);
  return () => statusListeners.delete(listener);
};

/** The stream's status; the component renders again when it changes. */
export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(subscribe, () => status);
}
