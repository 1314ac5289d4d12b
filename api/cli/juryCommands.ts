/** `jury seal` and `jury open`: a juror's vote in two steps; what opens it stays in a file of this machine, mode 600. */
import { type Command, Option } from 'commander';
import type { Verdict } from '#governance/disputes/state.ts';
import { isVoteSecret, sealedVote } from '../client/juryVotes.ts';
import { type CliEnvironment, common, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { keepSecret, secretOf } from './secretFile.ts';
import { type KeyOptions, sendingOf } from './sending.ts';

interface JuryOptions extends KeyOptions {
  readonly case: string;
}
interface SealOptions extends JuryOptions {
  readonly vote: Verdict;
}
interface OpenOptions extends JuryOptions {
  readonly reason: string;
}

export const addJuryCommands = (environment: CliEnvironment, group: Command): void => {
  const seatOf = async (options: JuryOptions) => {
    const sending = await sendingOf(environment, options);
    const { client, signer } = sending;
    const { dao, round, rounds } = await client.query.disputes.getCase({ case: options.case });
    const seat = rounds.at(-1)?.seats.find(({ juror }) => juror === signer.address);
    return { ...sending, seat, about: { case: options.case, dao, round } };
  };

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
      const path = keepSecret(home, 'votes', hash, secret);
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
      const secret = secretOf(home, 'votes', seat?.hash, isVoteSecret);
      if (secret === undefined) throw cliError('cli.noVoteSecret', options.case);
      const payload = { ...about, ...secret, reason: options.reason };
      const receipt = await client.submit('disputes.revealVote', payload, signer);
      print(environment, options, { id: receipt.id, status: receipt.status, vote: payload.vote });
    });
};
