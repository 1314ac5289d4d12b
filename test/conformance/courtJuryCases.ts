/** Cases of the court: seeds, juries and votes, each early, late, twice and by another. */
import {
  appealed,
  at,
  closed,
  type Disputed,
  enlistJurors,
  seedCommitmentOf,
  seedOpeningOf,
  spendAll,
  summoned,
  summonsFor,
  voteCommitmentOf,
  voteOpeningOf,
} from './courtSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { contentOf, unknownId } from './steps.ts';

const commitSeed = casesOf('disputes.commitSeed', 'scorer1');
const revealSeed = casesOf('disputes.revealSeed', 'scorer1');
const summon = casesOf('disputes.summon', 'anyone');
const commitVote = casesOf('disputes.commitVote', 'juror0');
const revealVote = casesOf('disputes.revealVote', 'juror0');

/** A case of which scorer1 has committed to a part of the seed. */
export const seeded = async (stage: Stage, jurors = 0): Promise<Disputed> => {
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

export const courtJuryCases: readonly Case[] = [...seedCases, ...juryCases];
