/** When each thing is to be looked at: the earliest first, one time for each. */

interface Entry {
  readonly at: number;
  readonly name: string;
}

/** A binary heap beside the time that counts for each name; entries of an older time are passed over. */
export class Timetable {
  private readonly heap: Entry[] = [];
  private readonly times = new Map<string, number>();

  /** Things that have a time. */
  get size(): number {
    return this.times.size;
  }

  /** Gives a thing its time, in place of the one it had. */
  put(name: string, at: number): void {
    if (this.times.get(name) === at) return;
    this.times.set(name, at);
    const { heap } = this;
    let place = heap.length;
    for (; place > 0; ) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.at <= at) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = { at, name };
  }

  /** Takes everything whose time has come, the earliest first. */
  take(now: number): string[] {
    const due: string[] = [];
    for (let first = this.heap[0]; first !== undefined && first.at <= now; first = this.heap[0]) {
      this.removeFirst();
      if (this.times.get(first.name) !== first.at) continue;
      this.times.delete(first.name);
      due.push(first.name);
    }
    return due;
  }

  private removeFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const smaller =
        (heap[left + 1]?.at ?? Number.POSITIVE_INFINITY) < (heap[left]?.at ?? 0) ? left + 1 : left;
      const below = heap[smaller];
      if (below === undefined || below.at >= last.at) break;
      heap[place] = below;
      place = smaller;
    }
    heap[place] = last;
  }
}
