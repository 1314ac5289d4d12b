/** All modules of a chain by name: kinds, events, errors, collections; checked once when it is made. */
import { z } from 'zod';
import type { Collection } from './access.ts';
import { collectionNameFits } from './access.ts';
import { chainState } from './chainState.ts';
import { type Codec, codecOf, decodeValue, encodeValue, Writer, writeHead, writeText } from './codec.ts';
import { fromHex, toHex } from './crypto/bytes.ts';
import { chainErrors, type ErrorDefinition, Invalid } from './errors.ts';
import type { Module, Transaction } from './module.ts';
import type { Call } from './scalars.ts';

/** A kind of transaction under its full name, `module.verb`. */
export interface Kind {
  readonly name: string;
  readonly module: Module;
  readonly definition: Transaction;
  readonly payload: Codec<unknown>;
  /** The events of its module by their short names. */
  readonly events: ReadonlyMap<string, EventKind>;
}
export interface EventKind {
  readonly name: string;
  readonly module: Module;
  readonly schema: z.ZodType;
  readonly codec: Codec<unknown>;
  /** What its bytes in a receipt begin with: the head of a pair, and the name. */
  readonly head: Uint8Array;
}
export interface Registry {
  readonly modules: readonly Module[];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly events: ReadonlyMap<string, EventKind>;
  readonly errors: ReadonlyMap<string, ErrorDefinition>;
  readonly collections: ReadonlyMap<string, Collection>;
}

const camelCase = /^[a-z][a-zA-Z0-9]*$/;
const check = (condition: boolean, message: string): void => {
  if (!condition) throw new Error(message);
};

const checkNames = (module: Module): void => {
  const { name } = module;
  check(camelCase.test(name), `A module is named in camelCase: ${name}.`);
  const parts = [module.events, module.errors, module.transactions, module.queries, module.lists];
  for (const key of parts.flatMap((part) => Object.keys(part)))
    check(camelCase.test(key), `${name}.${key} is not in camelCase.`);
  for (const { definition } of module.state) {
    check(
      definition.name.startsWith(`${name}.`),
      `${definition.name} does not begin with its module, ${name}.`,
    );
    check(collectionNameFits(definition.name), `${definition.name} is too long for a key.`);
  }
  const docs = [module, ...Object.values(module.transactions), ...Object.values(module.queries)];
  for (const { doc } of [...docs, ...Object.values(module.lists)])
    check(/^[A-Z].*\.$/s.test(doc), `A doc of ${name} is not a sentence: ${doc}`);
  for (const definition of Object.values(module.lists))
    check(definition.event in module.events, `The list ${definition.path} names no event of ${name}.`);
};

const eventHead = (name: string): Uint8Array => {
  const writer = new Writer();
  writeHead(writer, 4, 2);
  writeText(writer, name);
  return writer.finish();
};

/** Builds the registry; throws at the first declaration that breaks a rule of the kit. */
export const createRegistry = (modules: readonly Module[]): Registry => {
  const kinds = new Map<string, Kind>();
  const events = new Map<string, EventKind>();
  const errors = new Map<string, ErrorDefinition>();
  const collections = new Map<string, Collection>();
  const add = <T>(map: Map<string, T>, name: string, value: T): void => {
    check(!map.has(name), `${name} is declared twice.`);
    map.set(name, value);
  };
  for (const [code, definition] of Object.entries(chainErrors)) errors.set(`chain.${code}`, definition);
  for (const { definition } of chainState) collections.set(definition.name, definition);
  for (const module of modules) {
    checkNames(module);
    for (const { definition } of module.state) add(collections, definition.name, definition);
    const ownEvents = new Map<string, EventKind>();
    for (const [event, schema] of Object.entries(module.events)) {
      const name = `${module.name}.${event}`;
      const codec = codecOf(schema) as Codec<unknown>;
      const kind: EventKind = { name, module, schema, codec, head: eventHead(name) };
      add(events, name, kind);
      ownEvents.set(event, kind);
    }
    for (const [verb, definition] of Object.entries(module.transactions)) {
      const name = `${module.name}.${verb}`;
      const payload = codecOf(definition.payload) as Codec<unknown>;
      add(kinds, name, { name, module, definition, payload, events: ownEvents });
    }
    for (const [code, definition] of Object.entries(module.errors))
      add(errors, `${module.name}.${code}`, definition);
  }
  return { modules, kinds, events, errors, collections };
};

/** The kind of this name; refuses unknown ones. */
export const kindOf = (registry: Registry, name: string): Kind => {
  const kind = registry.kinds.get(name);
  if (kind === undefined) throw new Invalid('chain.unknownKind', `There is no kind ${name}.`);
  return kind;
};

/** The payload that a JSON value means; refuses with every field that is wrong. */
export const parsePayload = (registry: Registry, kind: string, json: unknown): unknown => {
  const { definition } = kindOf(registry, kind);
  const result = z.safeDecode(definition.payload, expandCalls(registry, json) as never);
  if (result.success) return result.data;
  throw new Invalid(
    'chain.malformed',
    result.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`).join('; '),
  );
};

/** An action from its kind and the JSON form of its payload. */
export const encodeCall = (registry: Registry, kind: string, json: unknown, mayFail = false): Call => ({
  kind,
  payload: toHex(encodeValue(kindOf(registry, kind).payload, parsePayload(registry, kind, json))),
  mayFail,
});
/** The JSON form of an action's payload. */
export const decodeCall = (registry: Registry, call: Call): unknown => {
  const { definition, payload } = kindOf(registry, call.kind);
  return z.encode(definition.payload, decodeValue(payload, fromHex(call.payload)));
};

/** Actions may be given with their payload as an object; it becomes canonical bytes here. */
const expandCalls = (registry: Registry, json: unknown): unknown => {
  if (typeof json !== 'object' || json === null || !('actions' in json) || !Array.isArray(json.actions))
    return json;
  const actions = json.actions.map((action: unknown) => {
    if (typeof action !== 'object' || action === null || !('kind' in action)) return action;
    const { kind, payload, mayFail } = action as { kind: unknown; payload?: unknown; mayFail?: unknown };
    if (typeof payload !== 'object' || payload === null || typeof kind !== 'string')
      return { mayFail: false, ...action };
    return encodeCall(registry, kind, payload, mayFail === true);
  });
  return { ...json, actions };
};
