/** `jury seal` and `jury open`: a juror's vote in two steps; what opens it stays in a file of this machine, mode 600. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { Verdict } from '#governance/disputes/state.ts';
import { isVoteSecret, sealedVote } from '../client/juryVotes.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, homeOf, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { signerOfKey } from './keyStore.ts';
import { keepSecret, secretAt } from './secretFile.ts';
import { pinChain } from './trustedChains.ts';

interface JuryOptions extends CommonOptions {
  readonly case: string;
  readonly key: string;
}
interface SealOptions extends JuryOptions {
  readonly vote: Verdict;
}
interface OpenOptions extends JuryOptions {
  readonly reason: string;
}

export const addJuryCommands = (environment: CliEnvironment, group: Command): void => {
  const seatOf = async (options: JuryOptions) => {
    const client = clientOf(environment, options);
    const home = homeOf(environment);
    const signer = signerOfKey(home, options.key);
    await pinChain(home, client);
    const { dao, round, rounds } = await client.query.disputes.getCase({ case: options.case });
    const seat = rounds.at(-1)?.seats.find(({ juror }) => juror === signer.address);
    return { client, home, signer, seat, about: { case: options.case, dao, round } };
  };
  const fileOf = (home: string, hash: string): string => join(home, 'votes', `${hash}.json`);

  common(group.command('seal'))
    .description('Seal a vote as a juror; a file on this machine keeps what opens it.')
    .requiredOption('--case <id>', 'the case')
    .addOption(
      new Option('--vote <vote>', 'whether the opener gets what is asked')
        .choices(['grant', 'deny'])
        .makeOptionMandatory(),
    )
    .requiredOption('--key <name>', 'the key that signs')
    .action(async (options: SealOptions) => {
      const { client, home, signer, about } = await seatOf(options);
      const { hash, secret } = sealedVote({ ...about, juror: signer.address }, options.vote);
      const path = fileOf(home, hash);
      keepSecret(path, secret);
      const receipt = await client.submit('disputes.commitVote', { ...about, hash }, signer);
      print(environment, options, { id: receipt.id, status: receipt.status, secret: path });
    });

  common(group.command('open'))
    .description('Open the vote that was sealed on this machine, when the jury opens its votes.')
    .requiredOption('--case <id>', 'the case')
    .requiredOption('--key <name>', 'the key that signs')
    .option('--reason <text>', 'why', '')
    .action(async (options: OpenOptions) => {
      const { client, home, signer, seat, about } = await seatOf(options);
      const path = fileOf(home, seat?.hash ?? '');
      const secret = seat?.hash === undefined ? undefined : secretAt(path, isVoteSecret);
      if (secret === undefined) throw cliError('cli.noVoteSecret', options.case);
      const payload = { ...about, ...secret, reason: options.reason };
      const receipt = await client.submit('disputes.revealVote', payload, signer);
      print(environment, options, { id: receipt.id, status: receipt.status, vote: payload.vote });
    });
};
