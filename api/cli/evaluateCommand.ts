/** `scoring evaluate`: how well the model foretells what became of changes in any git repository, beside plain counting. */
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { defaultModelFolder, readTables } from '#scoring/modelFolder.ts';
import { evaluateRepositories } from '#scoring/training/evaluateRepositories.ts';
import { readShipped } from '#scoring/training/shipped.ts';
import { type CliEnvironment, type CommonOptions, common, pathFrom, print } from './cliContext.ts';
import { refusedAs } from './cliError.ts';
import { historyError } from './historyError.ts';
import { progressBar } from './progressBar.ts';

/** Folders that hold a repository and say nothing about it. */
const plainNames = new Set(['repo', 'repository', 'git', '.git', 'bare', 'src']);

/** A short name for a repository at `path`: its last folder that says something. */
const nameOf = (path: string): string => {
  const name = basename(path).replace(/\.git$/, '');
  return name === '' || plainNames.has(name.toLowerCase()) ? basename(dirname(resolve(path))) || name : name;
};

/** Names for all paths, told apart where two are equal. */
const namesOf = (paths: readonly string[]): string[] => {
  const taken = new Set<string>();
  return paths.map((path) => {
    const name = nameOf(path);
    let own = name;
    for (let count = 2; taken.has(own); count += 1) own = `${name}-${count}`;
    taken.add(own);
    return own;
  });
};

/** Refuses a folder without a model before minutes of mining. */
const checkModel = (folder: string): void =>
  refusedAs('cli.noModel', () => {
    readTables(folder);
    readShipped(folder);
  });

export const addEvaluateCommand = (environment: CliEnvironment, group: Command): void => {
  common(group.command('evaluate'))
    .description(
      'What the model foretells in git histories against what came, beside counting lines, files and commits.',
    )
    .argument('<repositories...>', 'git repositories, bare or with a work tree')
    .option('--model <folder>', 'a model folder; the model of this version unless given')
    .action(async (repositories: string[], options: CommonOptions & { model?: string }) => {
      const paths = repositories.map((path) => pathFrom(environment, path));
      const names = namesOf(paths);
      const folder = options.model === undefined ? defaultModelFolder : pathFrom(environment, options.model);
      checkModel(folder);
      const bar = progressBar(environment, 'changes');
      try {
        const result = await evaluateRepositories(
          paths.map((path, index) => ({ path, name: names[index] ?? path })),
          folder,
          bar.show,
        );
        bar.end();
        print(environment, options, result);
      } catch (error) {
        bar.end();
        throw historyError(error);
      }
    });
};
