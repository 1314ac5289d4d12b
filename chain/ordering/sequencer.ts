/** The embedded ordering: one sequencer in the process, a block at once when there is work, larger ones under load. */
import { Invalid } from '../errors.ts';
import { type Clock, TestClock } from './clock.ts';
import type { BlockMaker, Ordering } from './ordering.ts';

/** The farthest that one step may move a test clock: a scripted decade. */
const advanceMsMax = 315_360_000_000;

/** Makes block after block while anything waits; what arrives meanwhile makes the next block larger. */
export class Sequencer implements Ordering {
  private readonly maker: BlockMaker;
  private readonly clock: Clock;
  private turn: Promise<void> = Promise.resolve();
  private queued = false;
  private closed = false;

  constructor(maker: BlockMaker, clock: Clock) {
    this.maker = maker;
    this.clock = clock;
  }

  wake(): void {
    if (this.queued || this.closed) return;
    this.queued = true;
    this.turn = this.turn.then(() => {
      this.queued = false;
      return this.drain();
    });
  }

  advance(ms: number): Promise<void> {
    const { clock } = this;
    if (!(clock instanceof TestClock)) throw new Invalid('chain.malformed', 'This chain has no test clock.');
    if (!Number.isSafeInteger(ms) || ms < 1 || ms > advanceMsMax)
      throw new Invalid('chain.malformed', `A test clock moves by 1 to ${advanceMsMax} milliseconds.`);
    const step = this.turn.then(async () => {
      if (this.closed) throw new Invalid('chain.stopping');
      clock.advance(ms, this.maker.parentTime() + ms);
      const time = this.now();
      await this.maker.make({ time, transactions: this.maker.take(time) });
    });
    this.turn = step.catch(() => undefined).then(() => this.drain());
    return step;
  }

  now(): number {
    return Math.max(this.maker.parentTime() + 1, this.clock.now());
  }

  close(): Promise<void> {
    this.closed = true;
    return this.turn;
  }

  private async drain(): Promise<void> {
    while (!this.closed) {
      const time = this.now();
      const transactions = this.maker.take(time);
      if (transactions.length === 0) return;
      await this.maker.make({ time, transactions });
    }
  }
}
