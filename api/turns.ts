/** Gives way in long loops: whoever else the event loop serves runs between slices of a few milliseconds. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Time on the event loop in one piece. With what runs between two looks at the clock it stays below five. */
const sliceMs = 3;

export class Turns {
  private readonly now: () => number;
  private begun: number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.begun = now();
  }

  /** Resolves at once within a slice, and after a turn of the event loop when it is over. */
  async next(): Promise<void> {
    if (this.now() - this.begun < sliceMs) return;
    await nextTurn();
    this.begun = this.now();
  }
}
