/** What pages about leaving ask the node. */
import { shareOf } from '#governance/exits/state.ts';
import { carriedBeside } from '../funds/carriedBeside.ts';
import { client } from '../node.ts';

export const exitQuery = (dao: string) =>
  ({ queryKey: ['exits', dao], queryFn: () => client.query.exits.getExit({ dao }) }) as const;
export type ExitJson = Awaited<ReturnType<typeof client.query.exits.getExit>>;

export const shareQuery = (dao: string, account: string) =>
  ({
    queryKey: ['exits', dao, account],
    queryFn: () => client.query.exits.getShare({ dao, account }),
  }) as const;

/** What an amount of stake brings now, token by token. */
export const sharesOf = ({ assets, outstanding, keptPpm }: ExitJson, burned: bigint) =>
  assets.map(({ token, amount }) => ({
    token,
    amount: shareOf({ keptPpm }, burned, BigInt(amount), BigInt(outstanding)).toString(),
  }));

/** The payload that burns an amount of stake, with the shares and what is said of the rest as they are now. */
export const leavePayload = async (dao: string, account: string, burned: bigint) => {
  const [exit, { staked }] = await Promise.all([
    client.query.exits.getExit({ dao }),
    client.query.exits.getShare({ dao, account }),
  ]);
  const carried = await carriedBeside(dao, account, BigInt(staked) - burned);
  return { dao, amount: burned.toString(), parts: sharesOf(exit, burned), ...carried };
};
