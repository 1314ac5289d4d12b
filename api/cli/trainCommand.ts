/** `scoring train`: a model folder from mined files. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { ChangeTableError, type MinedProject, readChangeTable } from '#scoring/training/changeTable.ts';
import { judgedChanges } from '#scoring/training/fit.ts';
import { trainModel } from '#scoring/training/train.ts';
import { type CliEnvironment, type CommonOptions, common, pathFrom, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { progressBar } from './progressBar.ts';

/** Fewer changes teach nothing that would hold elsewhere. */
const judgedMin = 200;

const readProject = (environment: CliEnvironment, file: string): MinedProject => {
  const path = pathFrom(environment, file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw cliError('cli.noFile', file);
  }
  try {
    // A file cannot have a slash in its name: owner+name.csv is owner/name.
    return readChangeTable(
      basename(path)
        .replace(/\.csv$/, '')
        .replace('+', '/'),
      text,
    );
  } catch (error) {
    if (error instanceof ChangeTableError) throw cliError('cli.notMined', file);
    throw error;
  }
};

export const addTrainCommand = (environment: CliEnvironment, group: Command): void => {
  common(group.command('train'))
    .description('A model from mined histories, with its card, and figures on projects that were held out.')
    .argument('<files...>', 'files that `scoring mine` wrote')
    .requiredOption('--out <folder>', 'the model folder to write')
    .action((files: string[], options: CommonOptions & { out: string }) => {
      const projects = files.map((file) => readProject(environment, file));
      const judged = projects.reduce((sum, project) => sum + judgedChanges(project).length, 0);
      if (judged < judgedMin) throw cliError('cli.tooLittleToLearn', `${judged} of at least ${judgedMin}`);
      const names = new Set(projects.map(({ name }) => name));
      if (names.size < projects.length) throw cliError('cli.usage', 'two files have the same name');
      const bar = progressBar(environment, 'projects');
      const { held } = trainModel(projects, pathFrom(environment, options.out), bar.show);
      bar.end();
      print(environment, options, {
        projects: projects.length,
        judged,
        out: options.out,
        mean: held?.strict.mean ?? null,
      });
    });
};
