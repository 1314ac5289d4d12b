/** `scoring exactness`: the model's integer tables against its ONNX file in both runtimes, row by row. */
import type { Command } from 'commander';
import { compareRuntimes } from '#scoring/exactness.ts';
import { features } from '#scoring/features.ts';
import { defaultModelFolder, readModelFolder } from '#scoring/modelFolder.ts';
import { webRuntime } from '#scoring/onnxWeb.ts';
import { Scorer } from '#scoring/scorer.ts';
import { type CliEnvironment, type CommonOptions, common, pathFrom, print } from './cliContext.ts';
import { cliError, refusedAs, wholeNumber } from './cliError.ts';
import { progressBar } from './progressBar.ts';

/** Some seconds' worth. */
const rowsDefault = 100_000;
const rowsMax = 100_000_000;

export const addExactnessCommand = (environment: CliEnvironment, group: Command): void => {
  common(group.command('exactness'))
    .description(
      'Random rows through the integer tables and through the ONNX file, in Node and in WebAssembly.',
    )
    .option('--rows <count>', 'rows to compare', String(rowsDefault))
    .option('--model <folder>', 'a model folder; the model of this version unless given')
    .action(async (options: CommonOptions & { rows: string; model?: string }) => {
      const count = wholeNumber('rows', options.rows, 1, rowsMax);
      const folder = options.model === undefined ? defaultModelFolder : pathFrom(environment, options.model);
      const { onnx, model, modelHash } = refusedAs('cli.noModel', () => readModelFolder(folder));
      const scorer = await Scorer.load(folder);
      const runtimes = {
        node: scorer.run.bind(scorer),
        webAssembly: await webRuntime(onnx, features.length),
      };
      const bar = progressBar(environment, 'rows');
      const result = await compareRuntimes(model, runtimes, { count, onProgress: bar.show });
      bar.end();
      print(environment, options, { modelHash, ...result });
      const isSame = Object.values(result.runtimes).every((digest) => digest === result.reference);
      if (!isSame || result.differences > 0) throw cliError('cli.rowsDiffer');
    });
};
