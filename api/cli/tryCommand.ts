/** `merit try-actions`: what actions would do as a DAO if they ran now. */
import type { Command } from 'commander';
import type { SimulatedActionJson } from '../client/answers.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, pathFrom, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { readContent } from './contributionCommands.ts';

interface SimulateOptions extends CommonOptions {
  readonly dao: string;
  readonly actions?: string;
  readonly file?: string;
}

/** A list of actions from JSON text. Throws `cli.usage` for other texts. */
const actionsOf = (text: string): readonly SimulatedActionJson[] => {
  try {
    const actions: unknown = JSON.parse(text);
    if (Array.isArray(actions)) return actions as readonly SimulatedActionJson[];
  } catch {
    // Said below.
  }
  throw cliError('cli.usage', 'The actions must be a JSON list of { kind, payload, mayFail }.');
};

export const addTryCommand = (environment: CliEnvironment, program: Command): void => {
  common(program.command('try-actions'))
    .description('Try actions as a DAO on the newest state; nothing is changed and nothing is signed.')
    .requiredOption('--dao <id>', 'the DAO')
    .option('--actions <json>', 'a list of { kind, payload, mayFail }')
    .option('--file <path>', 'a file with that list')
    .action(async (options: SimulateOptions) => {
      const { actions, file } = options;
      if ((actions === undefined) === (file === undefined))
        throw cliError('cli.usage', 'Name either --actions or --file.');
      const text = actions ?? new TextDecoder().decode(await readContent(pathFrom(environment, file ?? '')));
      const found = await clientOf(environment, options).simulate(options.dao, actionsOf(text));
      print(environment, options, found);
    });
};
