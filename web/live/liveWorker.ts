/** The shared worker that owns the browser's one event stream: tabs share it, since an origin has six connections. */
import { type LiveNotice, openLiveStream } from './liveStream.ts';

/** The part of SharedWorkerGlobalScope in use; the DOM library has no types of workers. */
interface SharedScope {
  onconnect: ((event: MessageEvent) => void) | null;
}

const ports = new Set<MessagePort>();
let lastStatus: LiveNotice | undefined;
let lastBlock: LiveNotice | undefined;

function tell(notice: LiveNotice): void {
  if (notice.type === 'status') lastStatus = notice;
  if (notice.type === 'event' && notice.event.name === 'block') lastBlock = notice;
  for (const port of ports) port.postMessage(notice);
}

let opened = false;
(globalThis as unknown as SharedScope).onconnect = (event) => {
  const port = event.ports[0];
  if (port === undefined) return;
  port.onmessage = (message: MessageEvent<{ readonly path?: string; readonly bye?: true }>) => {
    if (message.data.bye === true) ports.delete(port);
    if (message.data.path === undefined) return;
    ports.add(port);
    // A tab that joins later learns at once where the stream stands.
    if (lastStatus !== undefined) port.postMessage(lastStatus);
    if (lastBlock !== undefined) port.postMessage(lastBlock);
    if (opened) return;
    opened = true;
    openLiveStream(message.data.path, tell);
  };
};
