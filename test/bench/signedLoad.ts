/** Signed loads: made in threads before any clock starts, and kept for the next run. */
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { finished } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { decodeList } from '#chain/lists.ts';
import { hashOf, kept } from './cache.ts';
import type { LoadOptions } from './loads.ts';
import type { SceneFacts } from './scenes.ts';
import type { SignJob } from './signWorker.ts';

/** The file of a load: transactions, each with its length in four bytes before it, as the batch route takes them. */
export const signedLoadFile = (facts: SceneFacts, options: LoadOptions): Promise<string> =>
  kept(`load-${options.recipe}-${hashOf([facts, options])}`, async (path) => {
    const threads = availableParallelism();
    const share = Math.ceil(options.count / threads);
    const parts = Array.from({ length: threads }, async (_, thread) => {
      const [first, end] = [thread * share, Math.min(options.count, (thread + 1) * share)];
      const workerData: SignJob = { facts, options, first, end };
      const worker = new Worker(new URL('./signWorker.ts', import.meta.url), { workerData });
      const [bytes] = await once(worker, 'message');
      return bytes as Uint8Array;
    });
    const file = createWriteStream(path);
    for (const part of await Promise.all(parts)) file.write(part);
    file.end();
    await finished(file);
  });

/** The transactions of a file of `signedLoadFile`, as views of one buffer. */
export const readLoad = (path: string): Uint8Array[] => decodeList(readFileSync(path));

/** The transactions of a load, signed; kept between runs. */
export const signedLoad = async (facts: SceneFacts, options: LoadOptions): Promise<Uint8Array[]> =>
  readLoad(await signedLoadFile(facts, options));
