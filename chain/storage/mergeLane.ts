/** Merges later writes of one lane into its sorted rows, copying what stays between them in whole runs. */
import { type LaneRows, placeBytes } from './cellFile.ts';
import { removalLength, rowHeadBytes } from './writeSet.ts';

/** A write as it stands in a write-set: `bytes` from `at` on. */
export interface PlacedWrite {
  readonly place: number;
  readonly bytes: Buffer;
  readonly at: number;
}

/** Bytes that grow and are kept from lane to lane. */
class Output {
  buffer = Buffer.allocUnsafeSlow(1 << 16);
  length = 0;

  copy(from: Buffer, start: number, end: number): void {
    if (start === end) return;
    this.#need(end - start);
    this.length += from.copy(this.buffer, this.length, start, end);
  }

  place(place: number): void {
    this.#need(placeBytes);
    this.length = this.buffer.writeUInt32LE(place, this.length);
  }

  take(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  #need(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + more));
    this.buffer.copy(wider, 0, 0, this.length);
    this.buffer = wider;
  }
}

/** A lane without cells. */
export const noRows: LaneRows = { places: Buffer.alloc(0), rows: Buffer.alloc(0) };

/** Merges lanes one after another; a result is good until the next merge. */
export class LaneMerge {
  readonly #places = new Output();
  readonly #rows = new Output();

  /**
   * `writes` are sorted by place, then key, and name each key once; a removal of what is not there is nothing, and no
   * removal is in the result unless `removals` asks for them.
   */
  merge(base: LaneRows, writes: Iterable<PlacedWrite>, removals: 'done' | 'kept' = 'done'): LaneRows {
    const [places, rows] = [this.#places, this.#rows];
    places.length = 0;
    rows.length = 0;
    const count = base.places.length / placeBytes;
    let row = 0;
    let at = 0;
    let copiedRow = 0;
    let copiedAt = 0;
    for (const write of writes) {
      let order = -1;
      while (row < count) {
        order = base.places.readUInt32LE(row * placeBytes) - write.place;
        if (order === 0) order = compareKeys(base.rows, at, write.bytes, write.at);
        if (order >= 0) break;
        at = rowEnd(base.rows, at);
        row++;
      }
      places.copy(base.places, copiedRow * placeBytes, row * placeBytes);
      rows.copy(base.rows, copiedAt, at);
      if (row < count && order === 0) {
        at = rowEnd(base.rows, at);
        row++;
      }
      copiedRow = row;
      copiedAt = at;
      if (removals === 'done' && write.bytes.readUInt32BE(write.at + 1) === removalLength) continue;
      places.place(write.place);
      rows.copy(write.bytes, write.at, rowEnd(write.bytes, write.at));
    }
    places.copy(base.places, copiedRow * placeBytes, base.places.length);
    rows.copy(base.rows, copiedAt, base.rows.length);
    return { places: places.take(), rows: rows.take() };
  }
}

/** Orders the keys of two rows as unsigned bytes. A loop: calling out costs more than these few bytes. */
export function compareKeys(left: Buffer, leftAt: number, right: Buffer, rightAt: number): number {
  const leftLength = left[leftAt] ?? 0;
  const rightLength = right[rightAt] ?? 0;
  const shared = Math.min(leftLength, rightLength) + rowHeadBytes;
  for (let index = rowHeadBytes; index < shared; index++) {
    const difference = (left[leftAt + index] ?? 0) - (right[rightAt + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return leftLength - rightLength;
}

function rowEnd(rows: Buffer, at: number): number {
  const length = rows.readUInt32BE(at + 1);
  return at + rowHeadBytes + (rows[at] ?? 0) + (length === removalLength ? 0 : length);
}
