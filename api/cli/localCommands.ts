/** Commands that need no node: keys, replay of a stored chain, and the score of a file. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { backupChain, restoreChain } from '#chain/backup.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { createRegistry } from '#chain/registry.ts';
import { replay } from '#chain/replay.ts';
import { StorageError } from '#chain/storage/storageError.ts';
import { modules } from '#governance/modules.ts';
import { ScoringError } from '#scoring/errors.ts';
import { explainFile } from '#scoring/explain.ts';
import { ClientError } from '../client/clientError.ts';
import { addAttackCommand } from './attackCommand.ts';
import { type CliEnvironment, type CommonOptions, common, homeOf, pathFrom, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { readContent } from './contributionCommands.ts';
import { addEvaluateCommand } from './evaluateCommand.ts';
import { addExactnessCommand } from './exactnessCommand.ts';
import { createKey, listKeys, lockKey, showKey, unlockKey } from './keyStore.ts';
import { addMineCommand } from './mineCommand.ts';
import { addTrainCommand } from './trainCommand.ts';

const modulesUrl = new URL('../../governance/modules.ts', import.meta.url);

export const addKeyCommands = (environment: CliEnvironment, program: Command): void => {
  const group = program
    .command('keys')
    .description('Keys on this machine, in $MERITLANE_HOME or ~/.meritlane.');
  common(group.command('create'))
    .description('Make a key; its account exists as soon as it sends something.')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .option('--lock', 'ask for a passphrase, without which the file is of no use')
    .action(async (name: string, options: CommonOptions & { lock?: boolean }) =>
      print(environment, options, await createKey(environment, name, options.lock === true)),
    );
  common(group.command('list'))
    .description('All keys.')
    .action((options: CommonOptions) =>
      print(environment, options, { items: listKeys(homeOf(environment)) }),
    );
  common(group.command('show'))
    .description('Name, address and public key; never the secret.')
    .argument('<name>', 'the key')
    .action((name: string, options: CommonOptions) =>
      print(environment, options, showKey(homeOf(environment), name)),
    );
  common(group.command('lock'))
    .description('Lock a key by a passphrase; whatever it signs then asks for it.')
    .argument('<name>', 'the key')
    .action(async (name: string, options: CommonOptions) =>
      print(environment, options, await lockKey(environment, name)),
    );
  common(group.command('unlock'))
    .description('Take the passphrase off a key.')
    .argument('<name>', 'the key')
    .action(async (name: string, options: CommonOptions) =>
      print(environment, options, await unlockKey(environment, name)),
    );
};

const progressEveryBlocks = 1000;

export const addChainCommands = (environment: CliEnvironment, program: Command): void => {
  const group = program.command('chain').description('The stored chain of a node.');
  common(group.command('replay'))
    .description('Execute a stored chain again, serially and in lanes, from genesis and blocks alone.')
    .requiredOption('--data <folder>', 'the data folder of a node that does not run')
    .option('--workers <number>', 'lane threads', String(Math.min(availableParallelism(), 8)))
    .action(async (options: CommonOptions & { data: string; workers: string }) => {
      let told = 0;
      const result = await replay(pathFrom(environment, options.data), {
        registry: createRegistry(modules),
        modules: modulesUrl,
        lanes: (facts) =>
          LanePool.start({ workers: Math.max(1, Number(options.workers)), modules: modulesUrl, facts }),
        onProgress({ blocks, transactions }) {
          if (blocks - told < progressEveryBlocks) return;
          told = blocks;
          environment.stderr(`${blocks} blocks, ${transactions} transactions are equal so far.`);
        },
      });
      if (result.ok) return print(environment, options, result);
      const { height, what } = result.firstDifference ?? { height: 0, what: '' };
      throw cliError('cli.replayDiffers', `Block ${height}: ${what}`);
    });
};

/** What storage says of a folder, in the form of all refusals. */
const told = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageError) throw cliError('cli.badCopy', `${error.message} (${error.code})`);
    throw error;
  }
};
export const addBackupCommands = (environment: CliEnvironment, program: Command): void => {
  const folder = (path: string): string => pathFrom(environment, path);
  common(program.command('backup'))
    .description(
      'Copy a stored chain, whose node may run, and check the copy to its state root; keys and contents stay.',
    )
    .requiredOption('--data <folder>', 'the data folder of a node')
    .requiredOption('--out <folder>', 'where the copy goes; holds no chain yet')
    .action(async (options: CommonOptions & { data: string; out: string }) =>
      print(environment, options, await told(() => backupChain(folder(options.data), folder(options.out)))),
    );
  common(program.command('restore'))
    .description('Put a copy into a folder without a chain, and check it to its state root.')
    .requiredOption('--from <folder>', 'the copy')
    .requiredOption('--data <folder>', 'the data folder; the node takes its keys from there too')
    .action(async (options: CommonOptions & { from: string; data: string }) =>
      print(environment, options, await told(() => restoreChain(folder(options.from), folder(options.data)))),
    );
};

export const addScoringCommands = (environment: CliEnvironment, group: Command): void => {
  common(group.command('explain'))
    .description('What a file would be scored, and why; by the model of this version, without a node.')
    .requiredOption('--file <path>', 'a patch or a document')
    .option('--kind <kind>', 'code or document; code unless the file is Markdown or text')
    .action(async (options: CommonOptions & { file: string; kind?: 'code' | 'document' }) => {
      const bytes = await readContent(pathFrom(environment, options.file));
      const kind = options.kind ?? (/\.(?:md|markdown|txt)$/i.test(options.file) ? 'document' : 'code');
      try {
        print(environment, options, await explainFile(kind, bytes));
      } catch (error) {
        if (error instanceof ScoringError)
          throw new ClientError(error.code, error.message, options.file, 422);
        throw error;
      }
    });
  addMineCommand(environment, group);
  addTrainCommand(environment, group);
  addEvaluateCommand(environment, group);
  addAttackCommand(environment, group);
  addExactnessCommand(environment, group);
};
