/** The thread that writes the read model: it is told of synced blocks, and reads those it is not given from storage. */
import { parentPort, workerData } from 'node:worker_threads';
import { decodeGenesis } from '#chain/genesis.ts';
import type { Module } from '#chain/module.ts';
import { createRegistry } from '#chain/registry.ts';
import { ChainReader } from '#chain/storage/chainReader.ts';
import { type BlockBytes, BlockWriter } from './blockWriter.ts';
import { isDamage, openForWriting } from './readFile.ts';
import { eventTables } from './tables.ts';
import type { WriterData, WriterOrder, WriterReport } from './writerMessages.ts';

/** Bytes of blocks that are written in one transaction: some 30,000 transfers, a quarter of a second. */
const batchBytesMax = 16 * 1024 * 1024;
/** Blocks of one transaction: small ones share its cost. */
const batchBlocksMax = 512;

const port = parentPort;
if (port === null) throw new Error('The read model is written by a thread of its own.');
const data = workerData as WriterData;
const report = (message: WriterReport): void => port.postMessage(message);

const { modules } = (await import(data.modules)) as { readonly modules: readonly Module[] };
const registry = createRegistry(modules);
const chain = new ChainReader(data.folder);
const sqlite = openForWriting(data.path);
const writer = new BlockWriter(sqlite, registry, decodeGenesis(chain.genesis), eventTables(registry));

/** Blocks that were given, by height; the main thread bounds their bytes. */
const given = new Map<number, BlockBytes>();
let { written } = data;
let target = written;
let isStepping = false;

/** The next blocks, as many as one transaction takes. */
const nextBatch = (): BlockBytes[] => {
  const batch: BlockBytes[] = [];
  let bytes = 0;
  for (let height = written + 1; height <= target; height++) {
    const block = given.get(height) ?? chain.getBlock(height);
    if (block === undefined) break;
    batch.push(block);
    bytes += block.body.length + block.receipts.length;
    if (bytes >= batchBytesMax || batch.length >= batchBlocksMax) break;
  }
  return batch;
};

const step = (): void => {
  isStepping = false;
  try {
    const batch = nextBatch();
    const last = batch.at(-1);
    if (last === undefined) return;
    writer.write(batch);
    written = last.height;
  } catch (error) {
    report({ kind: 'failed', message: String(error), isDamage: isDamage(error) });
    return;
  }
  for (const height of given.keys()) if (height <= written) given.delete(height);
  const { user, system } = process.threadCpuUsage();
  report({ kind: 'written', height: written, cpuUs: user + system });
  if (written < target) schedule();
};
/** What was said meanwhile is heard between two batches. */
const schedule = (): void => {
  if (isStepping) return;
  isStepping = true;
  setImmediate(step);
};

port.on('message', (order: WriterOrder) => {
  if (order.kind === 'close') {
    sqlite.close();
    chain.close();
    port.close();
    return;
  }
  target = Math.max(target, order.height);
  if (order.block !== undefined) given.set(order.height, order.block);
  schedule();
});
