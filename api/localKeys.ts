/** Keys that the node keeps for itself: sequencer, keeper, scorers and the demo's founders; files only the owner reads. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { addressOfKey, formatAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed } from '#chain/crypto/ed25519.ts';
import { schemeNumbers, signingMessage } from '#chain/crypto/schemes.ts';

/** An ed25519 key of this machine. */
export interface LocalKey {
  readonly secret: Uint8Array;
  readonly publicKey: string;
  /** Hex of 32 bytes. */
  readonly account: string;
  /** `merit1…`. */
  readonly address: string;
  /** Signs a transaction id; hex. */
  sign(id: string): string;
}

const localKey = (secretHex: string): LocalKey => {
  const secret = fromHex(secretHex);
  const publicKey = toHex(publicKeyOfSeed(secret));
  const account = addressOfKey(schemeNumbers.ed25519, publicKey);
  return {
    secret,
    publicKey,
    account,
    address: formatAddress(account),
    sign: (id) => toHex(signWithSeed(secret, signingMessage(id))),
  };
};

/** The key in a file of 64 hex digits; a missing file gets a fresh one, mode 600. */
export const keyInFile = (path: string): LocalKey => {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${toHex(randomBytes(32))}\n`, { mode: 0o600, flag: 'wx' });
  }
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`The file ${path} does not hold a key of 64 hex digits.`);
  return localKey(text);
};
