/** The coordinator's end of one lane worker: orders go out and replies come back in the same order. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { ChainFault } from '../errors.ts';
import type { LaneOrder, LaneReply, LaneWorkerData } from './laneMessages.ts';

type Reply<P extends LaneReply['phase']> = Extract<LaneReply, { readonly phase: P }>;
interface Waiting {
  resolve(reply: never): void;
  reject(error: Error): void;
}

/** The thread of a worker ended; what it was asked may be asked of another one. */
export class WorkerLost extends ChainFault {
  override name = 'WorkerLost';
}

/**
 * What is prepared lives until its block: in a small young generation most of it would be copied twice on its way, and in
 * a large one a collection stands still for as long as copying all that waits takes.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 48 };

/** With a busy thread on every core, helpers that share out each collection only take turns with it: a tenth of a transfer's time. */
setFlagsFromString('--no-parallel-scavenge');

export class LaneThread {
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];
  private failure: ChainFault | undefined;

  /**
   * `onFailure` is called once, when the worker is lost (`WorkerLost`) or says that it cannot go on; whatever was asked of
   * it is rejected after that.
   */
  constructor(workerData: LaneWorkerData, onFailure: (fault: ChainFault) => void) {
    const name = `Lane worker ${workerData.worker}`;
    this.worker = new Worker(new URL('./laneWorker.ts', import.meta.url), {
      workerData,
      name,
      resourceLimits,
    });
    const fail = (fault: ChainFault): void => {
      if (this.failure !== undefined) return;
      this.failure = fault;
      onFailure(fault);
      for (const { reject } of this.waiting.splice(0)) reject(fault);
    };
    this.worker.on('message', (reply: LaneReply) => {
      if (reply.phase === 'fault') fail(new ChainFault(`${name} failed: ${reply.message}`));
      else this.waiting.shift()?.resolve(reply as never);
    });
    this.worker.on('error', (error: Error) => fail(new WorkerLost(`${name} died: ${error.message}`)));
    this.worker.on('exit', (code) => fail(new WorkerLost(`${name} ended with code ${code}.`)));
  }

  /** Sends an order; resolves with its reply, or rejects with the fault that ended the worker. */
  ask<O extends LaneOrder>(order: O, transferred: ArrayBuffer[] = []): Promise<Reply<O['phase']>> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) {
        reject(this.failure);
        return;
      }
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(order, transferred);
    });
  }

  /** Ends the worker as if it had died. */
  async kill(): Promise<void> {
    await this.worker.terminate();
  }

  /** Ends the worker; whatever was asked of it is rejected with `fault`. */
  async end(fault: ChainFault): Promise<void> {
    this.failure ??= fault;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
    await this.worker.terminate();
  }
}
