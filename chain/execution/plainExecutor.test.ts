/** The serial executor behind the node's interface: its root and proofs are the plain tree's, and it refuses false blocks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ada, bob, coinGenesis, genesisTime, registry, signed } from '#test/support/coinChain.ts';
import { balances } from '#test/support/coinModules.ts';
import { toHex } from '../crypto/bytes.ts';
import { chainIdOf, decodeGenesis } from '../genesis.ts';
import { decodeList } from '../lists.ts';
import { genesisContent } from '../node/startChain.ts';
import { verifyAbsence, verifyMembership } from '../proofs/proof.ts';
import { decodeReceipt } from '../receipt.ts';
import { plainRoot } from '../state/plainTree.ts';
import { decodeWrites } from '../storage/writeSet.ts';
import { factsOf } from './executeGenesis.ts';
import { executeWires } from './executor.ts';
import { LanedState } from './lanedState.ts';
import { PlainExecutor } from './plainExecutor.ts';

const key = fc.uint8Array({ minLength: 1, maxLength: 3 });
const write = fc.record({
  key,
  value: fc.option(fc.uint8Array({ minLength: 1, maxLength: 40 }), { nil: undefined }),
});

it('a laned state has the root of the plain tree after each batch, and proves what it holds and what not', () => {
  fc.assert(
    fc.property(fc.array(fc.array(write, { maxLength: 60 }), { maxLength: 5 }), key, (batches, asked) => {
      const state = new LanedState();
      for (const batch of batches) {
        state.apply(batch);
        expect(state.root()).toBe(plainRoot(state.cells));
      }
      for (const one of [asked, ...batches.flat().map((each) => each.key)]) {
        const proof = state.prove(one);
        const value = state.read(one);
        expect(proof.value).toBe(value === undefined ? null : toHex(value));
        const verify = value === undefined ? verifyAbsence : verifyMembership;
        expect(verify(state.root(), proof)).toEqual({ ok: true });
      }
    }),
    { numRuns: 100 },
  );
});

describe('a block', () => {
  const genesis = coinGenesis();
  const facts = factsOf(chainIdOf(genesis), decodeGenesis(genesis));
  const start = async (): Promise<{ executor: PlainExecutor; root: string }> => {
    const executor = new PlainExecutor(registry, facts);
    const { writes } = genesisContent(registry, facts, genesis);
    const root = await executor.load(
      writes.flatMap(({ key: at, value }) => (value ? [{ key: at, value }] : [])),
    );
    return { executor, root };
  };
  const draft = (nonce: number) => ({ chainId: facts.chainId, nonce });
  const place = { height: 1, time: genesisTime + 1 };

  it('changes the state and reports what it did', async () => {
    const { executor, root } = await start();
    const wires = [signed(ada, draft(0)), signed(ada, draft(2)), signed(ada, draft(1))].map(
      ({ wire }) => wire,
    );
    const block = await executeWires(executor, { ...place, wires });
    const statuses = decodeList(block.receipts).map((bytes) => decodeReceipt(registry, bytes).status);
    expect(statuses).toEqual(['applied', 'notAdmitted', 'applied']);
    expect(block.report).toMatchObject({
      transactions: 3,
      applied: 2,
      rejected: 0,
      notAdmitted: 1,
      workers: [{ executed: 2 }],
    });
    expect(block.report.lanes.reduce((sum, cells) => sum + cells)).toBe(decodeWrites(block.writes).length);
    expect(block.stateRoot).not.toBe(root);
    expect(verifyMembership(block.stateRoot, executor.prove(balances.read(bob.address).key))).toEqual({
      ok: true,
    });
  });

  it('with a false signature, or with a transaction twice, is refused whole and changes nothing', async () => {
    const { executor, root } = await start();
    const { wire } = signed(ada, draft(0));
    const refused = [
      [wire, signed(bob, { ...draft(0), falsely: true }).wire],
      [wire, wire],
      [Uint8Array.of(1)],
    ];
    const codes = ['chain.badSignature', 'chain.malformed', 'chain.malformed'];
    for (const [index, wires] of refused.entries())
      await expect(executeWires(executor, { ...place, wires })).rejects.toMatchObject({ code: codes[index] });
    expect((await executeWires(executor, { ...place, wires: [] })).stateRoot).toBe(root);
  });
});
