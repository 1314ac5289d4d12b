/** Which sort of key a scheme is, as people know it; each has its words. */
import { schemeNumbers } from '#chain/crypto/schemes.ts';

/** `settings.<kind>` is its name. */
export type KeyKind = 'browserKey' | 'ethereum' | 'passkey';

/** The sort of key behind a scheme's number. */
export function keyKindOf(scheme: number): KeyKind {
  if (scheme === schemeNumbers.p256) return 'passkey';
  return scheme === schemeNumbers.secp256k1 ? 'ethereum' : 'browserKey';
}
