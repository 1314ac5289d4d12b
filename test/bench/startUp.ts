/** Measures how long a node with many accounts takes from the start of its process to the first read, and its memory. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { equal, fromHex, utf8 } from '#chain/crypto/bytes.ts';
import { factsOf } from '#chain/execution/executeGenesis.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { chainIdOf, decodeGenesis } from '#chain/genesis.ts';
import { headerHash, headerHashBytes } from '#chain/header.ts';
import { type CreateExecutor, genesisContent, sealBlock, sealGenesis } from '#chain/node/startChain.ts';
import { Node } from '#chain/node.ts';
import { openChainFiles } from '#chain/storage/chainFiles.ts';
import { pagesOfWrites } from '#chain/storage/lanePages.ts';
import { type CellWrite, encodeWrites } from '#chain/storage/writeSet.ts';
import { sha256 } from '#hash';
import { coinGenesis, genesisTime, modulesUrl, registry, sequencer } from '../support/coinChain.ts';

export interface StartFigures {
  readonly accounts: number;
  /** Cells of all accounts, and those among them that a start takes from blocks that no file of cells holds yet. */
  readonly cells: number;
  readonly laterCells: number;
  /** From the start of the process to the first cell that was read. */
  readonly startMs: number;
  /** `Node.open` alone. */
  readonly openMs: number;
  /** CPU time of all threads of the process. */
  readonly cpuMs: number;
  /** The most memory that the process held. */
  readonly rssMb: number;
  readonly fileMb: number;
  /** CPU time of folding all cells into the file of cells, a cell. */
  readonly foldUs: number;
}

const cellsPerAccount = 3;
const cellsPerBlock = 100_000;
const keyBytes = 90;
/** A balance, a nonce, a list with one key. */
const valueLengths = [9, 3, 40];

/** Makes a folder with such a chain, opens it in a process of its own, and removes it. */
export const benchStart = async ({
  accounts,
  laterCells = 0,
}: {
  readonly accounts: number;
  readonly laterCells?: number;
}): Promise<StartFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-start-'));
  try {
    const run = (...words: string[]): string =>
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...words], { encoding: 'utf8' });
    const { foldUs } = JSON.parse(run('--make', folder, String(accounts), String(laterCells)));
    const opened = JSON.parse(run('--open', folder));
    const bytes = ['chain.sqlite', 'cells'].map((name) => statSync(join(folder, name)).size);
    const fileMb = Math.round(bytes.reduce((sum, size) => sum + size, 0) / 1e6);
    return { accounts, cells: accounts * cellsPerAccount, laterCells, ...opened, fileMb, foldUs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const lanes: CreateExecutor = (facts, _, modules) =>
  LanePool.start({ workers: availableParallelism(), modules, facts });

const cellOf = (number: number, version: number): CellWrite => {
  const key = new Uint8Array(keyBytes).fill(number % cellsPerAccount);
  key.set(sha256(utf8(`account ${Math.floor(number / cellsPerAccount)}`)), keyBytes - 32);
  const value = new Uint8Array(valueLengths[number % cellsPerAccount] ?? 1).fill(1 + (version % 255));
  return { key, value };
};

/** Blocks of 100,000 written cells: all cells once, folded, then some again, spread evenly. */
const make = async (folder: string, accounts: number, laterCells: number): Promise<{ foldUs: number }> => {
  const genesisBytes = coinGenesis();
  const facts = factsOf(chainIdOf(genesisBytes), decodeGenesis(genesisBytes));
  const first = genesisContent(registry, facts, genesisBytes);
  const files = openChainFiles(folder, { genesis: genesisBytes, hashHeader: headerHashBytes });
  const pool = await lanes(facts, registry, modulesUrl);
  const sealed = sealGenesis(first, sequencer.secret);
  await pool.load(pagesOfWrites(first.writes));
  files.append(sealed);
  let parent = headerHash(sealed.header);
  let height = 0;
  const append = async (writes: readonly CellWrite[]): Promise<void> => {
    const stateRoot = await pool.load(pagesOfWrites(writes));
    height++;
    const header = { ...first.header, height, time: genesisTime + height, parent, stateRoot };
    const none = new Uint8Array();
    const content = { body: none, receipts: none, writes: encodeWrites(writes) };
    const block = sealBlock(header, sequencer.secret, content);
    files.append(block);
    parent = headerHash(block.header);
  };
  const cells = accounts * cellsPerAccount;
  const blocksOf = async (count: number, cell: (index: number) => CellWrite): Promise<void> => {
    for (let from = 0; from < count; from += cellsPerBlock) {
      const length = Math.min(cellsPerBlock, count - from);
      await append(Array.from({ length }, (_, index) => cell(from + index)));
    }
  };
  await blocksOf(cells, (index) => cellOf(index, 0));
  const before = process.cpuUsage();
  files.fold();
  const { user, system } = process.cpuUsage(before);
  const stride = Math.max(1, Math.floor(cells / Math.max(1, laterCells)));
  const step = stride % cellsPerAccount === 0 ? stride + 1 : stride;
  await blocksOf(laterCells, (index) => cellOf((index * step) % cells, 1 + Math.floor(index / cells)));
  files.copyLog();
  files.close();
  await pool.close();
  return { foldUs: Math.round((100 * (user + system)) / cells) / 100 };
};

const open = async (folder: string) => {
  const begun = performance.now();
  const sequencerSecret = sequencer.secret;
  const node = await Node.open({ folder, registry, modules: modulesUrl, sequencerSecret, executor: lanes });
  await node.atRest();
  const { key } = cellOf(0, 0);
  const proof = await node.prove({ key } as Parameters<Node['prove']>[0]);
  if (!equal(fromHex(proof.cell.key), key) || proof.cell.value === null)
    throw new Error('The first cell of the measurement is not there.');
  const now = performance.now();
  const { user, system } = process.cpuUsage();
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const figures = { startMs: now, openMs: now - begun, cpuMs: (user + system) / 1000 };
  await node.close();
  return {
    ...Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, Math.round(ms)])),
    rssMb,
  };
};

if (import.meta.main) {
  const [what = '', folder = '', accounts = '', laterCells = ''] = process.argv.slice(2);
  const say = (figures: unknown): void => void process.stdout.write(`${JSON.stringify(figures)}\n`);
  if (what === '--make') say(await make(folder, Number(accounts), Number(laterCells)));
  else if (what === '--open') say(await open(folder));
  else say(await benchStart({ accounts: Number(what || 1_000_000), laterCells: Number(folder) }));
}
