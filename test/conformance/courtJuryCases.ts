/** Cases of the court: seeds, juries, votes, appeals and every way to close, each early, late, twice and by another. */
import {
  appealed,
  appealOf,
  at,
  bond,
  closed,
  closingFor,
  type Disputed,
  disputed,
  dueClosing,
  enlistJurors,
  judged,
  memberOf,
  seedCommitmentOf,
  seedOpeningOf,
  spendAll,
  summoned,
  summonsFor,
  voteCommitmentOf,
  voteOpeningOf,
  workOf,
} from './courtSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { aboutWork, contentOf, unknownId } from './steps.ts';

const commitSeed = casesOf('disputes.commitSeed', 'scorer1');
const revealSeed = casesOf('disputes.revealSeed', 'scorer1');
const summon = casesOf('disputes.summon', 'anyone');
const commitVote = casesOf('disputes.commitVote', 'juror0');
const revealVote = casesOf('disputes.revealVote', 'juror0');
const appeal = casesOf('disputes.appeal', 'newcomer');
const close = casesOf('disputes.close', 'anyone');

/** A case of which scorer1 has committed to a part of the seed. */
const seeded = async (stage: Stage, jurors = 0): Promise<Disputed> => {
  const one = await appealed(stage, jurors);
  await stage.apply('scorer1', 'disputes.commitSeed', await seedCommitmentOf(stage, one));
  return one;
};
const seedOpened = async (stage: Stage, jurors = 0): Promise<Disputed> => {
  const one = await seeded(stage, jurors);
  await at(stage, one, 'evidenceEndsAt');
  await stage.apply('scorer1', 'disputes.revealSeed', await seedOpeningOf(stage, one));
  return one;
};
/** A case ready for its jury. */
const drawable = async (stage: Stage, jurors = 4): Promise<Disputed> => {
  const one = await appealed(stage, jurors);
  await at(stage, one, 'drawAt');
  return one;
};
/** Three jurors sit, juror0 among them. */
const sitting = async (stage: Stage): Promise<Disputed> => summoned(stage, await appealed(stage, 3));
const committed = async (stage: Stage): Promise<Disputed> => {
  const one = await sitting(stage);
  await stage.apply('juror0', 'disputes.commitVote', await voteCommitmentOf(stage, one, 'juror0'));
  return one;
};
const revealable = async (stage: Stage): Promise<Disputed> => {
  const one = await committed(stage);
  await at(stage, one, 'commitEndsAt');
  return one;
};
const denied = async (stage: Stage, jurors = 4): Promise<Disputed> => {
  const one = await judged(stage, await appealed(stage, jurors), 'deny');
  await memberOf(stage, one.dao, 'newcomer', 20n * bond);
  await at(stage, one, 'revealEndsAt');
  return one;
};
/** ben's dispute is granted: the author may appeal. */
const refusedOnce = async (stage: Stage, jurors = 4): Promise<Disputed> => {
  const one = await judged(stage, await disputed(stage, jurors), 'grant');
  await at(stage, one, 'revealEndsAt');
  return one;
};
/** A denied appeal in its second round. */
const secondRound = async (stage: Stage, jurors = 12): Promise<Disputed> => {
  const one = await denied(stage, jurors);
  await stage.apply('newcomer', 'disputes.appeal', await appealOf(stage, one));
  return one;
};
const thirdRound = async (stage: Stage): Promise<Disputed> => {
  const one = await judged(stage, await secondRound(stage, 32), 'deny');
  await at(stage, one, 'revealEndsAt');
  await stage.apply('newcomer', 'disputes.appeal', await appealOf(stage, one));
  return one;
};

const seedCases: readonly Case[] = [
  commitSeed('while evidence is given', 'applied', async (stage) =>
    seedCommitmentOf(stage, await appealed(stage, 0)),
  ),
  commitSeed('in the last millisecond', 'applied', async (stage) => {
    const one = await appealed(stage, 0);
    await at(stage, one, 'evidenceEndsAt', -1);
    return seedCommitmentOf(stage, one);
  }),
  commitSeed('one millisecond late', 'disputes.tooLate', async (stage) => {
    const one = await appealed(stage, 0);
    await at(stage, one, 'evidenceEndsAt');
    return seedCommitmentOf(stage, one);
  }),
  commitSeed('twice', 'disputes.alreadyCommitted', async (stage) =>
    seedCommitmentOf(stage, await seeded(stage)),
  ),
  commitSeed(
    'by a member who does not score',
    'disputes.notScorer',
    async (stage) => seedCommitmentOf(stage, await appealed(stage, 0)),
    'ada',
  ),
  commitSeed('with another deposit', 'disputes.bondDiffers', async (stage) => ({
    ...(await seedCommitmentOf(stage, await appealed(stage, 0))),
    deposit: '999999',
  })),
  commitSeed('without the deposit', 'chain.notCovered', async (stage) => {
    const one = await appealed(stage, 0);
    await spendAll(stage, one.dao, 'scorer1');
    return seedCommitmentOf(stage, one);
  }),
  commitSeed('in a round that is not', 'disputes.wrongRound', async (stage) => ({
    ...(await seedCommitmentOf(stage, await appealed(stage, 0))),
    round: 1,
  })),
  commitSeed('in no case', 'disputes.notFound', async (stage) => ({
    ...(await seedCommitmentOf(stage, await appealed(stage, 0))),
    case: unknownId,
  })),
  revealSeed('when evidence has ended', 'applied', async (stage) => {
    const one = await seeded(stage);
    await at(stage, one, 'evidenceEndsAt');
    return seedOpeningOf(stage, one);
  }),
  revealSeed('one millisecond early', 'disputes.tooEarly', async (stage) => {
    const one = await seeded(stage);
    await at(stage, one, 'evidenceEndsAt', -1);
    return seedOpeningOf(stage, one);
  }),
  revealSeed('when the jury may be drawn', 'disputes.tooLate', async (stage) => {
    const one = await seeded(stage);
    await at(stage, one, 'drawAt');
    return seedOpeningOf(stage, one);
  }),
  revealSeed('twice', 'disputes.alreadyRevealed', async (stage) =>
    seedOpeningOf(stage, await seedOpened(stage)),
  ),
  revealSeed('of nothing', 'disputes.notCommitted', async (stage) => {
    const one = await appealed(stage, 0);
    await at(stage, one, 'evidenceEndsAt');
    return seedOpeningOf(stage, one);
  }),
  revealSeed('of another secret', 'disputes.commitDiffers', async (stage) => {
    const one = await seeded(stage);
    await at(stage, one, 'evidenceEndsAt');
    return { ...(await seedOpeningOf(stage, one)), secret: unknownId };
  }),
];

const juryCases: readonly Case[] = [
  summon('by a seed that nobody gave a part to', 'applied', async (stage) =>
    summonsFor(stage, await drawable(stage)),
  ),
  summon('by a seed with a part of a scorer', 'applied', async (stage) => {
    const one = await seedOpened(stage, 4);
    await at(stage, one, 'drawAt');
    return summonsFor(stage, one);
  }),
  summon('by the seed without that part', 'disputes.drawDiffers', async (stage) => {
    const one = await seeded(stage, 12);
    const early = await summonsFor(stage, one);
    await at(stage, one, 'evidenceEndsAt');
    await stage.apply('scorer1', 'disputes.revealSeed', await seedOpeningOf(stage, one));
    await at(stage, one, 'drawAt');
    return early;
  }),
  summon('one millisecond early', 'disputes.tooEarly', async (stage) => {
    const one = await appealed(stage);
    await at(stage, one, 'drawAt', -1);
    return summonsFor(stage, one);
  }),
  summon('in the last millisecond', 'applied', async (stage) => {
    const one = await appealed(stage);
    await at(stage, one, 'summonBy', -1);
    return summonsFor(stage, one);
  }),
  summon('one millisecond late', 'disputes.tooLate', async (stage) => {
    const one = await appealed(stage);
    await at(stage, one, 'summonBy');
    return summonsFor(stage, one);
  }),
  summon('twice', 'disputes.alreadySummoned', async (stage) => {
    const one = await drawable(stage);
    const payload = await summonsFor(stage, one);
    await stage.apply('anyone', 'disputes.summon', payload);
    return payload;
  }),
  summon('with a draw too few', 'disputes.juryNotFull', async (stage) => {
    const payload = await summonsFor(stage, await drawable(stage));
    return { ...payload, draws: (payload['draws'] as unknown[]).slice(0, -1) };
  }),
  summon('by another block', 'disputes.drawDiffers', async (stage) => {
    const payload = await summonsFor(stage, await drawable(stage));
    return { ...payload, snapshotHeight: (payload['snapshotHeight'] as number) - 1 };
  }),
  summon('with the slots the other way round', 'disputes.drawDiffers', async (stage) => {
    const payload = await summonsFor(stage, await drawable(stage, 12));
    return { ...payload, draws: [...(payload['draws'] as unknown[])].reverse() };
  }),
  summon('naming another holder', 'disputes.drawDiffers', async (stage) => {
    const payload = await summonsFor(stage, await drawable(stage));
    const holder = stage.address('ada');
    return { ...payload, draws: (payload['draws'] as object[]).map((draw) => ({ ...draw, holder })) };
  }),
  summon('in another round', 'disputes.wrongRound', async (stage) => ({
    ...(await summonsFor(stage, await drawable(stage))),
    round: 1,
  })),
  summon('of a closed case', 'disputes.alreadyClosed', async (stage) => {
    const one = await appealed(stage);
    const payload = await summonsFor(stage, one);
    await closed(stage, one, 'summonBy');
    return payload;
  }),
  summon('in no case', 'disputes.notFound', async (stage) => ({
    ...(await summonsFor(stage, await drawable(stage))),
    case: unknownId,
  })),
  summon('without those who are parties', 'applied', async (stage) => {
    const one = await drawable(stage, 3);
    await enlistJurors(stage, one.dao, 0);
    return summonsFor(stage, one);
  }),

  commitVote('to grant', 'applied', async (stage) => voteCommitmentOf(stage, await sitting(stage), 'juror0')),
  commitVote('in the last millisecond', 'applied', async (stage) => {
    const one = await sitting(stage);
    await at(stage, one, 'commitEndsAt', -1);
    return voteCommitmentOf(stage, one, 'juror0');
  }),
  commitVote('one millisecond late', 'disputes.tooLate', async (stage) => {
    const one = await sitting(stage);
    await at(stage, one, 'commitEndsAt');
    return voteCommitmentOf(stage, one, 'juror0');
  }),
  commitVote('twice', 'disputes.alreadyCommitted', async (stage) =>
    voteCommitmentOf(stage, await committed(stage), 'juror0'),
  ),
  commitVote(
    'by a party',
    'disputes.notJuror',
    async (stage) => voteCommitmentOf(stage, await sitting(stage), 'newcomer'),
    'newcomer',
  ),
  commitVote('before the jury sits', 'disputes.notJuror', async (stage) =>
    voteCommitmentOf(stage, await appealed(stage, 3), 'juror0'),
  ),
  commitVote('on another DAO', 'disputes.notFound', async (stage) => ({
    ...(await voteCommitmentOf(stage, await sitting(stage), 'juror0')),
    dao: unknownId,
  })),
  revealVote('when all have committed', 'applied', async (stage) =>
    voteOpeningOf(stage, await revealable(stage)),
  ),
  revealVote('one millisecond early', 'disputes.tooEarly', async (stage) => {
    const one = await committed(stage);
    await at(stage, one, 'commitEndsAt', -1);
    return voteOpeningOf(stage, one);
  }),
  revealVote('in the last millisecond', 'applied', async (stage) => {
    const one = await committed(stage);
    await at(stage, one, 'revealEndsAt', -1);
    return voteOpeningOf(stage, one);
  }),
  revealVote('one millisecond late', 'disputes.tooLate', async (stage) => {
    const one = await committed(stage);
    await at(stage, one, 'revealEndsAt');
    return voteOpeningOf(stage, one);
  }),
  revealVote('of another vote', 'disputes.commitDiffers', async (stage) =>
    voteOpeningOf(stage, await revealable(stage), 'deny'),
  ),
  revealVote('with another salt', 'disputes.commitDiffers', async (stage) => ({
    ...(await voteOpeningOf(stage, await revealable(stage))),
    salt: contentOf('no salt'),
  })),
  revealVote('twice', 'disputes.alreadyRevealed', async (stage) => {
    const one = await revealable(stage);
    const payload = await voteOpeningOf(stage, one);
    await stage.apply('juror0', 'disputes.revealVote', payload);
    return payload;
  }),
  revealVote(
    'of nothing',
    'disputes.notCommitted',
    async (stage) => voteOpeningOf(stage, await revealable(stage)),
    'juror1',
  ),
  revealVote(
    'by another',
    'disputes.notJuror',
    async (stage) => voteOpeningOf(stage, await revealable(stage)),
    'ada',
  ),
];

const appealCases: readonly Case[] = [
  appeal('of a denial, with twice the bond', 'applied', async (stage) =>
    appealOf(stage, await denied(stage)),
  ),
  appeal('of a refusal by the author, for free', 'applied', async (stage) =>
    appealOf(stage, await refusedOnce(stage), { stake: '0' }),
  ),
  appeal(
    'for the author by a member',
    'applied',
    async (stage) => appealOf(stage, await refusedOnce(stage)),
    'ada',
  ),
  appeal('a second time, to fifteen', 'applied', async (stage) => {
    const one = await judged(stage, await secondRound(stage), 'deny');
    await at(stage, one, 'revealEndsAt');
    return appealOf(stage, one);
  }),
  appeal('of the last jury', 'disputes.tooLate', async (stage) => {
    const one = await judged(stage, await thirdRound(stage), 'deny');
    await at(stage, one, 'revealEndsAt');
    return appealOf(stage, one);
  }),
  appeal('one millisecond early', 'disputes.tooEarly', async (stage) => {
    const one = await judged(stage, await appealed(stage), 'deny');
    await at(stage, one, 'revealEndsAt', -1);
    return appealOf(stage, one);
  }),
  appeal('in the last millisecond', 'applied', async (stage) => {
    const one = await denied(stage);
    await at(stage, one, 'appealEndsAt', -1);
    return appealOf(stage, one);
  }),
  appeal('one millisecond late', 'disputes.tooLate', async (stage) => {
    const one = await denied(stage);
    await at(stage, one, 'appealEndsAt');
    return appealOf(stage, one);
  }),
  appeal('for one unit less', 'disputes.bondDiffers', async (stage) => {
    const one = await denied(stage);
    const payload = await appealOf(stage, one);
    return { ...payload, stake: (BigInt(payload.stake) - 1n).toString() };
  }),
  appeal('without the stake', 'chain.notCovered', async (stage) => {
    const one = await denied(stage);
    await spendAll(stage, one.dao, 'newcomer');
    return appealOf(stage, one);
  }),
  appeal(
    'by the winner',
    'disputes.notLoser',
    async (stage) => appealOf(stage, await refusedOnce(stage)),
    'ben',
  ),
  appeal('for the side that won', 'disputes.notLoser', async (stage) =>
    appealOf(stage, await denied(stage), { side: 'deny' }),
  ),
  appeal(
    'by a stranger',
    'disputes.notMember',
    async (stage) => appealOf(stage, await denied(stage)),
    'stranger',
  ),
  appeal('in another epoch', 'disputes.valuesDiffer', async (stage) =>
    appealOf(stage, await denied(stage), { epoch: 1 }),
  ),
  appeal('of another round', 'disputes.wrongRound', async (stage) =>
    appealOf(stage, await denied(stage), { round: 1 }),
  ),
  appeal('in no case', 'disputes.notFound', async (stage) =>
    appealOf(stage, await denied(stage), { case: unknownId }),
  ),
  appeal('of a closed case', 'disputes.alreadyClosed', async (stage) => {
    const one = await denied(stage);
    const payload = await appealOf(stage, one);
    await closed(stage, one);
    return payload;
  }),
];

const closeCases: readonly Case[] = [
  close('that accepts the work', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await appealed(stage), 'grant')),
  ),
  close('that reopens the work', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await appealed(stage, 4, 'reopen'), 'grant')),
  ),
  close('that refuses the work', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await disputed(stage), 'grant')),
  ),
  close('that reopens accepted work', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await disputed(stage, 4, 'reopen'), 'grant')),
  ),
  close('that denies, two to one', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await disputed(stage), 'deny', ['grant'])),
  ),
  close('with one who revealed nothing', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await disputed(stage), 'grant', [undefined])),
  ),
  close('in which most revealed nothing', 'applied', async (stage) =>
    dueClosing(
      stage,
      await judged(stage, await disputed(stage), 'grant', [undefined, undefined]),
      'revealEndsAt',
    ),
  ),
  close('of a tie keeps things as they are', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await disputed(stage), 'grant', ['deny', undefined])),
  ),
  close('without a jury', 'applied', async (stage) =>
    dueClosing(stage, await disputed(stage, 2), 'summonBy'),
  ),
  close('with a part of the seed held back', 'applied', async (stage) =>
    dueClosing(stage, await seeded(stage), 'summonBy'),
  ),
  close('after work was accepted meanwhile', 'applied', async (stage) => {
    const one = await judged(stage, await appealed(stage), 'grant');
    await stage.apply('ada', 'contributions.accept', aboutWork(stage, workOf(one)));
    return dueClosing(stage, one);
  }),
  close('that overturns the first jury', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await secondRound(stage), 'grant')),
  ),
  close('that upholds the first jury', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await secondRound(stage), 'deny')),
  ),
  close('where no larger jury could be drawn', 'applied', async (stage) =>
    dueClosing(stage, await secondRound(stage, 4), 'summonBy'),
  ),
  close('after three juries', 'applied', async (stage) =>
    dueClosing(stage, await judged(stage, await thirdRound(stage), 'grant'), 'revealEndsAt'),
  ),
  close('one millisecond early', 'disputes.notDue', async (stage) => {
    const one = await judged(stage, await appealed(stage), 'grant');
    await at(stage, one, 'appealEndsAt', -1);
    return closingFor(stage, one);
  }),
  close('one millisecond before a jury may come too late', 'disputes.notDue', async (stage) => {
    const one = await appealed(stage, 0);
    await at(stage, one, 'summonBy', -1);
    return closingFor(stage, one);
  }),
  close('twice', 'disputes.alreadyClosed', async (stage) =>
    closingFor(stage, await closed(stage, await judged(stage, await appealed(stage), 'grant'))),
  ),
  close('naming other jurors', 'disputes.valuesDiffer', async (stage) => ({
    ...(await dueClosing(stage, await judged(stage, await appealed(stage), 'grant'))),
    jurors: [],
  })),
  close('naming other stakers', 'disputes.valuesDiffer', async (stage) => ({
    ...(await dueClosing(stage, await judged(stage, await appealed(stage), 'grant'))),
    stakers: [stage.address('ada')],
  })),
  close('with fees one unit too few', 'disputes.valuesDiffer', async (stage) => {
    const payload = await dueClosing(stage, await judged(stage, await appealed(stage), 'grant'));
    return { ...payload, fees: (BigInt(String(payload['fees'])) - 1n).toString() };
  }),
  close('naming less than the escrow', 'disputes.valuesDiffer', async (stage) => ({
    ...(await dueClosing(stage, await judged(stage, await disputed(stage), 'grant'))),
    escrowed: '0',
  })),
  close('naming less than was credited', 'disputes.valuesDiffer', async (stage) => ({
    ...(await dueClosing(stage, await judged(stage, await disputed(stage), 'grant'))),
    credited: '0',
  })),
  close('of another opener', 'disputes.notFound', async (stage) => ({
    ...(await dueClosing(stage, await appealed(stage, 0), 'summonBy')),
    opener: stage.address('ada'),
  })),
  close('in another round', 'disputes.wrongRound', async (stage) => {
    const one = await secondRound(stage, 4);
    return { ...(await dueClosing(stage, one, 'summonBy')), round: 0 };
  }),
];

export const courtJuryCases: readonly Case[] = [...seedCases, ...juryCases, ...appealCases, ...closeCases];
