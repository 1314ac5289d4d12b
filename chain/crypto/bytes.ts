/** Work on byte strings: hex, UTF-8, joining and comparing; safe in browsers. */
import { putHex, sliceHex } from '#text';

const encoder = new TextEncoder();

/** Returns the bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return sliceHex(bytes, 0, bytes.length);
}

const lowerCaseHex = /^[0-9a-f]*$/;

/** Returns the bytes of a lower-case hex text of even length; throws a `TypeError` for any other text. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !lowerCaseHex.test(text))
    throw new TypeError('A hex text has an even number of the digits 0 to 9 and a to f.');
  const bytes = new Uint8Array(text.length / 2);
  putHex(bytes, 0, text);
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
