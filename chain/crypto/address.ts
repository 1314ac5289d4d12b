/** Addresses: how they derive from keys and DAOs, and their text form `merit1…`. */

import { bech32m } from '@scure/base';
import { sha256Hex } from '#hash';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { isScheme, schemes } from './schemes.ts';

const accountDomain = utf8('meritlane/account');
const daoDomain = utf8('meritlane/account/dao');

/** The prefix of every address in text. */
const addressPrefix = 'merit';

/** The address's bytes in memory. */
const addressBytes = 32;

/** Prefix 5, separator 1, 32 bytes in 52 groups of 5 bits, checksum 6. */
const addressTextLength = 64;

/** Returns the address (64 hex digits) of the account whose first key this is; throws a `TypeError` for an unknown scheme or a key of another length. */
export function addressOfKey(scheme: number, publicKeyHex: string): string {
  if (!isScheme(scheme)) throw new TypeError('An address derives from a key of scheme 0, 1, 2 or 3.');
  const publicKey = fromHex(publicKeyHex);
  const rule = schemes[scheme];
  if (publicKey.length !== rule.publicKeyBytes) {
    throw new TypeError(`A public key of ${rule.name} has ${rule.publicKeyBytes} bytes.`);
  }
  return sha256Hex(accountDomain, Uint8Array.of(scheme), publicKey);
}

/** Returns the address (64 hex digits) of the DAO that the transaction with this id (64 hex digits) created. */
export function daoAddress(idHex: string): string {
  const id = fromHex(idHex);
  if (id.length !== 32) throw new TypeError('The id of a DAO has 32 bytes.');
  return sha256Hex(daoDomain, id);
}

/** Returns the text form `merit1…` of an address of 64 hex digits; throws a `TypeError` for another length. */
export function formatAddress(addressHex: string): string {
  const address = fromHex(addressHex);
  if (address.length !== addressBytes) throw new TypeError('An address has 32 bytes.');
  return bech32m.encode(addressPrefix, bech32m.toWords(address));
}

/** Returns the 64 hex digits of an address in text; throws a `TypeError` that says what is wrong with any other text. */
export function parseAddress(text: string): string {
  if (text !== text.toLowerCase()) throw new TypeError('An address is written in lower case.');
  if (!text.startsWith(`${addressPrefix}1`)) throw new TypeError('An address begins with merit1.');
  if (text.length !== addressTextLength) throw new TypeError('An address has 64 characters.');
  const decoded = bech32m.decodeUnsafe(text, addressTextLength);
  if (decoded === undefined || decoded.prefix !== addressPrefix) {
    throw new TypeError('The checksum of this address does not match; it was mistyped or cut.');
  }
  const address = bech32m.fromWordsUnsafe(decoded.words);
  if (address === undefined || address.length !== addressBytes) {
    throw new TypeError('An address has 32 bytes.');
  }
  return toHex(address);
}
