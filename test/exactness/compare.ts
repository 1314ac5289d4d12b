/** Executes histories serially and in several pools of lanes, and says where they differ. */

import { transactionsOf } from '#chain/bundle.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { Invalid } from '#chain/errors.ts';
import type { BlockResult } from '#chain/execution/block.ts';
import { executeBlock, PlainState } from '#chain/execution/executeBlock.ts';
import {
  type ExecutedBlock,
  type ExecutionReport,
  type PreparedTransaction,
  prepareItems,
  type WireBlock,
} from '#chain/execution/executor.ts';
import type { LanePool } from '#chain/execution/lanePool.ts';
import { decodeList } from '#chain/lists.ts';
import type { CellSizes } from '#chain/state/sharedCells.ts';
import { pagesOfWrites } from '#chain/storage/lanePages.ts';
import { decodeWrites } from '#chain/storage/writeSet.ts';
import type { History } from './history.ts';

/** Small enough that a pool begins again in no time. */
export const historySizes: CellSizes = { cells: 8_192, arenaBytes: 1 << 22, nodes: 16_384 };

/** A root, receipt or write in which lanes and serial executor differ. */
export class Difference extends Error {
  override name = 'Difference';
}

/** What was seen, so that a comparison that sees nothing is noticed. */
export interface Seen {
  blocks: number;
  transactions: number;
  applied: number;
  rejected: number;
  notAdmitted: number;
  moduleFaults: number;
  /** Of the transactions, those under a signature that they share with votes of others. */
  votes: number;
  /** Those under one that they share with others of their sender. */
  batched: number;
  blocksWith: {
    conflicts: number;
    joined: number;
    uncoveredDraws: number;
    crossLaneCells: number;
    moduleFaults: number;
    removals: number;
    retries: number;
  };
}
export const nothingSeen = (): Seen => ({
  blocks: 0,
  transactions: 0,
  applied: 0,
  rejected: 0,
  notAdmitted: 0,
  moduleFaults: 0,
  votes: 0,
  batched: 0,
  blocksWith: {
    conflicts: 0,
    joined: 0,
    uncoveredDraws: 0,
    crossLaneCells: 0,
    moduleFaults: 0,
    removals: 0,
    retries: 0,
  },
});

/** The comparable part of a block's outcome. */
export const plain = (block: BlockResult | ExecutedBlock) => ({
  stateRoot: block.stateRoot,
  receipts: ('results' in block
    ? block.results.map(({ receipt }) => receipt)
    : decodeList(block.receipts)
  ).map(toHex),
  writes: writesOf(block)
    .map(({ key, value }) => `${toHex(key)} ${value === undefined ? '-' : toHex(value)}`)
    .sort(),
});
const writesOf = ({ writes }: BlockResult | ExecutedBlock) =>
  writes instanceof Uint8Array ? decodeWrites(writes) : writes;

/** Blocks of histories hold nothing that is refused. */
export const allPrepared = (answers: readonly (PreparedTransaction | Invalid)[]): PreparedTransaction[] =>
  answers.map((answer) => {
    if (answer instanceof Invalid) throw answer;
    return answer;
  });

export interface ComparedPool {
  readonly pool: LanePool;
  /** Groups of lanes that move by themselves. */
  readonly lanes: number;
  /** Ends a worker while a block is executed; says whether to. */
  readonly disturb?: (block: WireBlock) => number | undefined;
}

/**
 * Runs a history through all pools. Throws a `Difference` at the first block that is not what the serial executor says, and
 * a `ChainFault` where lanes halt.
 */
export const compareHistory = async (
  history: History,
  pools: readonly ComparedPool[],
  seen: Seen,
): Promise<void> => {
  const { registry, facts, cells } = history;
  const state = new PlainState();
  state.apply(cells);
  for (const { pool, lanes } of pools) await pool.reset(facts, historySizes, lanes);
  const roots = await Promise.all(pools.map(({ pool }) => pool.load(pagesOfWrites(cells))));
  if (roots.some((root) => root !== state.root()))
    throw new Difference('The loaded cells have another root.');
  for (let blocks = history.next(state); blocks.length > 0; blocks = history.next(state)) {
    // The next block is prepared while this one executes.
    const ahead: (ReturnType<typeof prepareItems> | undefined)[] = [];
    for (const [place, block] of blocks.entries()) {
      const executed = await Promise.all(
        pools.map(async ({ pool, disturb }, i) => {
          const transactions = allPrepared(await (ahead[i] ?? prepareItems(pool, block.wires)));
          const executing = pool.execute({ ...block, transactions });
          const next = blocks[place + 1];
          ahead[i] = next === undefined ? undefined : prepareItems(pool, next.wires);
          const lost = disturb?.(block);
          if (lost !== undefined) void pool.killWorker(lost);
          return executing;
        }),
      );
      const { height, time } = block;
      const transactions = transactionsOf(registry, block.wires);
      const expected = plain(executeBlock(registry, facts, state, { height, time, transactions }));
      for (const [i, one] of executed.entries()) {
        const got = plain(one);
        if (JSON.stringify(got) === JSON.stringify(expected)) continue;
        throw new Difference(
          `Block ${height} in pool ${i}: root ${got.stateRoot} instead of ${expected.stateRoot}, ` +
            `${countDifferent(got.receipts, expected.receipts)} receipts and ${countDifferent(got.writes, expected.writes)} writes differ.`,
        );
      }
      seen.votes += transactions.filter(({ bundle }) => bundle !== undefined).length;
      seen.batched += transactions.filter(({ path }) => path !== undefined).length;
      note(seen, executed);
    }
  }
};
const countDifferent = (left: readonly string[], right: readonly string[]): number =>
  left.filter((one, i) => one !== right[i]).length + Math.abs(left.length - right.length);

const counted = ['transactions', 'applied', 'rejected', 'notAdmitted', 'moduleFaults'] as const;
const blockCounted = ['conflicts', 'joined', 'uncoveredDraws', 'crossLaneCells', 'moduleFaults'] as const;
const note = (seen: Seen, executed: readonly ExecutedBlock[]): void => {
  seen.blocks++;
  const reports = executed.map(({ report }) => report);
  const [first] = reports;
  if (first === undefined) return;
  for (const name of counted) seen[name] += first[name];
  // Some only show in pools with several workers.
  const most = (name: keyof ExecutionReport): number =>
    Math.max(...reports.map((report) => Number(report[name])));
  for (const name of blockCounted) if (most(name) > 0) seen.blocksWith[name]++;
  if (most('retries') > 0) seen.blocksWith.retries++;
  if (executed.some((one) => writesOf(one).some(({ value }) => value === undefined)))
    seen.blocksWith.removals++;
};
