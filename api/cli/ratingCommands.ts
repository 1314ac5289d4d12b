/** `ratings seal` and `ratings open`: a reviewer's rating in two steps; what opens it stays in a file of this machine, mode 600. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { axes, levels } from '#governance/reviews/state.ts';
import { isRatingSecret, sealedRating } from '../client/ratings.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, homeOf, print } from './cliContext.ts';
import { cliError, wholeNumber } from './cliError.ts';
import { signerOfKey } from './keyStore.ts';
import { keepSecret, secretAt } from './secretFile.ts';
import { pinChain } from './trustedChains.ts';

interface RatingOptions extends CommonOptions {
  readonly contribution: string;
  readonly key: string;
}
type SealOptions = RatingOptions & Readonly<Record<(typeof axes)[number], string>>;

export const addRatingCommands = (environment: CliEnvironment, group: Command): void => {
  const reviewOf = async (options: RatingOptions) => {
    const client = clientOf(environment, options);
    const home = homeOf(environment);
    const signer = signerOfKey(home, options.key);
    await pinChain(home, client);
    const { contribution } = options;
    const { dao, kind, commits } = await client.query.reviews.getReview({ contribution });
    return { client, home, signer, kind, commits, about: { contribution, dao } };
  };
  const fileOf = (home: string, hash: string): string => join(home, 'ratings', `${hash}.json`);
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
    const path = fileOf(home, hash);
    keepSecret(path, secret);
    const receipt = await client.submit('reviews.commit', { ...about, hash }, signer);
    print(environment, options, { id: receipt.id, status: receipt.status, secret: path });
  });

  command('open')
    .description('Open the rating that was sealed on this machine, once two are sealed.')
    .action(async (options: RatingOptions) => {
      const { client, home, signer, kind, commits, about } = await reviewOf(options);
      const own = commits.find(({ reviewer }) => reviewer === signer.address);
      const secret = own === undefined ? undefined : secretAt(fileOf(home, own.hash), isRatingSecret);
      if (secret === undefined) throw cliError('cli.noRatingSecret', options.contribution);
      const receipt = await client.submit('reviews.reveal', { ...about, kind, ...secret }, signer);
      print(environment, options, { id: receipt.id, status: receipt.status, ratings: secret.ratings });
    });
};
