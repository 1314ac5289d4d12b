/** Hands transactions to the workers in small chunks, whoever has least to do first, and keeps their tickets. */

import type { Share } from '../crypto/blsNode.ts';
import { concat } from '../crypto/bytes.ts';
import { Invalid } from '../errors.ts';
import type { BundleReference } from '../transaction.ts';
import { chunkEnd, chunkTransactionsMax } from './chunks.ts';
import { type LaneThread, WorkerLost } from './laneThread.ts';
import { LaneTransaction } from './laneTransaction.ts';
import { noWorker, type TicketTable, ticketsMax } from './ticketTable.ts';

/** Chunks that a worker has at a time: one at work, and one so that it never waits for the coordinator. */
const chunksAheadMax = 2;
/** A worker that is lost may have been lost by what it prepared: after the second time that is refused. */
const lossesMax = 2;
/** Who brings no more than so many goes before those who bring a bulk: nobody waits behind a flood for a signature or two. */
const promptTransactionsMax = 8;
/** How many go first before one of a bulk has its turn. */
const promptRunMax = 8;

/** Many short byte strings cost more to hand over than one long one. */
const joined = (parts: readonly Uint8Array[]): Uint8Array => concat(...parts);

/** What somebody asked to be prepared. */
interface Job {
  readonly wires: readonly Uint8Array[];
  readonly answers: (LaneTransaction | Invalid)[];
  left: number;
  resolve(answers: (LaneTransaction | Invalid)[]): void;
  reject(error: unknown): void;
}
/** Transactions of a job that go to a worker together. */
interface Chunk {
  readonly job: Job;
  readonly from: number;
  readonly to: number;
  losses: number;
}
/** What waits for a worker and for tickets. */
interface Work {
  readonly tickets: number;
  send(worker: number): Promise<void>;
  reject(error: Error): void;
}

export class LanePreparer {
  /** The worker that holds what was prepared under a ticket; nobody where that worker was lost. */
  readonly holders = new Uint8Array(ticketsMax).fill(noWorker);
  private readonly table: TicketTable;
  private readonly threads: readonly LaneThread[];
  private readonly chainId: string;
  private readonly free: number[] = Array.from({ length: ticketsMax }, (_, place) => ticketsMax - 1 - place);
  private readonly prompt: Work[] = [];
  private readonly bulk: Work[] = [];
  /** How many have gone before those of a bulk since one of these had its turn. */
  private promptRun = 0;
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
        const to = chunkEnd(wires, from, length);
        this.queueOf(wires.length).push(this.workOf({ job, from, to, losses: 0 }));
        from = to;
      }
      this.pump();
    });
  }

  private workOf(chunk: Chunk): Work {
    return {
      tickets: chunk.to - chunk.from,
      send: (worker) => this.send(chunk, worker),
      reject: (error) => chunk.job.reject(error),
    };
  }

  /** The votes of a bundle, verified under these keys unless they were when it was added up; rejects with `Invalid`. */
  prepareBundle(
    bundle: BundleReference,
    keys: readonly Uint8Array[] | undefined,
  ): Promise<LaneTransaction[]> {
    return this.inTurn(bundle.count, bundle.count, async (thread, worker) => {
      const tickets = this.takeTickets(bundle.count);
      const sent = keys === undefined ? undefined : joined(keys);
      const order = { phase: 'prepareBundle', tickets, wire: bundle.bytes, keys: sent } as const;
      try {
        const { refused, wide } = await thread.ask({ ...order, discarded: this.takeDiscarded(worker) });
        const [first] = refused;
        if (first !== undefined) throw new Invalid(first.code, first.detail);
        const wideOf = new Map(wide.map((one) => [one.ticket, one]));
        const holder = this.threads[worker] === thread ? worker : noWorker;
        return Array.from(tickets, (ticket, vote) => {
          this.holders[ticket] = holder;
          const rest = wideOf.get(ticket);
          return new LaneTransaction(this.table, ticket, bundle.bytes, this.chainId, rest, bundle, vote);
        });
      } catch (error) {
        for (const ticket of tickets) this.releaseTicket(ticket);
        throw error;
      }
    });
  }

  /** Adds up shares. */
  aggregate({ message, shares }: { readonly message: Uint8Array; readonly shares: readonly Share[] }) {
    const keys = joined(shares.map(({ key }) => key));
    const sent = joined(shares.map(({ share }) => share));
    return this.inTurn(0, shares.length, (thread) =>
      thread.ask({ phase: 'aggregate', message, keys, shares: sent }),
    );
  }

  /** Asks the idlest worker when it is the turn; once more where that worker is lost. */
  private inTurn<T>(
    tickets: number,
    size: number,
    ask: (thread: LaneThread, worker: number) => Promise<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let losses = 0;
      const work: Work = {
        tickets,
        reject,
        send: async (worker) => {
          this.ahead[worker] = (this.ahead[worker] as number) + 1;
          try {
            resolve(await ask(this.threads[worker] as LaneThread, worker));
          } catch (error) {
            if (error instanceof WorkerLost && ++losses < lossesMax) this.queueOf(size).unshift(work);
            else reject(error);
          } finally {
            this.ahead[worker] = (this.ahead[worker] as number) - 1;
            this.pump();
          }
        },
      };
      this.queueOf(size).push(work);
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
    for (const work of [...this.prompt.splice(0), ...this.bulk.splice(0)]) work.reject(error);
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
    for (;;) {
      const isPrompt = this.prompt.length > 0 && (this.promptRun < promptRunMax || this.bulk.length === 0);
      const queue = isPrompt ? this.prompt : this.bulk;
      const [work] = queue;
      if (work === undefined) return;
      const worker = this.idlest();
      if ((this.ahead[worker] as number) >= chunksAheadMax || this.free.length < work.tickets) return;
      queue.shift();
      this.promptRun = isPrompt ? this.promptRun + 1 : 0;
      void work.send(worker);
    }
  }
  private queueOf(transactions: number): Work[] {
    return transactions <= promptTransactionsMax ? this.prompt : this.bulk;
  }

  private takeTickets(count: number): Int32Array {
    return Int32Array.from({ length: count }, () => this.free.pop() as number);
  }
  private takeDiscarded(worker: number): readonly number[] {
    const discarded = this.discarded[worker] ?? [];
    this.discarded[worker] = [];
    return discarded;
  }

  private idlest(): number {
    let idlest = 0;
    for (let worker = 1; worker < this.ahead.length; worker++)
      if ((this.ahead[worker] as number) < (this.ahead[idlest] as number)) idlest = worker;
    return idlest;
  }

  private async send(chunk: Chunk, worker: number): Promise<void> {
    const { job, from, to } = chunk;
    const tickets = this.takeTickets(to - from);
    const ends = new Int32Array(to - from);
    let end = 0;
    for (let place = from; place < to; place++) {
      end += (job.wires[place] as Uint8Array).length;
      ends[place - from] = end;
    }
    const wires = new Uint8Array(end);
    for (let place = from; place < to; place++)
      wires.set(job.wires[place] as Uint8Array, place === from ? 0 : ends[place - from - 1]);
    // A copy of their own: each would keep the whole body alive that it came in.
    const kept = wires.slice();
    const discarded = this.takeDiscarded(worker);
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
        const bytes = kept.subarray(place === 0 ? 0 : ends[place - 1], ends[place]);
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
      this.queueOf(job.wires.length).unshift(this.workOf(chunk));
      return;
    }
    if (to - from > 1) {
      // One of them is too much for a worker: each is tried alone.
      for (let place = from; place < to; place++)
        this.queueOf(job.wires.length).unshift(
          this.workOf({ job, from: place, to: place + 1, losses: lossesMax - 1 }),
        );
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
