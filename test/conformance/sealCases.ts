/** Cases of sealed ballots: sealing while voting is open, opening after it, and what counts then. */
import type { CreateDaoJson } from '#governance/daos/templates.ts';
import { ballotSeal } from '#governance/proposals/ballotSeal.ts';
import type { Tally } from '#governance/proposals/proposalState.ts';
import { foundersStake, lentBy, toCleo } from './lendingSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  closeDao,
  createDao,
  daoOf,
  executionOf,
  type Proposed,
  propose,
  type TrackJson,
  timesOf,
  tracksWith,
  unknownId,
  voteOn,
} from './steps.ts';

const seal = casesOf('proposals.sealBallot');
const open = casesOf('proposals.openBallot');
const vote = casesOf('proposals.vote');
const castBallot = casesOf('proposals.castBallot');
const execute = casesOf('proposals.execute', 'anyone');
const settle = casesOf('proposals.settle', 'anyone');
const cancel = casesOf('proposals.cancel');
const setTracks = casesOf('daos.setTracks', 'dao');

const revealMs = 30_000;
const salt = '5a'.repeat(32);
const sealing = (stage: Stage, change: Partial<TrackJson> = {}): Partial<CreateDaoJson> =>
  tracksWith(stage, { lateMs: 0, revealMs, ...change });

/** A proposal of a DAO whose ballots are sealed. */
const secret = async (stage: Stage, change: Partial<TrackJson> = {}): Promise<Proposed> => {
  const dao = await createDao(stage, sealing(stage, change));
  return propose(stage, dao, [closeDao(dao)]);
};
const sealOf = (stage: Stage, { proposal }: Proposed, name = 'ada', choice: keyof Tally = 'for') => ({
  proposal,
  seal: ballotSeal(proposal, stage.account(name), choice, salt),
});
const opened = async (stage: Stage, proposed: Proposed, choice = 'for', change = {}) => ({
  ...(await voteOn(stage, proposed, choice)),
  salt,
  ...change,
});
/** Sealed by one account, and voting is over. */
const closed = async (stage: Stage, name = 'ada', change: Partial<TrackJson> = {}): Promise<Proposed> => {
  const proposed = await secret(stage, change);
  await stage.apply(name, 'proposals.sealBallot', sealOf(stage, proposed, name));
  await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
  return proposed;
};

const sealed: readonly Case[] = [
  seal('while voting is open', 'applied', async (stage) => sealOf(stage, await secret(stage))),
  seal('in place of another one', 'applied', async (stage) => {
    const proposed = await secret(stage);
    await stage.apply('ada', 'proposals.sealBallot', sealOf(stage, proposed));
    return sealOf(stage, proposed, 'ada', 'against');
  }),
  seal('in the last millisecond', 'applied', async (stage) => {
    const proposed = await secret(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd - 1);
    return sealOf(stage, proposed);
  }),
  seal('one millisecond late', 'proposals.closed', async (stage) => {
    const proposed = await secret(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
    return sealOf(stage, proposed);
  }),
  seal('before voting opens', 'proposals.notOpenYet', async (stage) =>
    sealOf(stage, await secret(stage, { delayMs: 5_000 })),
  ),
  seal('on what its author canceled', 'proposals.closed', async (stage) => {
    const proposed = await secret(stage);
    await stage.apply('ada', 'proposals.cancel', { dao: proposed.dao, proposal: proposed.proposal });
    return sealOf(stage, proposed);
  }),
  seal('where ballots are open', 'proposals.ballotsOpen', async (stage) =>
    sealOf(stage, await propose(stage, await createDao(stage))),
  ),
  seal('on no proposal', 'proposals.notFound', async (stage) => ({
    ...sealOf(stage, await secret(stage)),
    proposal: unknownId,
  })),
  vote('where ballots are sealed', 'proposals.ballotsSealed', async (stage) =>
    voteOn(stage, await secret(stage)),
  ),
  castBallot('where ballots are sealed', 'proposals.ballotsSealed', async (stage) => {
    const { reason: _, ...ballot } = await voteOn(stage, await secret(stage));
    return ballot;
  }),
];

const opening: readonly Case[] = [
  open('when voting is over', 'applied', async (stage) => opened(stage, await closed(stage))),
  open('in the last millisecond for it', 'applied', async (stage) => {
    const proposed = await closed(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd + revealMs - 1);
    return opened(stage, proposed);
  }),
  open('one millisecond late', 'proposals.closed', async (stage) => {
    const proposed = await closed(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd + revealMs);
    return opened(stage, proposed);
  }),
  open('one millisecond early', 'proposals.notRevealing', async (stage) => {
    const proposed = await secret(stage);
    await stage.apply('ada', 'proposals.sealBallot', sealOf(stage, proposed));
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd - 1);
    return opened(stage, proposed);
  }),
  open('twice', 'proposals.noSeal', async (stage) => {
    const proposed = await closed(stage);
    await stage.apply('ada', 'proposals.openBallot', await opened(stage, proposed));
    return opened(stage, proposed);
  }),
  open(
    'what another account sealed',
    'proposals.noSeal',
    async (stage) => opened(stage, await closed(stage)),
    'ben',
  ),
  open('as another choice', 'proposals.sealDiffers', async (stage) =>
    opened(stage, await closed(stage), 'against'),
  ),
  open('with another salt', 'proposals.sealDiffers', async (stage) =>
    opened(stage, await closed(stage), 'for', { salt: 'a5'.repeat(32) }),
  ),
  open(
    'a copy of what another account sealed',
    'proposals.sealDiffers',
    async (stage) => {
      const proposed = await secret(stage);
      await stage.apply('ada', 'proposals.sealBallot', sealOf(stage, proposed));
      await stage.apply('ben', 'proposals.sealBallot', sealOf(stage, proposed));
      await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
      return opened(stage, proposed);
    },
    'ben',
  ),
  open(
    'without power',
    'proposals.noVotingPower',
    async (stage) => opened(stage, await closed(stage, 'newcomer')),
    'newcomer',
  ),
  open('with the power of another height', 'proposals.wrongToken', async (stage) => {
    const payload = await opened(stage, await closed(stage));
    return { ...payload, snapshotHeight: payload.snapshotHeight + 1 };
  }),
  open('what was vetoed', 'proposals.closed', async (stage) => {
    const proposed = await closed(stage, 'ada', { vetoers: ['member'] });
    const { dao, proposal } = proposed;
    await stage.apply('ben', 'proposals.veto', { dao, proposal, reason: 'Unlawful.' });
    return opened(stage, proposed);
  }),
  open('where ballots are open', 'proposals.ballotsOpen', async (stage) =>
    opened(stage, await propose(stage, await createDao(stage))),
  ),
  open('on no proposal', 'proposals.notFound', async (stage) => ({
    ...(await opened(stage, await closed(stage))),
    proposal: unknownId,
  })),
  open('that takes back what was lent', 'applied', async (stage) => {
    const dao = await createDao(stage, sealing(stage));
    const lending = { dao, amount: foundersStake.toString(), grants: [toCleo(stage)] };
    await stage.apply('ada', 'delegation.set', lending);
    const proposed = await propose(stage, dao);
    await stage.apply('cleo', 'proposals.sealBallot', sealOf(stage, proposed, 'cleo', 'against'));
    await stage.apply('ada', 'proposals.sealBallot', sealOf(stage, proposed));
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
    const power = { track: 'signal', epoch: 0, mixed: false, receives: true };
    await stage.apply('cleo', 'proposals.openBallot', await opened(stage, proposed, 'against', { power }));
    const retaken = { ...power, receives: false, lent: await lentBy(stage, dao) };
    return opened(stage, proposed, 'for', { power: retaken });
  }),
];

const counting: readonly Case[] = [
  execute('what was sealed and opened', 'applied', async (stage) => {
    const proposed = await closed(stage);
    await stage.apply('ada', 'proposals.openBallot', await opened(stage, proposed));
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  execute('what was sealed and never opened', 'proposals.notQueued', async (stage) => {
    const proposed = await closed(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  execute('while ballots are opened', 'proposals.notQueued', async (stage) => {
    const proposed = await closed(stage);
    await stage.apply('ada', 'proposals.openBallot', await opened(stage, proposed));
    return executionOf(proposed);
  }),
  cancel('while ballots are opened', 'proposals.cannotCancel', async (stage) => {
    const { dao, proposal } = await closed(stage);
    return { dao, proposal };
  }),
  settle('while ballots are opened', 'proposals.depositHeld', async (stage) => {
    const dao = await createDao(stage, sealing(stage, { deposit: '5' }));
    const payload = { dao, track: 'signal', title: 'A proposal', body: '', actions: [], deposit: '5' };
    const proposal = await stage.apply('ada', 'proposals.create', payload);
    await stage.nextBlockAt((await timesOf(stage, { dao, proposal, actions: [] })).voteEnd);
    return { dao, proposal, author: stage.address('ada'), deposit: '5' };
  }),
  setTracks('with sealed ballots and a late quorum', 'daos.trackContradicts', async (stage) => ({
    dao: await createDao(stage),
    tracks: daoOf(stage).tracks.map((track) => ({ ...track, lateMs: 1, revealMs })),
  })),
  setTracks('with sealed ballots', 'applied', async (stage) => ({
    dao: await createDao(stage),
    tracks: sealing(stage).tracks,
  })),
];

export const sealCases: readonly Case[] = [...sealed, ...opening, ...counting];
