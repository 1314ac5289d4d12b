/** Batches under one signature through REST: each way in which a path may be wrong, and each transaction with a life of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceiptJson } from '#api/client/answers.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { kindOf, parsePayload } from '#chain/registry.ts';
import {
  decodeTransaction,
  type Envelope,
  encodeTransaction,
  transactionToJson,
} from '#chain/transaction.ts';
import { type BatchCase, batchCases } from './conformance/batchCases.ts';
import { type ApiChain, registry, startApiChain } from './support/apiChain.ts';
import { type AnySigner, type SignedBatch, signedBatch, signersOf } from './support/signedBatch.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

type Draft = readonly [kind: string, payload: unknown];
const profile = (name: string): Draft => ['accounts.setProfile', { name }];
const envelopeOf = ([kind, payload]: Draft, sender: string, nonce: number): Envelope => ({
  chainId: chain.node.chainId,
  kind: kindOf(registry, kind),
  payload: parsePayload(registry, kind, payload),
  sender,
  nonce,
  validUntil: chain.node.head.time + 600_000,
});
/** A batch of drafts with the nonces from `nonce` on. */
const together = (
  signer: AnySigner,
  drafts: readonly Draft[],
  { nonce = 0, sender = signer.address } = {},
): SignedBatch =>
  signedBatch(
    signer,
    drafts.map((draft, place) => envelopeOf(draft, sender, nonce + place)),
  );

interface Answer {
  readonly status: number;
  /** Of a problem; of a receipt that was rejected. */
  readonly code?: string;
  readonly id?: string;
  readonly height?: number;
}
const post = async (body: Uint8Array | object, search = ''): Promise<Answer> => {
  const isBytes = body instanceof Uint8Array;
  const response = await chain.app.request(`/v1/transactions${search}`, {
    method: 'POST',
    headers: { 'Content-Type': isBytes ? 'application/cbor' : 'application/json' },
    body: isBytes ? new Uint8Array(body) : JSON.stringify(body),
  });
  const { status: _, ...answer } = (await response.json()) as Omit<ReceiptJson, 'status'> & {
    status: unknown;
  };
  return { ...answer, status: response.status };
};
const wireOf = ({ wires }: SignedBatch, place: number): Uint8Array => wires[place] ?? new Uint8Array();

const schemes = ['ed25519', 'secp256k1', 'a passkey'] as const;
const statuses: Readonly<Record<BatchCase['expected'], number>> = {
  taken: 202,
  'chain.badSignature': 401,
  'chain.malformed': 400,
};

describe.each(schemes.map((name, scheme) => [name, scheme] as const))(
  'in a batch signed with %s',
  (name, scheme) => {
    it.each(batchCases.map((one, place) => [one.name, place, one] as const))(
      '%s is answered as it should be, as bytes and as JSON',
      async (_, place, { expected, change }) => {
        const signer = signersOf(`sender ${place} of ${name}`)[scheme] as AnySigner;
        const otherKey = signersOf('somebody else')[scheme]?.publicKey ?? '';
        const batch = together(
          signer,
          Array.from({ length: 6 }, (_, i) => profile(`name ${i}`)),
        );
        const [{ envelope, signed }] = batch.parts as [SignedBatch['parts'][number]];
        const changed = change(signed, otherKey);
        const good = transactionToJson(decodeTransaction(registry, wireOf(batch, 0)));
        const { path, ...rest } = changed;
        const json = { envelope: good.envelope, ...rest, ...(path === undefined ? {} : { path }) };
        const answers = [await post(json), await post(encodeTransaction(envelope, changed))];
        if (expected === 'taken') {
          // The second is the same transaction.
          expect(answers[0]).toMatchObject({ status: 202, id: batch.ids[0] });
          expect(answers[1]).toMatchObject({ code: 'chain.alreadyKnown' });
          return;
        }
        for (const answer of answers)
          expect(answer).toMatchObject({ status: statuses[expected], code: expected });
        expect(await post(wireOf(batch, 0))).toMatchObject({ status: 202, id: batch.ids[0] });
      },
    );
  },
);

describe('a transaction of a batch', () => {
  it('has its own block, receipt and failure, and says where it stood', async () => {
    const [signer] = signersOf('one by one') as [AnySigner];
    const unknown: Draft = ['accounts.removeKey', { scheme: 0, publicKey: 'cc'.repeat(32) }];
    const batch = together(signer, [profile('first'), unknown, profile('last')]);
    const answers: Answer[] = [];
    for (const wire of batch.wires) answers.push(await post(wire, '?wait=committed'));
    expect(answers.map(({ code, id }) => [code, id])).toEqual([
      ['', batch.ids[0]],
      ['accounts.keyUnknown', batch.ids[1]],
      ['', batch.ids[2]],
    ]);
    expect(new Set(answers.map(({ height }) => height)).size).toBe(3);
    const last = await chain.client.transaction(batch.ids[2] ?? '');
    expect(last.path).toMatchObject({ place: 2, count: 3 });
    const { items } = await chain.client.transactions({ sender: formatAddress(signer.address) });
    expect(items.map(({ id, nonce }) => [id, nonce])).toEqual(
      batch.ids.map((id, nonce) => [id, nonce]).reverse(),
    );
    expect(await post(wireOf(batch, 0))).toMatchObject({ code: 'chain.alreadyKnown' });
  });

  it('needs those before it for its number alone', async () => {
    const [signer] = signersOf('the last one only') as [AnySigner];
    const batch = together(signer, [profile('never sent'), profile('sent')]);
    const alone = together(signer, [profile('sent by itself'), profile('never sent either')]);
    expect((await post(wireOf(alone, 0), '?wait=committed')).status).toBe(200);
    expect(await post(wireOf(batch, 0))).toMatchObject({ code: 'chain.nonceUsed' });
    expect((await post(wireOf(batch, 1), '?wait=committed')).status).toBe(200);
  });

  it('is refused once the key that signed the batch is taken from the account', async () => {
    const [first] = signersOf('with two keys') as [AnySigner];
    const [second] = signersOf('the second key') as [AnySigner];
    const keyOf = ({ scheme, publicKey }: AnySigner) => ({ scheme, publicKey });
    const added = together(first, [['accounts.addKey', keyOf(second)], profile('of two keys')]);
    for (const wire of added.wires) expect((await post(wire, '?wait=committed')).status).toBe(200);
    const drafts = [['accounts.removeKey', keyOf(first)] as const, profile('too late')];
    const batch = together(first, drafts, { nonce: 2 });
    expect((await post(wireOf(batch, 0), '?wait=committed')).status).toBe(200);
    expect(await post(wireOf(batch, 1))).toMatchObject({ code: 'chain.wrongKey' });
    const again = together(second, [profile('by the other'), profile('key')], {
      nonce: 3,
      sender: first.address,
    });
    for (const wire of again.wires) expect((await post(wire, '?wait=committed')).status).toBe(200);
  });

  it('is not of another sender, even of one whose account has the same key', async () => {
    const [holder] = signersOf('holder of a key') as [AnySigner];
    const [other] = signersOf('other account') as [AnySigner];
    const { scheme, publicKey } = holder;
    const added = together(other, [['accounts.addKey', { scheme, publicKey }], profile('Other')]);
    for (const wire of added.wires) expect((await post(wire, '?wait=committed')).status).toBe(200);
    const mixed = signedBatch(holder, [
      envelopeOf(profile('own'), holder.address, 0),
      envelopeOf(profile('other'), other.address, 2),
    ]);
    expect(await post(wireOf(mixed, 1))).toMatchObject({ code: 'chain.badSignature' });
    expect((await post(wireOf(mixed, 0), '?wait=committed')).status).toBe(200);
    const drafts = [profile('other'), profile('other too')];
    const others = together(holder, drafts, { nonce: 2, sender: other.address });
    expect((await post(wireOf(others, 0), '?wait=committed')).status).toBe(200);
    expect(formatAddress(other.address)).toBe(
      (await chain.client.transaction(others.ids[0] ?? '')).envelope?.sender,
    );
  });
});
