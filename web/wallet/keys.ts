/** Keys in the browser: makes them, keeps them, and signs transactions with them. */
import { addressOfKey } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import type { Readable } from '#chain/crypto/eip712.ts';
import { schemeNumbers } from '#chain/crypto/schemes.ts';
import { createSecret, signerOf } from '#chain/crypto/sign.ts';
import { connectWallet, signWithWallet } from './ethereum.ts';
import type { KeyKind } from './keyKind.ts';
import { fetchStoredKeys, type StoredKey, storeKey } from './keyStore.ts';
import { assertPasskey, createPasskey, type WebAuthnSignature } from './passkey.ts';

/** A signature as a transaction carries it; hex throughout. */
interface KeySignature {
  readonly scheme: 0 | 1 | 2;
  readonly publicKey: string;
  /** ed25519 and secp256k1: 64 bytes. A passkey: the assertion's three parts. */
  readonly signature: string | WebAuthnSignature;
}

/** A key that can sign. */
export interface WalletKey {
  readonly scheme: 0 | 1 | 2;
  /** 32 bytes for ed25519, 33 (compressed) for secp256k1 and P-256; hex. */
  readonly publicKey: string;
  /** The address of the account it acts for. */
  readonly account: string;
  readonly name: string;
  readonly createdAtMs: number;
  /**
   * Signs a transaction or a batch of this id (32 bytes): ed25519 signs "meritlane/sign" ‖ id; a passkey's challenge is the
   * id; an Ethereum wallet shows what is signed. Throws what `refusalOf` puts in words. For a passkey, call it
   * straight from a click.
   */
  readonly sign: (id: Uint8Array, readable: Readable) => Promise<KeySignature>;
}

/** Wraps a stored key as one that signs. */
function walletKey(stored: StoredKey): WalletKey {
  const { scheme, publicKey, account, name, createdAtMs } = stored;
  const sign = async (id: Uint8Array, readable: Readable): Promise<KeySignature> => ({
    scheme,
    publicKey,
    signature: await signatureOf(stored, id, readable),
  });
  return { scheme, publicKey, account, name, createdAtMs, sign };
}

function signatureOf(
  stored: StoredKey,
  id: Uint8Array,
  readable: Readable,
): string | Promise<string | WebAuthnSignature> {
  switch (stored.scheme) {
    case schemeNumbers.ed25519:
      return signerOf(stored.secret).sign(toHex(id));
    case schemeNumbers.secp256k1:
      return signWithWallet(stored, readable);
    case schemeNumbers.p256:
      return assertPasskey(id, fromHex(stored.credentialId), stored.rpId);
  }
}

/** Makes an ed25519 key and keeps it. Its secret is readable by this origin's scripts: it is for small rights and demos. */
async function makeBrowserKey(name: string, account?: string): Promise<WalletKey> {
  const secret = createSecret();
  const { publicKey, address } = signerOf(secret);
  const stored: StoredKey = {
    scheme: schemeNumbers.ed25519,
    publicKey,
    secret,
    account: account ?? address,
    name,
    createdAtMs: Date.now(),
  };
  await storeKey(stored);
  return walletKey(stored);
}

/** Takes over an ed25519 secret of 64 hex digits, such as a demo founder's; throws a `TypeError` for any other text. */
export async function importBrowserKey(secret: string, name: string): Promise<WalletKey> {
  const { publicKey, address } = signerOf(secret);
  const stored: StoredKey = {
    scheme: schemeNumbers.ed25519,
    publicKey,
    secret,
    account: address,
    name,
    createdAtMs: Date.now(),
  };
  await storeKey(stored);
  return walletKey(stored);
}

/** Makes a passkey on this device and keeps its credential id. Call it straight from a click. */
async function makePasskey(name: string, account?: string): Promise<WalletKey> {
  const { publicKey, credentialId, rpId } = await createPasskey(name);
  const stored: StoredKey = {
    scheme: schemeNumbers.p256,
    publicKey,
    credentialId,
    rpId,
    account: account ?? addressOfKey(schemeNumbers.p256, publicKey),
    name,
    createdAtMs: Date.now(),
  };
  await storeKey(stored);
  return walletKey(stored);
}

/** Learns the key of this browser's Ethereum wallet and remembers it; the wallet asks the person twice. */
async function makeEthereumKey(name: string, account?: string): Promise<WalletKey> {
  const { publicKey, wallet } = await connectWallet();
  const stored: StoredKey = {
    scheme: schemeNumbers.secp256k1,
    publicKey,
    wallet,
    account: account ?? addressOfKey(schemeNumbers.secp256k1, publicKey),
    name,
    createdAtMs: Date.now(),
  };
  await storeKey(stored);
  return walletKey(stored);
}

const makers = { browserKey: makeBrowserKey, ethereum: makeEthereumKey, passkey: makePasskey } as const;

/** Makes a key of this kind, for a new account unless one is given (hex). Call it straight from a click. */
export const makeKey = (kind: KeyKind, name: string, account?: string): Promise<WalletKey> =>
  makers[kind](name, account);

/** All keys of this browser, oldest first. */
export async function fetchWalletKeys(): Promise<WalletKey[]> {
  return (await fetchStoredKeys()).map(walletKey);
}
