/** Many at once over REST: batches that are whole, cut and over-full, and votes that are added up. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votedOn } from '#chain/bundle.ts';
import { possessionMessage } from '#chain/crypto/blsMessages.ts';
import { blsPublicKey, blsSecret, signBls } from '#chain/crypto/blsSign.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { encodeList } from '#chain/lists.ts';
import { kindOf, parsePayload } from '#chain/registry.ts';
import { RestStage } from '#test/conformance/restStage.ts';
import { createDao, propose, voteOn } from '#test/conformance/steps.ts';
import { type ApiChain, registry, startApiChain } from '#test/support/apiChain.ts';
import { signDraft, testKey } from '#test/support/arenaHistory.ts';
import { batchTransactionsMax } from './bulkRoutes.ts';

describe('batches', () => {
  let chain: ApiChain;
  beforeAll(async () => {
    chain = await startApiChain();
  });
  afterAll(() => chain.stop());

  const profile = (
    number: number,
    name: string,
    more: { nonce?: number; chainId?: string } = {},
  ): Uint8Array => {
    const key = testKey(5_000 + number);
    return signDraft(registry, {
      kind: 'accounts.setProfile',
      payload: { name },
      sender: key.address,
      key,
      nonce: more.nonce ?? 0,
      validUntil: chain.node.head.time + 60_000,
      chainId: more.chainId ?? chain.node.chainId,
    });
  };
  const send = (body: Uint8Array) =>
    chain.app.request('/v1/transactions/batch', {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: Uint8Array.from(body),
    });

  it('give each transaction an answer of its own, and know those that were sent before', async () => {
    const good = [profile(1, 'one'), profile(2, 'two'), profile(2, 'two again', { nonce: 1 })];
    const broken = profile(3, 'three');
    broken[broken.length - 5] = (broken[broken.length - 5] as number) ^ 1;
    const wires = [good[0], broken, good[1], profile(4, 'x', { chainId: 'test-ffffffffffffffff' }), good[2]];
    wires.push(Uint8Array.of(1, 2, 3), profile(5, 'far', { nonce: 9_999 }));
    const { items } = await chain.client.submitBatch(wires as Uint8Array[]);
    expect(items.map(({ status, code }) => code ?? status)).toEqual([
      'pending',
      'chain.badSignature',
      'pending',
      'chain.wrongChain',
      'pending',
      'chain.malformed',
      'chain.nonceTooFar',
    ]);
    for (const { id } of items.filter(({ status }) => status === 'pending'))
      expect((await chain.node.waitFor(id ?? '', 10_000))?.status).toBe('applied');
    const again = await chain.client.submitBatch(good);
    expect(again.items).toEqual(
      [items[0], items[2], items[4]].map((item) => ({ id: item?.id, status: 'known' })),
    );
  });

  it('are refused whole where they are cut, empty or over-full, and nothing of them is taken', async () => {
    const first = profile(10, 'ten');
    const whole = encodeList([first, profile(11, 'eleven')]);
    const bodies = [
      whole.subarray(0, -1),
      whole.subarray(0, whole.length - 400),
      new Uint8Array(),
      Uint8Array.of(0, 0),
      encodeList([first, new Uint8Array()]),
      encodeList(new Array<Uint8Array>(batchTransactionsMax + 1).fill(Uint8Array.of(1))),
    ];
    for (const body of bodies) {
      const response = await send(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'api.badRequest' });
    }
    expect((await send(new Uint8Array(4 * 1024 * 1024 + 1))).status).toBe(413);
    expect(chain.node.mempoolSize).toBe(0);
    const json = await chain.app.request('/v1/transactions/batch', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
  });
});

describe('votes that are added up', () => {
  it('count like votes of their own; false ones are named and cut their sender off', async () => {
    const stage = await RestStage.open();
    try {
      const { client, node } = stage.api;
      const dao = await createDao(stage);
      const voters = ['ada', 'ben'];
      const secrets = new Map(voters.map((name, i) => [name, blsSecret(new Uint8Array(48).fill(i + 1))]));
      for (const [name, secret] of secrets) {
        const publicKey = blsPublicKey(secret);
        const proof = signBls(secret, possessionMessage(fromHex(stage.account(name)), publicKey));
        await stage.apply(name, 'accounts.setVotingKey', {
          publicKey: toHex(publicKey),
          proof: toHex(proof),
        });
      }
      const proposed = await propose(stage, dao);
      const { reason: _, ...ballot } = await voteOn(stage, proposed);
      const kind = kindOf(registry, 'proposals.castBallot');
      const { message } = votedOn(kind, node.chainId, parsePayload(registry, kind.name, ballot));
      const shareOf = (name: string, by = name) => ({
        voter: stage.address(name),
        share: toHex(signBls(secrets.get(by) as Uint8Array, message, true)),
      });
      const { items } = await client.submitShares(kind.name, ballot, [shareOf('ada'), shareOf('ben', 'ada')]);
      expect(items.map(({ status, code }) => code ?? status)).toEqual(['pending', 'chain.badSignature']);
      expect((await node.waitFor(items[0]?.id ?? '', 10_000))?.status).toBe('applied');
      const again = await client.submitShares(kind.name, ballot, [shareOf('ada'), shareOf('ben')]);
      expect(again.items.map(({ status }) => status)).toEqual(['known', 'pending']);
      const id = again.items[1]?.id ?? '';
      expect((await node.waitFor(id, 10_000))?.status).toBe('applied');
      const read = await client.transaction(id);
      expect(read).toMatchObject({ envelope: { kind: kind.name, nonce: 0 }, scheme: 3 });
      const listed = await client.transactions({ sender: stage.address('ben'), kind: kind.name });
      expect(listed.items.map((item) => item.id)).toEqual([id]);
      const votes = await client.list.proposals.votes({ voter: stage.address('ben') });
      expect(votes.items.length).toBe(1);
      const twice = [shareOf('ada', 'ben'), shareOf('ben', 'ada')].map((share) => ({ ...share }));
      const other = { ...ballot, choice: 'against' };
      await client.submitShares(kind.name, other, twice);
      await expect(client.submitShares(kind.name, other, twice)).rejects.toMatchObject({
        code: 'api.rateLimited',
      });
    } finally {
      await stage.close();
    }
  });
});
