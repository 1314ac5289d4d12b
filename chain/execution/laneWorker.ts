/** The entry of a lane worker: it does one phase after another as the coordinator orders them. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert, present } from '../errors.ts';
import type { Module } from '../module.ts';
import { createRegistry } from '../registry.ts';
import { CellMemory } from '../state/cellMemory.ts';
import { BlockTable } from './blockTable.ts';
import { forbidMachine } from './forbidMachine.ts';
import { LaneBlock, type LaneContext, Results } from './laneBlock.ts';
import { LaneCommit } from './laneCommit.ts';
import type { LaneOrder, LaneReply, LaneWorkerData } from './laneMessages.ts';

const data = workerData as LaneWorkerData;
const { modules } = (await import(data.modules)) as { readonly modules: readonly Module[] };
const registry = createRegistry(modules);
forbidMachine();
const collections = [...registry.collections.values()];
const collectionIndex = new Map(collections.map((collection, index) => [collection, index]));
const results = new Results();

let context: LaneContext | undefined;
let commit: LaneCommit | undefined;
let blocks: LaneBlock[] = [];
/** The block between admission and commit. */
let current: { block: LaneBlock; count: number; place: { height: number; time: number } } | undefined;

const opened = () => {
  assert(context !== undefined && commit !== undefined, 'The lanes are not open.');
  return { context, commit };
};
const inFlight = () => present(current, 'No block is being executed.');

const obey = (order: LaneOrder): LaneReply => {
  switch (order.phase) {
    case 'open': {
      const memory = new CellMemory(order.cells);
      const { worker, workers } = data;
      context = { worker, workers, registry, collections, collectionIndex, memory, facts: order.facts };
      commit = new LaneCommit(memory, data, order.owners);
      const opening = context;
      blocks = data.tables.map((table) => new LaneBlock(opening, new BlockTable(table)));
      current = undefined;
      return { phase: 'open' };
    }
    case 'prepare': {
      const block = present(blocks[order.slot], 'A block has no slot.');
      return { phase: 'prepare', ...block.prepare(order.wires, order.from, order.to) };
    }
    case 'admit': {
      const block = present(blocks[order.slot], 'A block is admitted that was not prepared.');
      block.admit(order.count, order.time);
      current = { block, count: order.count, place: { height: 0, time: order.time } };
      return { phase: 'admit' };
    }
    case 'execute': {
      const { block, count } = inFlight();
      const place = { height: order.height, time: order.time };
      current = { block, count, place };
      results.clear();
      const cells = block.execute(place, count, results);
      const routed = opened().commit.route(cells, collectionIndex);
      const { codes, executed, moduleFaults } = results;
      return {
        phase: 'execute',
        receipts: results.receipts.share(),
        codes,
        executed,
        moduleFaults,
        ...routed,
      };
    }
    case 'stage': {
      const { horizonMs } = opened().context.facts.parameters;
      const place = { ...inFlight().place, horizonMs };
      const staged = opened().commit.stage(order.effects, collections, place, order.blockRoots);
      return { phase: 'stage', staged };
    }
    case 'load':
      opened().commit.load(order.stamp, order.writes);
      return { phase: 'load' };
    case 'commit':
      current = undefined;
      return { phase: 'commit', ...opened().commit.commit(order.stamp, order.staged) };
  }
};

parentPort?.on('message', (order: LaneOrder) => {
  let reply: LaneReply;
  try {
    reply = obey(order);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    reply = { phase: 'fault', message };
  }
  parentPort?.postMessage(reply);
});
