/** What a change of stake carries of the rest: the delegation, less what no longer fits, and what stands behind requests. */
import { carriedSupport } from '#api/client/funding.ts';
import { client } from '../node.ts';

/** Empty where nothing is lent nor stands behind requests. `left` is the stake that remains. */
export const carriedBeside = async (dao: string, account: string, left: bigint) => {
  const [{ amount, grants }, supporting] = await Promise.all([
    client.query.delegation.getDelegation({ dao, account }),
    carriedSupport(client, dao, account),
  ]);
  const stays = BigInt(amount) < left ? amount : left.toString();
  return {
    ...(grants.length === 0 ? {} : { delegation: { before: { amount, grants }, amount: stays } }),
    ...supporting,
  };
};
