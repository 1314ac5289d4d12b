/** Work on byte strings: hex, UTF-8, joining and comparing; safe in browsers. */

const pairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const notADigit = 255;

/** The value of each lower-case hex digit by its character code; everything else is `notADigit`. */
const digitValues = new Uint8Array(128).fill(notADigit);
for (let value = 0; value < 16; value++) digitValues[value.toString(16).charCodeAt(0)] = value;

const encoder = new TextEncoder();

/** Returns the bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += pairs[byte];
  return text;
}

/** Returns the bytes of a lower-case hex text of even length; throws a `TypeError` for any other text. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0) throw new TypeError('A hex text has an even number of digits.');
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    const high = digitValues[text.charCodeAt(2 * index)] ?? notADigit;
    const low = digitValues[text.charCodeAt(2 * index + 1)] ?? notADigit;
    if (high === notADigit || low === notADigit) {
      throw new TypeError('A hex text has the digits 0 to 9 and a to f only.');
    }
    bytes[index] = high * 16 + low;
  }
  return bytes;
}

/** Returns the UTF-8 bytes of a text; throws a `TypeError` for an unpaired surrogate, which UTF-8 cannot carry. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new TypeError('A text with an unpaired surrogate has no UTF-8 form.');
  return encoder.encode(text);
}

/** Returns the parts, one after the other, in one new byte string. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  let total = 0;
  for (const part of parts) total += part.length;
  const joined = new Uint8Array(total);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Tells whether two byte strings are the same; its time depends on the content, so it is not for secrets. */
export function equal(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

/** Orders byte strings as unsigned bytes, a prefix before what it begins: negative, zero or positive. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
