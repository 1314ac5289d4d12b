/** The API and the pages on 127.0.0.1 and ::1: listens first, takes the app when the node is open, ends cleanly. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { apiErrors } from './apiErrors.ts';
import { createPages } from './pages.ts';
import { ApiError, problemOf } from './problem.ts';
import type { App } from './server.ts';

/** Bounds of connections. */
const serverLimits = {
  /** A head that takes longer is an attack or a dead peer. */
  headersTimeoutMs: 10_000,
  /** 8 MiB in this time is 4.5 Mbit/s. */
  requestTimeoutMs: 15_000,
  /** How often the two above are looked at. */
  checkEveryMs: 1_000,
  /** Each connection holds a socket and a buffer. */
  connectionsMax: 4_096,
  /** Between proxies and browsers that reuse connections and those that forget them. */
  keepAliveMs: 10_000,
} as const;
/** How long answers under way may take when the server stops. */
const closeMs = 5_000;
const closeIdleEveryMs = 20;

export interface HttpServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The built pages. */
  readonly webFolder: string;
  /** Whether the build in it is whole; by its index.html unless given. */
  readonly isWebReady?: () => boolean;
  /** Host names served besides those of this machine's loopback. */
  readonly hosts?: readonly string[];
  /** Told what went wrong below the app. */
  readonly onError?: (error: unknown) => void;
}
export interface HttpServer {
  readonly port: number;
  /** `http://localhost:<port>`: passkeys need a domain. */
  readonly url: string;
  /** From here on the API answers. */
  setApp(app: App): void;
  /** Takes no more requests, ends event streams, lets answers under way finish for a few seconds. */
  close(): Promise<void>;
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];
const isApiPath = (path: string): boolean =>
  /^\/(?:v1|docs|errors)(?:\/|$)|^\/(?:healthz|metrics|openapi\.json)$/.test(path);

const problemResponse = (error: ApiError): Response => {
  const catalogue = new Map(
    Object.entries(apiErrors).map(([code, definition]) => [`api.${code}`, definition]),
  );
  const { problem, headers } = problemOf(catalogue, error, randomUUID());
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', 'X-Content-Type-Options': 'nosniff', ...headers },
  });
};

/** Throws unless the request names exactly one host that this server answers for: other names are rebound ones. */
const hostOf = ({ rawHeaders }: IncomingMessage, served: ReadonlySet<string>): string => {
  const hosts = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'host');
  const [host] = hosts;
  if (hosts.length !== 1 || host === undefined)
    throw new ApiError('api.badRequest', 'Host: must be given once');
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!served.has(name))
    throw new ApiError('api.badRequest', 'Host: this server does not answer for this name');
  return name;
};

const listen = (server: Server, port: number, hostname: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const createServers = (
  handle: (request: Request, incoming: IncomingMessage) => Promise<Response>,
): (() => Server) => {
  const { headersTimeoutMs, requestTimeoutMs, checkEveryMs, connectionsMax, keepAliveMs } = serverLimits;
  return () => {
    const server = createAdaptorServer({
      fetch: (request, env) => handle(request, (env as HttpBindings).incoming),
      overrideGlobalObjects: false,
      serverOptions: {
        headersTimeout: headersTimeoutMs,
        requestTimeout: requestTimeoutMs,
        connectionsCheckingInterval: checkEveryMs,
        keepAliveTimeout: keepAliveMs,
      },
    }) as Server;
    server.maxConnections = connectionsMax;
    return server;
  };
};

/** Begins to listen. Rejects where the port is taken. */
export const startHttpServer = async (options: HttpServerOptions): Promise<HttpServer> => {
  const served = new Set([...loopbackHosts, ...(options.hosts ?? [])]);
  const pages = createPages(options.webFolder, options.isWebReady);
  let app: App | undefined;
  let port = options.port;

  const answer = async (request: Request, incoming: IncomingMessage): Promise<Response> => {
    const host = hostOf(incoming, served);
    const { pathname, search } = new URL(request.url);
    if (isApiPath(pathname)) {
      if (app !== undefined) return app.app.fetch(request, { incoming });
      if (pathname === '/healthz') return Response.json({ status: 'starting' });
      throw new ApiError('api.starting', '', { 'Retry-After': '1' });
    }
    const isNavigation =
      request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html');
    if (isNavigation && (host === '127.0.0.1' || host === '[::1]'))
      return new Response(null, {
        status: 307,
        headers: { Location: `http://localhost:${port}${pathname}${search}` },
      });
    return pages.fetch(request);
  };
  const newServer = createServers(async (request, incoming) => {
    try {
      return await answer(request, incoming);
    } catch (error) {
      if (error instanceof ApiError) return problemResponse(error);
      options.onError?.(error);
      return problemResponse(new ApiError('api.internal'));
    }
  });

  const first = newServer();
  port = await listen(first, options.port, '127.0.0.1');
  const servers = [first];
  const second = newServer();
  try {
    await listen(second, port, '::1');
    servers.push(second);
  } catch (error) {
    // Machines without IPv6 have no ::1; a port that is taken there would answer localhost for us.
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      first.close();
      throw error;
    }
  }
  return {
    port,
    url: `http://localhost:${port}`,
    setApp(ready) {
      app = ready;
    },
    async close() {
      app?.close();
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      // A connection whose answer has just ended is idle only from then on.
      const idle = setInterval(() => {
        for (const server of servers) server.closeIdleConnections();
      }, closeIdleEveryMs);
      const timer = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, closeMs);
      await Promise.all(closed);
      clearInterval(idle);
      clearTimeout(timer);
    },
  };
};
