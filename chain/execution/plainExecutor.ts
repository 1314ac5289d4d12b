/** The serial executor behind the node's interface: slow and exact, for replay's serial side and for tests. */

import { sha256 } from '#hash';
import { Invalid } from '../errors.ts';
import type { CellProof } from '../proofs/proof.ts';
import type { Registry } from '../registry.ts';
import type { CellPage } from '../storage/lanePages.ts';
import { decodeWrites } from '../storage/writeSet.ts';
import { decodeTransaction } from '../transaction.ts';
import { type BlockResult, type ChainFacts, checkBlock } from './block.ts';
import { executeBlock } from './executeBlock.ts';
import type { BlockToExecute, ExecutedBlock, ExecutionReport, Executor } from './executor.ts';
import { LanedState } from './lanedState.ts';
import { verifyTransaction } from './verifyTransaction.ts';

/** Executes blocks one transaction after another, with real signature verification, on the calling thread. */
export class PlainExecutor implements Executor {
  private readonly registry: Registry;
  private readonly facts: ChainFacts;
  private readonly state = new LanedState();

  constructor(registry: Registry, facts: ChainFacts) {
    this.registry = registry;
    this.facts = facts;
  }

  async load(pages: Iterable<CellPage>): Promise<string> {
    // A copy each: the state keeps what it is given, and a page is good for a moment only.
    for (const { writes } of pages) this.state.apply(decodeWrites(new Uint8Array(writes)));
    return this.state.root();
  }

  async execute({ height, time, wires }: BlockToExecute): Promise<ExecutedBlock> {
    const begun = performance.now();
    const transactions = wires.map((wire) => decodeTransaction(this.registry, wire));
    checkBlock(transactions);
    for (const transaction of transactions)
      if (!verifyTransaction(transaction, this.facts.rpIds))
        throw new Invalid('chain.badSignature', `The signature of ${transaction.id} is false.`);
    const prepared = performance.now();
    const result = executeBlock(this.registry, this.facts, this.state, { height, time, transactions });
    const phasesMs = { prepare: prepared - begun, execute: performance.now() - prepared };
    return { ...result, ids: transactions.map(({ id }) => id), report: reportOf(result, phasesMs) };
  }

  async atRest(): Promise<void> {}

  read(key: Uint8Array): Uint8Array | undefined {
    return this.state.read(key);
  }

  prove(key: Uint8Array): CellProof {
    return this.state.prove(key);
  }

  async close(): Promise<void> {}
}

/** All transactions count as one group of one worker: that is what serial means. */
const reportOf = (
  { results, writes }: BlockResult,
  phasesMs: { readonly prepare: number; readonly execute: number },
): ExecutionReport => {
  const lanes = new Uint32Array(256);
  for (const { key } of writes) {
    const lane = sha256(key)[0] ?? 0;
    lanes[lane] = (lanes[lane] ?? 0) + 1;
  }
  const notAdmitted = results.filter(({ status }) => status === 'notAdmitted').length;
  const applied = results.filter(({ status }) => status === 'applied').length;
  const executed = results.length - notAdmitted;
  return {
    transactions: results.length,
    applied,
    rejected: executed - applied,
    notAdmitted,
    groups: executed > 0 ? 1 : 0,
    joined: executed > 1 ? executed : 0,
    conflicts: 0,
    uncoveredDraws: 0,
    crossLaneCells: 0,
    moduleFaults: results.filter(({ code }) => code === 'chain.moduleFault').length,
    byWorker: [executed],
    phasesMs: { ...phasesMs, admit: 0, group: 0, commit: 0, roots: 0 },
    lanes,
  };
};
