/** Measures signed transfers through the lanes, verified, executed and committed in memory, beside this machine's limit. */
import { availableParallelism, loadavg } from 'node:os';
import { encodeValue } from '#chain/codec.ts';
import { publicKeyOfSeed, signWithSeed, verifyEd25519 } from '#chain/crypto/ed25519.ts';
import { signingMessage } from '#chain/crypto/schemes.ts';
import type { ChainFacts } from '#chain/execution/block.ts';
import {
  executeWires,
  type PhasesMs,
  type PreparedTransaction,
  type WireBlock,
} from '#chain/execution/executor.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { defaultParameters } from '#chain/genesis.ts';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { balances } from '#governance/tokens/tokens.ts';
import { Chance, signDraft, testKey } from '../support/arenaHistory.ts';

import { ed25519Limit } from './ed25519Limit.ts';

const accounts = 20_000;
const blockTransactions = 4_096;
const blocks = 10;
/** Blocks before the clock starts: compiling, and first touches of memory. */
const warmUpBlocks = 3;
const token = '11'.repeat(32);
const facts: ChainFacts = {
  chainId: 'bench-0011223344556677',
  genesisTime: 0,
  parameters: defaultParameters,
  rpIds: [],
};

export interface TransfersFigures {
  readonly workers: number;
  readonly perSecond: number;
  /** Signatures a second of all cores, the mean of just before and just after. */
  readonly limitPerSecond: number;
  readonly ofLimit: number;
  readonly senders: number;
  readonly accounts: number;
  readonly transactions: number;
  /** The smallest share of a block's transactions that one worker executed. */
  readonly smallestShare: number;
  /** CPU time a transaction in all threads; on a busy machine its ratio to one verification says more than the rates. */
  readonly cpuUs: number;
  readonly verifyCpuUs: number;
  /** Wall time of the phases, a transaction; prepare counts only what was not hidden behind the block before. */
  readonly phasesUs: PhasesMs;
  readonly load: number;
}

/** Transfers of 20,000 accounts, each with a key of its own, in full blocks. */
export const benchTransfers = async (workers: number = availableParallelism()): Promise<TransfersFigures> => {
  const { cells, made, senders } = loadTransfers();
  const pool = await LanePool.start({
    workers,
    modules: new URL('../../governance/modules.ts', import.meta.url),
    facts,
  });
  try {
    await pool.load(cells);
    for (const block of made.slice(0, warmUpBlocks)) await executeWires(pool, block);
    const limitBefore = await ed25519Limit();
    const measured = made.slice(warmUpBlocks);
    const verifyCpuUs = verificationCpuUs();
    const cpuBefore = process.cpuUsage();
    const begun = performance.now();
    const phasesMs = { group: 0, execute: 0, commit: 0, roots: 0 };
    let smallestShare = 1;
    let ahead: ReturnType<LanePool['prepare']> | undefined;
    for (const [place, block] of measured.entries()) {
      const transactions = (await (ahead ?? pool.prepare(block.wires))) as PreparedTransaction[];
      const next = measured[place + 1];
      const executing = pool.execute({ ...block, transactions });
      ahead = next === undefined ? undefined : pool.prepare(next.wires);
      const { report } = await executing;
      if (report.applied !== block.wires.length)
        throw new Error('A transfer of the measurement was not applied.');
      smallestShare = Math.min(
        smallestShare,
        ...report.workers.map(({ executed }) => executed / report.applied),
      );
      for (const name of Object.keys(phasesMs) as (keyof PhasesMs)[]) phasesMs[name] += report.phasesMs[name];
    }
    const elapsedMs = performance.now() - begun;
    const cpu = process.cpuUsage(cpuBefore);
    const limitPerSecond = (limitBefore + (await ed25519Limit())) / 2;
    const transactions = measured.reduce((total, block) => total + block.wires.length, 0);
    const perSecond = (transactions * 1000) / elapsedMs;
    for (const name of Object.keys(phasesMs) as (keyof PhasesMs)[])
      phasesMs[name] = Math.round((phasesMs[name] * 1e5) / transactions) / 100;
    return {
      workers,
      perSecond: Math.round(perSecond),
      limitPerSecond: Math.round(limitPerSecond),
      ofLimit: Math.round((1000 * perSecond) / limitPerSecond) / 1000,
      senders,
      accounts,
      transactions,
      smallestShare: Math.round(1000 * smallestShare) / 1000,
      cpuUs: Math.round((10 * (cpu.user + cpu.system)) / transactions) / 10,
      verifyCpuUs,
      phasesUs: phasesMs,
      load: loadavg()[0] ?? 0,
    };
  } finally {
    await pool.close();
  }
};

/** CPU time of one verification by itself, in microseconds. */
const verificationCpuUs = (): number => {
  const count = 4_000;
  const seed = new Uint8Array(32).fill(9);
  const message = signingMessage('cd'.repeat(32));
  const [publicKey, signature] = [publicKeyOfSeed(seed), signWithSeed(seed, message)];
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) verifyEd25519(publicKey, signature, message);
  const { user, system } = process.cpuUsage(before);
  return Math.round((10 * (user + system)) / count) / 10;
};

/** The first cells, and the blocks, signed before anything is measured. */
const loadTransfers = () => {
  const registry = createRegistry(modules);
  const keys = Array.from({ length: accounts }, (_, number) => testKey(number));
  const cells = keys.map(({ address }) => ({
    key: balances.read(token, address).key,
    value: encodeValue(balances.definition.codec, 1_000_000_000n),
  }));
  const chance = new Chance(1);
  const nonces = new Map<number, number>();
  const made = Array.from({ length: warmUpBlocks + blocks }, (_, place): WireBlock => {
    const wires = Array.from({ length: blockTransactions }, () => {
      const number = chance.below(accounts);
      const sender = keys[number] ?? testKey(number);
      const nonce = nonces.get(number) ?? 0;
      nonces.set(number, nonce + 1);
      const account = (keys[chance.below(accounts)] ?? sender).address;
      const payload = { token, account, amount: BigInt(1 + chance.below(1_000)) };
      const draft = { kind: 'tokens.transfer', payload, sender: sender.address, key: sender, nonce };
      return signDraft(registry, { ...draft, validUntil: 1_000_000, chainId: facts.chainId });
    });
    return { height: place + 1, time: place + 1, wires };
  });
  return { cells, made, facts, senders: nonces.size };
};

if (import.meta.main) console.info(await benchTransfers(Number(process.argv[2] ?? availableParallelism())));
