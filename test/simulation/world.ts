/** The world of a simulation: one heap of events on a clock of its own, and a trace of what happened. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { utf8 } from '#chain/crypto/bytes.ts';
import { sha256Hex } from '#hash';
import { Chance } from '../support/arenaHistory.ts';

/** Something that must hold did not. */
export class Violation extends Error {
  override name = 'Violation';
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => unknown;
  dropped: boolean;
}
/** Takes an event back. */
export type Cancel = () => void;

/** Events a seed may have: a run that needs more does not come to rest. */
const eventsMax = 400_000;

/** Virtual milliseconds, one event after another; nothing else decides what comes first. */
export class World {
  /** Milliseconds since 1970; moves only between events. */
  now: number;
  events = 0;
  /** Where a violation that was noticed inside a promise waits to be thrown. */
  private violation: Error | undefined;
  private readonly heap: Event[] = [];
  private order = 0;
  private digest = '';
  private lines: string[] = [];
  private readonly verbose: boolean;

  constructor(now: number, verbose = false) {
    this.now = now;
    this.verbose = verbose;
  }

  /** Calls `run` after so many virtual milliseconds; a promise that it returns is waited for before the next event. */
  after(ms: number, run: () => unknown): Cancel {
    const event = { at: this.now + Math.max(0, Math.round(ms)), order: this.order++, run, dropped: false };
    push(this.heap, event);
    return () => {
      event.dropped = true;
    };
  }
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Tells that the run is wrong; it stops after this event. */
  fail(error: unknown): void {
    this.violation ??= error instanceof Error ? error : new Violation(String(error));
  }
  expect(holds: boolean, what: () => string): void {
    if (!holds) this.fail(new Violation(what()));
  }

  /** Runs events until `done`, or until so many virtual milliseconds have passed; tells whether it is done. */
  async run(done: () => boolean, forMs: number): Promise<boolean> {
    const end = this.now + forMs;
    for (;;) {
      if (this.violation !== undefined) throw this.violation;
      if (done()) return true;
      const event = this.heap[0];
      if (event === undefined || (event.at > end && this.now <= end)) break;
      pop(this.heap);
      if (event.dropped) continue;
      if (++this.events > eventsMax) throw new Violation(`More than ${eventsMax} events.`);
      this.now = Math.max(this.now, event.at);
      await event.run();
      // All that follows from the event without further events follows now.
      await nextTurn();
    }
    this.now = Math.max(this.now, end);
    return done();
  }

  /** Adds a line to the trace; two runs of one seed have the same. */
  note(what: string): void {
    const line = `${this.now} ${what}`;
    if (this.verbose) process.stdout.write(`${line}\n`);
    this.lines.push(line);
    if (this.lines.length >= 256) this.fold();
  }
  /** SHA-256 over the trace so far. */
  get trace(): string {
    this.fold();
    return this.digest;
  }
  private fold(): void {
    if (this.lines.length === 0) return;
    this.digest = sha256Hex(utf8(`${this.digest}\n${this.lines.join('\n')}`));
    this.lines = [];
  }
}

/** A generator for one part of the world, so that what one part draws does not move the others. */
export const chanceOf = (seed: number, part: string): Chance =>
  new Chance(Number.parseInt(sha256Hex(utf8(`${seed} ${part}`)).slice(0, 8), 16));

const earlier = (left: Event, right: Event): boolean =>
  left.at < right.at || (left.at === right.at && left.order < right.order);
const push = (heap: Event[], event: Event): void => {
  let place = heap.push(event) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent] as Event;
    if (!earlier(event, above)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = event;
};
const pop = (heap: Event[]): void => {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    const right = heap[child + 1];
    if (right !== undefined && earlier(right, heap[child] as Event)) child++;
    const below = heap[child] as Event;
    if (!earlier(below, last)) break;
    heap[place] = below;
    place = child;
  }
  heap[place] = last;
};

/** Puts the world's clock in the place of the machine's, for all production code of this thread; undone by what it returns. */
export const holdTime = (world: World): (() => void) => {
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = Date;
  const { random } = Math;
  globalThis.setTimeout = ((run: () => unknown, ms = 0) => world.after(ms, run)) as never;
  globalThis.clearTimeout = ((cancel: unknown) => {
    if (typeof cancel === 'function') cancel();
  }) as never;
  Date.now = () => world.now;
  Math.random = () => {
    throw new Violation('Somebody asked for a number that no seed decides.');
  };
  return () => {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = now;
    Math.random = random;
  };
};
