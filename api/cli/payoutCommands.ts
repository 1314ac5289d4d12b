/** `payout-list plan` and `payout-list pay`: from a CSV of payees to the root that is voted on, and to every page paid. */
import type { Command } from 'commander';
import { planPayout, readPayees } from '../client/payouts.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, pathFrom, print } from './cliContext.ts';
import { readContent } from './contributionCommands.ts';
import { type KeyOptions, sendingOf } from './sending.ts';

interface PlanOptions extends CommonOptions {
  readonly token: string;
  readonly file: string;
}
interface PayOptions extends KeyOptions {
  readonly payout: string;
  readonly file: string;
}

export const addPayoutCommands = (environment: CliEnvironment, group: Command): void => {
  const planOf = async (options: PlanOptions) => {
    const { decimals } = await clientOf(environment, options).query.tokens.getToken({ token: options.token });
    const bytes = await readContent(pathFrom(environment, options.file));
    return planPayout(readPayees(new TextDecoder().decode(bytes), decimals));
  };

  common(group.command('plan'))
    .description('Read lines address,amount and tell root, pages and total, as payouts.open names them.')
    .requiredOption('--token <id>', 'the token that is paid')
    .requiredOption('--file <path>', 'a CSV: address, and amount in whole tokens')
    .action(async (options: PlanOptions) => {
      const { root, pages, total, payees } = await planOf(options);
      print(environment, options, { root, pages, total, payees });
    });

  common(group.command('pay'))
    .description('Pay every page of an open payout that is not paid yet; anyone may send it.')
    .requiredOption('--payout <id>', 'the payout')
    .requiredOption('--file <path>', 'the CSV that its root was made of')
    .requiredOption('--key <name>', 'the key that signs')
    .action(async (options: PayOptions) => {
      const { client, signer } = await sendingOf(environment, options);
      const { payout } = options;
      const { token } = await client.query.payouts.getPayout({ payout });
      const { list, pages } = await planOf({ ...options, token });
      let sent = 0;
      for (const page of list) {
        if ((await client.query.payouts.getPage({ payout, page: page.page })).paid) continue;
        await client.submit('payouts.payPage', { payout, token, ...page }, signer);
        sent++;
      }
      print(environment, options, { payout, pages, sent, paidBefore: pages - sent });
    });
};
