/** Cases of what stops, delays or repeats a proposal: vetoes, guardians and second tries. */
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  type ActionJson,
  aboutProposal,
  carriedBy,
  closeDao,
  createDao,
  executionOf,
  type Proposed,
  timesOf,
  tracksWith,
  unknownId,
} from './steps.ts';

const veto = casesOf('proposals.veto', 'gil');
const delay = casesOf('proposals.delay', 'gil');
const execute = casesOf('proposals.execute', 'anyone');
const retry = casesOf('proposals.retry', 'anyone');

/** The DAO joins itself: refused while it is closed. */
const join = (dao: string): ActionJson => ({ kind: 'daos.join', payload: { dao }, mayFail: true });
const because = (proposed: Proposed) => ({
  ...aboutProposal(proposed),
  reason: 'It pays the wrong account.',
});

/** A DAO whose guardian is gil, for ever or until a time after now: later than a decision of the DAO takes. */
const withGuardian = async (stage: Stage, endsAfterMs?: number) => {
  const dao = await createDao(stage);
  const { time } = await stage.now();
  const ends = endsAfterMs === undefined ? {} : { guardianUntil: time + endsAfterMs };
  await stage.apply('dao', 'daos.setRoles', {
    dao,
    account: stage.address('gil'),
    roles: ['guardian'],
    ...ends,
  });
  return { dao, time };
};
const watched = async (stage: Stage) => {
  const { dao } = await withGuardian(stage);
  return carriedBy(stage, dao, [closeDao(dao)]);
};

const vetoCases: readonly Case[] = [
  veto('while voting', 'applied', async (stage) => because(await watched(stage))),
  veto('in the last millisecond of the timelock', 'applied', async (stage) => {
    const proposed = await watched(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt - 1);
    return because(proposed);
  }),
  veto('when it expired', 'proposals.cannotVeto', async (stage) => {
    const proposed = await watched(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).expiresAt);
    return because(proposed);
  }),
  veto('twice', 'proposals.cannotVeto', async (stage) => {
    const proposed = await watched(stage);
    await stage.apply('gil', 'proposals.veto', because(proposed));
    return because(proposed);
  }),
  veto('by a member', 'proposals.notVetoer', async (stage) => because(await watched(stage)), 'ben'),
  veto('by the author', 'proposals.notVetoer', async (stage) => because(await watched(stage)), 'ada'),
  veto('by a guardian in the last millisecond of the role', 'applied', async (stage) => {
    const { dao, time } = await withGuardian(stage, 300_000);
    const proposed = await carriedBy(stage, dao, [closeDao(dao)]);
    await stage.nextBlockAt(time + 299_999);
    return because(proposed);
  }),
  veto('by a guardian whose role has ended', 'proposals.notVetoer', async (stage) => {
    const { dao, time } = await withGuardian(stage, 300_000);
    const proposed = await carriedBy(stage, dao, [closeDao(dao)]);
    await stage.nextBlockAt(time + 300_000);
    return because(proposed);
  }),
  veto(
    'where the track gives it to stewards',
    'applied',
    async (stage) => {
      const dao = await createDao(stage, tracksWith(stage, { vetoers: ['steward'] }));
      return because(await carriedBy(stage, dao, [closeDao(dao)]));
    },
    'ben',
  ),
  veto('in the name of another DAO', 'proposals.notFound', async (stage) => ({
    ...because(await watched(stage)),
    dao: unknownId,
  })),
  execute('what was vetoed', 'proposals.notQueued', async (stage) => {
    const proposed = await watched(stage);
    await stage.apply('gil', 'proposals.veto', because(proposed));
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  delay('while voting', 'applied', async (stage) => because(await watched(stage))),
  delay('twice', 'proposals.alreadyDelayed', async (stage) => {
    const proposed = await watched(stage);
    await stage.apply('gil', 'proposals.delay', because(proposed));
    return because(proposed);
  }),
  delay('by a member', 'proposals.notGuardian', async (stage) => because(await watched(stage)), 'ben'),
  delay('by a guardian whose role has ended', 'proposals.notGuardian', async (stage) => {
    const { dao, time } = await withGuardian(stage, 300_000);
    const proposed = await carriedBy(stage, dao, [closeDao(dao)]);
    await stage.nextBlockAt(time + 300_000);
    return because(proposed);
  }),
  delay('when it is executed', 'proposals.cannotVeto', async (stage) => {
    const proposed = await watched(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    await stage.apply('anyone', 'proposals.execute', executionOf(proposed));
    return because(proposed);
  }),
  delay('in the name of another DAO', 'proposals.notFound', async (stage) => ({
    ...because(await watched(stage)),
    dao: unknownId,
  })),
  execute('what was delayed, when its own timelock ends', 'proposals.timelocked', async (stage) => {
    const proposed = await watched(stage);
    const { executableAt } = await timesOf(stage, proposed);
    await stage.apply('gil', 'proposals.delay', because(proposed));
    await stage.nextBlockAt(executableAt);
    return executionOf(proposed);
  }),
  execute('what was delayed, when the longer timelock ends', 'applied', async (stage) => {
    const proposed = await watched(stage);
    await stage.apply('gil', 'proposals.delay', because(proposed));
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
];

/** Executed, and its second action was refused because the DAO took nobody. */
const halfDone = async (stage: Stage) => {
  const dao = await createDao(stage);
  await stage.apply('dao', 'daos.setPolicy', { dao, open: false });
  const proposed = await carriedBy(stage, dao, [closeDao(dao), join(dao)]);
  await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
  await stage.apply('anyone', 'proposals.execute', executionOf(proposed));
  return proposed;
};
const openAgain = async (stage: Stage) => {
  const proposed = await halfDone(stage);
  await stage.apply('dao', 'daos.setPolicy', { dao: proposed.dao, open: true });
  return proposed;
};
const retryCases: readonly Case[] = [
  retry('what can take effect now', 'applied', async (stage) => executionOf(await openAgain(stage))),
  retry('what still cannot', 'proposals.actionFailed', async (stage) => executionOf(await halfDone(stage))),
  retry('twice', 'proposals.nothingToRetry', async (stage) => {
    const proposed = await openAgain(stage);
    await stage.apply('anyone', 'proposals.retry', executionOf(proposed));
    return executionOf(proposed);
  }),
  retry('in the last millisecond', 'applied', async (stage) => {
    const proposed = await openAgain(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).expiresAt - 1);
    return executionOf(proposed);
  }),
  retry('one millisecond late', 'proposals.nothingToRetry', async (stage) => {
    const proposed = await openAgain(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).expiresAt);
    return executionOf(proposed);
  }),
  retry('before it was executed', 'proposals.nothingToRetry', async (stage) => {
    const dao = await createDao(stage);
    return executionOf(await carriedBy(stage, dao, [closeDao(dao)]));
  }),
  retry('other actions', 'proposals.wrongActions', async (stage) => ({
    ...executionOf(await openAgain(stage)),
    actions: [],
  })),
  retry('in the name of another DAO', 'proposals.notFound', async (stage) => ({
    ...executionOf(await openAgain(stage)),
    dao: unknownId,
  })),
];

export const guardCases: readonly Case[] = [...vetoCases, ...retryCases];
