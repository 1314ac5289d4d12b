/** Many transactions through the client: cut into batches, signed once, in order, and sent again where that helps. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import type { Readable } from '#chain/crypto/eip712.ts';
import { decodeList } from '#chain/lists.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { type ApiChain, registry, secretOf, startApiChain } from '#test/support/apiChain.ts';
import { type AnySigner, signersOf } from '#test/support/signedBatch.ts';
import { softEthereum } from '#test/support/softEthereum.ts';
import { batchBytesMax, batchTransactionsMax, splitBatches } from '../batchForm.ts';
import type { BulkItemJson } from './answers.ts';
import type { BatchDraft } from './batchSubmitter.ts';
import { createClient } from './client.ts';
import { connectEthereum, ethereumSigner } from './ethereumWallet.ts';
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

describe('a signature', () => {
  /** A signer that notes what it was asked to sign. */
  const watched = (signer: ClientSigner) => {
    const shown: Readable[] = [];
    const sign: ClientSigner['sign'] = (id, readable) => {
      shown.push(readable);
      return signer.sign(id, readable);
    };
    return { shown, signer: { ...signer, sign } };
  };
  const passkeySigner = (): ClientSigner => {
    const [, , passkey] = signersOf(`passkey ${people++}`) as [AnySigner, AnySigner, AnySigner];
    return {
      scheme: 2,
      publicKey: passkey.publicKey,
      address: formatAddress(passkey.address),
      sign: async (id, readable) => passkey.sign(toHex(id), readable),
    };
  };
  const walletSigner = async (): Promise<ClientSigner> => {
    const provider = softEthereum(secretOf(`wallet ${people++}`));
    return ethereumSigner(provider, await connectEthereum(provider));
  };
  const pathsOf = (wires: readonly Uint8Array[]) =>
    wires.map((wire) => decodeTransaction(registry, wire).path);

  it('of each signer is asked for once, of key, passkey and wallet alike', async () => {
    const { client, bodies } = clientWith();
    const signers = [someone(), passkeySigner(), await walletSigner()].map(watched);
    const all = [0, 1, 2].flatMap((i) => signers.flatMap(({ signer }) => drafts(signer, 3).slice(i, i + 1)));
    const { items } = await client.submitBatch(all, { wait: 'committed' });
    expect(words(items)).toEqual(new Array(9).fill('applied'));
    for (const { shown, signer } of signers)
      expect(shown).toEqual([
        { chainId: chain.node.chainId, sender: signer.address, count: 3, id: expect.any(String) },
      ]);
    expect(pathsOf(bodies[0] ?? []).map((path) => [path?.place, path?.count])).toEqual(
      [0, 0, 0, 1, 1, 1, 2, 2, 2].map((place) => [place, 3]),
    );
  });

  it('of a wallet shows whose transactions they are and how many', async () => {
    const provider = softEthereum(secretOf('wallet that is watched'));
    const signer = ethereumSigner(provider, await connectEthereum(provider));
    await clientWith().client.signBatch(drafts(signer, 12));
    expect(provider.shown.slice(1).map(({ primaryType, message }) => [primaryType, message])).toEqual([
      [
        'Batch',
        {
          chainId: chain.node.chainId,
          sender: signer.address,
          transactions: '12',
          id: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        },
      ],
    ]);
  });

  it('of one draft is of its transaction', async () => {
    const { signer, shown } = watched(someone());
    const [wire] = await clientWith().client.signBatch(drafts(signer, 1));
    expect(pathsOf([wire ?? new Uint8Array()])).toEqual([undefined]);
    expect(shown).toMatchObject([{ kind: 'accounts.setProfile', nonce: 0 }]);
  });

  it('is one for 4,096 drafts, and one more for those beyond', async () => {
    const { signer, shown } = watched(someone());
    const wires = await clientWith().client.signBatch(drafts(signer, 4099));
    expect(shown.map((readable) => 'count' in readable && readable.count)).toEqual([4096, 3]);
    expect(nonces(wires)).toEqual([...wires.keys()]);
    expect(pathsOf(wires).slice(4095)).toMatchObject([
      { place: 4095, count: 4096 },
      { place: 0, count: 3 },
      { place: 1, count: 3 },
      { place: 2, count: 3 },
    ]);
  });

  it('is of its own for another key of the same account', async () => {
    const { client } = clientWith();
    const [first, second] = [watched(someone()), watched(someone())];
    const { scheme, publicKey } = second.signer;
    await client.submit('accounts.addKey', { scheme, publicKey }, first.signer);
    const other = { ...second.signer, address: first.signer.address };
    const mixed = [...drafts(first.signer, 2), ...drafts(other, 2)];
    const { items } = await client.submitBatch(mixed, { wait: 'committed' });
    expect(words(items)).toEqual(new Array(4).fill('applied'));
    expect([first, second].map(({ shown }) => shown.length)).toEqual([2, 1]);
  });

  it('is asked of nobody where a draft of somebody else is malformed', async () => {
    const { signer, shown } = watched(someone());
    const bad = { kind: 'accounts.setProfile', payload: { name: 7 }, signer: someone() };
    await expect(clientWith().client.signBatch([...drafts(signer, 2), bad])).rejects.toMatchObject({
      code: 'chain.malformed',
    });
    expect(shown).toEqual([]);
  });

  it('covers a very large transaction alone, so that a path makes none too large', async () => {
    const { signer, shown } = watched(someone());
    const [small] = drafts(signer, 1) as [BatchDraft];
    const actions = Array.from({ length: 40 }, () => ({
      kind: 'accounts.setProfile',
      payload: '00'.repeat(1_024),
      mayFail: true,
    }));
    const words = { dao: '0a'.repeat(32), track: 'signal', title: 'Large', body: '' };
    const large = { kind: 'proposals.create', payload: { ...words, actions }, signer };
    const wires = await clientWith().client.signBatch([small, large, small]);
    expect(pathsOf(wires).map((path) => path?.place)).toEqual([0, undefined, 1]);
    expect(shown).toHaveLength(2);
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
