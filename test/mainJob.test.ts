/** The main job through REST with the real model: a newcomer is scored, paid and proves it; a lying scorer is slashed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ed25519Signer } from '#api/client/submitter.ts';
import { modulesUrl } from '#api/meritlaneNode.ts';
import { verifyEd25519 } from '#chain/crypto/ed25519.ts';
import { createSecret } from '#chain/crypto/sign.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { verifyProofDocument } from '#chain/proofs/proofDocument.ts';
import { createRegistry } from '#chain/registry.ts';
import { replay } from '#chain/replay.ts';
import { ChainReader } from '#chain/storage/chainReader.ts';
import { cellsOf } from '#chain/storage/faults.ts';
import { modules } from '#governance/modules.ts';
import { defaultModelFolder, readTables } from '#scoring/modelFolder.ts';
import { writeOnnx } from '#scoring/onnxFile.ts';
import { heldTokens } from './support/conservation.ts';
import { openWorkshop, type Workshop } from './support/workshop.ts';

const patch = new Uint8Array(readFileSync(fileURLToPath(new URL('./fixtures/retry.patch', import.meta.url))));

/** Uploads and submits; answers the contribution's id. */
const submit = async (
  { client }: Workshop,
  dao: string,
  signer = ed25519Signer(createSecret()),
  content = patch,
) => {
  const uploaded = await client.upload(content);
  const receipt = await client.submit(
    'contributions.submit',
    { dao, kind: 'code', contentId: uploaded.id, title: 'Retry a dropped upload' },
    signer,
  );
  return { receipt, signer };
};
const daoOf = async ({ client }: Workshop): Promise<string> =>
  (await client.list.daos.daos({})).items[0]?.id ?? '';
/** The contribution once `reveals` scorers revealed. */
const scored = (workshop: Workshop, contribution: string, reveals = 4) =>
  workshop.until(async () => {
    const found = await workshop.client.contribution(contribution);
    return found.amount !== undefined && found.attestations.length >= reveals ? found : undefined;
  });

describe('with honest scorers', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterAll(() => workshop.close());

  it('a key that was just made submits a patch and is paid in part at once; REST, receipt and balance agree', async () => {
    const { client } = workshop;
    const dao = await daoOf(workshop);
    const { receipt, signer } = await submit(workshop, dao);
    expect(receipt.status).toBe('applied');
    const found = await scored(workshop, receipt.id);
    const immediate = BigInt(found.immediate ?? '0');
    expect(immediate).toBeGreaterThan(0n);
    expect(found.payeeClass).toBe('newcomer');
    const rewards = await client.rewards({ account: signer.address });
    expect(rewards.items.map(({ amount, part }) => [BigInt(amount), part])).toEqual([
      [immediate, 'immediate'],
    ]);
    expect(rewards.totals).toEqual([{ token: dao, amount: immediate.toString(), payments: 1 }]);
    const balance = await client.query.tokens.getBalance({ token: dao, account: signer.address });
    expect(BigInt(balance.free)).toBe(immediate);
    const paid = await client.transaction(rewards.items[0]?.transaction ?? '');
    expect(
      paid.events.some(
        ({ name, data }) => name === 'scorers.paid' && data['amount'] === immediate.toString(),
      ),
    ).toBe(true);
    const { explanation } = found;
    [0, 1, 2, 3].forEach((k) => {
      const sum = explanation?.rows.reduce(
        (total, { entries }) => total + (entries[k] ?? 0),
        explanation.bias[k] ?? 0,
      );
      expect(sum).toBe(found.scores?.[k]);
    });
    expect(new Set(found.attestations.map(({ scorer }) => scorer)).size).toBe(4);
  });

  it('proves a reward; one byte changed, and another chain’s consistent proof, are refused', async () => {
    const { client, node } = workshop;
    const { receipt } = await submit(
      workshop,
      await daoOf(workshop),
      undefined,
      new TextEncoder().encode(`${new TextDecoder().decode(patch)}\n`),
    );
    await scored(workshop, receipt.id);
    const proof = await client.contributionProof(receipt.id);
    const { genesisHash } = await client.status();
    expect(verifyProofDocument(proof, genesisHash, verifyEd25519)).toMatchObject({ ok: true });
    const text = JSON.stringify(proof);
    const at = text.indexOf('"value":"') + 30;
    const changed = JSON.parse(`${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`);
    expect(verifyProofDocument(changed, genesisHash, verifyEd25519).ok).toBe(false);
    const other = await openWorkshop();
    try {
      const own = await submit(other, await daoOf(other));
      await scored(other, own.receipt.id);
      const foreign = await other.client.contributionProof(own.receipt.id);
      const { genesisHash: otherHash } = await other.client.status();
      expect(verifyProofDocument(foreign, otherHash, verifyEd25519).ok).toBe(true);
      expect(verifyProofDocument(foreign, genesisHash, verifyEd25519).ok).toBe(false);
    } finally {
      await other.close();
    }
    await node.atRest();
  });

  it('refuses content that cannot be scored, at the door, with its own code', async () => {
    const { client } = workshop;
    const dao = await daoOf(workshop);
    const send = (content: string) => submit(workshop, dao, undefined, new TextEncoder().encode(content));
    await expect(send('Only words, no diff.')).rejects.toMatchObject({
      code: 'scoring.notAPatch',
      status: 422,
    });
    // The first test submitted the very same bytes: another salt makes another id, not another work.
    await expect(submit(workshop, dao)).rejects.toMatchObject({
      code: 'contributions.alreadySubmitted',
      status: 409,
    });
    const unknown = { dao, kind: 'code' as const, contentId: 'ab'.repeat(32), title: 'Nothing' };
    const stranger = ed25519Signer(createSecret());
    await expect(client.submit('contributions.submit', unknown, stranger)).rejects.toMatchObject({
      code: 'api.contentUnknown',
    });
    expect((await client.list.contributions.contributions({ author: stranger.address })).items).toEqual([]);
  });

  it('keeps every token, and replays from genesis serially and in lanes to the same roots and receipts', async () => {
    const { node, client, folder } = workshop;
    await node.atRest();
    const dao = await daoOf(workshop);
    const { cap } = await client.query.tokens.getToken({ token: dao });
    const reader = new ChainReader(folder);
    const cells = cellsOf(reader.cellPages());
    reader.close();
    const registry = createRegistry(modules);
    expect(heldTokens(registry, cells).get(dao)).toBe(BigInt(cap));
    const again = await replay(folder, {
      registry,
      modules: modulesUrl,
      lanes: (facts) => LanePool.start({ workers: 2, modules: modulesUrl, facts }),
    });
    expect(again).toMatchObject({ ok: true, blocks: node.head.height + 1 });
  });
});

it('one scorer with one changed table entry reveals differently, is outvoted, challenged and slashed; three are paid', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-model-'));
  const tables = readTables(defaultModelFolder);
  const feature = tables.features.indexOf('quantityAfter');
  const changed = {
    ...tables,
    // The last interval but one or a lower one is where a small patch lies; all of them move by one point in quality.
    entries: tables.entries.map((own, i) =>
      i === feature ? own.map((entry): typeof entry => [entry[0] - 1, entry[1], entry[2], entry[3]]) : own,
    ),
  };
  writeFileSync(join(folder, 'contribution.onnx'), writeOnnx(changed));
  writeFileSync(join(folder, 'tables.json'), JSON.stringify(changed));
  const workshop = await openWorkshop({ modelFolders: [folder] });
  try {
    const { client, keys, founders } = workshop;
    const dao = await daoOf(workshop);
    const { receipt } = await submit(workshop, dao);
    const found = await scored(workshop, receipt.id);
    const liar = keys.scorers[0]?.address ?? '';
    const said = new Map(found.attestations.map(({ scorer, scores }) => [scorer, scores]));
    expect(said.get(liar)?.[0]).toBe((found.scores?.[0] ?? 0) - 1);
    expect([...said.values()].filter((scores) => scores?.[0] === found.scores?.[0])).toHaveLength(3);
    const [, watcher] = founders;
    if (watcher === undefined) throw new Error('There is no founder to watch.');
    const payload = await client.challenge(receipt.id, liar);
    const slash = await client.submit('scorers.challenge', payload, watcher);
    expect(slash.events.map(({ name }) => name)).toContain('scorers.slashed');
    const { scorers } = await client.query.scorers.getScorers({ dao });
    expect(scorers.find(({ scorer }) => scorer === liar)?.bond).toBe('0');
    const fees = await client.list.scorers.fees({ dao, contribution: receipt.id });
    const honest = keys.scorers.slice(1).map(({ address }) => address);
    for (const scorer of honest) expect(fees.items.map((fee) => fee.scorer)).toContain(scorer);
    const after = await client.contribution(receipt.id);
    expect(after.scores).toEqual(found.scores);
  } finally {
    await workshop.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
