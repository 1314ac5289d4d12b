/** `transactions sign-batch` and `transactions send-batch`: many transactions out of a file of drafts, and to the node. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { Malformed } from '#chain/codec.ts';
import { encodeList } from '#chain/lists.ts';
import { decodeBatch } from '../batchForm.ts';
import type { BulkItemJson } from '../client/answers.ts';
import {
  type CliEnvironment,
  type CommonOptions,
  clientOf,
  common,
  homeOf,
  pathFrom,
  print,
} from './cliContext.ts';
import { cliError } from './cliError.ts';
import { type KeyOptions, sendingOf } from './sending.ts';
import { pinChain } from './trustedChains.ts';

/** Bytes of a file: as many as may wait for blocks at one time; larger ones are sent in parts. */
const fileBytesMax = 64 * 1024 * 1024;
/** Transactions of a file: a few hundred thousand of a hundred bytes. */
const fileTransactionsMax = 500_000;
/** Refusals that are shown one by one to people; `--json` has all. */
const refusalsShown = 10;

const draftsJson = z.array(z.strictObject({ kind: z.string(), payload: z.record(z.string(), z.unknown()) }));

/** The bytes of a file; throws `cli.noFile`, and `cli.usage` for one that is too large. */
const readBounded = async (path: string): Promise<Uint8Array> => {
  const noFile = (error: Error): never => {
    throw cliError('cli.noFile', error.message);
  };
  const { size } = await stat(path).catch(noFile);
  if (size > fileBytesMax)
    throw cliError('cli.usage', `A file has at most ${fileBytesMax} bytes; ${path} has ${size}.`);
  return readFile(path).catch(noFile);
};

const parseDrafts = (bytes: Uint8Array, path: string) => {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw cliError('cli.badJson', path);
  }
  const parsed = draftsJson.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path: place = [], message = '' } = parsed.error.issues[0] ?? {};
  throw cliError('cli.badDrafts', `${place.join('.')}: ${message}`);
};

const wiresOf = (bytes: Uint8Array): Uint8Array[] => {
  try {
    return decodeBatch(bytes, fileTransactionsMax);
  } catch (error) {
    if (error instanceof Malformed) throw cliError('cli.badBatch', `${error.message}. Nothing was sent.`);
    throw error;
  }
};

const failures: ReadonlySet<string> = new Set(['refused', 'rejected', 'notAdmitted']);
const didFail = ({ status, receipt }: BulkItemJson): boolean => failures.has(receipt ?? status);

/** How many got which answer, and what was refused. */
const summaryOf = (items: readonly BulkItemJson[]) => {
  const counts: Record<string, number> = {};
  for (const { status } of items) counts[status] = (counts[status] ?? 0) + 1;
  const failed = items.flatMap((item, place) => (didFail(item) ? [{ place, ...item }] : []));
  return { transactions: items.length, ...counts, failed };
};

const addSignCommand = (environment: CliEnvironment, group: Command): void => {
  common(group.command('sign-batch'))
    .description(
      'Sign the drafts of a file with one signature for each 4,096, with the nonces that follow, into a file for send-batch; sends nothing.',
    )
    .requiredOption('--file <path>', 'a JSON list of { "kind": …, "payload": … }')
    .requiredOption('--key <name>', 'the key that signs')
    .requiredOption('--out <path>', 'the file to write; it must not exist')
    .action(async (options: KeyOptions & { file: string; out: string }) => {
      const path = pathFrom(environment, options.file);
      const drafts = parseDrafts(await readBounded(path), path);
      const { client, signer } = await sendingOf(environment, options);
      const wires = await client.signBatch(drafts.map((draft) => ({ ...draft, signer })));
      const bytes = encodeList(wires);
      const out = pathFrom(environment, options.out);
      await writeFile(out, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
        throw cliError(error.code === 'EEXIST' ? 'cli.fileExists' : 'cli.noFile', error.message);
      });
      print(environment, options, { transactions: wires.length, bytes: bytes.length, out });
    });
};

/** Adds the group `transactions`. */
export const addBatchCommands = (environment: CliEnvironment, program: Command): void => {
  const group = program.command('transactions').description('Many transactions at once.');
  addSignCommand(environment, group);
  common(group.command('send-batch'))
    .description('Send signed transactions; sending a file again does nothing twice.')
    .argument('<file>', 'transactions one after another, each behind its length in four bytes (big-endian)')
    .option('--wait', 'wait until they are in blocks')
    .action(async (file: string, options: CommonOptions & { wait?: boolean }) => {
      const client = clientOf(environment, options);
      const wires = wiresOf(await readBounded(pathFrom(environment, file)));
      await pinChain(homeOf(environment), client);
      const { items } = await client.submitBatch(wires, options.wait === true ? { wait: 'committed' } : {});
      const { failed, ...counts } = summaryOf(items);
      const shown = failed.slice(0, refusalsShown);
      print(
        environment,
        options,
        options.json === true ? { ...counts, items } : { ...counts, failed: shown },
      );
      const [first] = failed;
      if (first === undefined) return;
      const which = `${failed.length} of ${items.length}, the first at place ${first.place}: ${first.code}.`;
      throw cliError('cli.someRefused', which);
    });
};
