/** Passphrases: from a file that the environment names, else from whoever sits at the terminal. */
import { readFileSync } from 'node:fs';
import { type CliEnvironment, pathFrom } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { passphraseMax, passphraseMin } from './keyLock.ts';

/** Names a file whose first line is the passphrase. */
const fileVariable = 'MERITLANE_PASSPHRASE_FILE';

const fromFile = (environment: CliEnvironment, file: string): string => {
  try {
    return readFileSync(pathFrom(environment, file), 'utf8').split(/\r?\n/, 1)[0] ?? '';
  } catch {
    throw cliError('cli.noFile', file);
  }
};

/** The passphrase of a locked key; throws `cli.noPassphrase` where nobody can be asked. */
export const askPassphrase = (environment: CliEnvironment, question: string): Promise<string> => {
  const file = environment.variables[fileVariable];
  if (file !== undefined) return Promise.resolve(fromFile(environment, file));
  if (environment.askSecret === undefined) throw cliError('cli.noPassphrase');
  return environment.askSecret(question);
};

/** A new passphrase, typed twice at a terminal; throws `cli.badPassphrase` and `cli.passphrasesDiffer`. */
export const chosenPassphrase = async (environment: CliEnvironment, name: string): Promise<string> => {
  const chosen = await askPassphrase(environment, `New passphrase for ${name}: `);
  if (chosen.length < passphraseMin || chosen.length > passphraseMax) throw cliError('cli.badPassphrase');
  const again = await askPassphrase(environment, 'Once more: ');
  if (again !== chosen) throw cliError('cli.passphrasesDiffer');
  return chosen;
};
