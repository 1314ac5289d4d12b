/** The embedded ordering: when it makes blocks, with which times, and how it ends. */
import { expect, it } from 'vitest';
import type { PreparedTransaction } from '../execution/executor.ts';
import { TestClock } from './clock.ts';
import type { BlockMaker, OrderedBatch } from './ordering.ts';
import { Sequencer } from './sequencer.ts';

/** A maker that holds each block until it is let go. */
class HeldMaker implements BlockMaker {
  time = 1000;
  waiting: PreparedTransaction[] = [];
  readonly made: OrderedBatch[] = [];
  private release: (() => void) | undefined;
  private begun: (() => void) | undefined;

  parentTime(): number {
    return this.time;
  }
  take(): readonly PreparedTransaction[] {
    return this.waiting.splice(0);
  }
  make(batch: OrderedBatch): Promise<void> {
    this.made.push(batch);
    this.time = batch.time;
    this.begun?.();
    return new Promise((resolve) => {
      this.release = resolve;
    });
  }
  /** Resolves when the next block has begun. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.begun = resolve;
    });
  }
  letGo(): void {
    this.release?.();
  }
}
const some = (count: number): PreparedTransaction[] =>
  Array.from({ length: count }, () => ({}) as PreparedTransaction);
const sizes = ({ made }: HeldMaker): number[] => made.map(({ transactions }) => transactions.length);

it('makes a block at once, and a larger one of what came meanwhile', async () => {
  const maker = new HeldMaker();
  const sequencer = new Sequencer(maker, new TestClock(5000));
  let next = maker.next();
  maker.waiting = some(1);
  sequencer.wake();
  await next;
  for (let i = 0; i < 3; i++) {
    maker.waiting.push(...some(1));
    sequencer.wake();
  }
  next = maker.next();
  maker.letGo();
  await next;
  expect(sizes(maker)).toEqual([1, 3]);
  expect(maker.made.map(({ time }) => time)).toEqual([5000, 5001]);
  const closed = sequencer.close();
  maker.letGo();
  await closed;
});

it('makes no empty block unless the clock is moved', async () => {
  const maker = new HeldMaker();
  const sequencer = new Sequencer(maker, new TestClock(1000));
  sequencer.wake();
  const next = maker.next();
  const moved = sequencer.advance(500);
  await next;
  maker.letGo();
  await moved;
  expect(maker.made).toEqual([{ time: 1500, transactions: [] }]);
  await sequencer.close();
});

it('lets the block under way end, and begins none after it is closed', async () => {
  const maker = new HeldMaker();
  const sequencer = new Sequencer(maker, new TestClock(1000));
  const next = maker.next();
  maker.waiting = some(1);
  sequencer.wake();
  await next;
  maker.waiting = some(1);
  const closed = sequencer.close();
  sequencer.wake();
  maker.letGo();
  await closed;
  expect(sizes(maker)).toEqual([1]);
});

it('moves no other clock, and none by nothing or by more than a decade', () => {
  const real = new Sequencer(new HeldMaker(), { now: () => 1 });
  expect(() => real.advance(1)).toThrow('no test clock');
  const test = new Sequencer(new HeldMaker(), new TestClock(1));
  for (const ms of [0, -1, 0.5, Number.NaN, 315_360_000_001])
    expect(() => test.advance(ms)).toThrow('moves by');
});
