/** Cases of agreements: parts that are delivered, accepted, declined and returned, each a millisecond early and late. */
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, unknownId } from './steps.ts';

const open = casesOf('milestones.open');
const deliver = casesOf('milestones.deliver', 'gil');
const accept = casesOf('milestones.accept', 'ben');
const decline = casesOf('milestones.decline', 'ben');
const close = casesOf('milestones.close');

const day = 86_400_000;
const reviewMs = 60_000;
const termsOf = async (stage: Stage, changes: Readonly<Record<string, unknown>> = {}) => ({
  token: await createDao(stage),
  payee: stage.address('gil'),
  reviewer: stage.address('ben'),
  parts: [
    { title: 'A draft', amount: '300' },
    { title: 'The whole', amount: '700' },
  ],
  deliverBy: stage.genesisTime + 10 * day,
  reviewMs,
  memo: 'A map',
  ...changes,
});
interface Agreed {
  readonly token: string;
  readonly agreement: string;
}
/** Agreed by ada with gil, and ben reviews. */
const agreed = async (stage: Stage): Promise<Agreed> => {
  const terms = await termsOf(stage);
  return { token: terms.token, agreement: await stage.apply('ada', 'milestones.open', terms) };
};
const work = ({ agreement }: Agreed, part = 0) => ({ agreement, part, note: 'It is in the archive.' });
const paymentOf = (stage: Stage, { token, agreement }: Agreed, part = 0) => ({
  agreement,
  part,
  token,
  payee: stage.address('gil'),
});
const refusalOf = ({ agreement }: Agreed, part = 0) => ({
  agreement,
  part,
  reason: 'Half of it is missing.',
});
const closingOf = (stage: Stage, { token, agreement }: Agreed) => ({
  agreement,
  token,
  payer: stage.address('ada'),
});
/** One whose first part is delivered; answers when. */
const delivered = async (stage: Stage) => {
  const one = await agreed(stage);
  await stage.apply('gil', 'milestones.deliver', work(one));
  return { ...one, at: (await stage.now()).time };
};
const accepted = async (stage: Stage): Promise<Agreed> => {
  const one = await delivered(stage);
  await stage.apply('ben', 'milestones.accept', paymentOf(stage, one));
  return one;
};
const closed = async (stage: Stage): Promise<Agreed> => {
  const one = await agreed(stage);
  await stage.apply('ada', 'milestones.close', closingOf(stage, one));
  return one;
};

const opening: readonly Case[] = [
  open('in two parts', 'applied', termsOf),
  open('with a part of nothing', 'milestones.zeroAmount', (stage) =>
    termsOf(stage, { parts: [{ title: 'Nothing', amount: '0' }] }),
  ),
  open('with no part', 'chain.malformed', (stage) => termsOf(stage, { parts: [] })),
  open('with more parts than fit', 'chain.malformed', (stage) =>
    termsOf(stage, { parts: Array.from({ length: 17 }, () => ({ title: 'One', amount: '1' })) }),
  ),
  open('of all that its payer has', 'applied', (stage) =>
    termsOf(stage, { parts: [{ title: 'All', amount: '50000000000' }] }),
  ),
  open('of a unit more than that', 'chain.notCovered', (stage) =>
    termsOf(stage, { parts: [{ title: 'All', amount: '50000000001' }] }),
  ),
  open('whose payee reviews', 'milestones.ownReviewer', (stage) =>
    termsOf(stage, { reviewer: stage.address('gil') }),
  ),
  open('whose time is over', 'milestones.tooSoon', async (stage) => {
    const terms = await termsOf(stage);
    const deliverBy = (await stage.now()).time + 5_000;
    await stage.nextBlockAt(deliverBy);
    return { ...terms, deliverBy };
  }),
  open('with a time to review below a second', 'chain.malformed', (stage) =>
    termsOf(stage, { reviewMs: 999 }),
  ),
];

const delivering: readonly Case[] = [
  deliver('a part', 'applied', async (stage) => work(await agreed(stage))),
  deliver('the last part first, with content', 'applied', async (stage) => ({
    ...work(await agreed(stage), 1),
    contentId: unknownId,
  })),
  deliver('in the last millisecond', 'applied', async (stage) => {
    const one = await agreed(stage);
    await stage.nextBlockAt(stage.genesisTime + 10 * day - 1);
    return work(one);
  }),
  deliver('one millisecond late', 'milestones.tooLate', async (stage) => {
    const one = await agreed(stage);
    await stage.nextBlockAt(stage.genesisTime + 10 * day);
    return work(one);
  }),
  deliver('twice', 'milestones.alreadyDelivered', async (stage) => work(await delivered(stage))),
  deliver('again after a refusal', 'applied', async (stage) => {
    const one = await delivered(stage);
    await stage.apply('ben', 'milestones.decline', refusalOf(one));
    return work(one);
  }),
  deliver('what is paid', 'milestones.alreadyAccepted', async (stage) => work(await accepted(stage))),
  deliver('what is returned', 'milestones.ended', async (stage) => work(await closed(stage))),
  deliver('a part that there is not', 'milestones.noPart', async (stage) => work(await agreed(stage), 2)),
  deliver('for another', 'milestones.notPayee', async (stage) => work(await agreed(stage)), 'ben'),
  deliver('on no agreement', 'milestones.notFound', async (stage) => {
    await agreed(stage);
    return work({ token: '', agreement: unknownId });
  }),
];

const reviewing: readonly Case[] = [
  accept('by the reviewer', 'applied', async (stage) => paymentOf(stage, await delivered(stage))),
  accept(
    'by another in the last millisecond of the review',
    'milestones.notReviewer',
    async (stage) => {
      const one = await delivered(stage);
      await stage.nextBlockAt(one.at + reviewMs - 1);
      return paymentOf(stage, one);
    },
    'anyone',
  ),
  accept(
    'by anyone after a silent review',
    'applied',
    async (stage) => {
      const one = await delivered(stage);
      await stage.nextBlockAt(one.at + reviewMs);
      return paymentOf(stage, one);
    },
    'anyone',
  ),
  accept('after the time to deliver', 'applied', async (stage) => {
    const one = await delivered(stage);
    await stage.nextBlockAt(stage.genesisTime + 11 * day);
    return paymentOf(stage, one);
  }),
  accept('twice', 'milestones.alreadyAccepted', async (stage) => paymentOf(stage, await accepted(stage))),
  accept('what was not delivered', 'milestones.notDelivered', async (stage) =>
    paymentOf(stage, await delivered(stage), 1),
  ),
  accept('what was declined', 'milestones.notDelivered', async (stage) => {
    const one = await delivered(stage);
    await stage.apply('ben', 'milestones.decline', refusalOf(one));
    return paymentOf(stage, one);
  }),
  accept('what is returned', 'milestones.ended', async (stage) => paymentOf(stage, await closed(stage))),
  accept('a part that there is not', 'milestones.noPart', async (stage) =>
    paymentOf(stage, await delivered(stage), 15),
  ),
  accept('for another payee', 'milestones.notFound', async (stage) => ({
    ...paymentOf(stage, await delivered(stage)),
    payee: stage.address('ben'),
  })),
  accept('in another token', 'milestones.notFound', async (stage) => ({
    ...paymentOf(stage, await delivered(stage)),
    token: unknownId,
  })),
  decline('by the reviewer', 'applied', async (stage) => refusalOf(await delivered(stage))),
  decline('in the last millisecond of the review', 'applied', async (stage) => {
    const one = await delivered(stage);
    await stage.nextBlockAt(one.at + reviewMs - 1);
    return refusalOf(one);
  }),
  decline('one millisecond late', 'milestones.tooLate', async (stage) => {
    const one = await delivered(stage);
    await stage.nextBlockAt(one.at + reviewMs);
    return refusalOf(one);
  }),
  decline(
    'by the payer',
    'milestones.notReviewer',
    async (stage) => refusalOf(await delivered(stage)),
    'ada',
  ),
  decline('what was not delivered', 'milestones.notDelivered', async (stage) =>
    refusalOf(await agreed(stage)),
  ),
  decline('what is paid', 'milestones.alreadyAccepted', async (stage) => refusalOf(await accepted(stage))),
  decline('what is returned', 'milestones.ended', async (stage) => refusalOf(await closed(stage))),
  decline('a part that there is not', 'milestones.noPart', async (stage) =>
    refusalOf(await agreed(stage), 9),
  ),
  decline('on no agreement', 'milestones.notFound', async (stage) => {
    await agreed(stage);
    return refusalOf({ token: '', agreement: unknownId });
  }),
];

const closing: readonly Case[] = [
  close('by the payer before anything is delivered', 'applied', async (stage) =>
    closingOf(stage, await agreed(stage)),
  ),
  close('what is left of one that is paid in part', 'applied', async (stage) =>
    closingOf(stage, await accepted(stage)),
  ),
  close('while a part waits for its reviewer', 'milestones.reviewOpen', async (stage) =>
    closingOf(stage, await delivered(stage)),
  ),
  close(
    'by another in the last millisecond',
    'milestones.notPayer',
    async (stage) => {
      const one = await agreed(stage);
      await stage.nextBlockAt(stage.genesisTime + 10 * day - 1);
      return closingOf(stage, one);
    },
    'anyone',
  ),
  close(
    'by anyone when the time is over',
    'applied',
    async (stage) => {
      const one = await agreed(stage);
      await stage.nextBlockAt(stage.genesisTime + 10 * day);
      return closingOf(stage, one);
    },
    'anyone',
  ),
  close('twice', 'milestones.ended', async (stage) => closingOf(stage, await closed(stage))),
  close('one that is all paid', 'milestones.ended', async (stage) => {
    const one = await accepted(stage);
    await stage.apply('gil', 'milestones.deliver', work(one, 1));
    await stage.apply('ben', 'milestones.accept', paymentOf(stage, one, 1));
    return closingOf(stage, one);
  }),
  close('for another payer', 'milestones.notFound', async (stage) => ({
    ...closingOf(stage, await agreed(stage)),
    payer: stage.address('ben'),
  })),
];

export const milestoneCases: readonly Case[] = [...opening, ...delivering, ...reviewing, ...closing];
