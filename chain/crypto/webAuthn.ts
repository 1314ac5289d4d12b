/** What a passkey's assertion must say besides its ECDSA signature; safe in browsers. */

import { base64urlnopad } from '@scure/base';
import { sha256 } from '#hash';
import { concat, equal, utf8 } from './bytes.ts';
import { webAuthnBytesMax } from './schemes.ts';

/** The three parts that an authenticator returns; `signature` is r ‖ s, 64 bytes, not DER. */
export interface WebAuthnSignature {
  readonly authenticatorData: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly signature: Uint8Array;
}

/** The first check that an assertion fails. */
export type WebAuthnFault =
  | 'length'
  | 'type'
  | 'challenge'
  | 'origin'
  | 'crossOrigin'
  | 'relyingParty'
  | 'userPresent'
  | 'userVerified';

/** SHA-256 of the rpId 32, flags 1, signature counter 4. */
const authenticatorDataBytesMin = 37;
const flagsAt = 32;
const userPresentFlag = 0x01;
const userVerifiedFlag = 0x04;

const typeHead = utf8('{"type":"webauthn.get",');
const challengeHead = utf8('"challenge":"');
const originHead = utf8('","origin":"');
const crossOriginTail = utf8('","crossOrigin":false');

const quote = 0x22;
const comma = 0x2c;
const closingBrace = 0x7d;

/** scheme, host, port: an origin as browsers serialise it, always lower-case ASCII. IP addresses cannot own passkeys. */
const originForm = /^(https?):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::[0-9]{1,5})?$/;

/**
 * Returns the first check that the assertion fails as an approval of the id (32 bytes), or undefined if it passes all;
 * never throws. `rpIds` are the relying party ids that may stand behind the key: the one it was registered for, or
 * all that the genesis allows.
 *
 * The client data are compared with the bytes that the specification prescribes (its limited verification
 * algorithm) and never parsed as JSON: parsers differ on duplicate keys and escapes. The signature counter is not
 * looked at: synced passkeys keep it at zero, and the account's nonce already forbids replay.
 */
export function webAuthnFault(
  { authenticatorData, clientDataJSON, signature }: WebAuthnSignature,
  id: Uint8Array,
  rpIds: readonly string[],
): WebAuthnFault | undefined {
  if (
    authenticatorData.length < authenticatorDataBytesMin ||
    authenticatorData.length > webAuthnBytesMax.authenticatorData ||
    clientDataJSON.length > webAuthnBytesMax.clientDataJSON ||
    signature.length !== webAuthnBytesMax.signature ||
    id.length !== 32
  ) {
    return 'length';
  }
  const client = readClientData(clientDataJSON, id);
  if (typeof client === 'string') return client;
  const hosts = rpIds.filter((rpId) => isHostOf(client.host, rpId));
  if (hosts.length === 0) return 'origin';
  const rpIdHash = authenticatorData.subarray(0, flagsAt);
  if (!hosts.some((rpId) => equal(sha256(utf8(rpId)), rpIdHash))) return 'relyingParty';
  const flags = authenticatorData[flagsAt] ?? 0;
  if ((flags & userPresentFlag) === 0) return 'userPresent';
  if ((flags & userVerifiedFlag) === 0) return 'userVerified';
  return undefined;
}

/** Returns the bytes that the authenticator's key signs: authenticator data ‖ SHA-256 of the client data. */
export function webAuthnMessage({ authenticatorData, clientDataJSON }: WebAuthnSignature): Uint8Array {
  return concat(authenticatorData, sha256(clientDataJSON));
}

function readClientData(json: Uint8Array, id: Uint8Array): { host: string } | WebAuthnFault {
  if (!hasAt(json, typeHead, 0)) return 'type';
  const challenge = concat(challengeHead, utf8(base64urlnopad.encode(id)), originHead);
  if (!hasAt(json, challenge, typeHead.length)) return 'challenge';
  const originStart = typeHead.length + challenge.length;
  const originEnd = json.indexOf(quote, originStart);
  if (originEnd === -1) return 'origin';
  // Bytes above 127 become characters that the form refuses, and so does the backslash of an escape.
  const origin = String.fromCharCode(...json.subarray(originStart, originEnd));
  const match = originForm.exec(origin);
  const host = match?.[2];
  if (host === undefined) return 'origin';
  // Without TLS a browser offers passkeys on the machine itself only; so do we.
  if (match?.[1] === 'http' && !isHostOf(host, 'localhost')) return 'origin';
  return hasSameOriginTail(json, originEnd) ? { host } : 'crossOrigin';
}

/** Safari leaves `crossOrigin` out where it is false (WebKit's `buildClientDataJson`); then nothing may follow. */
function hasSameOriginTail(json: Uint8Array, originEnd: number): boolean {
  const tailEnd = originEnd + crossOriginTail.length;
  const closed = hasAt(json, crossOriginTail, originEnd) ? tailEnd : originEnd + 1;
  if (json[closed] === closingBrace) return closed === json.length - 1;
  return closed === tailEnd && json[closed] === comma;
}

function isHostOf(host: string, rpId: string): boolean {
  return host === rpId || host.endsWith(`.${rpId}`);
}

function hasAt(bytes: Uint8Array, part: Uint8Array, offset: number): boolean {
  return equal(bytes.subarray(offset, offset + part.length), part);
}
