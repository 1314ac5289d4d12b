/** What a change of stake carries of the holder's delegation: what no longer fits is lent no more. */
import { client } from '../node.ts';

/** Empty where nothing is lent. `left` is the stake that remains. */
export const lentAfter = async (dao: string, account: string, left: bigint) => {
  const { amount, grants } = await client.query.delegation.getDelegation({ dao, account });
  if (grants.length === 0) return {};
  const stays = BigInt(amount) < left ? amount : left.toString();
  return { delegation: { before: { amount, grants }, amount: stays } };
};
