/** `votes register-key` and `votes cast`: ballots under a signature that many voters share. */
import type { Command } from 'commander';
import { votingKeyPayload } from '../client/votingKey.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, homeOf, print } from './cliContext.ts';
import { signerOfKey, votingKeyOfKey } from './keyStore.ts';
import { pinChain } from './trustedChains.ts';

/** Adds the group `votes`. */
export const addVotingCommands = (environment: CliEnvironment, program: Command): void => {
  const group = program
    .command('votes')
    .description(
      'Ballots whose signatures are added up: cheaper for the chain, each with a receipt of its own.',
    );
  common(group.command('register-key'))
    .description('Make the voting key that goes with a key count from the next block on.')
    .requiredOption('--key <name>', 'the key that signs')
    .action(async (options: CommonOptions & { key: string }) => {
      const client = clientOf(environment, options);
      const home = homeOf(environment);
      const signer = signerOfKey(home, options.key);
      const payload = votingKeyPayload(signer.address, votingKeyOfKey(home, options.key));
      await pinChain(home, client);
      print(environment, options, await client.submitAny('accounts.setVotingKey', payload, signer));
    });
  common(group.command('cast'))
    .description('Cast a ballot with a voting key that was set before the proposal was made.')
    .requiredOption('--proposal <id>', 'the proposal')
    .requiredOption('--choice <choice>', 'for, against or abstain')
    .requiredOption('--key <name>', 'the key of the account that votes')
    .action(async (options: CommonOptions & { proposal: string; choice: string; key: string }) => {
      const client = clientOf(environment, options);
      const home = homeOf(environment);
      const { address } = signerOfKey(home, options.key);
      await pinChain(home, client);
      const { token, snapshotHeight } = await client.query.proposals.getProposal({
        proposal: options.proposal,
      });
      const payload = { proposal: options.proposal, token, snapshotHeight, choice: options.choice };
      const key = votingKeyOfKey(home, options.key);
      print(environment, options, await client.castShare('proposals.castBallot', payload, address, key));
    });
};
