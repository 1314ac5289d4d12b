/** Cases of proposals: created, voted on, canceled and executed, with every time to the millisecond. */
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  type ActionJson,
  aboutProposal,
  carriedBy,
  closeDao,
  createDao,
  daoOf,
  executionOf,
  proposalOf,
  propose,
  timesOf,
  tracksWith,
  unknownId,
  voteOn,
} from './steps.ts';

const create = casesOf('proposals.create');
const vote = casesOf('proposals.vote');
const castBallot = casesOf('proposals.castBallot');
const cancel = casesOf('proposals.cancel');
const execute = casesOf('proposals.execute', 'anyone');

/** An action that is always rejected. */
const fail = (mayFail: boolean): ActionJson => ({
  kind: 'daos.setPolicy',
  payload: { dao: unknownId, open: false },
  mayFail,
});

/** A carried proposal whose actions may run in the next block. */
const ready = async (stage: Stage, ...actions: ActionJson[]) => {
  const dao = await createDao(stage);
  const proposed = await carriedBy(stage, dao, actions.length === 0 ? [closeDao(dao)] : actions);
  await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
  return proposed;
};
const signal = async (stage: Stage) => propose(stage, await createDao(stage));

const createCases: readonly Case[] = [
  create('an action', 'applied', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, [closeDao(dao)]);
  }),
  create('a signal', 'applied', async (stage) => proposalOf(await createDao(stage), [], 'signal')),
  create(
    'by a member without stake',
    'applied',
    async (stage) => {
      const dao = await createDao(stage);
      await stage.apply('newcomer', 'daos.join', { dao });
      return proposalOf(dao, [], 'signal');
    },
    'newcomer',
  ),
  create(
    'by a staker who is no member',
    'applied',
    async (stage) => {
      const dao = await createDao(stage);
      const payload = { token: dao, account: stage.address('newcomer'), amount: '1' };
      await stage.apply('ada', 'tokens.transfer', payload);
      await stage.apply('newcomer', 'tokens.stake', { token: dao, amount: '1' });
      return proposalOf(dao, [], 'signal');
    },
    'newcomer',
  ),
  create(
    'by a stranger',
    'proposals.notMember',
    async (stage) => proposalOf(await createDao(stage), [], 'signal'),
    'stranger',
  ),
  create('without an action', 'proposals.actionNeeded', async (stage) =>
    proposalOf(await createDao(stage), []),
  ),
  create('an action on the track signal', 'proposals.actionNotAllowed', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, [closeDao(dao)], 'signal');
  }),
  create('an action that its track may not decide', 'proposals.actionNotAllowed', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, [closeDao(dao)], 'membership');
  }),
  create('any action on the track constitution', 'applied', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, [closeDao(dao)], 'constitution');
  }),
  create('on a track that the DAO lacks', 'proposals.noTrack', async (stage) => {
    const dao = await createDao(stage, { tracks: daoOf(stage).tracks.slice(0, 1) });
    return proposalOf(dao, [closeDao(dao)]);
  }),
  create('to no DAO', 'proposals.daoNotFound', async () => proposalOf(unknownId, [closeDao(unknownId)])),
  create('sixty-four actions', 'applied', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, Array(64).fill(closeDao(dao)));
  }),
  create('sixty-five actions', 'chain.malformed', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, Array(65).fill(closeDao(dao)));
  }),
  create('an action of no kind', 'chain.unknownKind', async (stage) =>
    proposalOf(await createDao(stage), [{ kind: 'daos.dissolve', payload: {} }]),
  ),
  create('an empty title', 'chain.malformed', async (stage) => ({
    ...proposalOf(await createDao(stage), [], 'signal'),
    title: '',
  })),
];

/** A ballot has the fields of a vote, without a reason. */
const ballotOn = async (...asked: Parameters<typeof voteOn>) => {
  const { reason: _, ...ballot } = await voteOn(...asked);
  return ballot;
};
const ballotCases: readonly Case[] = [
  castBallot('for', 'applied', async (stage) => ballotOn(stage, await signal(stage))),
  castBallot('a second time, another way', 'proposals.ballotCast', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.castBallot', await ballotOn(stage, proposed));
    return ballotOn(stage, proposed, 'against');
  }),
  castBallot('after a vote', 'proposals.ballotCast', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed));
    return ballotOn(stage, proposed);
  }),
  castBallot(
    'without power',
    'proposals.noVotingPower',
    async (stage) => ballotOn(stage, await signal(stage)),
    'newcomer',
  ),
  castBallot('with another snapshot than the proposal', 'proposals.wrongToken', async (stage) => {
    const ballot = await ballotOn(stage, await signal(stage));
    return { ...ballot, snapshotHeight: ballot.snapshotHeight - 1 };
  }),
  castBallot('on nothing', 'proposals.notFound', async (stage) => ({
    ...(await ballotOn(stage, await signal(stage))),
    proposal: unknownId,
  })),
  vote('that changes a ballot', 'applied', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.castBallot', await ballotOn(stage, proposed));
    return voteOn(stage, proposed, 'against');
  }),
];

const voteCases: readonly Case[] = [
  vote('for', 'applied', async (stage) => voteOn(stage, await signal(stage))),
  vote('abstain', 'applied', async (stage) => voteOn(stage, await signal(stage), 'abstain')),
  vote('changed', 'applied', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed));
    return voteOn(stage, proposed, 'against');
  }),
  vote('twice the same way', 'proposals.alreadyVoted', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed));
    return voteOn(stage, proposed);
  }),
  vote('changed and back, with the stake of the snapshot', 'applied', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed));
    await stage.apply('ada', 'tokens.unstake', { token: proposed.dao, amount: '1000' });
    await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed, 'against'));
    return voteOn(stage, proposed);
  }),
  vote(
    'without power',
    'proposals.noVotingPower',
    async (stage) => voteOn(stage, await signal(stage)),
    'stranger',
  ),
  vote(
    'with stake that came after the snapshot',
    'proposals.noVotingPower',
    async (stage) => {
      const proposed = await signal(stage);
      const payload = { token: proposed.dao, account: stage.address('newcomer'), amount: '5' };
      await stage.apply('ada', 'tokens.transfer', payload);
      await stage.apply('newcomer', 'tokens.stake', { token: proposed.dao, amount: '5' });
      return voteOn(stage, proposed);
    },
    'newcomer',
  ),
  vote('in the last millisecond', 'applied', async (stage) => {
    const proposed = await signal(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd - 1);
    return voteOn(stage, proposed);
  }),
  vote('one millisecond late', 'proposals.closed', async (stage) => {
    const proposed = await signal(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
    return voteOn(stage, proposed);
  }),
  vote('in the first millisecond', 'applied', async (stage) => {
    const proposed = await propose(stage, await createDao(stage, tracksWith(stage, { delayMs: 5_000 })));
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteStart);
    return voteOn(stage, proposed);
  }),
  vote('one millisecond early', 'proposals.notOpenYet', async (stage) => {
    const proposed = await propose(stage, await createDao(stage, tracksWith(stage, { delayMs: 5_000 })));
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteStart - 1);
    return voteOn(stage, proposed);
  }),
  vote('on a canceled proposal', 'proposals.closed', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.cancel', aboutProposal(proposed));
    return voteOn(stage, proposed);
  }),
  vote('with the power of another height', 'proposals.wrongToken', async (stage) => {
    const payload = await voteOn(stage, await signal(stage));
    return { ...payload, snapshotHeight: payload.snapshotHeight + 1 };
  }),
  vote('with the power of another token', 'proposals.wrongToken', async (stage) => ({
    ...(await voteOn(stage, await signal(stage))),
    token: unknownId,
  })),
  vote('on no proposal', 'proposals.notFound', async (stage) => ({
    ...(await voteOn(stage, await signal(stage))),
    proposal: unknownId,
  })),
  vote('for a choice that is not offered', 'chain.malformed', async (stage) =>
    voteOn(stage, await signal(stage), 'maybe'),
  ),
];

const cancelCases: readonly Case[] = [
  cancel('by its author', 'applied', async (stage) => aboutProposal(await signal(stage))),
  cancel(
    'by another member',
    'proposals.notAuthor',
    async (stage) => aboutProposal(await signal(stage)),
    'ben',
  ),
  cancel('by its author in the last millisecond', 'applied', async (stage) => {
    const proposed = await signal(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd - 1);
    return aboutProposal(proposed);
  }),
  cancel('by its author when voting is over', 'proposals.cannotCancel', async (stage) => {
    const proposed = await signal(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
    return aboutProposal(proposed);
  }),
  cancel('twice', 'proposals.cannotCancel', async (stage) => {
    const proposed = await signal(stage);
    await stage.apply('ada', 'proposals.cancel', aboutProposal(proposed));
    return aboutProposal(proposed);
  }),
  cancel('in the name of another DAO', 'proposals.notFound', async (stage) => {
    const proposed = await signal(stage);
    return { ...aboutProposal(proposed), dao: unknownId };
  }),
  cancel('no proposal', 'proposals.notFound', async (stage) => ({
    dao: await createDao(stage),
    proposal: unknownId,
  })),
];

const executeCases: readonly Case[] = [
  execute('when its timelock ends', 'applied', async (stage) => executionOf(await ready(stage))),
  execute('one millisecond early', 'proposals.timelocked', async (stage) => {
    const dao = await createDao(stage);
    const proposed = await carriedBy(stage, dao, [closeDao(dao)]);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt - 1);
    return executionOf(proposed);
  }),
  execute('in the last millisecond', 'applied', async (stage) => {
    const proposed = await ready(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).expiresAt - 1);
    return executionOf(proposed);
  }),
  execute('one millisecond late', 'proposals.notQueued', async (stage) => {
    const proposed = await ready(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).expiresAt);
    return executionOf(proposed);
  }),
  execute('twice', 'proposals.notQueued', async (stage) => {
    const proposed = await ready(stage);
    await stage.apply('anyone', 'proposals.execute', executionOf(proposed));
    return executionOf(proposed);
  }),
  execute('while voting', 'proposals.notQueued', async (stage) => {
    const dao = await createDao(stage);
    return executionOf(await carriedBy(stage, dao, [closeDao(dao)]));
  }),
  execute('that nobody voted for', 'proposals.notQueued', async (stage) => {
    const dao = await createDao(stage);
    const proposed = await propose(stage, dao, [closeDao(dao)]);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  execute('with a tie', 'proposals.notQueued', async (stage) => {
    const dao = await createDao(stage);
    const proposed = await carriedBy(stage, dao, [closeDao(dao)]);
    await stage.apply('ben', 'proposals.vote', await voteOn(stage, proposed, 'against'));
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  execute('other actions', 'proposals.wrongActions', async (stage) => {
    const proposed = await ready(stage);
    return { ...executionOf(proposed), actions: [fail(true)] };
  }),
  execute('an action that fails', 'proposals.actionFailed', async (stage) =>
    executionOf(await ready(stage, fail(false))),
  ),
  execute('an action that fails after one that does not', 'proposals.actionFailed', async (stage) => {
    const dao = await createDao(stage);
    const proposed = await carriedBy(stage, dao, [closeDao(dao), fail(false)]);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  execute('an action that may fail', 'applied', async (stage) => {
    const dao = await createDao(stage);
    const proposed = await carriedBy(stage, dao, [fail(true), closeDao(dao)]);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  execute('in the name of another DAO', 'proposals.notFound', async (stage) => ({
    ...executionOf(await ready(stage)),
    dao: unknownId,
  })),
  execute('no proposal', 'proposals.notFound', async (stage) => ({
    ...executionOf(await ready(stage)),
    proposal: unknownId,
  })),
];

export const proposalCases: readonly Case[] = [
  ...createCases,
  ...voteCases,
  ...ballotCases,
  ...cancelCases,
  ...executeCases,
];
