/** The command line: commands read off the modules, and a few written by hand; one form of output and of errors. */
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { address, id, text, timeMs } from '#chain/scalars.ts';
import { modules } from '#governance/modules.ts';
import { ClientError } from '../client/clientError.ts';
import { flowsInput } from '../flowForm.ts';
import { addBatchCommands } from './batchCommands.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { addContributionCommands } from './contributionCommands.ts';
import { addJuryCommands } from './juryCommands.ts';
import { addBackupCommands, addChainCommands, addKeyCommands, addScoringCommands } from './localCommands.ts';
import { addModuleCommands, addReadCommand } from './moduleCommands.ts';
import { addNetworkCommands } from './networkCommands.ts';
import { addPayoutCommands } from './payoutCommands.ts';
import { addProofCommands } from './proofCommands.ts';
import { addRatingCommands } from './ratingCommands.ts';
import { addTryCommand } from './tryCommand.ts';
import { addVoteCommands } from './voteCommands.ts';

/** Kinds whose commands do more than send one transaction. */
const replaced: ReadonlySet<string> = new Set(['contributions.submit']);

const rewardFilters = z.strictObject({
  account: address.optional(),
  dao: id.optional(),
  contribution: id.optional(),
  kind: text(40, 1).optional(),
  from: timeMs.optional(),
  to: timeMs.optional(),
  cursor: z.string().optional(),
  limit: z.number().int().optional(),
});

/** All commands; they throw, and `runCli` says what and how it ends. */
export const createProgram = (environment: CliEnvironment): Command => {
  const program = new Command('merit').description('Meritlane: DAOs pay for work.').exitOverride();
  program.configureOutput({
    writeOut: (text_) => environment.stdout(text_.trimEnd()),
    writeErr: () => undefined,
  });
  program.configureHelp({ showGlobalOptions: true });
  const groups = new Map(
    modules.map((module): [string, Command] => [
      module.name,
      addModuleCommands(environment, program, module, replaced),
    ]),
  );
  const groupOf = (name: string, doc: string): Command =>
    groups.get(name) ?? program.command(name).description(doc);
  addContributionCommands(environment, groupOf('contributions', 'Contributions.'));
  addTryCommand(environment, program);
  addPayoutCommands(environment, groupOf('payout-list', 'Payouts from a file of payees.'));
  addJuryCommands(environment, groupOf('jury', 'Votes of a juror, sealed and opened.'));
  addRatingCommands(environment, groupOf('ratings', 'Ratings of a reviewer, sealed and opened.'));
  addBatchCommands(environment, program);
  addVoteCommands(environment, program);
  addKeyCommands(environment, program);
  addProofCommands(environment, program);
  addChainCommands(environment, program);
  addBackupCommands(environment, program);
  addNetworkCommands(environment, program);
  addScoringCommands(environment, groupOf('scoring', 'How work is scored.'));
  addReadCommand(environment, groupOf('rewards', 'Who was paid what, when and for what.'), 'list', {
    doc: 'Payments, newest first, with exact totals over the whole filter.',
    path: '/rewards',
    input: rewardFilters,
  });
  addReadCommand(environment, groupOf('flows', 'Where the money of treasuries came from and went.'), 'list', {
    doc: 'What came into a treasury and what left it, by purpose and period.',
    path: '/daos/{dao}/flows',
    input: flowsInput,
  });
  common(program.command('status'))
    .description('The node and its newest block.')
    .action(async (options: CommonOptions) =>
      print(environment, options, await clientOf(environment, options).status()),
    );
  common(program.command('lanes'))
    .description('How the node executed its newest blocks in lanes, and what they add up to.')
    .option('--limit <number>', 'blocks to show besides the totals', '1')
    .action(async (options: CommonOptions & { limit: string }) => {
      if (!/^\d{1,4}$/.test(options.limit)) throw cliError('cli.usage', '--limit takes a whole number.');
      print(environment, options, await clientOf(environment, options).lanes(Number(options.limit)));
    });
  return program;
};

const helpCodes: ReadonlySet<string> = new Set([
  'commander.help',
  'commander.helpDisplayed',
  'commander.version',
]);

const toClientError = (error: unknown): ClientError => {
  if (error instanceof ClientError) return error;
  if (error instanceof CommanderError) return cliError('cli.usage', error.message.replace(/^error: /, ''));
  return cliError('cli.internal', error instanceof Error ? error.message : String(error));
};

/** Codes of commands that print what they found before they fail. */
const foundBad: ReadonlySet<string> = new Set(['cli.attackGains', 'cli.rowsDiffer']);

/** Runs one command and returns the exit code: 0, or 1 with a sentence and a code on stderr. */
export const runCli = async (words: readonly string[], environment: CliEnvironment): Promise<number> => {
  try {
    await createProgram(environment).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && helpCodes.has(error.code)) return words.length === 0 ? 1 : 0;
    const { code, title, detail } = toClientError(error);
    environment.stderr(`${title}${detail === '' ? '' : ` ${detail}`} (${code})`);
    // What a command has found out stays its last line, though what it found is bad.
    if (words.includes('--json') && !foundBad.has(code))
      environment.stdout(JSON.stringify({ error: { code, title, detail } }));
    return 1;
  }
};
