/** The coordinator's end of one lane worker: orders go out and replies come back in the same order. */
import { Worker } from 'node:worker_threads';
import { ChainFault } from '../errors.ts';
import type { LaneOrder, LaneReply, LaneWorkerData } from './laneMessages.ts';

type Reply<P extends LaneReply['phase']> = Extract<LaneReply, { readonly phase: P }>;
interface Waiting {
  resolve(reply: never): void;
  reject(error: Error): void;
}

export class LaneThread {
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];
  private failure: ChainFault | undefined;

  /** `onFailure` is called once, when the worker is lost or says that it cannot go on. */
  constructor(workerData: LaneWorkerData, onFailure: (fault: ChainFault) => void) {
    const name = `Lane worker ${workerData.worker}`;
    this.worker = new Worker(new URL('./laneWorker.ts', import.meta.url), { workerData, name });
    const fail = (what: string): void => {
      if (this.failure !== undefined) return;
      this.failure = new ChainFault(`${name} ${what}`);
      onFailure(this.failure);
    };
    this.worker.on('message', (reply: LaneReply) => {
      if (reply.phase === 'fault') fail(`failed: ${reply.message}`);
      else this.waiting.shift()?.resolve(reply as never);
    });
    this.worker.on('error', (error: Error) => fail(`died: ${error.message}`));
    this.worker.on('exit', (code) => fail(`ended with code ${code}.`));
  }

  /** Sends an order; resolves with its reply, or rejects with the fault that ended the lanes. */
  ask<O extends LaneOrder>(order: O): Promise<Reply<O['phase']>> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) {
        reject(this.failure);
        return;
      }
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(order);
    });
  }

  /** Ends the worker; whatever was asked of it is rejected with `fault`. */
  async end(fault: ChainFault): Promise<void> {
    this.failure ??= fault;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure === fault ? fault : this.failure);
    await this.worker.terminate();
  }
}
