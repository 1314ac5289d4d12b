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
    const sorted = new Float64Array(this.#lanes[lane] ?? []).sort();
    let run: PlacedWrite[] = [];
    for (const sortKey of sorted) {
      const place = Math.floor(sortKey / numbersMax);
      // Products and differences rather than remainders, which for numbers of this size take ten times as long.
      const address = this.#addresses[sortKey - place * numbersMax] ?? 0;
      const set = Math.floor(address / setStride);
      const write = { place, bytes: this.#sets[set] ?? noBytes, at: address - set * setStride };
      const last = run.at(-1);
      if (last?.place === place) {
        // Nearly always a later write of the same key.
        if (sameKey(last, write)) run.pop();
      } else {
        yield* newest(run);
        run = [];
      }
      run.push(write);
    }
    yield* newest(run);
  }
}

const noBytes = Buffer.alloc(0);

/** The last write of each key of one place, sorted by key. */
function newest(run: readonly PlacedWrite[]): readonly PlacedWrite[] {
  if (run.length < 2) return run;
  const kept: PlacedWrite[] = [];
  for (const write of run.toReversed()) if (!kept.some((one) => sameKey(one, write))) kept.push(write);
  return kept.sort((left, right) => compareKeys(left.bytes, left.at, right.bytes, right.at));
}

function sameKey(left: PlacedWrite, right: PlacedWrite): boolean {
  return compareKeys(left.bytes, left.at, right.bytes, right.at) === 0;
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
