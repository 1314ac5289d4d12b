/** How many ed25519 signatures libsodium verifies a second on all cores of this machine: the limit of signed transfers. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Long enough that the machine's clock settles, short enough to be repeated beside every measurement. */
const durationMs = 1_500;
const keysPerCore = 512;

/** Measures with one thread a core, all of them at once; returns signatures a second. */
export const ed25519Limit = async (): Promise<number> => {
  const url = new URL('./verifyWorker.ts', import.meta.url);
  const workerData = { durationMs, keys: keysPerCore };
  const workers = Array.from({ length: availableParallelism() }, () => new Worker(url, { workerData }));
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const rates = workers.map(async (worker) => {
      const [rate] = await once(worker, 'message');
      return rate as number;
    });
    for (const worker of workers) worker.postMessage('begin');
    return (await Promise.all(rates)).reduce((total, rate) => total + rate, 0);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};
