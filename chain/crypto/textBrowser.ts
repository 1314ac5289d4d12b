/** Hex and Latin-1 texts of bytes in browsers; `#text` resolves here under the `browser` condition. */

const pairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const notADigit = 255;

/** The value of each lower-case hex digit by its character code; everything else is `notADigit`. */
const digitValues = new Uint8Array(128).fill(notADigit);
for (let value = 0; value < 16; value++) digitValues[value.toString(16).charCodeAt(0)] = value;

/** The bytes `from` … `to` − 1 as lower-case hex. */
export const sliceHex = (bytes: Uint8Array, from: number, to: number): string => {
  let text = '';
  for (let index = from; index < to; index++) text += pairs[bytes[index] as number];
  return text;
};

/** Writes the bytes of a hex text at a place that has room for them; returns how many. Throws a `TypeError` for other texts. */
export const putHex = (bytes: Uint8Array, at: number, hex: string): number => {
  const length = hex.length >>> 1;
  let wrong = (hex.length & 1) !== 0;
  for (let index = 0; index < length; index++) {
    const high = digitValues[hex.charCodeAt(2 * index)] ?? notADigit;
    const low = digitValues[hex.charCodeAt(2 * index + 1)] ?? notADigit;
    wrong ||= high === notADigit || low === notADigit;
    bytes[at + index] = high * 16 + low;
  }
  if (wrong) throw new TypeError('A hex text has an even number of the digits 0 to 9 and a to f.');
  return length;
};

/** The bytes `from` … `to` − 1 as a text with one character a byte. */
export const sliceLatin1 = (bytes: Uint8Array, from: number, to: number): string => {
  let text = '';
  for (let index = from; index < to; index++) text += String.fromCharCode(bytes[index] as number);
  return text;
};

/** Writes a text of characters below 256 at a place that has room for it. */
export const putLatin1 = (bytes: Uint8Array, at: number, text: string): void => {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
};
