/** A writer whose bytes other threads can read; it keeps its memory from block to block. */
import { Writer } from '../codec.ts';

/** Grows by doubling, into a new buffer: so the buffer is told anew whenever others are to read it. */
export class SharedWriter extends Writer {
  buffer: SharedArrayBuffer;

  constructor(size = 1 << 16) {
    super(0);
    this.buffer = new SharedArrayBuffer(size);
    this.bytes = new Uint8Array(this.buffer);
  }

  override need(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const wider = new SharedArrayBuffer(Math.max(this.bytes.length * 2, this.at + more));
    const bytes = new Uint8Array(wider);
    bytes.set(this.bytes.subarray(0, this.at));
    this.buffer = wider;
    this.bytes = bytes;
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
