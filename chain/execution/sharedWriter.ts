/** A writer whose bytes other threads can read; it keeps its memory from block to block. */
import { Writer } from '../codec.ts';

/** Grows by doubling, into a new buffer: so the buffer is told anew whenever others are to read it. */
export class SharedWriter extends Writer {
  buffer: SharedArrayBuffer;
  /** The same bytes as numbers. */
  words: Int32Array;

  constructor(size = 1 << 16) {
    super(0);
    this.buffer = new SharedArrayBuffer(size);
    this.bytes = new Uint8Array(this.buffer);
    this.words = new Int32Array(this.buffer);
  }

  override need(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    let length = this.bytes.length * 2;
    while (length < this.at + more) length *= 2;
    const wider = new SharedArrayBuffer(length);
    const bytes = new Uint8Array(wider);
    bytes.set(this.bytes.subarray(0, this.at));
    this.buffer = wider;
    this.bytes = bytes;
    this.words = new Int32Array(wider);
  }

  /** What was written since `clear`, for another thread to read. */
  share(): SharedBytes {
    return { buffer: this.buffer, length: this.at };
  }

  clear(): void {
    this.at = 0;
  }
}

/** Bytes in shared memory that stay as they are until their writer begins the next block. */
export interface SharedBytes {
  readonly buffer: SharedArrayBuffer;
  readonly length: number;
}

/** The bytes as a view. */
export const viewOf = ({ buffer, length }: SharedBytes): Uint8Array => new Uint8Array(buffer, 0, length);
