/** A node on real lanes: the same chain as on the serial executor, with proofs under load, and replayed in lanes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  accountOf,
  bob,
  coinGenesis,
  modulesUrl,
  plainExecutor,
  registry,
  sequencer,
  signed,
} from '#test/support/coinChain.ts';
import { balances } from '#test/support/coinModules.ts';
import { verifyEd25519 } from './crypto/ed25519.ts';
import { LanePool } from './execution/lanePool.ts';
import { genesisHash } from './genesis.ts';
import type { CreateExecutor } from './node/startChain.ts';
import { Node } from './node.ts';
import { verifyProofDocument } from './proofs/proofDocument.ts';
import { replay } from './replay.ts';

const lanes: CreateExecutor = (facts, _, modules) => LanePool.start({ workers: 2, modules, facts });
const accounts = Array.from({ length: 12 }, (_, i) => accountOf(`payer ${i}`));
const perAccount = 8;

it('comes to a chain that proves what it holds, opens on either executor, and is replayed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'node-lanes-'));
  const options = { folder, registry, modules: modulesUrl, sequencerSecret: sequencer.secret };
  try {
    const node = await Node.open({ ...options, genesis: coinGenesis(accounts), executor: lanes });
    const { chainId } = node;
    const drafts = accounts.flatMap((by) =>
      Array.from({ length: perAccount }, (_, nonce) => signed(by, { chainId, nonce })),
    );
    const ids = await Promise.all(drafts.map(({ wire }) => node.submit(wire)));
    const waiting = Promise.all(ids.map((id) => node.waitFor(id, 30_000)));
    const trusted = genesisHash(node.genesisBytes);
    for (let i = 0; i < 20; i++) {
      const document = await node.prove(balances.read(bob.address));
      expect(verifyProofDocument(document, trusted, verifyEd25519)).toMatchObject({ ok: true });
      expect(document.header.height).toBeLessThanOrEqual(node.head.height);
    }
    expect((await waiting).every((located) => located?.status === 'applied')).toBe(true);
    const { head } = node;
    await node.close();

    const again = await Node.open({ ...options, executor: plainExecutor });
    expect(again.head).toEqual(head);
    expect(again.state.get(balances.read(bob.address))).toBe(BigInt(accounts.length * perAccount));
    await again.close();
    const result = await replay(folder, { registry, modules: modulesUrl, lanes });
    expect(result).toEqual({
      ok: true,
      blocks: head.height + 1,
      transactions: accounts.length * (perAccount + 1),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
