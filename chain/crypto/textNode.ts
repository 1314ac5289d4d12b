/** Hex and Latin-1 texts of bytes on Node, by its native buffers; `#text` resolves here outside browsers. */

const { hexSlice, hexWrite, latin1Slice, latin1Write } = Buffer.prototype as unknown as {
  readonly hexSlice: (this: Uint8Array, from: number, to: number) => string;
  readonly hexWrite: (this: Uint8Array, text: string, at: number, length: number) => number;
  readonly latin1Slice: (this: Uint8Array, from: number, to: number) => string;
  readonly latin1Write: (this: Uint8Array, text: string, at: number, length: number) => number;
};

/** The bytes `from` … `to` − 1 as lower-case hex. */
export const sliceHex = (bytes: Uint8Array, from: number, to: number): string =>
  hexSlice.call(bytes, from, to);

/** Writes the bytes of a hex text at a place that has room for them; returns how many. Throws a `TypeError` for other texts. */
export const putHex = (bytes: Uint8Array, at: number, hex: string): number => {
  const length = hex.length >>> 1;
  if ((hex.length & 1) !== 0 || hexWrite.call(bytes, hex, at, length) !== length)
    throw new TypeError('A hex text has an even number of the digits 0 to 9 and a to f.');
  return length;
};

/** The bytes `from` … `to` − 1 as a text with one character a byte. */
export const sliceLatin1 = (bytes: Uint8Array, from: number, to: number): string =>
  latin1Slice.call(bytes, from, to);

/** Writes a text of characters below 256 at a place that has room for it. */
export const putLatin1 = (bytes: Uint8Array, at: number, text: string): void => {
  latin1Write.call(bytes, text, at, text.length);
};
