/** `contributions submit`: upload, submit, and wait until the work is scored and what is due at once is paid. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { contentBytesMax } from '#chain/storage/storageLimits.ts';
import type { Client, ContributionJson } from '../client/client.ts';
import { ClientError } from '../client/clientError.ts';
import { type CliEnvironment, common, pathFrom, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { type KeyOptions, sendingOf } from './sending.ts';

interface SubmitOptions extends KeyOptions {
  readonly dao: string;
  readonly kind: 'code' | 'document';
  readonly file: string;
  readonly title?: string;
  readonly wait?: boolean;
  readonly timeout: string;
}

const pollMs = 200;

/** The bytes of a file; throws `cli.noFile`, or `api.contentTooLarge` before anything is sent. */
export const readContent = async (path: string): Promise<Uint8Array> => {
  const bytes = await readFile(path).catch((error: Error) => {
    throw cliError('cli.noFile', error.message);
  });
  if (bytes.length > contentBytesMax)
    throw new ClientError('api.contentTooLarge', 'Content may have at most 8 MiB.', path, 413);
  return bytes;
};

const titleBytesMax = 200;
/** The subject of a patch, the first heading of a document, else the name of the file. */
export const titleOf = (file: string, bytes: Uint8Array): string => {
  const head = new TextDecoder().decode(bytes.subarray(0, 16_384));
  const subject = /^Subject: (?:\[PATCH[^\]]*\] *)?(.+)$/m.exec(head)?.[1] ?? /^# +(.+)$/m.exec(head)?.[1];
  const title = (subject ?? basename(file)).trim().toWellFormed();
  let cut = title;
  while (new TextEncoder().encode(cut).length > titleBytesMax) cut = cut.slice(0, -1).toWellFormed();
  return cut === '' ? basename(file).slice(0, 60) : cut;
};

/** Whether nothing more is due for now: scored, and its immediate part, if any, is in the list of rewards. */
const isSettledForNow = ({ state, immediate, rewards }: ContributionJson): boolean =>
  state !== 'submitted' && (immediate === undefined || immediate === '0' || rewards.length > 0);

const waitForScore = async (client: Client, id: string, timeoutMs: number): Promise<ContributionJson> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const one = await client.contribution(id);
    if (isSettledForNow(one)) return one;
    if (performance.now() > deadline) throw cliError('cli.timeout', id);
    await pause(pollMs);
  }
};

export const addContributionCommands = (environment: CliEnvironment, group: Command): void => {
  common(group.command('submit'))
    .description('Submit a patch or a document to a DAO; anyone may send it to an open DAO.')
    .requiredOption('--dao <id>', 'the DAO')
    .requiredOption('--kind <kind>', 'code or document')
    .requiredOption('--file <path>', 'a file of git format-patch, or a document')
    .option('--title <text>', 'by the patch’s subject unless given')
    .requiredOption('--key <name>', 'the key that signs')
    .option('--wait', 'wait until it is scored and paid')
    .option('--timeout <seconds>', 'how long to wait', '120')
    .action(async (options: SubmitOptions) => {
      const { dao, kind, file, wait, timeout } = options;
      const bytes = await readContent(pathFrom(environment, file));
      const { client, signer } = await sendingOf(environment, options);
      const { id: contentId } = await client.upload(bytes);
      const title = options.title ?? titleOf(file, bytes);
      const receipt = await client.submit('contributions.submit', { dao, kind, contentId, title }, signer);
      if (wait !== true)
        return print(environment, options, { ...receipt, contribution: receipt.id, contentId });
      const one = await waitForScore(client, receipt.id, 1000 * Number(timeout));
      // The first payment is the last of the list, which is newest first.
      print(environment, options, { ...one, receipt, reward: one.rewards.at(-1) ?? null });
    });
};
