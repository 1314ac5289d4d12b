/** Keys of a person on this machine: one file each in `$MERITLANE_HOME/keys`, mode 600. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { formatAddress } from '#chain/crypto/address.ts';
import { createSecret, signerOf } from '#chain/crypto/sign.ts';
import { type ClientSigner, ed25519Signer } from '../client/submitter.ts';
import { type VotingKey, votingKeyOf } from '../client/votingKeys.ts';
import { cliError } from './cliError.ts';

const keyFile = z.object({
  name: z.string(),
  scheme: z.literal(0),
  secret: z.string().regex(/^[0-9a-f]{64}$/),
});
/** What may be shown of a key. */
export interface KeyFacts {
  readonly name: string;
  readonly address: string;
  readonly publicKey: string;
  readonly path: string;
}

const folderOf = (home: string): string => join(home, 'keys');
const pathOf = (home: string, name: string): string => {
  // The pattern also keeps names from being paths.
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) throw cliError('cli.badKeyName', name);
  return join(folderOf(home), `${name}.json`);
};
const factsOf = (home: string, name: string, secret: string): KeyFacts => {
  const { publicKey, address } = signerOf(secret);
  return { name, address: formatAddress(address), publicKey, path: pathOf(home, name) };
};

/** Makes a key; throws `cli.keyExists`. */
export const createKey = (home: string, name: string): KeyFacts => {
  const path = pathOf(home, name);
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 });
  if (existsSync(path)) throw cliError('cli.keyExists', name);
  const secret = createSecret();
  writeFileSync(path, `${JSON.stringify({ name, scheme: 0, secret })}\n`, { mode: 0o600, flag: 'wx' });
  // The mask of the process may have taken bits away, never added any; said once more for file systems that differ.
  chmodSync(path, 0o600);
  return factsOf(home, name, secret);
};

const secretOf = (home: string, name: string): string => {
  const path = pathOf(home, name);
  if (!existsSync(path)) throw cliError('cli.noKey', name);
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8'))).secret;
  } catch {
    throw cliError('cli.badKeyFile', path);
  }
};
export const showKey = (home: string, name: string): KeyFacts => factsOf(home, name, secretOf(home, name));
export const signerOfKey = (home: string, name: string): ClientSigner => ed25519Signer(secretOf(home, name));

/** The voting key that goes with a key; nothing more is stored for it. */
export const votingKeyOfKey = (home: string, name: string): VotingKey => votingKeyOf(secretOf(home, name));

export const listKeys = (home: string): KeyFacts[] => {
  if (!existsSync(folderOf(home))) return [];
  return readdirSync(folderOf(home))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => showKey(home, file.slice(0, -'.json'.length)));
};
