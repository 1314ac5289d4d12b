/** Turns what a browser's credential returns into the chain's forms of key and signature; safe in browsers. */
import { concat, equal, fromHex } from './bytes.ts';

/** The ASN.1 head of an uncompressed P-256 key, as `getPublicKey()` of an ES256 credential returns it. */
const spkiHead = fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004');

const coordinateBytes = 32;

/** Returns the compressed key (33 bytes) of a SubjectPublicKeyInfo; throws a `TypeError` where it is not one of P-256. */
export function publicKeyFromSpki(spki: Uint8Array): Uint8Array {
  const lengthRight = spki.length === spkiHead.length + 2 * coordinateBytes;
  if (!lengthRight || !equal(spki.subarray(0, spkiHead.length), spkiHead)) {
    throw new TypeError('This authenticator did not return a P-256 key.');
  }
  const x = spki.subarray(spkiHead.length, spkiHead.length + coordinateBytes);
  const yLast = spki[spki.length - 1] ?? 0;
  return concat(Uint8Array.of(yLast % 2 === 0 ? 2 : 3), x);
}

/** Returns r ‖ s (64 bytes) of an ECDSA signature in DER, as assertions carry it; throws a `TypeError` for any other bytes. */
export function signatureFromDer(der: Uint8Array): Uint8Array {
  // Two numbers of at most 33 bytes: every length fits the short form.
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw notDer();
  const r = readInteger(der, 2);
  const s = readInteger(der, r.end);
  if (s.end !== der.length) throw notDer();
  return concat(r.bytes, s.bytes);
}

function readInteger(der: Uint8Array, start: number): { bytes: Uint8Array; end: number } {
  const length = der[start + 1] ?? 0;
  const end = start + 2 + length;
  if (der[start] !== 0x02 || length === 0 || end > der.length) throw notDer();
  let value = der.subarray(start + 2, end);
  const [first, second] = [value[0] ?? 0, value[1] ?? 0];
  // A number is positive, and a leading zero stands only where the sign bit needs it.
  if (first >= 0x80 || (first === 0 && length > 1 && second < 0x80)) throw notDer();
  if (first === 0) value = value.subarray(1);
  if (value.length > coordinateBytes) throw notDer();
  const bytes = new Uint8Array(coordinateBytes);
  bytes.set(value, coordinateBytes - value.length);
  return { bytes, end };
}

function notDer(): TypeError {
  return new TypeError('This is not an ECDSA signature of P-256 in DER.');
}
