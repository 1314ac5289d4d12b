/** The shortest edit between two sequences of integers: Myers' algorithm in linear space, with bounded work. */

/**
 * Diagonal steps of one search for a middle. A search that needs more is cut at the point that got furthest, so that two
 * long sequences with nothing in common cost their length times this, not its square.
 */
const SEARCH_DEPTH_MAX = 512;

/** Work that is left, shared by all files of a change: one unit is one step along one diagonal. */
export type Budget = { left: number };

/** A part of both sequences, each from its start to before its end. */
type Box = { oldStart: number; oldEnd: number; newStart: number; newEnd: number };

/** Marks (1) the items that only one of two sequences has; what is left unmarked is common to both, in order. */
export class Myers {
  readonly oldMarks: Uint8Array;
  readonly newMarks: Uint8Array;
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly budget: Budget;
  /** Furthest place in `before` by diagonal, reached from the start and from the end; `origin` is diagonal 0. */
  private readonly forward: Int32Array;
  private readonly backward: Int32Array;
  private readonly origin: number;

  constructor(before: Int32Array, after: Int32Array, budget: Budget) {
    this.before = before;
    this.after = after;
    this.budget = budget;
    this.oldMarks = new Uint8Array(before.length);
    this.newMarks = new Uint8Array(after.length);
    const diagonals = before.length + after.length + 3;
    this.forward = new Int32Array(diagonals);
    this.backward = new Int32Array(diagonals);
    this.origin = after.length + 1;
  }

  /** Marks both sequences. Once the budget is spent, what is still open counts as replaced as a whole. */
  run(): this {
    const open: Box[] = [{ oldStart: 0, oldEnd: this.before.length, newStart: 0, newEnd: this.after.length }];
    for (let box = open.pop(); box !== undefined; box = open.pop()) {
      this.trim(box);
      const { oldStart, oldEnd, newStart, newEnd } = box;
      if (oldStart === oldEnd || newStart === newEnd || this.budget.left <= 0) {
        this.oldMarks.fill(1, oldStart, oldEnd);
        this.newMarks.fill(1, newStart, newEnd);
        continue;
      }
      const { oldAt, newAt } = this.middle(box);
      open.push(
        { oldStart, oldEnd: oldAt, newStart, newEnd: newAt },
        { oldStart: oldAt, oldEnd, newStart: newAt, newEnd },
      );
    }
    return this;
  }

  private trim(box: Box): void {
    const { before, after } = this;
    while (
      box.oldStart < box.oldEnd &&
      box.newStart < box.newEnd &&
      before[box.oldStart] === after[box.newStart]
    ) {
      box.oldStart += 1;
      box.newStart += 1;
    }
    while (
      box.oldStart < box.oldEnd &&
      box.newStart < box.newEnd &&
      before[box.oldEnd - 1] === after[box.newEnd - 1]
    ) {
      box.oldEnd -= 1;
      box.newEnd -= 1;
    }
  }

  /** A point that a shortest path through `box` passes, or a good one where the search was cut. */
  private middle(box: Box): { oldAt: number; newAt: number } {
    const { before, after, forward, backward, origin } = this;
    const { oldStart, oldEnd, newStart, newEnd } = box;
    const lowest = oldStart - newEnd;
    const highest = oldEnd - newStart;
    const first = oldStart - newStart;
    const last = oldEnd - newEnd;
    const isOdd = ((first - last) & 1) !== 0;
    let [forwardLow, forwardHigh, backwardLow, backwardHigh] = [first, first, last, last];
    forward[origin + first] = oldStart;
    backward[origin + last] = oldEnd;
    for (let depth = 1; ; depth += 1) {
      // The range of diagonals grows by one at each side until it meets the box; outside stands what nothing chooses.
      if (forwardLow > lowest) forward[origin + --forwardLow - 1] = -1;
      else forwardLow += 1;
      if (forwardHigh < highest) forward[origin + ++forwardHigh + 1] = -1;
      else forwardHigh -= 1;
      for (let k = forwardHigh; k >= forwardLow; k -= 2) {
        const below = forward[origin + k - 1] ?? -1;
        const above = forward[origin + k + 1] ?? -1;
        let x = below >= above ? below + 1 : above;
        while (x < oldEnd && x - k < newEnd && before[x] === after[x - k]) x += 1;
        forward[origin + k] = x;
        if (isOdd && k >= backwardLow && k <= backwardHigh && (backward[origin + k] ?? 0) <= x)
          return { oldAt: x, newAt: x - k };
      }
      if (backwardLow > lowest) backward[origin + --backwardLow - 1] = 0x7fffffff;
      else backwardLow += 1;
      if (backwardHigh < highest) backward[origin + ++backwardHigh + 1] = 0x7fffffff;
      else backwardHigh -= 1;
      for (let k = backwardHigh; k >= backwardLow; k -= 2) {
        const below = backward[origin + k - 1] ?? 0;
        const above = backward[origin + k + 1] ?? 0;
        let x = below < above ? below : above - 1;
        while (x > oldStart && x - k > newStart && before[x - 1] === after[x - k - 1]) x -= 1;
        backward[origin + k] = x;
        if (!isOdd && k >= forwardLow && k <= forwardHigh && x <= (forward[origin + k] ?? 0))
          return { oldAt: x, newAt: x - k };
      }
      this.budget.left -= forwardHigh - forwardLow + backwardHigh - backwardLow + 2;
      if (depth >= SEARCH_DEPTH_MAX || this.budget.left <= 0)
        return this.furthest(box, forwardLow, forwardHigh);
    }
  }

  /** The point on a searched diagonal that is furthest from the start of `box`. */
  private furthest(box: Box, low: number, high: number): { oldAt: number; newAt: number } {
    let best = { oldAt: box.oldStart, newAt: box.newStart };
    for (let k = high; k >= low; k -= 2) {
      const oldAt = Math.min(this.forward[this.origin + k] ?? 0, box.oldEnd, box.newEnd + k);
      if (oldAt + oldAt - k > best.oldAt + best.newAt) best = { oldAt, newAt: oldAt - k };
    }
    return best;
  }
}
