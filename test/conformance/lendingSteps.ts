/** Steps of lending power: ada lends to cleo, and votes carry what their power is made of. */
import { given } from '#governance/delegation/state.ts';
import { proposals } from '#governance/proposals/state.ts';
import type { Stage } from './stage.ts';
import { createDao, type Proposed, propose, voteOn } from './steps.ts';

export const foundersStake = 100_000_000_000n;
const tracks = ['signal', 'parameters'];
/** Everything to cleo, on two tracks, until the running epoch ends. */
export const toCleo = (stage: Stage, changes: Record<string, unknown> = {}) => ({
  tracks,
  expires: 0,
  shares: [{ delegate: stage.address('cleo'), ppm: 1_000_000 }],
  ...changes,
});
export const lendingOf = async (stage: Stage, changes: Record<string, unknown> = {}) => ({
  dao: await createDao(stage),
  amount: foundersStake.toString(),
  grants: [toCleo(stage)],
  ...changes,
});
/** What ada lends, as payloads carry it. */
export const lentBy = async (stage: Stage, dao: string, name = 'ada') => {
  const lent = await stage.get(given.read(dao, stage.account(name)));
  if (lent === undefined) throw new Error(`${name} lends nothing.`);
  return {
    amount: lent.amount.toString(),
    grants: lent.grants.map((grant) => ({
      ...grant,
      tracks: [...grant.tracks],
      shares: grant.shares.map(({ ppm }) => ({ delegate: stage.address('cleo'), ppm })),
    })),
  };
};
/** A DAO in which ada lends everything to cleo. */
export const lent = async (stage: Stage, changes: Record<string, unknown> = {}): Promise<string> => {
  const payload = await lendingOf(stage, changes);
  await stage.apply('ada', 'delegation.set', payload);
  return payload.dao;
};
/** A vote on a signal, carrying what its power is made of. */
export const carrying = async (
  stage: Stage,
  proposed: Proposed,
  power: Record<string, unknown>,
  choice = 'for',
) => ({
  ...(await voteOn(stage, proposed, choice)),
  power: {
    track: 'signal',
    epoch: (await stage.get(proposals.read(proposed.proposal)))?.epoch ?? 0,
    mixed: false,
    receives: false,
    ...power,
  },
});
export const ballotOf = <T extends { reason: string }>({ reason: _, ...ballot }: T) => ballot;
export const signal = async (stage: Stage, dao: string): Promise<Proposed> => {
  await stage.apply('ben', 'delegation.present', { dao, statement: 'I read everything.' });
  return propose(stage, dao);
};
