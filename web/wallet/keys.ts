/** Keys in the browser: makes them, keeps them, and signs the ids of transactions with them. */
import { addressOfKey } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { schemeNumbers } from '#chain/crypto/schemes.ts';
import { createSecret, signerOf } from '#chain/crypto/sign.ts';
import { fetchStoredKeys, type StoredKey, storeKey } from './keyStore.ts';
import { assertPasskey, createPasskey, type WebAuthnSignature } from './passkey.ts';

/** A signature as a transaction carries it; hex throughout. */
interface KeySignature {
  readonly scheme: 0 | 2;
  readonly publicKey: string;
  /** ed25519: 64 bytes. A passkey: the assertion's three parts. */
  readonly signature: string | WebAuthnSignature;
}

/** A key that can sign. */
export interface WalletKey {
  readonly scheme: 0 | 2;
  /** 32 bytes for ed25519, 33 (compressed) for P-256; hex. */
  readonly publicKey: string;
  /** The address of the account it acts for. */
  readonly account: string;
  readonly name: string;
  readonly createdAtMs: number;
  /**
   * Signs the 32-byte id of a transaction: ed25519 signs "meritlane/sign" ‖ id; a passkey's challenge is the id.
   * Throws what `refusalOf` puts in words. For a passkey, call it straight from a click.
   */
  readonly sign: (id: Uint8Array) => Promise<KeySignature>;
}

/** Wraps a stored key as one that signs. */
function walletKey(stored: StoredKey): WalletKey {
  const { scheme, publicKey, account, name, createdAtMs } = stored;
  const sign = async (id: Uint8Array): Promise<KeySignature> => {
    const signature =
      stored.scheme === schemeNumbers.ed25519
        ? signerOf(stored.secret).sign(toHex(id))
        : await assertPasskey(id, fromHex(stored.credentialId), stored.rpId);
    return { scheme, publicKey, signature };
  };
  return { scheme, publicKey, account, name, createdAtMs, sign };
}

/** Makes an ed25519 key and keeps it. Its secret is readable by this origin's scripts: it is for small rights and demos. */
export async function makeBrowserKey(name: string, account?: string): Promise<WalletKey> {
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
export async function makePasskey(name: string, account?: string): Promise<WalletKey> {
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

/** All keys of this browser, oldest first. */
export async function fetchWalletKeys(): Promise<WalletKey[]> {
  return (await fetchStoredKeys()).map(walletKey);
}
