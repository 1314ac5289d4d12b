/** What honest senders feel while somebody floods: from submission to readable, beside as many bad transactions as one address may send. */
import { setTimeout as delay } from 'node:timers/promises';
import { writeRateLimit } from '#api/rateLimit.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { submitAll } from './drive.ts';
import { timeOne } from './latency.ts';
import { openRig, type Rig, registry } from './rig.ts';
import { openScene } from './setUp.ts';
import { signedLoad } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { percentile, rounded } from './statistics.ts';

/** A flood comes in bodies of this many, and so often that it uses up the rate of its address. */
const bodyTransactions = 256;
const bodyEveryMs = (1_000 * bodyTransactions) / writeRateLimit.perSecond;
const probeEveryMs = 20;

export interface FloodRow {
  readonly name: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** p99 ÷ that of the quiet time just before it. */
  readonly ofQuiet: number;
  readonly floodPerSecond: number;
}

/** Times honest transactions, one every few milliseconds. */
const probe = async (rig: Rig, wires: readonly Uint8Array[]): Promise<number[]> => {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  for (const wire of wires) {
    running.push(timeOne(rig, wire).then((ms) => void times.push(ms)));
    await delay(probeEveryMs);
  }
  await Promise.all(running);
  return times;
};

/** Sends bodies of a flood at the rate of one address; answers how many a second. */
const flood = async (
  { node }: Rig,
  wires: readonly Uint8Array[],
  stop: { done: boolean },
): Promise<number> => {
  const begun = performance.now();
  const sending: Promise<unknown>[] = [];
  let sent = 0;
  while (!stop.done) {
    const from = sent % Math.max(1, wires.length - bodyTransactions);
    sending.push(submitAll(node, wires.slice(from, from + bodyTransactions)));
    sent += bodyTransactions;
    await delay(Math.max(0, begun + (sent / bodyTransactions) * bodyEveryMs - performance.now()));
  }
  const elapsedMs = performance.now() - begun;
  await Promise.all(sending);
  return rounded((1_000 * sent) / elapsedMs);
};

const spoilt = (wire: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(wire);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes;
};

export const benchFloods = async ({ town, floods }: Sizes, workers: number): Promise<FloodRow[]> => {
  const { probes } = floods;
  const scene = await openScene(town);
  const third = Math.floor((town.senders - town.voters) / 3);
  const sendersFrom = (part: number) =>
    [town.voters + part * third, town.voters + (part + 1) * third] as const;
  const honest = await signedLoad(scene.facts, {
    recipe: 'transfers',
    senders: sendersFrom(0),
    count: 7 * probes,
  });
  const other = await signedLoad(scene.facts, {
    recipe: 'transfers',
    senders: sendersFrom(1),
    count: 16_384,
  });
  const bids = await signedLoad(scene.facts, {
    recipe: 'contention',
    hotPercent: 100,
    senders: sendersFrom(2),
    count: Math.ceil((1.5 * writeRateLimit.perSecond * probes * probeEveryMs) / 1_000),
  });
  const cases = [
    { name: 'False signatures', wires: other.map(spoilt) },
    {
      name: 'Nonces behind a gap',
      wires: other.filter((wire) => decodeTransaction(registry, wire).nonce > 0),
    },
    { name: 'All for one cell', wires: bids },
  ];
  const rig = await openRig(scene.folder, workers);
  const rows: FloodRow[] = [];
  let next = 0;
  const take = (): Uint8Array[] => {
    next += probes;
    return honest.slice(next - probes, next);
  };
  try {
    await probe(rig, take());
    for (const { name, wires } of cases) {
      const quiet = await probe(rig, take());
      const stop = { done: false };
      const flooding = flood(rig, wires, stop);
      const times = await probe(rig, take());
      stop.done = true;
      const floodPerSecond = await flooding;
      const p99Ms = percentile(times, 0.99);
      rows.push({
        name,
        p50Ms: rounded(percentile(times, 0.5), 2),
        p99Ms: rounded(p99Ms, 2),
        ofQuiet: rounded(p99Ms / percentile(quiet, 0.99), 2),
        floodPerSecond,
      });
    }
    return rows;
  } finally {
    await rig.close();
  }
};
