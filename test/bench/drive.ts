/** Sends a load into a node, never more at once than its mempool takes, and says what became of it and what it cost. */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { Invalid } from '#chain/errors.ts';
import type { AnnouncedBlock } from '#chain/node/chainBlock.ts';
import type { Node } from '#chain/node.ts';
import { rounded, sum } from './statistics.ts';

/** Transactions under way: three full blocks, so that the node never waits for the driver, and below what the mempool takes. */
const windowMax = 12_288;
/** Transactions of one call: enough that a call costs little, few enough that workers share several calls. */
const chunkMax = 1_024;
/** Calls under way where the node prepares whole batches in its workers. */
const callsMax = 3;
/** Transactions sent one by one between two turns of the event loop. */
const turnMax = 64;
/** How long a sender waits for a block before it looks again: what was refused may have been settled meanwhile. */
const lookAgainMs = 20;
/** What stands in the way only now: the same bytes are sent again when a block has made room. */
const passing: ReadonlySet<string> = new Set([
  'chain.mempoolFull',
  'chain.accountQueueFull',
  'chain.nonceTooFar',
]);

type Answer = string | Invalid;
/** A node that takes whole batches. */
interface BatchNode {
  submitAll(wires: readonly Uint8Array[]): Promise<readonly Answer[]>;
}
type MaybeBatchNode = Partial<BatchNode> & Pick<Node, 'submit'>;

/** Sends transactions in order; answers an id or a refusal for each. */
export const submitAll = async (
  node: MaybeBatchNode,
  wires: readonly Uint8Array[],
): Promise<readonly Answer[]> => {
  try {
    if (node.submitAll !== undefined) return await node.submitAll(wires);
  } catch (error) {
    if (error instanceof Invalid) return wires.map(() => error);
    throw error;
  }
  const answers: Answer[] = [];
  for (const [place, wire] of wires.entries()) {
    if (place % turnMax === turnMax - 1) await nextTurn();
    answers.push(
      await node.submit(wire).catch((error: unknown) => {
        if (error instanceof Invalid) return error;
        throw error;
      }),
    );
  }
  return answers;
};

/** What one load did and cost; µs are of a transaction. */
export interface Driven {
  readonly transactions: number;
  readonly applied: number;
  readonly elapsedMs: number;
  readonly perSecond: number;
  /** CPU time of all threads. */
  readonly cpuUs: number;
  /** CPU time of the main thread, the driver’s included. */
  readonly mainUs: number;
  /** Time of the main thread in the driver itself. */
  readonly driverUs: number;
  readonly blocks: number;
  /** Milliseconds from block to block, at their syncs. */
  readonly blockMs: readonly number[];
  /** Wall time of the phases. */
  readonly phasesUs: Readonly<Record<string, number>>;
  /** Groups, transactions in groups of two or more, conflicts and uncovered draws, over all blocks. */
  readonly groups: number;
  readonly joined: number;
  readonly conflicts: number;
  readonly uncoveredDraws: number;
  /** The least that one worker executed of a whole load. */
  readonly smallestShare: number;
}

const codeIn = (block: AnnouncedBlock): string | undefined =>
  block.receipts.find(({ status }) => status !== 'applied')?.code;

/** Counts the blocks that come while a load runs. */
class Blocks {
  readonly reports: AnnouncedBlock['report'][] = [];
  readonly times: number[] = [];
  settled = 0;
  /** The first code that kept a transaction from being applied. */
  firstCode: string | undefined;
  private wake = Promise.withResolvers<void>();
  private readonly stop: () => void;

  constructor(node: Node) {
    this.stop = node.onBlock((block) => {
      const { report } = block;
      if (report.applied < report.transactions) this.firstCode ??= codeIn(block);
      this.reports.push(report);
      this.times.push(performance.now());
      this.settled += report.transactions;
      this.wake.resolve();
      this.wake = Promise.withResolvers<void>();
    });
  }
  /** Resolves at the next block, or after a short while. */
  next(): Promise<void> {
    return Promise.race([this.wake.promise, delay(lookAgainMs)]);
  }
  close(): void {
    this.stop();
  }
}

/** Sends what is given, piece by piece, and everything again that found no room. */
class Sender {
  taken = 0;
  driverMs = 0;
  private readonly node: Node;
  private readonly blocks: Blocks;
  private readonly wires: readonly Uint8Array[];
  private readonly again: Uint8Array[] = [];
  private readonly settledBefore: number;
  private next = 0;
  private underWay = 0;

  constructor(node: Node, blocks: Blocks, wires: readonly Uint8Array[]) {
    this.node = node;
    this.blocks = blocks;
    this.wires = wires;
    this.settledBefore = blocks.settled;
  }

  /** Several of these may run at once. */
  async run(): Promise<void> {
    while (this.taken < this.wires.length) {
      const begun = performance.now();
      const waiting = this.taken - (this.blocks.settled - this.settledBefore);
      const chunk = this.chunk(Math.min(chunkMax, windowMax - this.underWay - waiting));
      this.driverMs += performance.now() - begun;
      if (chunk.length > 0) await this.send(chunk);
      else if (this.taken < this.wires.length) await this.blocks.next();
    }
  }

  private chunk(size: number): readonly Uint8Array[] {
    if (size <= 0) return [];
    if (this.again.length > 0) return this.again.splice(0, size);
    const chunk = this.wires.slice(this.next, this.next + size);
    this.next += chunk.length;
    return chunk;
  }

  private async send(chunk: readonly Uint8Array[]): Promise<void> {
    this.underWay += chunk.length;
    const answers = await submitAll(this.node, chunk);
    const begun = performance.now();
    this.underWay -= chunk.length;
    let refused = 0;
    for (const [place, answer] of answers.entries()) {
      if (typeof answer === 'string') continue;
      if (!passing.has(answer.code))
        throw new Error(`A transaction of the bench was refused: ${answer.code} ${answer.detail ?? ''}`);
      const wire = chunk[place];
      if (wire !== undefined) this.again.push(wire);
      refused++;
    }
    this.taken += answers.length - refused;
    this.driverMs += performance.now() - begun;
    if (refused > 0) await this.blocks.next();
  }
}

/**
 * Sends groups of transactions one after another, each when the one before is settled. The clock starts before the first
 * byte is decoded and stops when the last block is synced. Throws where not every transaction was applied.
 */
export const drive = async (node: Node, groups: readonly (readonly Uint8Array[])[]): Promise<Driven> => {
  const blocks = new Blocks(node);
  const calls = 'submitAll' in node ? callsMax : 1;
  let driverMs = 0;
  const cpuBefore = process.cpuUsage();
  const mainBefore = process.threadCpuUsage();
  const begun = performance.now();
  try {
    for (const wires of groups) {
      const end = blocks.settled + wires.length;
      const sender = new Sender(node, blocks, wires);
      await Promise.all(Array.from({ length: calls }, () => sender.run()));
      while (blocks.settled < end) await blocks.next();
      driverMs += sender.driverMs;
    }
  } finally {
    blocks.close();
  }
  const elapsedMs = (blocks.times.at(-1) ?? begun) - begun;
  const cpu = process.cpuUsage(cpuBefore);
  const main = process.threadCpuUsage(mainBefore);
  return driven({
    reports: blocks.reports,
    times: blocks.times,
    transactions: sum(groups.map(({ length }) => length)),
    elapsedMs,
    cpuUs: cpu.user + cpu.system,
    mainUs: main.user + main.system,
    driverUs: driverMs * 1000,
    firstCode: blocks.firstCode,
  });
};

interface Measured {
  readonly reports: readonly AnnouncedBlock['report'][];
  readonly times: readonly number[];
  readonly transactions: number;
  readonly elapsedMs: number;
  readonly cpuUs: number;
  readonly mainUs: number;
  readonly driverUs: number;
  readonly firstCode: string | undefined;
}

const driven = ({ reports, times, transactions, elapsedMs, firstCode, ...us }: Measured): Driven => {
  const each = (value: number): number => rounded(value / transactions, 2);
  const total = (count: (report: AnnouncedBlock['report']) => number): number => sum(reports.map(count));
  const applied = total((report) => report.applied);
  if (applied !== transactions)
    throw new Error(`Of ${transactions} transactions of the bench ${applied} were applied: ${firstCode}.`);
  const phases = reports.flatMap(({ phasesMs }) => Object.entries(phasesMs) as [string, number][]);
  const phasesUs: Record<string, number> = {};
  for (const [name, ms] of phases) phasesUs[name] = (phasesUs[name] ?? 0) + ms * 1000;
  return {
    transactions,
    applied,
    elapsedMs,
    perSecond: (transactions * 1000) / elapsedMs,
    cpuUs: each(us.cpuUs),
    mainUs: each(us.mainUs),
    driverUs: each(us.driverUs),
    blocks: reports.length,
    blockMs: times.slice(1).map((time, place) => time - (times[place] ?? time)),
    phasesUs: Object.fromEntries(Object.entries(phasesUs).map(([name, value]) => [name, each(value)])),
    groups: total((report) => report.groups),
    joined: total((report) => report.joined),
    conflicts: total((report) => report.conflicts),
    uncoveredDraws: total((report) => report.uncoveredDraws),
    smallestShare: rounded(smallestShareOf(reports), 3),
  };
};

/** What the lanes tell of their workers: how many transactions each executed. */
interface WorkersTold {
  readonly byWorker?: readonly number[];
  readonly workers?: readonly { readonly executed: number }[];
}
const smallestShareOf = (reports: readonly WorkersTold[]): number => {
  const executed: number[] = [];
  for (const { byWorker, workers } of reports)
    for (const [worker, count] of (byWorker ?? workers?.map((one) => one.executed) ?? []).entries())
      executed[worker] = (executed[worker] ?? 0) + count;
  return executed.length === 0 ? 0 : Math.min(...executed) / Math.max(1, sum(executed));
};
