/** The main job over the API: submit, score, pay, read the reward with its reasons, prove it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyEd25519 } from '#chain/crypto/ed25519.ts';
import { verifyProofDocument } from '#chain/proofs/proofDocument.ts';
import {
  type ApiChain,
  daoId,
  scoreWork,
  signerNamed,
  startApiChain,
  submitWork,
} from '#test/support/apiChain.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

describe('the main job', () => {
  it('pays a contribution, and the reward shows with reasons, attestations, receipt, totals and proof', async () => {
    const { client } = chain;
    const key = await submitWork(chain, 'newcomer', 'diff --git a/a b/a');
    expect((await client.contribution(key)).explanation).toBeUndefined();
    const receipts = await scoreWork(chain, key);
    expect(receipts.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied', 'applied']);

    const [first] = (await client.rewards({ contribution: key })).items;
    const account = signerNamed('newcomer').address;
    expect(first).toMatchObject({
      account,
      dao: daoId,
      token: daoId,
      contribution: key,
      kind: 'code',
      part: 'immediate',
      module: 'scorers',
    });
    const one = await client.contribution(key);
    expect(first?.amount).toBe(one.immediate);
    expect(BigInt(first?.amount ?? 0)).toBeGreaterThan(0n);
    expect(one.id).toBe(key);
    expect(one.scores).toEqual([6_400, 4_500, 4_000, 7_800]);
    expect(one.explanation?.scores).toEqual(one.scores);
    expect(one.receipt?.events[0]?.name).toBe('contributions.submitted');
    expect(one.attestations).toHaveLength(4);
    expect(one.rewards.map(({ amount }) => amount)).toEqual([one.immediate]);
    const { totals } = await client.rewards({ account, dao: daoId });
    expect(totals).toEqual([{ token: daoId, amount: one.immediate, payments: 1 }]);

    const proof = await client.contributionProof(key);
    const { genesisHash } = await client.status();
    expect(verifyProofDocument(proof, genesisHash, verifyEd25519)).toMatchObject({ ok: true });
    expect(verifyProofDocument(proof, '00'.repeat(32), verifyEd25519).ok).toBe(false);
  });

  it('lists contributions with their state, and genesis made the DAO that is listed', async () => {
    const { client } = chain;
    const daos = await client.list.daos.daos();
    expect(daos.items.map(({ id, name }) => ({ id, name }))).toEqual([{ id: daoId, name: 'Test works' }]);
    expect((await client.query.daos.getDao({ dao: daoId })).name).toBe('Test works');
    const { items } = await client.list.contributions.contributions({
      dao: daoId,
      author: signerNamed('newcomer').address,
    });
    expect(items).toHaveLength(1);
    expect(items[0]?.scores).toEqual([6_400, 4_500, 4_000, 7_800]);
    expect((await client.list.contributions.contributions({ kind: 'document' })).items).toEqual([]);
  });
});
