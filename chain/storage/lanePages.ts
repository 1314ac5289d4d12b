/** Cells on their way into an executor: write-sets of one lane each. */
import { laneCount } from '../state/sharedCells.ts';
import { pathOf } from './laneWrites.ts';
import { type CellWrite, encodeWrites, forEachEntry } from './writeSet.ts';

/**
 * Some writes of one lane, as a write-set. Of two writes of a key, in one page or in two, the later counts; removing what
 * is not there is nothing. The bytes are good until the next page is asked for.
 */
export interface CellPage {
  readonly lane: number;
  readonly writes: Uint8Array;
}

/** Bytes of a page that is not the last of its lane: enough that handing it on costs nothing beside its cells. */
const pageBytes = 64 * 1024;
const firstBytes = 4096;

/** Sorts write-sets into pages by lane, and keeps the order of the writes of each lane. */
class PageSorter {
  readonly #buffers: Buffer[] = Array.from({ length: laneCount }, () => Buffer.alloc(0));
  readonly #lengths = new Int32Array(laneCount);

  /** Adds a write-set and gives the pages that are full. Throws a RangeError where the bytes are no write-set. */
  *add(writes: Uint8Array): Generator<CellPage> {
    forEachEntry(writes, (at, keyAt, keyEnd, end) => {
      const { lane } = pathOf(writes.subarray(keyAt, keyEnd));
      this.#put(lane, writes, at, end);
    });
    yield* this.#take(pageBytes);
  }

  /** Gives what is left. */
  rest(): Generator<CellPage> {
    return this.#take(1);
  }

  *#take(atLeast: number): Generator<CellPage> {
    for (const [lane, buffer] of this.#buffers.entries()) {
      const length = this.#lengths[lane] ?? 0;
      if (length < atLeast) continue;
      this.#lengths[lane] = 0;
      yield { lane, writes: buffer.subarray(0, length) };
    }
  }

  #put(lane: number, from: Uint8Array, at: number, end: number): void {
    let buffer = this.#buffers[lane] ?? Buffer.alloc(0);
    const length = this.#lengths[lane] ?? 0;
    const wanted = length + end - at;
    if (wanted > buffer.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(firstBytes, buffer.length * 2, wanted));
      buffer.copy(wider, 0, 0, length);
      buffer = wider;
      this.#buffers[lane] = wider;
    }
    buffer.set(from.subarray(at, end), length);
    this.#lengths[lane] = wanted;
  }
}

/** Any writes as pages. */
export function* pagesOfWrites(writes: Iterable<CellWrite>): Generator<CellPage> {
  const sorter = new PageSorter();
  let some: CellWrite[] = [];
  for (const write of writes) {
    some.push(write);
    if (some.length < encodedAtOnce) continue;
    yield* sorter.add(encodeWrites(some));
    some = [];
  }
  yield* sorter.add(encodeWrites(some));
  yield* sorter.rest();
}

/** Writes encoded at a time: bounds the list between the caller's cells and the pages. */
const encodedAtOnce = 4096;
