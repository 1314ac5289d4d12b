/** Funding by conviction: each month members ask twice, founders keep stake behind both, one is paid once it passes and one is dropped. */
import { executePayload, supportPayload } from '#api/client/funding.ts';
import type { ClientSigner } from '#api/client/submitter.ts';
import { passTime } from './acts.ts';
import type { Year } from './year.ts';

const support = async ({ client }: Year, request: string, signer: ClientSigner, amount: bigint) =>
  client.submit('conviction.support', await supportPayload(client, request, signer.address, amount), signer);

/** Founders take back what still stands behind requests of the month before; all of them ended. */
const takeBack = async (year: Year): Promise<void> => {
  const standing = new Map<string, { request: string; account: string; amount: bigint }>();
  for (const { data } of year.happened('conviction.supported')) {
    const [request, account] = [String(data['request']), String(data['account'])];
    standing.set(`${request} ${account}`, { request, account, amount: BigInt(String(data['amount'])) });
  }
  for (const { request, account, amount } of standing.values()) {
    const signer = year.founders.find(({ address }) => address === account);
    if (amount > 0n && signer !== undefined) await support(year, request, signer, 0n);
  }
};

/**
 * Two half-lives are three quarters of all conviction: a tenth of all stake passes a two-hundredth of the treasury by then. What
 * has less behind it ends unpaid.
 */
export const fund = async (year: Year, epoch: number): Promise<void> => {
  const { client, chance, dao, founders, members } = year;
  const { rule, funds } = await client.query.conviction.getFunding({ dao });
  if (rule === undefined) return;
  await takeBack(year);
  const asker = chance.pick(members.slice(founders.length));
  const amount = String(BigInt(funds) / 200n);
  const ask = async (title: string): Promise<string> => {
    const about = { dao, token: rule.token, amount, beneficiary: asker.address };
    return (await client.submit('conviction.request', { ...about, title, body: `Why: ${title}.` }, asker)).id;
  };
  const [wanted, dropped] = [await ask(`A fair in month ${epoch}`), await ask(`Fireworks in month ${epoch}`)];
  for (const signer of chance.sample(founders, 4)) {
    const { staked } = await client.query.conviction.getBacking({ dao, account: signer.address });
    await support(year, wanted, signer, BigInt(staked) / 3n);
    await support(year, dropped, signer, 1n);
  }
  const drop = (request: string) => client.submit('conviction.cancel', { dao, request }, asker);
  await drop(dropped);
  await passTime(year, 2 * rule.halfLifeMs);
  const { state } = await client.query.conviction.getRequest({ request: wanted });
  if (state !== 'ready') await drop(wanted);
  else await client.submit('conviction.execute', await executePayload(client, wanted), chance.pick(members));
};
