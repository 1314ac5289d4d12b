/** How a route declares itself: what it takes, what it answers; server and OpenAPI document are read off it. */
import type { Context } from 'hono';
import { z } from 'zod';
import { ApiError } from './problem.ts';

/** What the server puts on each request. */
export interface Variables {
  requestId: string;
  /** The route that answers; undefined where none does. */
  route: Pick<Route, 'method' | 'path'> | undefined;
  /** Counts writes against the limit of the sender's address; throws ApiError `api.rateLimited` and counts none. */
  expectRoom: (writes: number) => void;
}
/** What @hono/node-server hands over; absent where the app is called without a socket. */
export interface Bindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
}
export type RouteContext = Context<{ Variables: Variables; Bindings: Bindings }>;

type JsonSchema = Readonly<Record<string, unknown>>;

/** One successful answer. */
interface Answer {
  readonly doc: string;
  /** application/json where absent. */
  readonly contentType?: string;
  readonly schema: JsonSchema;
}
/** A body that a route takes, by media type. */
interface Body {
  readonly doc: string;
  readonly content: Readonly<Record<string, JsonSchema>>;
}
interface RequestHeader {
  readonly name: string;
  readonly doc: string;
  readonly schema: JsonSchema;
}

/** A route; names in braces of `path` and everything in the search part are fields of `input`. */
export interface Route<I = unknown> {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** Unique, camelCase. */
  readonly name: string;
  readonly tag: string;
  readonly doc: string;
  readonly input: z.ZodType<I>;
  readonly headers?: readonly RequestHeader[];
  readonly body?: Body;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Codes that it may answer besides those of every route. */
  readonly problems?: readonly string[];
  handle(context: RouteContext, input: I): Response | Promise<Response>;
}
/** A route among others: the input's type is known to the route alone. */
// biome-ignore lint/suspicious/noExplicitAny: the server holds routes of every shape
export type AnyRoute = Route<any>;

export const route = <I>(definition: Route<I>): AnyRoute => definition;

/** A schema's JSON form as JSON Schema. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
};

/** Names of the parameters in a path. */
export const pathParameters = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

interface ParameterSchema {
  readonly type?: string;
  readonly [key: string]: unknown;
}
/** The parameters of a route as JSON Schema by name. */
export const parametersOf = (
  schema: z.ZodType,
): { properties: Readonly<Record<string, ParameterSchema>>; required: readonly string[] } => {
  const { properties = {}, required = [] } = jsonSchemaOf(schema) as {
    properties?: Record<string, ParameterSchema>;
    required?: string[];
  };
  return { properties, required };
};

const wholeNumber = /^-?(?:0|[1-9]\d{0,15})$/;

/** Text of a path or search part in the JSON form that its schema asks for. */
const valueOfText = (name: string, text: string, schema: ParameterSchema): unknown => {
  if (schema.type === 'integer' || schema.type === 'number') {
    if (!wholeNumber.test(text)) throw new ApiError('api.badRequest', `${name}: must be a whole number`);
    return Number(text);
  }
  if (schema.type !== 'boolean') return text;
  if (text !== 'true' && text !== 'false')
    throw new ApiError('api.badRequest', `${name}: must be true or false`);
  return text === 'true';
};

/** Reads a route's input out of requests; throws ApiError `api.badRequest` naming every field that is wrong. */
export const inputReader = <I>({ path, input }: Route<I>): ((c: RouteContext) => I) => {
  const { properties } = parametersOf(input);
  const inPath = new Set(pathParameters(path));
  return (c) => {
    const json: Record<string, unknown> = {};
    for (const name of inPath)
      json[name] = valueOfText(name, c.req.param(name) ?? '', properties[name] ?? {});
    for (const [name, texts] of Object.entries(c.req.queries())) {
      const schema = Object.hasOwn(properties, name) && !inPath.has(name) ? properties[name] : undefined;
      if (schema === undefined) {
        // A past height of a value that is not kept is gone, not misunderstood.
        if (name === 'height') throw new ApiError('api.gone', 'Only the newest values are served here.');
        throw new ApiError('api.badRequest', `${name.slice(0, 60)}: there is no such parameter`);
      }
      const items = schema['items'] as ParameterSchema | undefined;
      if (schema.type === 'array') json[name] = texts.map((text) => valueOfText(name, text, items ?? {}));
      else if (texts.length === 1) json[name] = valueOfText(name, texts[0] ?? '', schema);
      else throw new ApiError('api.badRequest', `${name}: may be given once`);
    }
    const parsed = z.safeDecode(input, json as never);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ApiError('api.badRequest', issues.join('; '));
  };
};

/** A parameter-free input. */
export const nothing = z.strictObject({});
