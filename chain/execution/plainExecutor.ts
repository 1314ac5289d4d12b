/** The serial executor behind the node's interface: slow and exact, for replay's serial side and for tests. */

import { sha256 } from '#hash';
import { decodeBundle } from '../bundle.ts';
import { aggregateShares } from '../crypto/blsNode.ts';
import { Invalid } from '../errors.ts';
import { badSharesMax } from '../limits.ts';
import { encodeList } from '../lists.ts';
import type { CellProof } from '../proofs/proof.ts';
import type { Registry } from '../registry.ts';
import type { CellPage } from '../storage/lanePages.ts';
import { decodeWrites, encodeWrites } from '../storage/writeSet.ts';
import { aggregatedOf, aggregationOf } from './aggregation.ts';
import { type BlockResult, bodyItems, type ChainFacts } from './block.ts';
import { executeBlock } from './executeBlock.ts';
import type {
  Aggregated,
  BlockToExecute,
  ExecutedBlock,
  ExecutionReport,
  Executor,
  Shares,
} from './executor.ts';
import { LanedState } from './lanedState.ts';
import { type Declared, keysOfVoters, prepareBundle, prepareTransaction } from './prepareTransaction.ts';

/** Executes blocks one transaction after another, with real signature verification, on the calling thread. */
export class PlainExecutor implements Executor {
  private readonly registry: Registry;
  private readonly facts: ChainFacts;
  private readonly state = new LanedState();
  /** Of the newest block. */
  private height = 0;

  constructor(registry: Registry, facts: ChainFacts) {
    this.registry = registry;
    this.facts = facts;
  }

  async load(pages: Iterable<CellPage>, height = 0): Promise<string> {
    this.height = height;
    // A copy each: the state keeps what it is given, and a page is good for a moment only.
    for (const { writes } of pages) this.state.apply(decodeWrites(new Uint8Array(writes)));
    return this.state.root();
  }

  async prepare(wires: readonly Uint8Array[]): Promise<readonly (Declared | Invalid)[]> {
    return wires.map((wire) => {
      try {
        return prepareTransaction(this.registry, this.facts, wire.slice());
      } catch (error) {
        if (error instanceof Invalid) return error;
        throw error;
      }
    });
  }
  async prepareBundle(wire: Uint8Array): Promise<readonly Declared[]> {
    const bundle = decodeBundle(this.registry, wire.slice());
    const keys = keysOfVoters(bundle, this.height, this.state.read);
    return prepareBundle(this.registry, this.facts, bundle, keys);
  }
  async aggregate(asked: Shares): Promise<Aggregated> {
    const work = aggregationOf(this.registry, this.facts, asked, this.height, this.state.read);
    return aggregatedOf(work, aggregateShares(work.shares, work.message, badSharesMax));
  }
  discard(): void {}

  async execute({ height, time, transactions: prepared }: BlockToExecute): Promise<ExecutedBlock> {
    const begun = performance.now();
    const transactions = prepared.map((one) => (one as Declared).transaction);
    const result = executeBlock(this.registry, this.facts, this.state, { height, time, transactions });
    const receipts = result.results.map(({ receipt }) => receipt);
    this.height = height;
    return {
      stateRoot: result.stateRoot,
      body: encodeList(bodyItems(transactions)),
      receipts: encodeList(receipts),
      writes: encodeWrites(result.writes),
      report: reportOf(result, performance.now() - begun),
    };
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
const reportOf = ({ results, writes }: BlockResult, executeMs: number): ExecutionReport => {
  const lanes = new Uint32Array(256);
  for (const { key } of writes) {
    const lane = sha256(key)[0] ?? 0;
    lanes[lane] = (lanes[lane] ?? 0) + 1;
  }
  const notAdmitted = results.filter(({ status }) => status === 'notAdmitted').length;
  const applied = results.filter(({ status }) => status === 'applied').length;
  const executed = results.length - notAdmitted;
  const busyMs = { execute: executeMs, stage: 0, commit: 0 };
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
    workers: [{ executed, moved: 0, written: writes.length, busyMs, waitedMs: 0 }],
    phasesMs: { execute: executeMs, group: 0, commit: 0, roots: 0 },
    lanes,
    owners: new Uint8Array(256),
    movedLanes: 0,
    retries: 0,
  };
};
