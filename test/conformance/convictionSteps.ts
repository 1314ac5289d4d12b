/** Steps of funding requests: a DAO that pays them, one that is asked, supported, passing, paid or canceled. */
import { requests } from '#governance/conviction/state.ts';
import { foundersStake } from './lendingSteps.ts';
import type { Stage } from './stage.ts';
import { createDao, freeOf } from './steps.ts';

export type Changes = Readonly<Record<string, unknown>>;
export const halfLifeMs = 4_800_000;
/** One of its steps. */
export const stepMs = halfLifeMs / 48;
export const ruleOf = (token: string, changes: Changes = {}) => ({
  token,
  halfLifeMs,
  weightPpm: 2_500,
  maxRatioPpm: 200_000,
  minimumStake: '0',
  ...changes,
});
export const ruleIn = async (stage: Stage, dao: string, changes: Changes = {}): Promise<string> => {
  await stage.apply('dao', 'conviction.setRule', { dao, rule: ruleOf(dao, changes) });
  return dao;
};
/** A DAO that pays requests by conviction. */
export const ruled = async (stage: Stage, changes: Changes = {}): Promise<string> =>
  ruleIn(stage, await createDao(stage), changes);

/** A twentieth of the treasury, paid to gil. */
export const askOf = async (stage: Stage, dao: string, changes: Changes = {}) => ({
  dao,
  token: dao,
  amount: ((await freeOf(stage, dao, 'dao')) / 20n).toString(),
  beneficiary: stage.address('gil'),
  title: 'A well',
  body: 'Deep enough for all.',
  ...changes,
});
type Ask = Awaited<ReturnType<typeof askOf>>;
export interface Asked extends Ask {
  readonly request: string;
}
export const askIn = async (stage: Stage, dao: string, changes: Changes = {}): Promise<Asked> => {
  const ask = await askOf(stage, dao, changes);
  return { ...ask, request: await stage.apply('ada', 'conviction.request', ask) };
};
/** A request of ada’s in a DAO of its own. */
export const asked = async (stage: Stage, rules: Changes = {}, changes: Changes = {}): Promise<Asked> =>
  askIn(stage, await ruled(stage, rules), changes);
export const aboutRequest = ({ dao, request: id }: Asked) => ({ dao, request: id });
export const supportOf = (ask: Asked, amount: bigint, changes: Changes = {}) => ({
  ...aboutRequest(ask),
  amount: amount.toString(),
  total: amount.toString(),
  halfLife: 0,
  ...changes,
});
/** The header time at which so many steps of a request have passed. */
export const timeAt = async (stage: Stage, { request: id }: Asked, steps: number): Promise<number> => {
  const { createdAt } = (await stage.get(requests.read(id))) ?? {};
  if (createdAt === undefined) throw new Error('There is no such request.');
  return createdAt + steps * stepMs;
};
export const supporting = async (stage: Stage, ask: Asked, amount: bigint): Promise<Asked> => {
  await stage.apply('ada', 'conviction.support', supportOf(ask, amount));
  return ask;
};
/** A request with all of ada’s stake, half of all there is, behind it. */
export const supported = async (
  stage: Stage,
  amount = foundersStake,
  changes: { readonly rule?: Changes; readonly ask?: Changes } = {},
): Promise<Asked> => supporting(stage, await asked(stage, changes.rule, changes.ask), amount);
export const executionOf = ({ title: _, body: __, ...about }: Asked, changes: Changes = {}) => ({
  ...about,
  halfLife: 0,
  ...changes,
});
/** Half of all stake passes the threshold of a twentieth after this many steps. */
export const passingSteps = 18;
/** One that may be paid in the next block. */
export const passing = async (stage: Stage): Promise<Asked> => {
  const ask = await supported(stage);
  await stage.nextBlockAt(await timeAt(stage, ask, passingSteps));
  return ask;
};
export const paid = async (stage: Stage): Promise<Asked> => {
  const ask = await passing(stage);
  await stage.apply('anyone', 'conviction.execute', executionOf(ask));
  return ask;
};
export const canceled = async (stage: Stage, amount = foundersStake): Promise<Asked> => {
  const ask = await supported(stage, amount);
  await stage.apply('ada', 'conviction.cancel', aboutRequest(ask));
  return ask;
};
