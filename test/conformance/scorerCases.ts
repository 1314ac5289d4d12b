/** Cases of scorers: bonds, and the committee and model that members vote. */
import { unbondings } from '#governance/scorers/state.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { bonded, contentOf, createDao, daoOf, scored, unbondAll, unknownId } from './steps.ts';

const bond = casesOf('scorers.bond', 'scorer1');
const unbond = casesOf('scorers.unbond', 'scorer1');
const release = casesOf('scorers.release', 'anyone');
const setCommittee = casesOf('scorers.setCommittee', 'dao');
const setModel = casesOf('scorers.setModel', 'dao');

/** A small part of scorer1's bond on its way back. */
const onItsWay = async (stage: Stage) => {
  const dao = await createDao(stage);
  await stage.apply('scorer1', 'scorers.unbond', { dao, amount: '4' });
  const releaseAt = (await stage.get(unbondings.read(dao, stage.account('scorer1'))))?.releaseAt ?? 0;
  return { payload: { dao, scorer: stage.address('scorer1'), amount: '4' }, releaseAt };
};
/** Gives scorer1 free tokens to bond. */
const withFree = async (stage: Stage): Promise<string> => {
  const dao = await createDao(stage);
  const payload = { token: dao, account: stage.address('scorer1'), amount: '4000' };
  await stage.apply('ada', 'tokens.transfer', payload);
  return dao;
};
const committeeOf = (stage: Stage, dao: string, members?: string[]) => {
  const { committee } = daoOf(stage);
  return { dao, committee: { ...committee, members: members ?? committee.members, fee: '7' } };
};
const modelOf = (stage: Stage, dao: string, changes = {}) => ({
  dao,
  modelHash: contentOf('another model'),
  model: { ...daoOf(stage).model, ...changes },
});

const bondCases: readonly Case[] = [
  bond('what is no multiple of four', 'scorers.notMultiple', async (stage) => ({
    dao: await withFree(stage),
    amount: '3999',
  })),
  unbond('what is no multiple of four', 'scorers.notMultiple', async (stage) => ({
    dao: await createDao(stage),
    amount: '3',
  })),
  unbond('a second part while the first is on its way', 'scorers.unbondingOpen', async (stage) => {
    const dao = await createDao(stage);
    await stage.apply('scorer1', 'scorers.unbond', { dao, amount: '4' });
    return { dao, amount: '4' };
  }),
  release('when its time has passed', 'applied', async (stage) => {
    const { payload, releaseAt } = await onItsWay(stage);
    await stage.nextBlockAt(releaseAt);
    return payload;
  }),
  release('one millisecond early', 'scorers.unbondingNotDue', async (stage) => {
    const { payload, releaseAt } = await onItsWay(stage);
    await stage.nextBlockAt(releaseAt - 1);
    return payload;
  }),
  release('of another amount', 'scorers.unbondingNotFound', async (stage) => ({
    ...(await onItsWay(stage)).payload,
    amount: '8',
  })),
  release('that does not exist', 'scorers.unbondingNotFound', async (stage) => ({
    dao: await createDao(stage),
    scorer: stage.address('scorer1'),
    amount: '4',
  })),
  bond('more', 'applied', async (stage) => ({ dao: await withFree(stage), amount: '4000' })),
  bond('one unit more than there is', 'chain.notCovered', async (stage) => ({
    dao: await withFree(stage),
    amount: '4004',
  })),
  bond('nothing', 'scorers.zeroAmount', async (stage) => ({ dao: await withFree(stage), amount: '0' })),
  bond(
    'by a stranger',
    'scorers.notInCommittee',
    async (stage) => ({ dao: await createDao(stage), amount: '1' }),
    'ada',
  ),
  bond('of no DAO', 'scorers.daoNotFound', async () => ({ dao: unknownId, amount: '1' })),
  unbond('all', 'applied', async (stage) => ({ dao: await createDao(stage), amount: bonded.toString() })),
  unbond('one unit more than all', 'chain.notCovered', async (stage) => ({
    dao: await createDao(stage),
    amount: (bonded + 4n).toString(),
  })),
  unbond('nothing', 'scorers.zeroAmount', async (stage) => ({ dao: await createDao(stage), amount: '0' })),
  unbond(
    'what still covers an early payment',
    'chain.notCovered',
    async (stage) => {
      const { dao } = await scored(stage);
      for (const scorer of ['scorer1', 'scorer2', 'scorer3']) await unbondAll(stage, dao, scorer);
      return { dao, amount: bonded.toString() };
    },
    'scorer4',
  ),
  unbond(
    'by a stranger',
    'chain.notCovered',
    async (stage) => ({ dao: await createDao(stage), amount: '4' }),
    'ada',
  ),
  unbond('of no DAO', 'scorers.daoNotFound', async () => ({ dao: unknownId, amount: '1' })),
];

const committeeCases: readonly Case[] = [
  setCommittee('by vote', 'applied', async (stage) => committeeOf(stage, await createDao(stage))),
  setCommittee(
    'by a founder alone',
    'scorers.notTheDao',
    async (stage) => committeeOf(stage, await createDao(stage)),
    'ada',
  ),
  setCommittee('of no DAO', 'scorers.daoNotFound', async (stage) => {
    await createDao(stage);
    return committeeOf(stage, unknownId);
  }),
  setCommittee('a scorer twice', 'scorers.repeated', async (stage) => {
    const members = daoOf(stage).committee.members;
    return committeeOf(stage, await createDao(stage), [...members.slice(0, 3), ...members.slice(0, 1)]);
  }),
  setCommittee('five scorers', 'scorers.committeeSize', async (stage) => {
    const members = [...daoOf(stage).committee.members, stage.address('another')];
    return committeeOf(stage, await createDao(stage), members);
  }),
  setCommittee('seven scorers', 'applied', async (stage) => {
    const members = [
      ...daoOf(stage).committee.members,
      ...['a', 'b', 'c'].map((name) => stage.address(name)),
    ];
    return committeeOf(stage, await createDao(stage), members);
  }),
  setModel('by vote', 'applied', async (stage) => modelOf(stage, await createDao(stage))),
  setModel(
    'by a founder alone',
    'scorers.notTheDao',
    async (stage) => modelOf(stage, await createDao(stage)),
    'ada',
  ),
  setModel('of no DAO', 'scorers.daoNotFound', async (stage) => {
    await createDao(stage);
    return modelOf(stage, unknownId);
  }),
  setModel('without rows', 'chain.malformed', async (stage) =>
    modelOf(stage, await createDao(stage), { rowCount: 0 }),
  ),
];

export const scorerCases: readonly Case[] = [...bondCases, ...committeeCases];
