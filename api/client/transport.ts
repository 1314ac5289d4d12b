/** Requests to a node by fetch alone: search parameters, problems as errors, time-outs; safe in browsers. */
import { ClientError } from './clientError.ts';

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;
/** Values of search parameters; undefined ones are left out. */
export type Search = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Longer than any answer waits on purpose. */
const requestTimeoutMs = 30_000;

const searchOf = (search: Search): string => {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) parts.append(name, String(one));
  const text = parts.toString();
  return text === '' ? '' : `?${text}`;
};

const problemOf = async (response: Response): Promise<ClientError> => {
  const body: unknown = await response.json().catch(() => undefined);
  const { code, title, detail } = (body ?? {}) as { code?: unknown; title?: unknown; detail?: unknown };
  if (typeof code === 'string' && typeof title === 'string')
    return new ClientError(code, title, typeof detail === 'string' ? detail : '', response.status);
  return new ClientError(
    'client.badAnswer',
    'The server answered in a way that this client does not know.',
    '',
    response.status,
  );
};

/** Talks to one node. */
export class Transport {
  private readonly url: string;
  private readonly fetch: Fetch;

  /** @param url without a slash at the end; empty for the page's own origin */
  constructor(url: string, fetchOf: Fetch = (input, init) => fetch(input, init)) {
    this.url = url.replace(/\/+$/, '');
    this.fetch = fetchOf;
  }

  /** The answer to a request, whatever its type. Throws ClientError for problems and where none came. */
  async request(path: string, search: Search = {}, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      const signal = init.signal ?? AbortSignal.timeout(requestTimeoutMs);
      response = await this.fetch(`${this.url}${path}${searchOf(search)}`, { ...init, signal });
    } catch (error) {
      throw new ClientError('client.unreachable', 'The node cannot be reached.', (error as Error).message);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  async get<T>(path: string, search: Search = {}): Promise<T> {
    return (await this.request(path, search)).json() as Promise<T>;
  }

  async post<T>(path: string, type: string, body: Uint8Array | string, search: Search = {}): Promise<T> {
    const init: RequestInit = {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    };
    return (await this.request(path, search, init)).json() as Promise<T>;
  }
}

/** A path with its parameters filled in; the others go into the search part. */
export const fillPath = (path: string, params: Search): { path: string; search: Search } => {
  const search: Record<string, Search[string]> = { ...params };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = search[name];
    delete search[name];
    return encodeURIComponent(String(value));
  });
  return { path: filled, search };
};
