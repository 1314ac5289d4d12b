/** SHA-256 in browsers, by noble; `#hash` resolves here under the `browser` condition. */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { toHex } from './bytes.ts';

/** Returns the 32-byte SHA-256 of the parts, one after the other, with nothing between them. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  const hasher = nobleSha256.create();
  for (const part of parts) hasher.update(part);
  return hasher.digest();
}

/** Returns the SHA-256 of the parts, one after the other, as 64 lower-case hex digits. */
export function sha256Hex(...parts: Uint8Array[]): string {
  return toHex(sha256(...parts));
}
