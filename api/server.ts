/** The Hono app: every route of the API behind one set of checks, with one form of error. */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { errorCatalogue } from './apiErrors.ts';
import type { AppContext, AppParts } from './appParts.ts';
import { blockRoutes } from './blockRoutes.ts';
import { bulkRoutes } from './bulkRoutes.ts';
import { chainRoutes } from './chainRoutes.ts';
import { contentRoutes } from './contentRoutes.ts';
import { contributionRoutes } from './contributionRoutes.ts';
import { docsRoutes } from './docsRoutes.ts';
import { eventLogRoute } from './eventLog.ts';
import { EventStreams, peerOf, type StreamLimits } from './eventStream.ts';
import { flowRoutes } from './flowRoutes.ts';
import { LaneReports } from './laneReports.ts';
import { laneRoutes } from './laneRoutes.ts';
import { Metrics } from './metrics.ts';
import { moduleRoutes } from './moduleRoutes.ts';
import { openApiDocument } from './openapi.ts';
import { ApiError, problemOf } from './problem.ts';
import { proofRoutes } from './proofRoutes.ts';
import { type RateLimit, RateLimiter, writeRateLimit } from './rateLimit.ts';
import { rewardRoutes } from './rewardRoutes.ts';
import { type AnyRoute, type Bindings, inputReader, type RouteContext, type Variables } from './route.ts';
import { simulationRoutes } from './simulationRoutes.ts';
import { transactionRoutes } from './transactionRoutes.ts';

/** How long `X-Min-Height` lets a read wait. */
const minHeightWaitMs = 5_000;

export interface AppOptions extends AppParts {
  /** Told of every error that nobody foresaw, with the request's id. */
  readonly onError?: (error: unknown, requestId: string) => void;
  readonly streamLimits?: Partial<StreamLimits>;
  readonly writeRateLimit?: RateLimit;
}
type Application = Hono<{ Variables: Variables; Bindings: Bindings }>;
export interface App {
  readonly app: Application;
  readonly routes: readonly AnyRoute[];
  /** The OpenAPI document. */
  readonly document: Record<string, unknown>;
  /** Event streams that are open. */
  readonly streams: EventStreams;
  /** Ends event streams and stops listening to the node. */
  close(): void;
}

const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** A hand-written route stands in place of the derived one of the same address. */
const withoutShadowed = (routes: readonly AnyRoute[]): AnyRoute[] => {
  const seen = new Set<string>();
  return routes.filter(({ method, path }) => {
    const address = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
    const first = !seen.has(address);
    seen.add(address);
    return first;
  });
};
const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Waits until the lists know the height that a request asks for. */
const awaitMinHeight = async (c: RouteContext, { readModel }: AppParts): Promise<void> => {
  const asked = c.req.header('x-min-height');
  if (asked === undefined) return;
  if (!/^\d{1,10}$/.test(asked)) throw new ApiError('api.badRequest', 'X-Min-Height: must be a height');
  if (!(await readModel.waitFor(Number(asked), minHeightWaitMs)))
    throw new ApiError('api.behind', `The lists know ${readModel.height} blocks.`, { 'Retry-After': '1' });
};

/** Other methods that an address takes, for 405. */
const allowedMethods = (routes: readonly AnyRoute[]) => {
  const patterns = routes.map(({ method, path }) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return (path: string): string[] => {
    const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)];
  };
};

const mount = (
  app: Application,
  parts: AppContext,
  routes: readonly AnyRoute[],
  limiter: RateLimiter,
): void => {
  for (const declared of routes) {
    const read = inputReader(declared);
    app.on(declared.method.toUpperCase(), honoPath(declared.path), async (c) => {
      c.set('route', declared);
      c.set('expectRoom', (writes) => limiter.expect(peerOf(c), performance.now(), writes));
      if (declared.method === 'post') c.get('expectRoom')(1);
      const input = read(c);
      await awaitMinHeight(c, parts);
      return declared.handle(c, input);
    });
  }
};

/** Builds the app over a node and what stands beside it. */
export const createApp = (options: AppOptions): App => {
  const { node, contentStore, readModel, services } = options;
  const context: AppContext = {
    node,
    contentStore,
    readModel,
    services,
    catalogue: errorCatalogue(node.registry),
  };
  const reports = new LaneReports(node);
  const streams = new EventStreams(readModel, options.streamLimits);
  const metrics = new Metrics(context, streams);
  const routes = withoutShadowed([
    metrics.route,
    ...chainRoutes(context),
    ...blockRoutes(context),
    ...laneRoutes(reports),
    ...transactionRoutes(context),
    ...bulkRoutes(context),
    ...rewardRoutes(context),
    ...flowRoutes(context),
    streams.route,
    eventLogRoute(readModel),
    ...contributionRoutes(context),
    ...proofRoutes(context),
    ...contentRoutes(context),
    ...simulationRoutes(context),
    ...moduleRoutes(context),
    ...docsRoutes(() => document),
  ]);
  const document = openApiDocument(node.registry, routes, context.catalogue);
  const app: Application = new Hono();
  app.use(async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    const begun = performance.now();
    await next();
    const declared = c.get('route');
    const [method, path] = declared === undefined ? ['other', 'other'] : [declared.method, declared.path];
    metrics.answered(method, path, c.res.status, performance.now() - begun);
    c.res.headers.set('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(securityHeaders))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  const answerError = (c: RouteContext, error: unknown): Response => {
    const { problem, unforeseen, headers } = problemOf(context.catalogue, error, c.get('requestId'));
    if (unforeseen) options.onError?.(error, problem.requestId);
    return c.body(JSON.stringify(problem), problem.status as 400, {
      'Content-Type': 'application/problem+json',
      ...headers,
    });
  };
  const allowed = allowedMethods(routes);
  app.onError((error, c) => answerError(c, error));
  app.notFound((c) => {
    const methods = allowed(c.req.path);
    if (methods.length === 0) return answerError(c, new ApiError('api.notFound'));
    return answerError(c, new ApiError('api.methodNotAllowed', '', { Allow: methods.join(', ') }));
  });
  mount(app, context, routes, new RateLimiter(options.writeRateLimit ?? writeRateLimit));
  return {
    app,
    routes,
    document,
    streams,
    close() {
      streams.close();
      reports.close();
      metrics.close();
    },
  };
};
