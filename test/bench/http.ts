/** Transactions over HTTP from another process: one a request, and many a request, beside the same load in the process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHttpServer } from '#api/httpServer.ts';
import { createApp } from '#api/server.ts';
import { openContentStore } from '#chain/storage/contentStore.ts';
import { drive } from './drive.ts';
import type { HttpDone, HttpOrder } from './httpClient.ts';
import { openRig, type Rig } from './rig.ts';
import { openScene } from './setUp.ts';
import { readLoad, signedLoadFile } from './signedLoad.ts';
import type { Sizes } from './sizes.ts';
import { median, rounded } from './statistics.ts';

/** The bench is one address that sends more than any honest one would. */
const noRateLimit = { burst: 1e9, perSecond: 1e9 };
const clientPath = fileURLToPath(new URL('./httpClient.ts', import.meta.url));

interface Round {
  readonly perSecond: number;
  readonly clientCpuUs: number;
}

/** Has the client send a part of a load; the clock stops when its last block is synced. Null where there is no route. */
const measure = async ({ node }: Rig, client: ChildProcess, order: HttpOrder): Promise<Round | null> => {
  const count = order.end - order.first;
  let settled = 0;
  const all = Promise.withResolvers<void>();
  const stop = node.onBlock(({ report }) => {
    settled += report.applied;
    if (settled >= count) all.resolve();
  });
  try {
    const begun = performance.now();
    client.send(order);
    const [{ done }] = (await once(client, 'message')) as [{ readonly done: HttpDone }];
    if (done === null) return null;
    await all.promise;
    const elapsedMs = performance.now() - begun;
    return { perSecond: (count * 1000) / elapsedMs, clientCpuUs: (done.cpuMs * 1000) / count };
  } finally {
    stop();
  }
};

/** Rates a second: single requests, batches of 512, and what the node does with the same transactions without HTTP. */
export const benchHttp = async ({ transfers, http }: Sizes, workers: number) => {
  const scene = await openScene(transfers.scene);
  const perRound = http.single + 2 * http.batch;
  const options = { recipe: 'transfers' as const, count: http.batch + http.rounds * perRound };
  const file = await signedLoadFile(scene.facts, options);
  const wires = readLoad(file);
  const rig = await openRig(scene.folder, workers);
  const contentStore = await openContentStore(join(rig.folder, 'content'));
  const absent = async (): Promise<never> => {
    throw new Error('The bench has no scorers.');
  };
  const services = { explanation: async () => undefined, preview: absent };
  const { node, readModel } = rig;
  const app = createApp({ node, contentStore, readModel, services, writeRateLimit: noRateLimit });
  const server = await startHttpServer({ port: 0, webFolder: rig.folder });
  server.setApp(app);
  const client = fork(clientPath);
  try {
    await once(client, 'message');
    await drive(rig.node, [wires.slice(0, http.batch)]);
    const singles: Round[] = [];
    const batches: (Round | null)[] = [];
    const direct: number[] = [];
    let first = http.batch;
    const order = (count: number, batch: boolean): HttpOrder => {
      first += count;
      return { port: server.port, file, first: first - count, end: first, batch };
    };
    for (let round = 0; round < http.rounds; round++) {
      const single = await measure(rig, client, order(http.single, false));
      if (single !== null) singles.push(single);
      const inProcess = order(http.batch, false);
      direct.push((await drive(rig.node, [wires.slice(inProcess.first, inProcess.end)])).perSecond);
      if (round > 0 && batches.includes(null)) continue;
      const next = order(http.batch, true);
      const batch = await measure(rig, client, next);
      if (batch === null) first = next.first;
      batches.push(batch);
    }
    const found = batches.filter((batch) => batch !== null);
    const inProcessPerSecond = rounded(median(direct));
    const batchPerSecond = found.length === 0 ? null : rounded(median(found.map((one) => one.perSecond)));
    return {
      singlePerSecond: rounded(median(singles.map((one) => one.perSecond))),
      batchPerSecond,
      inProcessPerSecond,
      batchOfInProcess: batchPerSecond === null ? null : rounded(batchPerSecond / inProcessPerSecond, 3),
      singleClientCpuUs: rounded(median(singles.map((one) => one.clientCpuUs)), 1),
      batchClientCpuUs: found.length === 0 ? null : rounded(median(found.map((one) => one.clientCpuUs)), 1),
    };
  } finally {
    client.disconnect();
    await server.close();
    await rig.close();
  }
};
