/** Measures what the read side costs: blocks of transfers are announced as a node would, and the thread writes them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadModel, type ReadNode } from '#api/readModel/readModel.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { defaultParameters, encodeGenesis, engineVersion, genesisHash } from '#chain/genesis.ts';
import { AnnouncedBlock } from '#chain/node/chainBlock.ts';
import { Ledger } from '#chain/node/ledger.ts';
import type { BlockListener } from '#chain/node.ts';
import { createRegistry } from '#chain/registry.ts';
import { openStore } from '#chain/storage/blockStore.ts';
import type { StoredBlock } from '#chain/storage/storedBlock.ts';
import { modules } from '#governance/modules.ts';
import { sha256Hex } from '#hash';
import { Chance } from '../support/arenaHistory.ts';
import { makeBlock } from '../support/madeBlocks.ts';

const accounts = 20_000;
const blockTransactions = 4_096;
/** Blocks before the clock starts: compiling, and first touches of memory. */
const warmUpBlocks = 8;
const token = '11'.repeat(32);

export interface ReadModelFigures {
  readonly transactions: number;
  /** CPU time of all threads: announcing, indexing ids, writing, and SQLite's own work. */
  readonly cpuUsPerTransaction: number;
  /** The share of the main thread: handing blocks over, and indexing ids. */
  readonly mainThreadUsPerTransaction: number;
  readonly writerUsPerTransaction: number;
  /** Transactions a second that the thread writes when it never waits. */
  readonly perSecond: number;
  /** The same when it reads the stored blocks by itself, from an empty file on. */
  readonly catchUpPerSecond: number;
  readonly load: number;
}

const registry = createRegistry(modules);

const genesis = encodeGenesis({
  name: 'bench',
  time: 0,
  engine: engineVersion,
  parameters: defaultParameters,
  sequencers: ['22'.repeat(32)],
  rpIds: [],
  testClock: true,
  calls: [],
});

/** Blocks of transfers among the accounts, after an empty block 0. */
const makeBlocks = (count: number): StoredBlock[] => {
  const addresses = Array.from({ length: accounts }, (_, number) => sha256Hex(utf8(`account ${number}`)));
  const chance = new Chance(1);
  const nonces = new Uint32Array(accounts);
  const someone = (): number => chance.below(accounts);
  return Array.from({ length: count + 1 }, (_, height) => {
    const transactions = Array.from({ length: height === 0 ? 0 : blockTransactions }, () => {
      const from = someone();
      const [sender, account] = [addresses[from] ?? '', addresses[someone()] ?? ''];
      const amount = BigInt(1 + chance.below(1_000));
      const events = [{ name: 'tokens.transferred', data: { token, sender, account, amount } }];
      const nonce = nonces[from] ?? 0;
      nonces[from] = nonce + 1;
      return { kind: 'tokens.transfer', payload: { token, account, amount }, sender, nonce, events };
    });
    return makeBlock(registry, { height, time: height }, transactions);
  });
};

/** What a node offers to the read model, over stored blocks that are announced by hand. */
class AnnouncingNode {
  readonly registry = registry;
  readonly genesisBytes = genesis;
  readonly folder: string;
  readonly modules = new URL('../../governance/modules.ts', import.meta.url);
  readonly ledger: Ledger;
  private readonly listeners = new Set<BlockListener>();
  head: ReadNode['head'] = { height: 0, time: 0, hash: '', stateRoot: '' };

  constructor(folder: string, ledger: Ledger) {
    this.folder = folder;
    this.ledger = ledger;
  }
  onBlock = (listener: BlockListener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  block = (height: number) => this.ledger.block(height);
  announce(stored: StoredBlock): void {
    // Nothing of the read side looks at how a block was executed.
    const block = new AnnouncedBlock(registry, stored, {} as AnnouncedBlock['report']);
    this.head = { height: block.height, time: block.time, hash: block.hash, stateRoot: '' };
    this.ledger.add(block);
    for (const listener of this.listeners) listener(block, 0);
  }
}

const microseconds = ({ user, system }: NodeJS.CpuUsage): number => user + system;
const round = (value: number): number => Math.round(100 * value) / 100;

/** Full blocks of transfers among 20,000 accounts, each block handed over when the lists are at most one behind. */
export const benchReadModel = async (blocks = 40): Promise<ReadModelFigures> => {
  const made = makeBlocks(warmUpBlocks + blocks);
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-read-'));
  const fail = (error: unknown): never => {
    throw error;
  };
  const store = await openStore(folder, {
    genesis,
    hashHeader: { module: new URL('../../chain/header.ts', import.meta.url), name: 'headerHashBytes' },
    onFatal: fail,
  });
  try {
    for (const block of made) await store.append(block);
    const ledger = new Ledger(registry, store, { folder, genesisHash: genesisHash(genesis), last: 0 });
    const node = new AnnouncingNode(folder, ledger);
    const path = join(folder, 'read.sqlite');
    const readModel = ReadModel.open({ path, node, onError: fail });
    await readModel.ready;
    const announce = async (some: readonly StoredBlock[]): Promise<number> => {
      let mainUs = 0;
      for (const block of some) {
        const begun = process.threadCpuUsage();
        node.announce(block);
        mainUs += microseconds(process.threadCpuUsage(begun));
        await readModel.waitFor(block.height - 1, Number.POSITIVE_INFINITY);
      }
      await readModel.waitFor(node.head.height, Number.POSITIVE_INFINITY);
      return mainUs;
    };
    await announce(made.slice(1, 1 + warmUpBlocks));
    const writerBefore = readModel.writerCpuUs;
    const cpuBefore = process.cpuUsage();
    const begun = performance.now();
    const mainUs = await announce(made.slice(1 + warmUpBlocks));
    const seconds = (performance.now() - begun) / 1000;
    const cpuUs = microseconds(process.cpuUsage(cpuBefore));
    const writerUs = readModel.writerCpuUs - writerBefore;
    await readModel.close();

    const again = ReadModel.open({ path: join(folder, 'again.sqlite'), node, onError: fail });
    await again.waitFor(warmUpBlocks, Number.POSITIVE_INFINITY);
    const from = again.height;
    const catchingUp = performance.now();
    await again.ready;
    const caughtUp =
      ((node.head.height - from) * blockTransactions * 1000) / (performance.now() - catchingUp);
    await again.close();
    ledger.close();
    const transactions = blocks * blockTransactions;
    return {
      transactions,
      cpuUsPerTransaction: round(cpuUs / transactions),
      mainThreadUsPerTransaction: round(mainUs / transactions),
      writerUsPerTransaction: round(writerUs / transactions),
      perSecond: Math.round(transactions / seconds),
      catchUpPerSecond: Math.round(caughtUp),
      load: round(loadavg()[0] ?? 0),
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.main) console.info(await benchReadModel());
