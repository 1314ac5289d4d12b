/** Secrets under a passphrase: scrypt makes a key of it, AES-256-GCM hides the secret and shows any change. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
export const lock = z.strictObject({
  kdf: z.literal('scrypt'),
  /** Cost: memory is 128 · n · r bytes. */
  n: z
    .int()
    .min(1_024)
    .max(1 << 20),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  salt: hex(16),
  cipher: z.literal('aes-256-gcm'),
  nonce: hex(12),
  ciphertext: hex(32),
  tag: hex(16),
});
export type Lock = z.output<typeof lock>;

/** 128 MB and some tenths of a second; as OWASP’s Password Storage Cheat Sheet asks of scrypt. */
const cost = { n: 1 << 17, r: 8, p: 1 };
/** Length in characters. */
export const passphraseMin = 8;
export const passphraseMax = 1_024;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
const keyOf = (
  passphrase: string,
  { n, r, p, salt }: Pick<Lock, 'n' | 'r' | 'p' | 'salt'>,
): Promise<Buffer> =>
  // The same text typed on another machine may be composed otherwise.
  derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, { N: n, r, p, maxmem: 256 * n * r });

/** Locks 32 bytes of secret, hex. `about` is bound to it: the lock opens only beside the same text. */
export const lockSecret = async (secret: string, passphrase: string, about: string): Promise<Lock> => {
  const terms = { ...cost, salt: randomBytes(16).toString('hex') };
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, terms), nonce);
  cipher.setAAD(Buffer.from(about));
  const ciphertext = Buffer.concat([cipher.update(secret, 'hex'), cipher.final()]).toString('hex');
  return {
    kdf: 'scrypt',
    ...terms,
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('hex'),
    ciphertext,
    tag: cipher.getAuthTag().toString('hex'),
  };
};

/** The secret, hex; undefined where the passphrase is another, or anything was changed. */
export const unlockSecret = async (
  locked: Lock,
  passphrase: string,
  about: string,
): Promise<string | undefined> => {
  const key = await keyOf(passphrase, locked);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(locked.nonce, 'hex'));
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(Buffer.from(locked.tag, 'hex'));
  try {
    return Buffer.concat([decipher.update(locked.ciphertext, 'hex'), decipher.final()]).toString('hex');
  } catch {
    return undefined;
  }
};
