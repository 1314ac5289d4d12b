/** Keys of a person on this machine: one file each in `$MERITLANE_HOME/keys`, mode 600, locked by a passphrase where its owner wants. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { addressOfKey, formatAddress } from '#chain/crypto/address.ts';
import { schemeNumbers } from '#chain/crypto/schemes.ts';
import { createSecret, signerOf } from '#chain/crypto/sign.ts';
import { type ClientSigner, ed25519Signer } from '../client/submitter.ts';
import { type VotingKey, votingKeyOf } from '../client/votingKeys.ts';
import { type CliEnvironment, homeOf } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { lock, lockSecret, unlockSecret } from './keyLock.ts';
import { askPassphrase, chosenPassphrase } from './passphrase.ts';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const about = { name: z.string(), scheme: z.literal(0) };
const openKey = z.strictObject({ ...about, secret: hex32 });
const lockedKey = z.strictObject({ ...about, publicKey: hex32, lock });
const keyFile = z.union([openKey, lockedKey]);
type KeyFile = z.output<typeof keyFile>;

/** What may be shown of a key. */
export interface KeyFacts {
  readonly name: string;
  readonly address: string;
  readonly publicKey: string;
  readonly locked: boolean;
  readonly path: string;
}
/** A key that can sign. */
export interface OpenKey {
  readonly signer: ClientSigner;
  /** The voting key that goes with it; nothing more is stored for it. */
  readonly votingKey: () => VotingKey;
}

const folderOf = (home: string): string => join(home, 'keys');
const pathOf = (home: string, name: string): string => {
  // The pattern also keeps names from being paths.
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) throw cliError('cli.badKeyName', name);
  return join(folderOf(home), `${name}.json`);
};
const publicKeyOf = (file: KeyFile): string =>
  'lock' in file ? file.publicKey : signerOf(file.secret).publicKey;

const readKey = (home: string, name: string): KeyFile => {
  const path = pathOf(home, name);
  if (!existsSync(path)) throw cliError('cli.noKey', name);
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw cliError('cli.badKeyFile', path);
  }
};
/** Puts a key in the place of the one there is, whole or not at all. */
const writeKey = (home: string, file: KeyFile): void => {
  const path = pathOf(home, file.name);
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 });
  const beside = `${path}.new`;
  writeFileSync(beside, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  // The mask of the process may have taken bits away, never added any; said once more for file systems that differ.
  chmodSync(beside, 0o600);
  renameSync(beside, path);
};
const locked = async (secret: string, name: string, passphrase: string): Promise<KeyFile> => {
  const { publicKey } = signerOf(secret);
  return { name, scheme: 0, publicKey, lock: await lockSecret(secret, passphrase, publicKey) };
};

/** Name, address and public key; throws `cli.noKey`, `cli.badKeyFile` and `cli.badKeyName`. */
export const showKey = (home: string, name: string): KeyFacts => {
  const file = readKey(home, name);
  const publicKey = publicKeyOf(file);
  const address = formatAddress(addressOfKey(schemeNumbers.ed25519, publicKey));
  return { name, address, publicKey, locked: 'lock' in file, path: pathOf(home, name) };
};

/** Makes a key, locked where `isLocked`; throws `cli.keyExists`, and what `chosenPassphrase` throws. */
export const createKey = async (
  environment: CliEnvironment,
  name: string,
  isLocked: boolean,
): Promise<KeyFacts> => {
  const home = homeOf(environment);
  if (existsSync(pathOf(home, name))) throw cliError('cli.keyExists', name);
  const secret = createSecret();
  const file: KeyFile = isLocked
    ? await locked(secret, name, await chosenPassphrase(environment, name))
    : { name, scheme: 0, secret };
  writeKey(home, file);
  return showKey(home, name);
};

/** The secret of a key; throws `cli.wrongPassphrase` and what `askPassphrase` throws where it is locked. */
const secretOf = async (environment: CliEnvironment, name: string): Promise<string> => {
  const file = readKey(homeOf(environment), name);
  if (!('lock' in file)) return file.secret;
  const passphrase = await askPassphrase(environment, `Passphrase of ${name}: `);
  const secret = await unlockSecret(file.lock, passphrase, file.publicKey);
  if (secret === undefined) throw cliError('cli.wrongPassphrase', name);
  return secret;
};

/** A key to sign with. */
export const openedKey = async (environment: CliEnvironment, name: string): Promise<OpenKey> => {
  const secret = await secretOf(environment, name);
  return { signer: ed25519Signer(secret), votingKey: () => votingKeyOf(secret) };
};

/** Locks a key by a passphrase; throws `cli.keyLocked` where it has one. */
export const lockKey = async (environment: CliEnvironment, name: string): Promise<KeyFacts> => {
  const home = homeOf(environment);
  const file = readKey(home, name);
  if ('lock' in file) throw cliError('cli.keyLocked', name);
  writeKey(home, await locked(file.secret, name, await chosenPassphrase(environment, name)));
  return showKey(home, name);
};
/** Takes the passphrase off a key; throws `cli.keyNotLocked` where it has none. */
export const unlockKey = async (environment: CliEnvironment, name: string): Promise<KeyFacts> => {
  const home = homeOf(environment);
  if (!('lock' in readKey(home, name))) throw cliError('cli.keyNotLocked', name);
  writeKey(home, { name, scheme: 0, secret: await secretOf(environment, name) });
  return showKey(home, name);
};

export const listKeys = (home: string): KeyFacts[] => {
  if (!existsSync(folderOf(home))) return [];
  return readdirSync(folderOf(home))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => showKey(home, file.slice(0, -'.json'.length)));
};
