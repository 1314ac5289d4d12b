/** SHA-256 on Node, by OpenSSL; `#hash` resolves here wherever the code does not run in a browser. */
import { createHash, hash } from 'node:crypto';
import { fromHex } from './bytes.ts';

/** Parts that fit are joined here: feeding OpenSSL part by part, or making memory for the joined bytes, costs more than hashing. */
const joined = Buffer.alloc(4096);

/** Returns the 32-byte SHA-256 of the parts, one after the other, with nothing between them. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  // By way of hex, because OpenSSL's binding takes twice as long to make a Buffer as to make a text.
  return fromHex(sha256Hex(...parts));
}

/** Returns the SHA-256 of the parts, one after the other, as 64 lower-case hex digits. */
export function sha256Hex(...parts: Uint8Array[]): string {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return hash('sha256', first, 'hex');
  let total = 0;
  for (const part of parts) total += part.length;
  if (total <= joined.length) {
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return hash('sha256', joined.subarray(0, total), 'hex');
  }
  const hasher = createHash('sha256');
  for (const part of parts) hasher.update(part);
  return hasher.digest('hex');
}
