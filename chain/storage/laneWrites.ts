/** Write-sets of many blocks, kept as they are and sorted by lane and by the place of their keys. */
import { hash } from 'node:crypto';
import { laneCount } from '../state/sharedCells.ts';
import { placeBits } from './cellFile.ts';
import { compareKeys, type PlacedWrite } from './mergeLane.ts';
import { forEachEntry } from './writeSet.ts';

/** A sort key is place × this + number: 28 and 25 bits, so that it is exact and 64-bit floats sort it. */
const numbersMax = 2 ** (53 - placeBits);
/** An entry's address is set × this + offset; the largest block is smaller. */
const setStride = 2 ** 27;

/** Collects write-sets in the order of their blocks, and gives each lane's newest writes in the file's order. */
export class LaneWrites {
  readonly #sets: Buffer[] = [];
  readonly #addresses: number[] = [];
  readonly #lanes: number[][] = Array.from({ length: laneCount }, () => []);

  /** Keeps the bytes. Throws a RangeError where they are no write-set, and for more writes than could be told apart. */
  add(writes: Buffer): void {
    const set = this.#sets.push(writes) - 1;
    forEachEntry(writes, (at, keyAt, keyEnd) => {
      const { lane, place } = pathOf(writes.subarray(keyAt, keyEnd));
      const number = this.#addresses.push(set * setStride + at) - 1;
      if (number >= numbersMax) throw new RangeError(`More than ${numbersMax} writes at once.`);
      this.#lanes[lane]?.push(place * numbersMax + number);
    });
  }

  /** The newest write of each key of a lane, sorted by place and key. */
  *lane(lane: number): Generator<PlacedWrite> {
    const sorted = Float64Array.from(this.#lanes[lane] ?? []).sort();
    for (let from = 0; from < sorted.length; ) {
      const place = placeOf(sorted, from);
      let to = from + 1;
      while (to < sorted.length && placeOf(sorted, to) === place) to++;
      if (to === from + 1) yield this.#write(sorted, from);
      else yield* this.#newest(sorted, from, to);
      from = to;
    }
  }

  /** Writes of one place: nearly always of one key, of which the last counts. */
  #newest(sorted: Float64Array, from: number, to: number): PlacedWrite[] {
    const kept: PlacedWrite[] = [];
    for (let index = to - 1; index >= from; index--) {
      const write = this.#write(sorted, index);
      if (!kept.some(({ bytes, at }) => compareKeys(bytes, at, write.bytes, write.at) === 0))
        kept.push(write);
    }
    return kept.sort((left, right) => compareKeys(left.bytes, left.at, right.bytes, right.at));
  }

  #write(sorted: Float64Array, index: number): PlacedWrite {
    const address = this.#addresses[(sorted[index] ?? 0) % numbersMax] ?? 0;
    const bytes = this.#sets[Math.floor(address / setStride)] ?? Buffer.alloc(0);
    return { place: placeOf(sorted, index), bytes, at: address % setStride };
  }
}

/** The lane of a key, and its place there: the first bits of its path, which is its SHA-256. */
export function pathOf(key: Uint8Array): { lane: number; place: number } {
  // As text: for so short an input, making a byte string of the hash costs more than the hash.
  const path = hash('sha256', key, 'binary');
  const place =
    path.charCodeAt(1) * 2 ** 20 +
    path.charCodeAt(2) * 2 ** 12 +
    path.charCodeAt(3) * 2 ** 4 +
    (path.charCodeAt(4) >> 4);
  return { lane: path.charCodeAt(0), place };
}

function placeOf(sorted: Float64Array, index: number): number {
  return Math.floor((sorted[index] ?? 0) / numbersMax);
}
