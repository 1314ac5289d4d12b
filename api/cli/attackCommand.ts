/** `scoring attack`: what attacks on honest patches of a repository gain under the model, against stated bounds. */
import type { Command } from 'commander';
import { codeWeights } from '#governance/daos/templates.ts';
import { attackBench } from '#scoring/attack/bench.ts';
import { defaultModelFolder, readTables } from '#scoring/modelFolder.ts';
import { openRepository } from '#scoring/training/gitHistory.ts';
import { type CliEnvironment, type CommonOptions, common, pathFrom, print } from './cliContext.ts';
import { cliError, wholeNumber } from './cliError.ts';
import { historyError } from './historyError.ts';
import { progressBar } from './progressBar.ts';

/** Enough that one odd patch does not decide a mean; more take minutes. */
const patchesDefault = 40;
const patchesMax = 500;

export const addAttackCommand = (environment: CliEnvironment, group: Command): void => {
  common(group.command('attack'))
    .description('What attacks on honest patches of a git history gain, and whether each keeps its bound.')
    .argument('<repository>', 'a git repository, bare or with a work tree')
    .option('--patches <count>', 'honest patches to attack', String(patchesDefault))
    .action(async (repository: string, options: CommonOptions & { patches: string }) => {
      const patches = wholeNumber('patches', options.patches, 1, patchesMax);
      const bar = progressBar(environment, 'changes');
      try {
        const result = await attackBench(await openRepository(pathFrom(environment, repository)), {
          model: readTables(defaultModelFolder),
          weights: codeWeights,
          patches,
          onProgress: bar.show,
        });
        bar.end();
        if (result.patches === 0) throw cliError('cli.nothingToAttack');
        print(environment, options, result);
        const broken = Object.entries(result.attacks).flatMap(([name, { pass }]) => (pass ? [] : [name]));
        if (broken.length > 0) throw cliError('cli.attackGains', broken.join(', '));
      } catch (error) {
        bar.end();
        throw historyError(error);
      }
    });
};
