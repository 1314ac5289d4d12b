/** Leaving with a share: the treasury gets money of another token, the DAO shares it out, and each month somebody leaves in part. */
import { carriedSupport } from '#api/client/funding.ts';
import type { Year } from './year.ts';

const endowment = 1_000_000_00n;

/** Puts money into the treasury; answers its token. */
export const endow = async ({ client, daoAccount, founders }: Year): Promise<string> => {
  const [founder] = founders;
  if (founder === undefined) throw new Error('A year needs a founder.');
  const payload = {
    symbol: 'USD',
    name: 'Money of the year',
    decimals: 2,
    cap: String(endowment),
    initial: [{ account: daoAccount, amount: String(endowment) }],
  };
  return (await client.submit('tokens.issue', payload, founder)).id;
};

/** A founder and a twentieth of the members burn a third of a stake that they lend to nobody. */
export const leave = async (year: Year): Promise<void> => {
  const { client, chance, dao, founders, members } = year;
  const { open } = await client.query.exits.getExit({ dao });
  if (!open) return;
  const drafts = [];
  const some = chance.sample(members.slice(founders.length), Math.ceil(members.length / 20));
  for (const signer of [chance.pick(founders), ...some]) {
    const { staked, parts, delegation } = await client.query.exits.getShare({ dao, account: signer.address });
    const supporting = await carriedSupport(client, dao, signer.address);
    const burned = BigInt(staked) / 3n;
    if (burned === 0n || delegation !== undefined) continue;
    // A part of a share rounds down, and another leaver may come first by a unit.
    const share = parts.map(({ token, amount }) => ({ token, amount: String(BigInt(amount) / 4n) }));
    const payload = { dao, amount: String(burned), parts: share, ...supporting };
    drafts.push({ kind: 'exits.leave', payload, signer });
  }
  await year.sendAll(drafts);
};
