/** Where a sequencer's time comes from: the machine, or a hand that moves it. */

/** Milliseconds since 1970. */
export interface Clock {
  now(): number;
}

/** The machine's clock; only ordering may ask it. */
export const machineClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved; of chains whose genesis has a test clock. */
export class TestClock implements Clock {
  private timeMs: number;

  constructor(timeMs: number) {
    this.timeMs = timeMs;
  }
  now(): number {
    return this.timeMs;
  }
  /** Moves forward by `ms`, and at least to `atLeast`. */
  advance(ms: number, atLeast = 0): void {
    this.timeMs = Math.max(this.timeMs + ms, atLeast);
  }
}
