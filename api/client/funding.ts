/** What transactions about a funding request carry, asked of the node just before they are signed; safe in browsers. */
import type { Client } from './client.ts';
import type { PayloadJson } from './jsonTypes.ts';

/** Sets what an account, `merit1…`, has behind a request, in smallest units of stake. */
export const supportPayload = async (
  { query }: Client,
  request: string,
  account: string,
  amount: bigint,
): Promise<PayloadJson<'conviction.support'>> => {
  const [{ dao, halfLife }, before] = await Promise.all([
    query.conviction.getRequest({ request }),
    query.conviction.getSupport({ request, account }),
  ]);
  const total = BigInt(before.total) - BigInt(before.amount) + amount;
  return { dao, request, amount: amount.toString(), total: total.toString(), halfLife };
};

/** What stands behind requests of a DAO, as taking stake out carries it; empty where nothing does. */
export const carriedSupport = async (
  { query }: Client,
  dao: string,
  account: string,
): Promise<{ readonly supporting?: string }> => {
  const { total } = await query.conviction.getBacking({ dao, account });
  return total === '0' ? {} : { supporting: total };
};

/** Pays a request out of the treasury. */
export const executePayload = async (
  { query }: Client,
  request: string,
): Promise<PayloadJson<'conviction.execute'>> => {
  const { dao, token, amount, beneficiary, halfLife } = await query.conviction.getRequest({ request });
  return { dao, request, token, amount, beneficiary, halfLife };
};
