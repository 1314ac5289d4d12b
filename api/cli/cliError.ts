/** Refusals of the command line itself, in the form of all others: code, sentence, detail. */
import { ClientError } from '../client/clientError.ts';

const sentences = {
  'cli.usage': 'The command was not understood.',
  'cli.badKeyName': 'A key is named in lower-case letters, digits and dashes, at most 32.',
  'cli.keyExists': 'There is already a key of this name.',
  'cli.noKey': 'There is no key of this name; make one with: npm run merit -- keys create <name>.',
  'cli.noPassphrase':
    'This takes a passphrase; call it from a terminal, or name a file that holds it in MERITLANE_PASSPHRASE_FILE.',
  'cli.badPassphrase': 'A passphrase has 8 to 1,024 characters.',
  'cli.passphrasesDiffer': 'The two passphrases differ; nothing was changed.',
  'cli.wrongPassphrase': 'This is not the passphrase of the key, or its file was changed.',
  'cli.keyLocked':
    'This key has a passphrase already; take it off first with: npm run merit -- keys unlock <name>.',
  'cli.keyNotLocked': 'This key has no passphrase.',
  'cli.badKeyFile': 'The file of this key does not hold a key.',
  'cli.noVotingKey':
    'The voting key that counts on this proposal is not the one of this key; vote without --shared.',
  'cli.noVoteSecret': 'No vote in this round of the case was sealed with this key on this machine.',
  'cli.noRatingSecret': 'No rating of this work was sealed with this key on this machine.',
  'cli.noBallotSecret': 'This ballot was not sealed with this key on this machine.',
  'cli.noFile': 'This file cannot be read.',
  'cli.badJson': 'This is not JSON.',
  'cli.badDrafts': 'Drafts are a JSON list of objects with kind and payload.',
  'cli.badBatch': 'This file does not hold transactions, each behind its length in four bytes.',
  'cli.fileExists': 'There is already a file of this name.',
  'cli.someRefused': 'Some of the transactions were refused or rejected.',
  'cli.otherGenesis':
    'This node serves another genesis than the one that was trusted for its chain at first contact.',
  'cli.noTrustedGenesis':
    'No genesis is trusted for this chain yet; give its hash with --genesis, or contact a node that you trust first.',
  'cli.proofFalse': 'The proof is false.',
  'cli.replayDiffers': 'The stored chain is not what its genesis and transactions make.',
  'cli.badCopy': 'The chain could not be copied.',
  'cli.noRepository': 'There is no git repository at this path; name a bare one or a work tree.',
  'cli.emptyHistory': 'This repository has no commit yet; there is nothing to learn from.',
  'cli.shallowHistory':
    'The history of this repository is cut off; complete it with git fetch --unshallow, for origins and labels need all of it.',
  'cli.notMined':
    'This file holds no changes mined by this version; make it with: npm run merit -- scoring mine.',
  'cli.tooLittleToLearn': 'These histories hold too few changes that a model could learn from.',
  'cli.nothingToAttack':
    'No change of this repository has enough new work for an attack to be measured against.',
  'cli.attackGains': 'Attacks gain more than their bounds allow.',
  'cli.noModel': 'This folder holds no trained model of this version; scoring train writes one.',
  'cli.rowsDiffer': 'Runtimes of the model differ; it must not be used.',
  'cli.gitFailed': 'git could not read this repository to its end; nothing was written.',
  'cli.noOutput': 'This file cannot be written; name one in a folder that exists and is yours.',
  'cli.timeout': 'The contribution was submitted and is not scored yet.',
  'cli.internal': 'The command failed in a way nobody foresaw.',
} as const;
export type CliErrorCode = keyof typeof sentences;

/** A refusal with a code of the table above. */
export const cliError = (code: CliErrorCode, detail = ''): ClientError =>
  new ClientError(code, sentences[code], detail);

/** What a step says when it fails, as a refusal with this code. */
export const refusedAs = <T>(code: CliErrorCode, step: () => T): T => {
  try {
    return step();
  } catch (error) {
    throw cliError(code, error instanceof Error ? error.message : String(error));
  }
};
/** The whole number that an option gives; throws `cli.usage` outside of `min` to `max`. */
export const wholeNumber = (option: string, text: string, min: number, max: number): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= min && number <= max) return number;
  throw cliError('cli.usage', `--${option} takes a whole number from ${min} to ${max}.`);
};
