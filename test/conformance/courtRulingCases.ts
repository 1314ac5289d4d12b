/** Cases of the court: appeals, and every way to close a case, each early, late, twice and by another. */
import { seeded } from './courtJuryCases.ts';
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
  judged,
  memberOf,
  spendAll,
  workOf,
} from './courtSteps.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { aboutWork, unknownId } from './steps.ts';

const appeal = casesOf('disputes.appeal', 'newcomer');
const close = casesOf('disputes.close', 'anyone');

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

export const courtRulingCases: readonly Case[] = [...appealCases, ...closeCases];
