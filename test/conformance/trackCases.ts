/** Cases of what a track adds to a proposal: deposit, spending, objections, late quorums and edits. */
import { type Case, casesOf, type Stage } from './stage.ts';
import {
  type ActionJson,
  aboutProposal,
  closeDao,
  createDao,
  daoOf,
  executionOf,
  type Proposed,
  proposalOf,
  propose,
  type TrackJson,
  timesOf,
  tracksWith,
  unknownId,
  voteOn,
} from './steps.ts';

const create = casesOf('proposals.create');
const edit = casesOf('proposals.edit');
const vote = casesOf('proposals.vote');
const execute = casesOf('proposals.execute', 'anyone');
const settle = casesOf('proposals.settle', 'anyone');
const setTracks = casesOf('daos.setTracks', 'dao');
const setRoles = casesOf('daos.setRoles', 'dao');

const pay = (stage: Stage, dao: string, amount: string): ActionJson => ({
  kind: 'treasury.pay',
  payload: { dao, payments: [{ account: stage.address('ben'), amount }], memo: '' },
});

const createCases: readonly Case[] = [
  create('without the deposit of its track', 'proposals.wrongDeposit', async (stage) => {
    const dao = await createDao(stage);
    const { deposit: _, ...payload } = { deposit: '', ...proposalOf(dao, [closeDao(dao)], 'constitution') };
    return payload;
  }),
  create('with a deposit that nobody asked for', 'proposals.wrongDeposit', async (stage) => {
    const dao = await createDao(stage);
    return { ...proposalOf(dao, [], 'signal'), deposit: '1' };
  }),
  create(
    'with a deposit that its author does not have',
    'chain.notCovered',
    async (stage) => {
      const dao = await createDao(stage);
      await stage.apply('ivy', 'daos.join', { dao });
      return proposalOf(dao, [closeDao(dao)], 'constitution');
    },
    'ivy',
  ),
  create('that pays the most of its track', 'applied', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, [pay(stage, dao, '1999999999'), pay(stage, dao, '1')], 'treasurySmall');
  }),
  create('that pays a unit more than its track may', 'proposals.spendsTooMuch', async (stage) => {
    const dao = await createDao(stage);
    return proposalOf(dao, [pay(stage, dao, '1999999999'), pay(stage, dao, '2')], 'treasurySmall');
  }),
  create('that pays another token on a limited track', 'proposals.spendsTooMuch', async (stage) => {
    const dao = await createDao(stage);
    const payload = { token: unknownId, account: stage.address('ben'), amount: '1' };
    return proposalOf(dao, [{ kind: 'tokens.transfer', payload }], 'treasurySmall');
  }),
];

/** A proposal whose voting opens after five seconds. */
const pending = async (stage: Stage): Promise<Proposed> => {
  const dao = await createDao(stage, tracksWith(stage, { delayMs: 5_000 }));
  return propose(stage, dao, [closeDao(dao)]);
};
const editOf = (proposed: Proposed, ...actions: readonly ActionJson[]) => ({
  ...aboutProposal(proposed),
  title: 'Better',
  body: 'Reasons.',
  actions,
});
const editCases: readonly Case[] = [
  edit('in the last millisecond before voting opens', 'applied', async (stage) => {
    const proposed = await pending(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteStart - 1);
    return editOf(proposed, ...proposed.actions, ...proposed.actions);
  }),
  edit('when voting opens', 'proposals.cannotEdit', async (stage) => {
    const proposed = await pending(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteStart);
    return editOf(proposed, ...proposed.actions);
  }),
  edit('when it is canceled', 'proposals.cannotEdit', async (stage) => {
    const proposed = await pending(stage);
    await stage.apply('ada', 'proposals.cancel', aboutProposal(proposed));
    return editOf(proposed, ...proposed.actions);
  }),
  edit(
    'of another’s',
    'proposals.notAuthor',
    async (stage) => {
      const proposed = await pending(stage);
      return editOf(proposed, ...proposed.actions);
    },
    'ben',
  ),
  edit('to an action of a larger track', 'proposals.actionNotAllowed', async (stage) => {
    const proposed = await pending(stage);
    return editOf(proposed, pay(stage, proposed.dao, '1'));
  }),
  edit('to no action', 'proposals.actionNeeded', async (stage) => {
    const proposed = await pending(stage);
    return editOf(proposed);
  }),
  edit('in the name of another DAO', 'proposals.notFound', async (stage) => {
    const proposed = await pending(stage);
    return { ...editOf(proposed, ...proposed.actions), dao: unknownId };
  }),
  execute('actions from before an edit', 'proposals.wrongActions', async (stage) => {
    const proposed = await pending(stage);
    const edited = editOf(proposed, ...proposed.actions, ...proposed.actions);
    await stage.apply('ada', 'proposals.edit', edited);
    const { voteStart, executableAt } = await timesOf(stage, proposed);
    await stage.nextBlockAt(voteStart);
    await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed));
    await stage.nextBlockAt(executableAt);
    return executionOf(proposed);
  }),
];

/** A proposal of the constitution's track, with a deposit of 100 tokens. */
const deposited = async (stage: Stage) => {
  const dao = await createDao(stage);
  const actions = [closeDao(dao)];
  const proposal = await stage.apply('ada', 'proposals.create', proposalOf(dao, actions, 'constitution'));
  return { dao, proposal, actions };
};
const depositOf = (stage: Stage, proposed: Proposed) => ({
  ...aboutProposal(proposed),
  author: stage.address('ada'),
  deposit: '100000000',
});
const settleCases: readonly Case[] = [
  settle('when it was defeated without votes', 'applied', async (stage) => {
    const proposed = await deposited(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
    return depositOf(stage, proposed);
  }),
  settle('one millisecond before the end', 'proposals.depositHeld', async (stage) => {
    const proposed = await deposited(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd - 1);
    return depositOf(stage, proposed);
  }),
  settle('when most were against it', 'applied', async (stage) => {
    const proposed = await deposited(stage);
    await stage.apply('ben', 'proposals.vote', await voteOn(stage, proposed, 'against'));
    await stage.nextBlockAt((await timesOf(stage, proposed)).voteEnd);
    return depositOf(stage, proposed);
  }),
  settle('when its author canceled it', 'applied', async (stage) => {
    const proposed = await deposited(stage);
    await stage.apply('ada', 'proposals.cancel', aboutProposal(proposed));
    return depositOf(stage, proposed);
  }),
  settle('twice', 'proposals.nothingHeld', async (stage) => {
    const proposed = await deposited(stage);
    await stage.apply('ada', 'proposals.cancel', aboutProposal(proposed));
    await stage.apply('anyone', 'proposals.settle', depositOf(stage, proposed));
    return depositOf(stage, proposed);
  }),
  settle('to another account', 'proposals.notFound', async (stage) => {
    const proposed = await deposited(stage);
    await stage.apply('ada', 'proposals.cancel', aboutProposal(proposed));
    return { ...depositOf(stage, proposed), author: stage.address('ben') };
  }),
  settle('another amount', 'proposals.notFound', async (stage) => {
    const proposed = await deposited(stage);
    await stage.apply('ada', 'proposals.cancel', aboutProposal(proposed));
    return { ...depositOf(stage, proposed), deposit: '99999999' };
  }),
];

/**
 * A proposal that ada alone makes reach the quorum, a time before the planned end. The quorum of the track parameters is 10 %;
 * ada and ben have half of all power each, and cy a hundredth of theirs.
 */
const carriedLate = async (stage: Stage, beforeEndMs = 1) => {
  const dao = await createDao(stage);
  const proposed = await propose(stage, dao, [closeDao(dao)]);
  const times = await timesOf(stage, proposed);
  await stage.nextBlockAt(times.voteEnd - beforeEndMs);
  await stage.apply('ada', 'proposals.vote', await voteOn(stage, proposed));
  return { proposed, ...times };
};
const lateCases: readonly Case[] = [
  vote(
    'after the end, when the quorum came late',
    'applied',
    async (stage) => {
      const { proposed, voteEnd } = await carriedLate(stage);
      await stage.nextBlockAt(voteEnd);
      return voteOn(stage, proposed, 'against');
    },
    'ben',
  ),
  vote(
    'one millisecond after the later end',
    'proposals.closed',
    async (stage) => {
      const { proposed, voteEnd } = await carriedLate(stage);
      await stage.nextBlockAt(voteEnd + 6_000);
      return voteOn(stage, proposed, 'against');
    },
    'ben',
  ),
  vote(
    'after the end, when the quorum came a millisecond before it would be late',
    'proposals.closed',
    async (stage) => {
      const { proposed, voteEnd } = await carriedLate(stage, 6_001);
      await stage.nextBlockAt(voteEnd);
      return voteOn(stage, proposed, 'against');
    },
    'ben',
  ),
  execute('what a late quorum and then a later vote turned down', 'proposals.notQueued', async (stage) => {
    const { proposed, voteEnd, executableAt } = await carriedLate(stage);
    await stage.nextBlockAt(voteEnd + 5_999);
    await stage.apply('ben', 'proposals.vote', await voteOn(stage, proposed, 'against'));
    await stage.nextBlockAt(executableAt + 6_000);
    return executionOf(proposed);
  }),
  execute('of a late quorum, a timelock after the later end', 'applied', async (stage) => {
    const { proposed, executableAt } = await carriedLate(stage);
    await stage.nextBlockAt(executableAt + 6_000);
    return executionOf(proposed);
  }),
  execute('of a late quorum, when the planned timelock ends', 'proposals.timelocked', async (stage) => {
    const { proposed, executableAt } = await carriedLate(stage);
    await stage.nextBlockAt(executableAt);
    return executionOf(proposed);
  }),
];

const tip = async (stage: Stage) => {
  const dao = await createDao(stage);
  const actions = [pay(stage, dao, '5000000')];
  const proposal = await stage.apply('ada', 'proposals.create', proposalOf(dao, actions, 'tip'));
  return { dao, proposal, actions };
};
const objectionCases: readonly Case[] = [
  execute('a tip that nobody objected to', 'applied', async (stage) => {
    const proposed = await tip(stage);
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
  execute('a tip that half of all power objected to', 'proposals.notQueued', async (stage) => {
    const proposed = await tip(stage);
    await stage.apply('ben', 'proposals.vote', await voteOn(stage, proposed, 'against'));
    await stage.nextBlockAt((await timesOf(stage, proposed)).executableAt);
    return executionOf(proposed);
  }),
];

const withTrack = async (stage: Stage, change: Partial<TrackJson>) => {
  const dao = await createDao(stage);
  const { tracks } = daoOf(stage);
  return { dao, tracks: tracks.map((track, i) => (i === 0 ? { ...track, ...change } : track)) };
};
const ruleCases: readonly Case[] = [
  setTracks('with a highest quorum below the quorum', 'daos.trackContradicts', async (stage) =>
    withTrack(stage, { quorumMaxPpm: 299_999 }),
  ),
  setTracks('with a last stretch as long as voting', 'applied', async (stage) =>
    withTrack(stage, { lateMs: 60_000 }),
  ),
  setTracks('with a last stretch longer than voting', 'daos.trackContradicts', async (stage) =>
    withTrack(stage, { lateMs: 60_001 }),
  ),
  setTracks('with a late quorum where only objections count', 'daos.trackContradicts', async (stage) =>
    withTrack(stage, { objectionPpm: 100_000 }),
  ),
  setRoles('of a member, with an end', 'daos.expiryOfNoGuardian', async (stage) => ({
    dao: await createDao(stage),
    account: stage.address('gil'),
    roles: ['member'],
    guardianUntil: 1,
  })),
  setRoles('of a guardian, with an end', 'applied', async (stage) => ({
    dao: await createDao(stage),
    account: stage.address('gil'),
    roles: ['guardian'],
    guardianUntil: (await stage.now()).time + 1,
  })),
];

export const trackCases: readonly Case[] = [
  ...createCases,
  ...editCases,
  ...settleCases,
  ...lateCases,
  ...objectionCases,
  ...ruleCases,
];
