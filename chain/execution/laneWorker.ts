/** The entry of a lane worker: it does one phase after another as the coordinator orders them. */
import { parentPort, workerData } from 'node:worker_threads';
import { blsShareBytes, blsStoredKeyBytes } from '../crypto/blsMessages.ts';
import { aggregateShares, type Share } from '../crypto/blsNode.ts';
import { present } from '../errors.ts';
import { badSharesMax } from '../limits.ts';
import type { Module } from '../module.ts';
import { createRegistry } from '../registry.ts';
import { CellMemory } from '../state/cellMemory.ts';
import { forbidMachine } from './forbidMachine.ts';
import { LaneBlock, Results } from './laneBlock.ts';
import { LaneCommit } from './laneCommit.ts';
import { cut, type LaneContext, LaneItems } from './laneItems.ts';
import type { LaneOrder, LaneReply, LaneWorkerData } from './laneMessages.ts';
import { plant } from './plant.ts';
import { TicketTable } from './ticketTable.ts';

const data = workerData as LaneWorkerData;
plant(data.plant);
const { modules } = (await import(data.modules)) as { readonly modules: readonly Module[] };
const registry = createRegistry(modules);
/** The clock, for reports only: transitions are kept from it. */
const now = performance.now.bind(performance);
forbidMachine();
const collections = [...registry.collections.values()];
const collectionIndex = new Map(collections.map((collection, index) => [collection, index]));
const table = new TicketTable(data.table);
const order = new Int32Array(data.order);
const assigned = new Uint8Array(data.assigned);
const results = new Results();

/** One open chain. */
interface Open {
  readonly context: LaneContext;
  readonly items: LaneItems;
  readonly commit: LaneCommit;
}
let opened: Open | undefined;
/** The place of the block between its execution and its commit. */
let place = { height: 0, time: 0 };

const sharesOf = (keys: Uint8Array, shares: Uint8Array): Share[] => {
  const all = cut(shares, blsShareBytes);
  return cut(keys, blsStoredKeyBytes).map((key, i) => ({ key, share: all[i] as Uint8Array }));
};

const open = (): Open => present(opened, 'The lanes are not open.');

const obey = (asked: LaneOrder): LaneReply => {
  const begun = now();
  switch (asked.phase) {
    case 'open': {
      const { worker, workers } = data;
      const memory = new CellMemory(asked.cells);
      const context = {
        worker,
        workers,
        registry,
        collections,
        collectionIndex,
        memory,
        facts: asked.facts,
        table,
      };
      opened = { context, items: new LaneItems(context), commit: new LaneCommit(memory, data) };
      return { phase: 'open' };
    }
    case 'prepare': {
      const { items } = open();
      for (const ticket of asked.discarded) items.forget(ticket);
      return { phase: 'prepare', ...items.prepare(asked.tickets, asked.ends, asked.wires) };
    }
    case 'prepareBundle': {
      const { items } = open();
      for (const ticket of asked.discarded) items.forget(ticket);
      return { phase: 'prepareBundle', ...items.prepareBundle(asked.tickets, asked.wire, asked.keys) };
    }
    case 'aggregate':
      return {
        phase: 'aggregate',
        ...aggregateShares(sharesOf(asked.keys, asked.shares), asked.message, badSharesMax),
      };
    case 'execute': {
      const { context, items, commit } = open();
      const { height, time, count, moved, owners } = asked;
      place = { height, time };
      items.take(moved);
      results.clear();
      const cells = new LaneBlock(context, items, place).execute(order, assigned, count, results);
      const routed = commit.route(cells, collectionIndex, owners);
      const { codes, executed, moduleFaults } = results;
      const receipts = results.receipts.share();
      const ms = now() - begun;
      return { phase: 'execute', ms, receipts, codes, executed, moduleFaults, ...routed };
    }
    case 'stage': {
      const { context, commit } = open();
      const { horizonMs } = context.facts.parameters;
      const staged = commit.stage(asked.effects, collections, { ...place, horizonMs }, asked.blockRoots);
      return { phase: 'stage', ms: now() - begun, ...staged };
    }
    case 'load':
      open().commit.load(asked.stamp, asked.writes, asked.owners);
      return { phase: 'load' };
    case 'commit': {
      const committed = open().commit.commit(asked.stamp, asked.rows, asked.writes);
      return { phase: 'commit', ms: now() - begun, ...committed };
    }
  }
};

parentPort?.on('message', (asked: LaneOrder) => {
  let reply: LaneReply;
  try {
    reply = obey(asked);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    reply = { phase: 'fault', message };
  }
  parentPort?.postMessage(reply);
});
