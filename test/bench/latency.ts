/** From submission to readable, one transaction at a time: on an idle node, and beside a steady load. */
import { setTimeout as delay } from 'node:timers/promises';
import { drive, submitAll } from './drive.ts';
import { openRig, type Rig } from './rig.ts';
import { openScene } from './setUp.ts';
import { signedLoad } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { percentile, rounded } from './statistics.ts';

/** The load beside which latency is measured, as a share of what the node just did at most. */
const loadShare = 0.5;
/** The load is sent in pieces this far apart, and a transaction is timed as often as the second one says. */
const pieceMs = 10;
const probeEveryMs = 25;
const receiptTimeoutMs = 30_000;

/** Milliseconds until the receipt is synced and the lists know its block. */
export const timeOne = async ({ node, readModel }: Rig, wire: Uint8Array): Promise<number> => {
  const begun = performance.now();
  const id = await node.submit(wire);
  const located = await node.waitFor(id, receiptTimeoutMs);
  if (located === undefined) throw new Error('A transaction of the bench was not synced in time.');
  await readModel.waitFor(located.height, receiptTimeoutMs);
  return performance.now() - begun;
};

const idle = async (rig: Rig, wires: readonly Uint8Array[]): Promise<number[]> => {
  const times: number[] = [];
  for (const wire of wires) times.push(await timeOne(rig, wire));
  return times;
};

/** Sends a load at a steady rate until told to stop; answers what was sent a second. */
const sendSteadily = async (
  { node }: Rig,
  wires: readonly Uint8Array[],
  perSecond: number,
  stop: AbortSignal,
): Promise<number> => {
  const begun = performance.now();
  let sent = 0;
  while (!stop.aborted && sent < wires.length) {
    const due = Math.min(wires.length, Math.floor(((performance.now() - begun) * perSecond) / 1000));
    const piece = wires.slice(sent, due);
    sent = Math.max(sent, due);
    // A piece that finds no room is not sent again: the rate is what counts.
    if (piece.length > 0) await submitAll(node, piece);
    await delay(pieceMs);
  }
  return (sent * 1000) / (performance.now() - begun);
};

/** Transfers; those of the load and those that are timed have different senders. */
export const benchLatency = async ({ transfers, latency }: Sizes, workers: number) => {
  const { jobs, loadedMs, warmUp } = latency;
  const scene = await openScene(transfers.scene);
  const half = transfers.scene.senders >> 1;
  const probes = jobs + Math.ceil(loadedMs / probeEveryMs);
  const wires = await signedLoad(scene.facts, {
    recipe: 'transfers',
    senders: [0, half],
    count: warmUp + probes,
  });
  const rig = await openRig(scene.folder, workers);
  try {
    const { perSecond } = await drive(rig.node, [wires.slice(0, warmUp)]);
    const timed = wires.slice(warmUp, warmUp + probes);
    const idleMs = await idle(rig, timed.slice(0, jobs));
    const rate = perSecond * loadShare;
    const other = await signedLoad(scene.facts, {
      recipe: 'transfers',
      senders: [half, 2 * half],
      count: Math.ceil((2 * rate * loadedMs) / 1000 / 4_096) * 4_096,
    });
    const stop = new AbortController();
    const sending = sendSteadily(rig, other, rate, stop.signal);
    const loadedTimes: number[] = [];
    const running: Promise<void>[] = [];
    for (const wire of timed.slice(jobs)) {
      running.push(timeOne(rig, wire).then((ms) => void loadedTimes.push(ms)));
      await delay(probeEveryMs);
    }
    await Promise.all(running);
    stop.abort();
    const loadPerSecond = rounded(await sending);
    const [idleP50Ms, idleP99Ms] = [percentile(idleMs, 0.5), percentile(idleMs, 0.99)];
    const [loadedP50Ms, loadedP99Ms] = [percentile(loadedTimes, 0.5), percentile(loadedTimes, 0.99)];
    return {
      idleP50Ms: rounded(idleP50Ms, 2),
      idleP99Ms: rounded(idleP99Ms, 2),
      loadedP50Ms: rounded(loadedP50Ms, 2),
      loadedP99Ms: rounded(loadedP99Ms, 2),
      idleJobs: idleMs.length,
      loadedJobs: loadedTimes.length,
      loadPerSecond,
    };
  } finally {
    await rig.close();
  }
};
