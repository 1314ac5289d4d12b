/** Shares of votes over REST: added up, and false ones named. */
import { describe, expect, it } from 'vitest';
import { votedOn } from '#chain/bundle.ts';
import { possessionMessage } from '#chain/crypto/blsMessages.ts';
import { blsPublicKey, blsSecret, signBls } from '#chain/crypto/blsSign.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { kindOf, parsePayload } from '#chain/registry.ts';
import { RestStage } from '#test/conformance/restStage.ts';
import { createDao, propose, voteOn } from '#test/conformance/steps.ts';
import { registry } from '#test/support/apiChain.ts';

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
