/** `ratings seal` and `ratings open`: a reviewer's rating in two steps; what opens it stays in a file of this machine, mode 600. */
import type { Command } from 'commander';
import { axes } from '#governance/contributions/correction.ts';
import { levels } from '#governance/reviews/state.ts';
import { isRatingSecret, sealedRating } from '../client/ratings.ts';
import { type CliEnvironment, common, print } from './cliContext.ts';
import { cliError, wholeNumber } from './cliError.ts';
import { keepSecret, secretOf } from './secretFile.ts';
import { type KeyOptions, sendingOf } from './sending.ts';

interface RatingOptions extends KeyOptions {
  readonly contribution: string;
}
type SealOptions = RatingOptions & Readonly<Record<(typeof axes)[number], string>>;

export const addRatingCommands = (environment: CliEnvironment, group: Command): void => {
  const reviewOf = async (options: RatingOptions) => {
    const sending = await sendingOf(environment, options);
    const { contribution } = options;
    const { dao, kind, commits } = await sending.client.query.reviews.getReview({ contribution });
    return { ...sending, kind, commits, about: { contribution, dao } };
  };
  const command = (name: string): Command =>
    common(group.command(name))
      .requiredOption('--contribution <id>', 'the work, which is up for review')
      .requiredOption('--key <name>', 'the key that signs, of a reviewer');

  const seal = command('seal').description(
    'Seal a rating as a reviewer, by the rubric of docs/scoring.md; a file on this machine keeps what opens it.',
  );
  for (const axis of axes) seal.requiredOption(`--${axis} <level>`, `0 to ${levels - 1}`);
  seal.action(async (options: SealOptions) => {
    const level = (axis: (typeof axes)[number]): number => wholeNumber(axis, options[axis], 0, levels - 1);
    const ratings = { quality: level('quality'), impact: level('impact'), value: level('value') };
    const { client, home, signer, about } = await reviewOf(options);
    const { secret, hash } = sealedRating(about.contribution, signer.address, ratings);
    const path = keepSecret(home, 'ratings', hash, secret);
    const receipt = await client.submit('reviews.commit', { ...about, hash }, signer);
    print(environment, options, { id: receipt.id, status: receipt.status, secret: path });
  });

  command('open')
    .description('Open the rating that was sealed on this machine, once two are sealed.')
    .action(async (options: RatingOptions) => {
      const { client, home, signer, kind, commits, about } = await reviewOf(options);
      const own = commits.find(({ reviewer }) => reviewer === signer.address);
      const secret = secretOf(home, 'ratings', own?.hash, isRatingSecret);
      if (secret === undefined) throw cliError('cli.noRatingSecret', options.contribution);
      const receipt = await client.submit('reviews.reveal', { ...about, kind, ...secret }, signer);
      print(environment, options, { id: receipt.id, status: receipt.status, ratings: secret.ratings });
    });
};
