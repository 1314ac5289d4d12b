/** How many ed25519 signatures this machine verifies a second: the limit that signed transactions are held against. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { fromHex } from '#chain/crypto/bytes.ts';
import { signingMessage } from '#chain/crypto/schemes.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { registry } from './rig.ts';
import { median, rounded, sum } from './statistics.ts';
import type { SignedMessages, Verifier, VerifyDone, VerifyOrder } from './verifyWorker.ts';

/** Messages of the load that the limit verifies: as many as there are senders, at most. */
const messagesMax = 20_000;
/** Below this share of a plain loop over one signature, the limit itself is in doubt. */
const plainShareMin = 0.9;
/** Below this share of the cores, other programs disturb the run. */
const coreShareMin = 0.9;
const plainMs = 700;
const plainRounds = 3;

/** Threads that verify the messages of a load, ready to be measured again and again. */
export class SignatureLimit {
  private readonly workers: readonly Worker[];

  /** Takes the signatures of a load. */
  static async start(threads: number, wires: readonly Uint8Array[]): Promise<SignatureLimit> {
    const workerData = signedMessages(wires.slice(0, messagesMax));
    const url = new URL('./verifyWorker.ts', import.meta.url);
    const workers = Array.from({ length: threads }, () => new Worker(url, { workerData }));
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new SignatureLimit(workers);
  }

  private constructor(workers: readonly Worker[]) {
    this.workers = workers;
  }

  /** All threads at once: verifications a second together, and their mean share of a core. */
  async measure(verifier: Verifier, durationMs: number): Promise<VerifyDone> {
    const order: VerifyOrder = { verifier, durationMs };
    const asked = this.workers.map(async (worker) => {
      worker.postMessage(order);
      const [done] = await once(worker, 'message');
      return done as VerifyDone;
    });
    const all = await Promise.all(asked);
    return {
      perSecond: sum(all.map(({ perSecond }) => perSecond)),
      coreShare: sum(all.map(({ coreShare }) => coreShare)) / all.length,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

const signedMessages = (wires: readonly Uint8Array[]): SignedMessages => {
  const parts = wires.map((wire) => {
    const { id, publicKey, signature } = decodeTransaction(registry, wire);
    if (typeof signature !== 'string') throw new Error('The limit verifies ed25519 signatures only.');
    return { publicKey: fromHex(publicKey), signature: fromHex(signature), message: signingMessage(id) };
  });
  const all = parts.flatMap(({ publicKey, signature, message }) => [publicKey, signature, message]);
  const shared = new SharedArrayBuffer(sum(all.map(({ length }) => length)));
  const bytes = new Uint8Array(shared);
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, messageBytes: parts[0]?.message.length ?? 0 };
};

export interface LimitFigures {
  readonly ed25519VerifyPerSecond: number;
  readonly opensslVerifyPerSecond: number;
  /** libsodium in a loop over one signature, in the same threads. */
  readonly plainLoopPerSecond: number;
  /** The limit ÷ that loop; the run says so where it is below 0.9. */
  readonly ofPlainLoop: number;
  /** What the threads had of their cores; where it is below 0.9 other programs took the rest, and the run says so. */
  readonly coreShare: number;
  /** Neither is below. */
  readonly trusted: boolean;
  readonly threads: number;
}

/** Measures the limit beside a plain loop of libsodium and beside OpenSSL, in turns. */
export const benchLimit = async (threads: number, wires: readonly Uint8Array[]): Promise<LimitFigures> => {
  const limit = await SignatureLimit.start(threads, wires);
  const rates: Record<Verifier, number[]> = { libsodium: [], plain: [], openssl: [] };
  const shares: number[] = [];
  try {
    for (let round = 0; round < plainRounds; round++)
      for (const verifier of ['libsodium', 'plain', 'openssl'] as const) {
        const done = await limit.measure(verifier, plainMs);
        rates[verifier].push(done.perSecond);
        shares.push(done.coreShare);
      }
  } finally {
    await limit.close();
  }
  const coreShare = rounded(median(shares), 3);
  const ofPlainLoop = rounded(median(rates.libsodium) / median(rates.plain), 3);
  return {
    ed25519VerifyPerSecond: rounded(median(rates.libsodium)),
    opensslVerifyPerSecond: rounded(median(rates.openssl)),
    plainLoopPerSecond: rounded(median(rates.plain)),
    ofPlainLoop,
    coreShare,
    trusted: ofPlainLoop >= plainShareMin && coreShare >= coreShareMin,
    threads,
  };
};
