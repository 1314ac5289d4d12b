/** `scoring mine`: features and labels of a git history into a file, for training and for looking. */
import type { Command } from 'commander';
import { mineFile } from '#scoring/training/mineFile.ts';
import { type CliEnvironment, type CommonOptions, common, pathFrom, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { historyError } from './historyError.ts';
import { progressBar } from './progressBar.ts';

/** A file that cannot be written has a path in its error; what git says is a HistoryError. */
const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'path' in error && 'syscall' in error && error.syscall === 'open';

export const addMineCommand = (environment: CliEnvironment, group: Command): void => {
  common(group.command('mine'))
    .description('Features of each change of a git history as they were before it, and what became of it.')
    .argument('<repository>', 'a git repository, bare or with a work tree')
    .requiredOption('--out <file>', 'the CSV file to write; it appears when all went well')
    .action(async (repository: string, options: CommonOptions & { out: string }) => {
      const bar = progressBar(environment, 'changes');
      try {
        const { head, changes, judged, authors, absentPaths } = await mineFile(
          pathFrom(environment, repository),
          pathFrom(environment, options.out),
          bar.show,
        );
        bar.end();
        if (absentPaths.length > 0)
          environment.stderr(
            `Files with a version that is absent or too large, and is read without lines: ${absentPaths.length}.`,
          );
        print(environment, options, { head, changes, judged, authors, absentPaths, out: options.out });
      } catch (error) {
        bar.end();
        if (isFileError(error)) throw cliError('cli.noOutput', options.out);
        throw historyError(error);
      }
    });
};
