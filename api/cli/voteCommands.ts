/** `votes`: registers voting keys, casts votes by themselves or as a share of one signature, seals and opens ballots. */
import { type Command, Option } from 'commander';
import { present } from '#chain/errors.ts';
import { choice as choices } from '#governance/proposals/proposalState.ts';
import type { ReceiptJson } from '../client/answers.ts';
import { ClientError } from '../client/clientError.ts';
import type { PayloadJson } from '../client/jsonTypes.ts';
import { isBallotSecret, sealedBallot } from '../client/sealedBallots.ts';
import { noVotingKey, registrationOf, sharedPower, shareSigner } from '../client/votingKeys.ts';
import { type CliEnvironment, common, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { keepSecret, secretOf } from './secretFile.ts';
import { type KeyOptions, type Sending, sendingOf } from './sending.ts';

interface BallotOptions extends KeyOptions {
  readonly proposal: string;
  readonly choice: PayloadJson<'proposals.vote'>['choice'];
}
interface CastOptions extends BallotOptions {
  readonly reason?: string;
  readonly shared?: boolean;
}
interface OpenOptions extends Omit<BallotOptions, 'choice'> {
  readonly reason: string;
}

/** Sends the vote as a share. Throws `chain.noVotingKey` and `cli.noVotingKey` before anything is sent. */
const castShared = (
  { client, signer, votingKey }: Sending,
  ballot: PayloadJson<'proposals.castBallot'>,
  storedKey: string,
): Promise<ReceiptJson> => {
  if (storedKey === '') {
    const { message, status } = present(
      client.registry.errors.get('chain.noVotingKey'),
      'Every chain has it.',
    );
    const detail = `At height ${ballot.snapshotHeight}; vote without --shared.`;
    throw new ClientError('chain.noVotingKey', message, detail, status);
  }
  const key = votingKey();
  if (key.storedKey !== storedKey) throw cliError('cli.noVotingKey', `Height ${ballot.snapshotHeight}.`);
  return client.castShare('proposals.castBallot', ballot, shareSigner(signer.address, key));
};

const cast = async (environment: CliEnvironment, options: CastOptions): Promise<void> => {
  const { proposal, choice, reason, shared = false } = options;
  if (shared && reason !== undefined)
    throw cliError('cli.usage', 'A share carries no --reason; leave it out, or vote without --shared.');
  const sending = await sendingOf(environment, options);
  const { client, signer } = sending;
  const { token, snapshotHeight, votingKey, carry } = await client.query.proposals.getPower({
    proposal,
    account: signer.address,
  });
  const ballot = { proposal, token, snapshotHeight, choice };
  const receipt = shared
    ? await castShared(sending, { ...ballot, ...sharedPower(carry) }, votingKey)
    : await client.submit(
        'proposals.vote',
        { ...ballot, reason: reason ?? '', ...(carry === undefined ? {} : { power: carry }) },
        signer,
      );
  print(environment, options, { ...receipt, shared });
};

const sealBallot = async (environment: CliEnvironment, options: BallotOptions): Promise<void> => {
  const { client, home, signer } = await sendingOf(environment, options);
  const { proposal, choice } = options;
  const { seal, secret } = sealedBallot(proposal, signer.address, choice);
  const path = keepSecret(home, 'ballots', seal, secret);
  const receipt = await client.submit('proposals.sealBallot', { proposal, seal }, signer);
  print(environment, options, { ...receipt, secret: path });
};

const openBallot = async (environment: CliEnvironment, options: OpenOptions): Promise<void> => {
  const { client, home, signer } = await sendingOf(environment, options);
  const { proposal, reason } = options;
  const { token, snapshotHeight, carry, seal } = await client.query.proposals.getPower({
    proposal,
    account: signer.address,
  });
  const secret = secretOf(home, 'ballots', seal, isBallotSecret);
  if (secret === undefined) throw cliError('cli.noBallotSecret', seal ?? '');
  const power = carry === undefined ? {} : { power: carry };
  const ballot = { proposal, token, snapshotHeight, ...secret, reason, ...power };
  print(environment, options, await client.submit('proposals.openBallot', ballot, signer));
};

/** Adds the group `votes`. */
export const addVoteCommands = (environment: CliEnvironment, program: Command): void => {
  const group = program
    .command('votes')
    .description('Votes, signed by themselves or added up with others under one signature.');
  const signed = (name: string): Command =>
    common(group.command(name)).requiredOption('--key <name>', 'the key that signs, and whose account votes');
  signed('register-key')
    .description(
      'Register the voting key that goes with a key, in place of one there is; it counts on later proposals.',
    )
    .action(async (options: KeyOptions) => {
      const { client, signer, votingKey } = await sendingOf(environment, options);
      const key = votingKey();
      const payload = registrationOf(key, signer.address);
      const receipt = await client.submit('accounts.setVotingKey', payload, signer);
      print(environment, options, { ...receipt, votingKey: key.publicKey, countsFrom: receipt.height });
    });
  signed('remove-key')
    .description('Take the voting key back; it still counts on proposals that were made while it stood.')
    .action(async (options: KeyOptions) => {
      const { client, signer } = await sendingOf(environment, options);
      print(environment, options, await client.submit('accounts.setVotingKey', noVotingKey, signer));
    });
  const onProposal = (name: string): Command =>
    signed(name).requiredOption('--proposal <id>', 'the proposal');
  const choiceOption = () =>
    new Option('--choice <choice>', 'the vote').choices(choices.options).makeOptionMandatory();
  onProposal('cast')
    .description('Vote on a proposal; whoever had stake at its snapshot sends it.')
    .addOption(choiceOption())
    .option('--reason <text>', 'why, in public; not with --shared')
    .option('--shared', 'sign a share with the voting key, for the node to add up with those of others')
    .action((options: CastOptions) => cast(environment, options));
  onProposal('seal')
    .description(
      'Seal a ballot where ballots are secret; a file on this machine keeps what opens it after voting.',
    )
    .addOption(choiceOption())
    .action((options: BallotOptions) => sealBallot(environment, options));
  onProposal('open')
    .description('Open the ballot that was sealed on this machine, once voting is over.')
    .option('--reason <text>', 'why, in public', '')
    .action((options: OpenOptions) => openBallot(environment, options));
};
