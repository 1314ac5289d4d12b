/** Bytes on their way out and in: writers that grow, and a reader with a place. */

/** Bytes being written; grows as needed. */
export class Writer {
  bytes: Uint8Array;
  at = 0;
  constructor(size = 256) {
    this.bytes = new Uint8Array(size);
  }
  /** Makes room for `more` bytes. */
  need(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(this.bytes.length * 2, this.at + more));
    wider.set(this.bytes.subarray(0, this.at));
    this.bytes = wider;
  }
  put(bytes: Uint8Array): void {
    this.need(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }
  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }
}

/** Bytes being read, from `at` up to `end`; one reader can be set to read one thing after another. */
export class Reader {
  bytes: Uint8Array;
  at: number;
  end: number;
  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }
}

/**
 * A writer whose results stand one after another in shared memory: what is written is given out as it stands, without a
 * copy, for as long as somebody holds it. Of these bytes nothing can be transferred, and places in it change when it
 * makes room: none is kept over a `need`.
 */
export class PoolWriter extends Writer {
  private from = 0;
  constructor() {
    super(poolBytes);
  }
  override need(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const begun = this.bytes.subarray(this.from, this.at);
    this.bytes = new Uint8Array(Math.max(poolBytes, 2 * (begun.length + more)));
    this.bytes.set(begun);
    this.at = begun.length;
    this.from = 0;
  }
  /** Where what is being written begins. */
  get start(): number {
    return this.from;
  }
  /** What was written since the last one. */
  override finish(): Uint8Array {
    const { from, at } = this;
    this.from = at;
    return new Uint8Array(this.bytes.buffer, from, at - from);
  }
  /** Forgets what was written since the last `finish`. */
  drop(): void {
    this.at = this.from;
  }
}
/** Small enough that a few bytes that are kept do not keep much beside them. */
const poolBytes = 16 * 1024;
