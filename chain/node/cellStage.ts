/** All cells of a chain on their way from the disk into the executor, packed so that a million take little memory. */

/** Larger than any cell; small enough that a small chain does not pay for it. */
const chunkBytes = 4 * 1024 * 1024;
const headBytes = 8;

/** Collects cells, the last value of each, and gives them once. */
export class CellStage {
  private readonly chunks: Buffer[] = [];
  private end = chunkBytes;
  /** Where a key's newest entry stands: chunk × chunk bytes + place. */
  private readonly places = new Map<string, number>();

  /** Copies key and value. */
  put = (key: Uint8Array, value: Uint8Array): void => {
    const length = headBytes + key.length + value.length;
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || this.end + length > chunk.length) {
      chunk = Buffer.allocUnsafeSlow(Math.max(chunkBytes, length));
      this.chunks.push(chunk);
      this.end = 0;
    }
    chunk.writeUInt32LE(key.length, this.end);
    chunk.writeUInt32LE(value.length, this.end + 4);
    chunk.set(key, this.end + headBytes);
    chunk.set(value, this.end + headBytes + key.length);
    this.places.set(latin1(key), (this.chunks.length - 1) * chunkBytes + this.end);
    this.end += length;
  };

  remove = (key: Uint8Array): void => {
    this.places.delete(latin1(key));
  };

  /** Every cell once; views of packed memory. */
  *cells(): Generator<{ readonly key: Uint8Array; readonly value: Uint8Array }> {
    for (const place of this.places.values()) {
      const chunk = this.chunks[Math.floor(place / chunkBytes)] as Buffer;
      const at = (place % chunkBytes) + headBytes;
      const keyEnd = at + chunk.readUInt32LE(at - headBytes);
      const valueEnd = keyEnd + chunk.readUInt32LE(at - 4);
      yield { key: chunk.subarray(at, keyEnd), value: chunk.subarray(keyEnd, valueEnd) };
    }
  }
}

const latin1 = (key: Uint8Array): string =>
  Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');
