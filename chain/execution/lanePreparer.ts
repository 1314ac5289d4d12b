/** Hands transactions to the workers in small chunks, whoever has least to do first, and keeps their tickets. */
import { Invalid } from '../errors.ts';
import type { LaneThread } from './laneThread.ts';
import { WorkerLost } from './laneThread.ts';
import { LaneTransaction } from './laneTransaction.ts';
import { noWorker, type TicketTable, ticketsMax } from './ticketTable.ts';

/** A chunk is verified in a few milliseconds, so that the next phase of a block never waits longer. */
const chunkTransactionsMax = 64;
const chunkBytesMax = 128 * 1024;
/** Chunks that a worker has at a time: one at work, and one so that it never waits for the coordinator. */
const chunksAheadMax = 2;
/** A worker that is lost may have been lost by what it prepared: after the second time that is refused. */
const lossesMax = 2;

/** What somebody asked to be prepared. */
interface Job {
  readonly wires: readonly Uint8Array[];
  readonly answers: (LaneTransaction | Invalid)[];
  left: number;
  resolve(answers: (LaneTransaction | Invalid)[]): void;
  reject(error: unknown): void;
}
interface Chunk {
  readonly job: Job;
  readonly from: number;
  readonly to: number;
  losses: number;
}

export class LanePreparer {
  /** The worker that holds what was prepared under a ticket; nobody where that worker was lost. */
  readonly holders = new Uint8Array(ticketsMax).fill(noWorker);
  private readonly table: TicketTable;
  private readonly threads: readonly LaneThread[];
  private readonly chainId: string;
  private readonly free: number[] = Array.from({ length: ticketsMax }, (_, place) => ticketsMax - 1 - place);
  private readonly queue: Chunk[] = [];
  private readonly ahead: Uint8Array;
  private readonly discarded: number[][];

  /** `threads` may change: whoever stands in a place is that worker. */
  constructor(table: TicketTable, threads: readonly LaneThread[], chainId: string) {
    this.table = table;
    this.threads = threads;
    this.chainId = chainId;
    this.ahead = new Uint8Array(threads.length);
    this.discarded = threads.map(() => []);
  }

  /** One answer for each wire, in their order. */
  prepare(wires: readonly Uint8Array[]): Promise<(LaneTransaction | Invalid)[]> {
    if (wires.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const job: Job = { wires, answers: new Array(wires.length), left: wires.length, resolve, reject };
      const share = Math.ceil(wires.length / (this.threads.length * chunksAheadMax));
      const length = Math.max(1, Math.min(share, chunkTransactionsMax));
      for (let from = 0; from < wires.length; ) {
        let to = from;
        for (let bytes = 0; to < wires.length && to - from < length; to++) {
          bytes += (wires[to] as Uint8Array).length;
          if (bytes > chunkBytesMax && to > from) break;
        }
        this.queue.push({ job, from, to, losses: 0 });
        from = to;
      }
      this.pump();
    });
  }

  /** Frees the tickets of transactions that a block took. */
  release(transactions: Iterable<LaneTransaction>): void {
    for (const { ticket } of transactions) this.releaseTicket(ticket);
    this.pump();
  }

  /** Calls off everything: whoever still waits hears of `error`. */
  end(error: Error): void {
    for (const { job } of this.queue.splice(0)) job.reject(error);
  }

  /** Nothing that the worker held is there any more. */
  lost(worker: number): void {
    for (let ticket = 0; ticket < ticketsMax; ticket++)
      if (this.holders[ticket] === worker) this.holders[ticket] = noWorker;
    this.discarded[worker] = [];
  }

  private releaseTicket(ticket: number): void {
    const holder = this.holders[ticket] as number;
    if (holder !== noWorker) this.discarded[holder]?.push(ticket);
    this.holders[ticket] = noWorker;
    this.free.push(ticket);
  }

  private pump(): void {
    for (let chunk = this.queue[0]; chunk !== undefined; chunk = this.queue[0]) {
      const worker = this.idlest();
      if ((this.ahead[worker] as number) >= chunksAheadMax || this.free.length < chunk.to - chunk.from)
        return;
      this.queue.shift();
      void this.send(chunk, worker);
    }
  }

  private idlest(): number {
    let idlest = 0;
    for (let worker = 1; worker < this.ahead.length; worker++)
      if ((this.ahead[worker] as number) < (this.ahead[idlest] as number)) idlest = worker;
    return idlest;
  }

  private async send(chunk: Chunk, worker: number): Promise<void> {
    const { job, from, to } = chunk;
    const tickets = Int32Array.from({ length: to - from }, () => this.free.pop() as number);
    const ends = new Int32Array(to - from);
    let end = 0;
    for (let place = from; place < to; place++) {
      end += (job.wires[place] as Uint8Array).length;
      ends[place - from] = end;
    }
    const wires = new Uint8Array(end);
    for (let place = from; place < to; place++)
      wires.set(job.wires[place] as Uint8Array, place === from ? 0 : ends[place - from - 1]);
    const discarded = this.discarded[worker] ?? [];
    this.discarded[worker] = [];
    this.ahead[worker] = (this.ahead[worker] as number) + 1;
    try {
      const thread = this.threads[worker] as LaneThread;
      const answer = await thread.ask({ phase: 'prepare', tickets, ends, wires, discarded }, [wires.buffer]);
      const refused = new Map(answer.refused.map((one) => [one.place, new Invalid(one.code, one.detail)]));
      const wide = new Map(answer.wide.map((one) => [one.ticket, one]));
      // The worker may have been lost since it answered.
      const holder = this.threads[worker] === thread ? worker : noWorker;
      for (let place = 0; place < tickets.length; place++) {
        const ticket = tickets[place] as number;
        const invalid = refused.get(place);
        if (invalid !== undefined) this.releaseTicket(ticket);
        else this.holders[ticket] = holder;
        const bytes = job.wires[from + place] as Uint8Array;
        job.answers[from + place] =
          invalid ?? new LaneTransaction(this.table, ticket, bytes, this.chainId, wide.get(ticket));
      }
      this.answered(job, tickets.length);
    } catch (error) {
      for (const ticket of tickets) this.releaseTicket(ticket);
      this.retry(chunk, error);
    } finally {
      this.ahead[worker] = (this.ahead[worker] as number) - 1;
      this.pump();
    }
  }

  private retry(chunk: Chunk, error: unknown): void {
    const { job, from, to } = chunk;
    if (!(error instanceof WorkerLost)) {
      job.reject(error);
      return;
    }
    chunk.losses++;
    if (chunk.losses < lossesMax) {
      this.queue.unshift(chunk);
      return;
    }
    if (to - from > 1) {
      // One of them is too much for a worker: each is tried alone.
      for (let place = from; place < to; place++)
        this.queue.unshift({ job, from: place, to: place + 1, losses: lossesMax - 1 });
      return;
    }
    job.answers[from] = new Invalid('chain.malformed', 'A worker was lost twice over this transaction.');
    this.answered(job, 1);
  }

  private answered(job: Job, count: number): void {
    job.left -= count;
    if (job.left === 0) job.resolve(job.answers);
  }
}
