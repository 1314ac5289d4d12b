/** Many transactions through the client: cut into batches, signed once, in order, and sent again where that helps. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeList } from '#chain/lists.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { type ApiChain, registry, secretOf, startApiChain } from '#test/support/apiChain.ts';
import { batchBytesMax, batchTransactionsMax, splitBatches } from '../batchForm.ts';
import type { BulkItemJson } from './answers.ts';
import type { BatchDraft } from './batchSubmitter.ts';
import { createClient } from './client.ts';
import { type ClientSigner, ed25519Signer } from './submitter.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const path = '/v1/transactions/batch';
/** How one request to the batch route fares: undefined lets the node answer. */
type Fate =
  | 'lost'
  | 'lostAnswer'
  | 'full'
  | 'limited'
  | ((items: BulkItemJson[]) => BulkItemJson[])
  | undefined;

/** A client whose requests fare as told, then as the node answers; it notes the bodies and pauses. */
const clientWith = (...fates: Fate[]) => {
  const bodies: Uint8Array[][] = [];
  const pauses: number[] = [];
  const client = createClient({
    url: 'http://test',
    pause: async (ms) => void pauses.push(ms),
    async fetch(input, init) {
      if (!input.includes(path)) return chain.app.request(input, init);
      bodies.push(decodeList(init?.body as Uint8Array));
      const fate = fates.shift();
      if (fate === 'lost') throw new TypeError('connection refused');
      if (fate === 'full' || fate === 'limited') {
        const code = fate === 'full' ? 'chain.mempoolFull' : 'api.rateLimited';
        return Response.json({ code, title: 'No.', detail: '' }, { status: 429 });
      }
      const response = await chain.app.request(input, init);
      if (fate === 'lostAnswer') throw new TypeError('connection reset');
      if (fate === undefined) return response;
      const { items } = (await response.json()) as { items: BulkItemJson[] };
      return Response.json({ items: fate(items) });
    },
  });
  return { client, bodies, pauses };
};

let people = 0;
const someone = (): ClientSigner => ed25519Signer(secretOf(`sender ${people++}`));
const drafts = (signer: ClientSigner, count: number): BatchDraft[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'accounts.setProfile',
    payload: { name: `name ${i}` },
    signer,
  }));
const words = (items: readonly BulkItemJson[]) => items.map(({ status, code }) => code ?? status);
const nonces = (wires: readonly Uint8Array[]) => wires.map((wire) => decodeTransaction(registry, wire).nonce);
const full: BulkItemJson = { status: 'refused', code: 'chain.mempoolFull', message: 'Full.', detail: '' };

describe('many transactions', () => {
  it('of several signers are signed with the nonces that follow and answered in their order', async () => {
    const { client, bodies } = clientWith();
    const [one, two] = [someone(), someone()];
    const mixed = drafts(one, 3).flatMap((draft, i) => [draft, ...drafts(two, 3).slice(i, i + 1)]);
    const { items } = await client.submitBatch([...mixed, Uint8Array.of(9)], { wait: 'committed' });
    expect(words(items)).toEqual([...new Array<string>(6).fill('applied'), 'chain.malformed']);
    expect(nonces(bodies[0]?.slice(0, 6) ?? [])).toEqual([0, 0, 1, 1, 2, 2]);
    const more = await client.submitBatch(drafts(one, 1));
    expect(words(more.items)).toEqual(['pending']);
    expect(nonces(bodies[1] ?? [])).toEqual([3]);
  });

  it('wait for what the same signer sends otherwise, and it for them', async () => {
    const { client } = clientWith();
    const signer = someone();
    const [batch, single, after] = await Promise.all([
      client.submitBatch(drafts(signer, 5)),
      client.submit('accounts.setProfile', { name: 'between' }, signer),
      client.submitBatch(drafts(signer, 2), { wait: 'committed' }),
    ]);
    expect(words(batch.items)).toEqual(new Array(5).fill('pending'));
    expect(single.status).toBe('applied');
    expect(words(after.items)).toEqual(['applied', 'applied']);
  });

  it('are not sent at all where one of them cannot be signed', async () => {
    const { client, bodies } = clientWith();
    const signer = someone();
    const bad = { kind: 'accounts.setProfile', payload: { name: 7 }, signer };
    await expect(client.submitBatch([...drafts(signer, 1), bad])).rejects.toMatchObject({
      code: 'chain.malformed',
    });
    expect(bodies).toEqual([]);
  });

  it('of one signer beyond what may wait for one account all get through', async () => {
    const { client, bodies } = clientWith();
    const { items } = await client.submitBatch(drafts(someone(), 600), { wait: 'committed' });
    expect(new Set(words(items))).toEqual(new Set(['applied']));
    expect(new Set(bodies.flat().map((wire) => Buffer.from(wire).toString('hex'))).size).toBe(600);
  });

  it.each(['lost', 'lostAnswer', 'full', 'limited'] as const)(
    'are sent again as the same bytes when a request is %s',
    async (fate) => {
      const { client, bodies, pauses } = clientWith(fate);
      const { items } = await client.submitBatch(drafts(someone(), 3));
      expect(words(items)).toEqual(new Array(3).fill(fate === 'lostAnswer' ? 'known' : 'pending'));
      expect(bodies[1]).toEqual(bodies[0]);
      expect(pauses).toHaveLength(1);
    },
  );

  it('are sent again from the refused one on, of its signer alone', async () => {
    const { client, bodies } = clientWith((items) => items.map((item, i) => (i === 1 ? full : item)));
    const [one, two] = [someone(), someone()];
    const entries = [...drafts(one, 3), ...drafts(two, 2)];
    const { items } = await client.submitBatch(entries);
    expect(bodies.map((body) => body.length)).toEqual([5, 2]);
    expect(nonces(bodies[1] ?? [])).toEqual([1, 2]);
    expect(items.every(({ status }) => status === 'pending' || status === 'known')).toBe(true);
  });

  it('are given up with the last refusal when nothing changes for long', async () => {
    const refuseAll = (items: BulkItemJson[]) => items.map(() => full);
    const { client, bodies, pauses } = clientWith(...new Array<Fate>(20).fill(refuseAll));
    const { items } = await client.submitBatch(drafts(someone(), 2));
    expect(words(items)).toEqual(['chain.mempoolFull', 'chain.mempoolFull']);
    expect(bodies).toHaveLength(8);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    const lost = clientWith(...new Array<Fate>(20).fill('lost'));
    const never = await lost.client.submitBatch([Uint8Array.of(1)]);
    expect(words(never.items)).toEqual(['client.unreachable']);
  });

  it('none at all are no request', async () => {
    const { client, bodies } = clientWith();
    expect(await client.submitBatch([])).toEqual({ items: [] });
    expect(bodies).toEqual([]);
  });
});

describe('cutting', () => {
  it('keeps order and both bounds, and lets what fits no batch stand alone', () => {
    const small = new Array<Uint8Array>(batchTransactionsMax + 1).fill(Uint8Array.of(1));
    expect(splitBatches(small).map((piece) => piece.length)).toEqual([batchTransactionsMax, 1]);
    const third = new Uint8Array(Math.floor(batchBytesMax / 3) - 4);
    expect(splitBatches([third, third, third, Uint8Array.of(1)])).toEqual([[0, 1, 2], [3]]);
    const huge = new Uint8Array(batchBytesMax);
    expect(splitBatches([Uint8Array.of(1), huge, Uint8Array.of(1)])).toEqual([[0], [1], [2]]);
    expect(splitBatches([])).toEqual([]);
  });
});
