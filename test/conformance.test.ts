/** What every module satisfies without writing a test: schemas, access, sentences, and a case for each kind and code. */
import { decode as cborDecode, encode as cborEncode } from 'cborg';
import { bigIntDecoder, bigIntEncoder, bigNegIntDecoder } from 'cborg/taglib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Access } from '#chain/access.ts';
import { collectionName } from '#chain/access.ts';
import { admissionOnly, chainState } from '#chain/chainState.ts';
import { type Codec, codecOf, decodeValue, encodeValue, Malformed } from '#chain/codec.ts';
import { concat, fromHex, toHex } from '#chain/crypto/bytes.ts';
import { Invalid } from '#chain/errors.ts';
import { valueOfBytes } from '#chain/execution/cellBytes.ts';
import { callsMax, cellsPerTransactionMax, keyBytesMax } from '#chain/limits.ts';
import type { Module } from '#chain/module.ts';
import { createRegistry } from '#chain/registry.ts';
import { prepare } from '#chain/runtime.ts';
import { tokens } from '#governance/tokens/state.ts';
import { cases } from './conformance/cases.ts';
import { DevStage } from './conformance/devStage.ts';
import { carriedBy, executionOf, timesOf } from './conformance/steps.ts';
import { modules } from './guide/modules.ts';
import { arbitraryOf } from './support/arbitraries.ts';
import { heldTokens } from './support/conservation.ts';
import { courtBooks } from './support/courtBooks.ts';
import { freeByCells, freeByEvents } from './support/movements.ts';

const registry = createRegistry(modules);
const kinds = [...registry.kinds.values()];
const numRuns = 40;

/** Every schema whose values are hashed or stored: payloads, events, cells. */
const schemas: readonly (readonly [string, z.ZodType])[] = [
  ...kinds.map(({ name, definition }) => [`the payload of ${name}`, definition.payload] as const),
  ...[...registry.events.values()].map(({ name, schema }) => [`the event ${name}`, schema] as const),
  ...[...registry.collections.values()].map(({ name, value }) => [`the cell ${name}`, value] as const),
];

const bigTags = {
  tags: { 2: bigIntDecoder, 3: bigNegIntDecoder },
  strict: true,
  rejectDuplicateMapKeys: true,
};
const decodes = (codec: Codec<unknown>, bytes: Uint8Array): boolean => {
  try {
    decodeValue(codec, bytes);
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
};

describe.each(schemas)('%s', (_, schema) => {
  const codec = codecOf(schema) as Codec<unknown>;
  const values = arbitraryOf(schema);

  it('survives bytes and JSON, and its bytes are those of another CBOR library', () => {
    fc.assert(
      fc.property(values, (value) => {
        const accepted = z.safeEncode(schema, value as never);
        expect(accepted.success).toBe(true);
        const bytes = encodeValue(codec, value);
        expect(decodeValue(codec, bytes)).toEqual(value);
        const json: unknown = JSON.parse(JSON.stringify(accepted.data));
        expect(z.decode(schema, json as never)).toEqual(value);
        const other = cborEncode(cborDecode(bytes, bigTags), { typeEncoders: { bigint: bigIntEncoder } });
        expect(toHex(other)).toBe(toHex(bytes));
      }),
      { numRuns },
    );
  });

  it('has one form: what else decodes is accepted by zod and encodes to the same bytes', () => {
    const edits = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0x00, 0x18, 0x5f, 0x7f, 0x80, 0xa0, 0xbf, 0xf6, 0xff)),
      how: fc.constantFrom('replace', 'insert', 'remove', 'cut'),
    });
    fc.assert(
      fc.property(values, fc.array(edits, { minLength: 1, maxLength: 2 }), (value, changes) => {
        let bytes = [...encodeValue(codec, value)];
        for (const { at, byte, how } of changes) {
          const place = at % (bytes.length + 1);
          if (how === 'cut') bytes = bytes.slice(0, place);
          else bytes.splice(place, how === 'insert' ? 0 : 1, ...(how === 'remove' ? [] : [byte]));
        }
        const edited = Uint8Array.from(bytes);
        if (!decodes(codec, edited)) return;
        const decoded = decodeValue(codec, edited);
        expect(z.safeEncode(schema, decoded as never).success).toBe(true);
        expect(encodeValue(codec, decoded)).toEqual(edited);
      }),
      { numRuns: numRuns * 3 },
    );
  });

  it('refuses bytes left over, longer heads and unknown fields', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encodeValue(codec, value);
        const head = bytes[0] ?? 0;
        expect(decodes(codec, concat(bytes, Uint8Array.of(0)))).toBe(false);
        expect(decodes(codec, bytes.subarray(0, -1))).toBe(false);
        if ((head & 31) < 24 && head >>> 5 !== 7) {
          const longer = Uint8Array.of((head & 0xe0) | 24, head & 31);
          expect(decodes(codec, concat(longer, bytes.subarray(1)))).toBe(false);
        }
        if (head >>> 5 === 5) {
          // One field more than there are, with a key that sorts behind all others: 24 letters z.
          const more = concat(Uint8Array.of(head + 1), bytes.subarray(1), unknownField);
          expect(decodes(codec, more)).toBe(false);
        }
      }),
      { numRuns: 10 },
    );
  });
});
const unknownField = concat(Uint8Array.of(0x78, 24), new Uint8Array(24).fill(0x7a), Uint8Array.of(0xf5));

it('refuses ill-formed text wherever a text may stand', () => {
  const name = codecOf(registry.kinds.get('accounts.setProfile')?.definition.payload ?? z.never());
  const profile = (text: readonly number[]) =>
    Uint8Array.from([0xa1, 0x64, 0x6e, 0x61, 0x6d, 0x65, 0x60 | text.length, ...text]);
  expect(decodes(name, profile([0xc3, 0xa9]))).toBe(true);
  for (const text of [[0xc3], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0xbd], [0x80], [0xf5, 0x80, 0x80, 0x80]])
    expect(decodes(name, profile(text))).toBe(false);
});

describe.each(kinds.map((kind) => [kind.name, kind] as const))('access of %s', (_, kind) => {
  const sent = fc.record({
    sender: fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes).toString('hex')),
    id: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    payload: arbitraryOf(kind.definition.payload),
  });

  it('is total, pure and bounded, and leaves to admission what is admission’s', () => {
    fc.assert(
      fc.property(sent, (request) => {
        const declared = Object.values(kind.definition.access(request)).flat() as Access[];
        expect(Object.values(kind.definition.access(request)).flat()).toEqual(declared);
        expect(declared.length).toBeLessThanOrEqual(cellsPerTransactionMax / callsMax + 1_000);
        for (const { key, collection, mode, ceiling } of declared) {
          expect(key.length).toBeLessThanOrEqual(keyBytesMax);
          expect(collectionName(key)).toBe(collection.name);
          expect(admissionOnly.has(collection)).toBe(false);
          expect(ceiling >= 0n && (mode === 'draw' || ceiling === 0n)).toBe(true);
          expect(registry.collections.get(collection.name)).toBe(collection);
        }
        try {
          expect(prepare(registry, { kind, ...request }).cellCount).toBeLessThanOrEqual(
            cellsPerTransactionMax,
          );
        } catch (error) {
          // Actions of a proposal are bytes until they are declared; those that mean nothing are refused at the door.
          expect(error).toBeInstanceOf(Invalid);
          expect(kind.definition.calls).toBeDefined();
        }
      }),
      { numRuns },
    );
  });
});

describe.each(modules.map((module) => [module.name, module] as const))(
  'the declarations of %s',
  (_, module) => {
    const isSentence = (text: string): boolean =>
      /^[A-Z].*[^.]\.$/s.test(text) && !/[.!?]\s+[A-Z]/.test(text);

    it('say in one sentence what each part is', () => {
      const parts = [module.transactions, module.queries, module.lists] as const;
      const docs = parts
        .flatMap((part) => Object.values<{ readonly doc: string }>(part))
        .map(({ doc }) => doc);
      const messages = Object.values<{ readonly message: string }>(module.errors).map(
        ({ message }) => message,
      );
      for (const text of [module.doc, ...docs, ...messages])
        expect([text, isSentence(text)]).toEqual([text, true]);
    });

    it('give each part a name of its own, as the command line needs', () => {
      const names = [module.transactions, module.queries, module.lists].flatMap((part) => Object.keys(part));
      expect(new Set(names).size).toBe(names.length);
    });

    it('name only what exists: parameters in paths, events, filters, items, codes, holdings', () => {
      const queries: Readonly<Record<string, { path: string; params: z.ZodType; notFound?: string }>> =
        module.queries;
      const lists: Readonly<
        Record<string, { path: string; event: string; filters: readonly string[]; item?: string }>
      > = module.lists;
      const events: Readonly<Record<string, z.ZodType>> = module.events;
      const fields = (schema: z.ZodType | undefined): string[] => Object.keys((schema as z.ZodObject).shape);
      for (const { path, params, notFound } of Object.values(queries)) {
        for (const [, name] of path.matchAll(/\{(\w+)\}/g)) expect(fields(params)).toContain(name);
        if (notFound !== undefined) expect(registry.errors.has(notFound)).toBe(true);
      }
      for (const { event, filters, item } of Object.values(lists)) {
        for (const filter of filters) expect(fields(events[event])).toContain(filter);
        if (item === undefined) continue;
        for (const name of fields(queries[item]?.params)) expect(fields(events[event])).toContain(name);
      }
      const { holdings = {}, movements = {}, founds } = module as Partial<Module>;
      for (const name of Object.keys(holdings)) expect(registry.collections.has(name)).toBe(true);
      for (const [event, declared] of Object.entries(movements))
        for (const { account, amount } of declared)
          expect(fields(events[event])).toEqual(expect.arrayContaining([account, amount]));
      if (founds !== undefined) expect(fields(events[founds])).toContain('dao');
    });
  },
);

/** Fails unless every token's parts add up to its cap, and events tell of every unit that anyone has free. */
const expectConserved = ({ chain, events }: DevStage): void => {
  expect(freeByEvents(registry, events)).toEqual(freeByCells(chain.state.cells));
  const held = heldTokens(registry, chain.state.cells);
  const name = tokens.definition.name;
  for (const [text, bytes] of chain.state.cells) {
    const key = fromHex(text);
    if (collectionName(key) !== name) continue;
    const { cap } = valueOfBytes(tokens.definition, bytes) as { cap: bigint };
    expect(held.get(text.slice(-64))).toBe(cap);
    held.delete(text.slice(-64));
  }
  expect([...held]).toEqual([]);
  expect(courtBooks(registry, chain.state.cells, chain.time).faults).toEqual([]);
};

describe('cases', () => {
  const reached = new Set<string>();
  const appliedKinds = new Set<string>();
  const emitted = new Set<string>();

  it.each(cases.map((one) => [`${one.kind}: ${one.name} → ${one.expected}`, one] as const))(
    '%s',
    async (_, one) => {
      const stage = new DevStage();
      const payload = await one.build(stage);
      expectConserved(stage);
      const before = stage.chain.state.root();
      const { code, receipt } = stage.send(one.sender, one.kind, payload);
      expect(code).toBe(one.expected);
      expectConserved(stage);
      if (code === 'applied') {
        appliedKinds.add(one.kind);
        for (const { name, data } of receipt?.events ?? [])
          expect(z.safeEncode(registry.events.get(name)?.schema ?? z.never(), data as never).success).toBe(
            true,
          );
      } else {
        reached.add(code);
        expect(receipt?.events ?? []).toEqual([]);
        expect(stage.chain.state.root()).toBe(before);
      }
      for (const { name } of stage.events) emitted.add(name);
    },
  );

  const asDao = cases.filter(({ sender, expected }) => sender === 'dao' && !expected.startsWith('chain.m'));
  it.each(asDao.map((one) => [`${one.kind}: ${one.name}`, one] as const))(
    'by an executed proposal, %s',
    async (_, one) => {
      const stage = new DevStage();
      const payload = (await one.build(stage)) as Record<string, unknown>;
      const proposed = await carriedBy(stage, stage.dao, [{ kind: one.kind, payload, mayFail: true }]);
      await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
      const { code, receipt } = stage.send('anyone', 'proposals.execute', executionOf(proposed));
      expect(code).toBe('applied');
      expect(receipt?.events.at(-1)?.data).toMatchObject({
        outcomes: [one.expected === 'applied' ? '' : one.expected],
      });
      expectConserved(stage);
    },
  );

  it('reach every kind applied, every code of every module, and every event', () => {
    const kindNames = kinds.map(({ name }) => name);
    const codes = modules.flatMap(({ name, errors }) => Object.keys(errors).map((code) => `${name}.${code}`));
    expect(kindNames.filter((name) => !appliedKinds.has(name))).toEqual([]);
    expect(codes.filter((code) => !reached.has(code))).toEqual([]);
    expect([...registry.events.keys()].filter((name) => !emitted.has(name))).toEqual([]);
    expect(new Set(cases.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(cases.length);
  });
});

it('the chain’s own cells are declared beside those of the modules', () => {
  for (const { definition } of chainState) expect(registry.collections.get(definition.name)).toBe(definition);
});
