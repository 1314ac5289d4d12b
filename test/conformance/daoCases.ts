/** Cases of DAOs: creation with every way to get it wrong, joining, and what only the DAO itself may change. */
import { amountMax } from '#chain/limits.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, daoOf, unknownId } from './steps.ts';

const create = casesOf('daos.create');
const join = casesOf('daos.join', 'newcomer');
const setRoles = casesOf('daos.setRoles', 'dao');
const setPolicy = casesOf('daos.setPolicy', 'dao');
const setTracks = casesOf('daos.setTracks', 'dao');
const setConstitution = casesOf('daos.setConstitution', 'dao');

const closedPolicy = { open: false, epochMs: 86_400_000 };
const twice = <T>(list: readonly T[]): T[] => [...list, ...list.slice(0, 1)];
const fourMembers = (stage: Stage) => daoOf(stage).committee.members;
const withCommittee = (stage: Stage, members: string[]) => {
  const payload = daoOf(stage);
  return { ...payload, committee: { ...payload.committee, members } };
};
const roleOf = (stage: Stage, dao: string, roles: readonly string[], name = 'newcomer') => ({
  dao,
  account: stage.address(name),
  roles,
});
const tracksOf = (stage: Stage) => daoOf(stage).tracks;

/** The same three ways in which a change by vote is refused: no DAO, a founder alone, another DAO. */
const onlyTheDao = (
  of: typeof setRoles,
  payload: (stage: Stage, dao: string) => Record<string, unknown>,
): Case[] => [
  of('by vote', 'applied', async (stage) => payload(stage, await createDao(stage))),
  of('by a founder alone', 'daos.notTheDao', async (stage) => payload(stage, await createDao(stage)), 'ada'),
  of('of another DAO', 'daos.notTheDao', async (stage) => {
    const other = await createDao(stage);
    await createDao(stage);
    return payload(stage, other);
  }),
  of('of no DAO', 'daos.notFound', async (stage) => {
    await createDao(stage);
    return payload(stage, unknownId);
  }),
];

export const daoCases: readonly Case[] = [
  create('from a template', 'applied', async (stage) => daoOf(stage)),
  create('everything given out at the start', 'applied', async (stage) => {
    const payload = daoOf(stage);
    // 50,000 and 100,000 of each founder, 20,000 of each of four scorers.
    const rest = BigInt(payload.token.cap) - 380_000_000_000n;
    return { ...payload, treasury: rest.toString() };
  }),
  create('one unit above the cap', 'daos.aboveCap', async (stage) => {
    const payload = daoOf(stage);
    const rest = BigInt(payload.token.cap) - 380_000_000_000n;
    return { ...payload, treasury: (rest + 1n).toString() };
  }),
  create('sums far above the largest amount', 'daos.aboveCap', async (stage) => ({
    ...daoOf(stage),
    treasury: amountMax.toString(),
    scorerBond: amountMax.toString(),
  })),
  create('weights that sum to less', 'daos.sharesDoNotSum', async (stage) => {
    const payload = daoOf(stage);
    const rules = payload.rules.map((one) => ({
      ...one,
      rule: { ...one.rule, weights: [250_000, 250_000, 250_000, 249_999] },
    }));
    return { ...payload, rules };
  }),
  create('shares that sum to more', 'daos.sharesDoNotSum', async (stage) => {
    const payload = daoOf(stage);
    return {
      ...payload,
      rules: payload.rules.map((one) => ({ ...one, rule: { ...one.rule, vestingPpm: 1 } })),
    };
  }),
  create('a founder twice', 'daos.repeated', async (stage) => {
    const payload = daoOf(stage);
    return { ...payload, founders: twice(payload.founders) };
  }),
  create('a scorer twice', 'daos.repeated', async (stage) =>
    withCommittee(stage, [...fourMembers(stage).slice(0, 3), ...fourMembers(stage).slice(0, 1)]),
  ),
  create('a kind twice', 'daos.repeated', async (stage) => {
    const payload = daoOf(stage);
    return { ...payload, budgets: twice(payload.budgets.slice(0, 2)) };
  }),
  create('a track twice', 'daos.repeated', async (stage) => {
    const payload = daoOf(stage);
    return { ...payload, tracks: twice(payload.tracks.slice(0, 2)) };
  }),
  create('seven scorers', 'applied', async (stage) =>
    withCommittee(stage, [...fourMembers(stage), ...['a', 'b', 'c'].map((name) => stage.address(name))]),
  ),
  create('five scorers', 'scorers.committeeSize', async (stage) =>
    withCommittee(stage, [...fourMembers(stage), stage.address('another')]),
  ),
  create('three scorers', 'chain.malformed', async (stage) =>
    withCommittee(stage, fourMembers(stage).slice(1)),
  ),
  create('no founder', 'chain.malformed', async (stage) => daoOf(stage, { founders: [] })),
  create('no tracks', 'chain.malformed', async (stage) => daoOf(stage, { tracks: [] })),

  join('an open DAO', 'applied', async (stage) => ({ dao: await createDao(stage) })),
  join('twice', 'daos.alreadyMember', async (stage) => {
    const dao = await createDao(stage);
    await stage.apply('newcomer', 'daos.join', { dao });
    return { dao };
  }),
  join('as a founder', 'daos.alreadyMember', async (stage) => ({ dao: await createDao(stage) }), 'ben'),
  join('a closed DAO', 'daos.closed', async (stage) => ({
    dao: await createDao(stage, { policy: closedPolicy }),
  })),
  join('a DAO with another role already', 'applied', async (stage) => {
    const dao = await createDao(stage);
    await stage.apply('dao', 'daos.setRoles', roleOf(stage, dao, ['guardian']));
    return { dao };
  }),
  join('no DAO', 'daos.notFound', async () => ({ dao: unknownId })),

  ...onlyTheDao(setRoles, (stage, dao) => roleOf(stage, dao, ['member', 'guardian'])),
  setRoles('none', 'applied', async (stage) => roleOf(stage, await createDao(stage), [], 'ben')),
  setRoles('one that does not exist', 'chain.malformed', async (stage) =>
    roleOf(stage, await createDao(stage), ['king']),
  ),
  ...onlyTheDao(setPolicy, (_, dao) => ({ dao, open: false })),
  ...onlyTheDao(setTracks, (stage, dao) => ({ dao, tracks: tracksOf(stage).slice(0, 3) })),
  setTracks('one twice', 'daos.repeated', async (stage) => ({
    dao: await createDao(stage),
    tracks: twice(tracksOf(stage).slice(0, 2)),
  })),
  setTracks('none', 'chain.malformed', async (stage) => ({ dao: await createDao(stage), tracks: [] })),
  ...onlyTheDao(setConstitution, (_, dao) => ({ dao, constitution: 'All work is paid.' })),
  setConstitution('an empty one', 'chain.malformed', async (stage) => ({
    dao: await createDao(stage),
    constitution: '',
  })),
];
