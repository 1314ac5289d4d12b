/** Every bound of every kind's payload, over real HTTP: what stands at it is read, what lies beyond is refused by name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { BulkJson } from '#api/client/answers.ts';
import { encodeValue } from '#chain/codec.ts';
import { transactionBytesMax } from '#chain/limits.ts';
import { encodeList } from '#chain/lists.ts';
import type { Kind } from '#chain/registry.ts';
import { address as senderSchema } from '#chain/scalars.ts';
import { encodeEnvelope, encodeTransaction } from '#chain/transaction.ts';
import { registry } from './support/apiChain.ts';
import { testKey } from './support/arenaHistory.ts';
import { boundsOf, smallest, withPart } from './support/bounds.ts';
import { type FloodedChain, startFloodedChain } from './support/floodedChain.ts';

let chain: FloodedChain;
beforeAll(async () => {
  chain = await startFloodedChain();
});
afterAll(() => chain.stop());

const key = testKey(70_000);
/** Signed with nothing: whoever says that the signature is false has read all that comes before it. */
const unsigned = { scheme: 0, publicKey: key.publicKey, signature: '00'.repeat(64) };
const falseSignature = 'chain.badSignature';

const wireOf = (kind: Kind, payload: unknown): Uint8Array => {
  const { chainId, head } = chain.api.node;
  const place = { chainId, sender: key.address, nonce: 0, validUntil: head.time + 60_000 };
  return encodeTransaction(encodeEnvelope({ ...place, kind, payload }), unsigned);
};
const jsonOf = (kind: Kind, payload: unknown): string => {
  const { chainId, head } = chain.api.node;
  const sender = z.encode(senderSchema, key.address);
  const envelope = { chainId, kind: kind.name, payload, sender, nonce: 0, validUntil: head.time + 60_000 };
  return JSON.stringify({ envelope, ...unsigned });
};

describe.each([...registry.kinds.values()].map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  const schema = kind.definition.payload as z.ZodType;
  const base = smallest(schema);
  const baseJson = z.encode(schema, base);
  const cases = boundsOf(schema);
  /** Before the signature the cells are declared, and those of actions by kinds that are made up here. */
  const readCodes = 'actions' in (base as object) ? [falseSignature, 'chain.unknownKind'] : [falseSignature];

  it('is read as JSON up to its bounds, and refused beyond them with the name of the part', async () => {
    for (const { path, what, fits, json } of cases) {
      const body = jsonOf(kind, withPart(baseJson, path, json));
      const { code = '', detail = '' } = await chain.postJson('/v1/transactions', body);
      const where = `${path.join('.')} at ${what}: ${detail}`;
      if (fits) expect([readCodes.includes(code), code, where]).toEqual([true, code, where]);
      else {
        expect([code, where]).toEqual(['chain.malformed', where]);
        expect(detail).toContain(path.length === 0 ? 'payload' : path.join('.'));
      }
    }
  });

  it('is read from wire bytes up to its bounds, and refused beyond them', async () => {
    const onWire = cases.filter((one) => 'memory' in one);
    const wires = onWire.map(({ path, memory }) => wireOf(kind, withPart(base, path, memory)));
    const { items } = (await chain.postBytes('/v1/transactions/batch', encodeList(wires))) as BulkJson;
    const expected = onWire.map(({ fits }, i) => {
      if ((wires[i]?.length ?? 0) > transactionBytesMax) return 'chain.tooLarge';
      return fits ? 'read' : 'chain.malformed';
    });
    const told = (codes: readonly (string | undefined)[]) =>
      codes.map((code, i) => `${onWire[i]?.path.join('.')} at ${onWire[i]?.what}: ${code}`);
    expect(told(items.map(({ code = '' }) => (readCodes.includes(code) ? 'read' : code)))).toEqual(
      told(expected),
    );
  });
});

it('a payload that is not in its one canonical form is refused', async () => {
  const kind = registry.kinds.get('accounts.setProfile');
  if (kind === undefined) throw new Error('There is no such kind.');
  const wire = wireOf(kind, { name: 'a' });
  const bytes = encodeValue(kind.payload, { name: 'a' });
  const at = Buffer.from(wire).indexOf(bytes);
  expect(at).toBeGreaterThan(0);
  // The text's head in two bytes where one would do.
  const longer = Buffer.concat([wire.subarray(0, at + 6), Uint8Array.of(0x78, 1), wire.subarray(at + 7)]);
  const { items } = (await chain.postBytes('/v1/transactions/batch', encodeList([wire, longer]))) as BulkJson;
  expect(items.map(({ code }) => code)).toEqual([falseSignature, 'chain.malformed']);
});
