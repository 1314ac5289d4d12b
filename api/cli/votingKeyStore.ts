/** Voting keys of a person on this machine: one file each in `$MERITLANE_HOME/voting-keys`, mode 600, never deleted by a command. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createVotingKey, type VotingKey } from '../client/votingKeys.ts';
import { cliError } from './cliError.ts';
import { showKey } from './keyStore.ts';

const hexOf = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const votingKeyFile = z.object({ secret: hexOf(32), publicKey: hexOf(48), storedKey: hexOf(96) });

const folderOf = (home: string): string => join(home, 'voting-keys');
/** Digits of the public key in a file's name: enough that no two keys of a person share them. */
const nameDigits = 16;

/** Makes a voting key beside the key `name`, whatever others there are: an older one still counts where a snapshot knows it. */
export const keepVotingKey = (home: string, name: string): VotingKey => {
  // Throws where there is no such key, or its name is none.
  showKey(home, name);
  const key = createVotingKey();
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 });
  const path = join(folderOf(home), `${name}.${key.publicKey.slice(0, nameDigits)}.json`);
  writeFileSync(path, `${JSON.stringify({ name, ...key })}\n`, { mode: 0o600, flag: 'wx' });
  return key;
};

/** The voting key of `name` whose stored form (96 bytes in hex) this is; undefined where it is not on this machine. */
export const findVotingKey = (home: string, name: string, storedKey: string): VotingKey | undefined => {
  if (!existsSync(folderOf(home))) return undefined;
  // Names of keys have no dots, so that one is never the beginning of another.
  const files = readdirSync(folderOf(home)).filter((file) => file.startsWith(`${name}.`));
  return files
    .map((file) => readVotingKey(join(folderOf(home), file)))
    .find((key) => key.storedKey === storedKey);
};

const readVotingKey = (path: string): VotingKey => {
  try {
    return votingKeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw cliError('cli.badKeyFile', path);
  }
};
