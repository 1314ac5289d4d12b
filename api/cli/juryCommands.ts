/** `jury seal` and `jury open`: a juror's vote in two steps; what opens it stays in a file of this machine, mode 600. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { Verdict } from '#governance/disputes/state.ts';
import { isVoteSecret, sealedVote, type VoteSecret } from '../client/juryVotes.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, homeOf, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { signerOfKey } from './keyStore.ts';
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

const readSecret = (path: string): VoteSecret => {
  if (!existsSync(path)) throw cliError('cli.noVoteSecret', path);
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isVoteSecret(stored)) return stored;
  } catch {
    // Said below: what is no JSON is no secret either.
  }
  throw cliError('cli.noVoteSecret', path);
};

export const addJuryCommands = (environment: CliEnvironment, group: Command): void => {
  const seatOf = async (options: JuryOptions) => {
    const client = clientOf(environment, options);
    const home = homeOf(environment);
    const signer = signerOfKey(home, options.key);
    await pinChain(home, client);
    const { dao, round } = await client.query.disputes.getCase({ case: options.case });
    const folder = join(home, 'votes');
    const path = join(folder, `${options.case}.${round}.${signer.address}.json`);
    return { client, signer, folder, path, about: { case: options.case, dao, round } };
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
      const { client, signer, folder, path, about } = await seatOf(options);
      const { hash, ...fresh } = sealedVote({ ...about, juror: signer.address }, options.vote);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Kept before it is sent: a vote whose secret is lost can never be opened.
      const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
      writeFileSync(path, `${JSON.stringify(fresh)}\n`, { mode: 0o600 });
      try {
        const receipt = await client.submit('disputes.commitVote', { ...about, hash }, signer);
        print(environment, options, { id: receipt.id, status: receipt.status, secret: path });
      } catch (error) {
        // The vote that was sealed before stays the one that can be opened.
        if (before !== undefined) writeFileSync(path, before, { mode: 0o600 });
        throw error;
      }
    });

  common(group.command('open'))
    .description('Open the vote that was sealed on this machine, when the jury opens its votes.')
    .requiredOption('--case <id>', 'the case')
    .requiredOption('--key <name>', 'the key that signs')
    .option('--reason <text>', 'why', '')
    .action(async (options: OpenOptions) => {
      const { client, signer, path, about } = await seatOf(options);
      const payload = { ...about, ...readSecret(path), reason: options.reason };
      const receipt = await client.submit('disputes.revealVote', payload, signer);
      print(environment, options, { id: receipt.id, status: receipt.status, vote: payload.vote });
    });
};
