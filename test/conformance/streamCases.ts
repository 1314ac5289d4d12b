/** Cases of streams: opened by anyone or by vote, topped up, claimed by the millisecond, canceled. */
import { amountMax } from '#chain/limits.ts';
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, freeOf, unknownId } from './steps.ts';

const open = casesOf('streams.open');
const topUp = casesOf('streams.topUp');
const claim = casesOf('streams.claim', 'anyone');
const cancel = casesOf('streams.cancel');

const hour = 3_600_000;
/** Terms of a stream of one hour that begins an hour after genesis. */
const termsOf = (stage: Stage, token: string, changes: Readonly<Record<string, unknown>> = {}) => {
  const startAt = stage.genesisTime + hour;
  return {
    token,
    payee: stage.address('newcomer'),
    deposit: '1000',
    startAt,
    cliffAt: startAt,
    endAt: startAt + hour,
    startAmount: '0',
    cliffAmount: '0',
    cancelable: true,
    memo: 'For a year of care.',
    ...changes,
  };
};
interface Opened {
  readonly token: string;
  readonly stream: string;
}
const opened = async (stage: Stage, changes: Readonly<Record<string, unknown>> = {}): Promise<Opened> => {
  const token = await createDao(stage);
  return { token, stream: await stage.apply('ada', 'streams.open', termsOf(stage, token, changes)) };
};
/** A stream of ada’s, the next block so many milliseconds after its start. */
const openedAt = async (stage: Stage, ms: number, changes: Readonly<Record<string, unknown>> = {}) => {
  const made = await opened(stage, changes);
  await stage.nextBlockAt(stage.genesisTime + hour + ms);
  return made;
};
const aboutOf = (stage: Stage, made: Opened, payee = 'newcomer') => ({
  ...made,
  payee: stage.address(payee),
});
const moreOf = (stage: Stage, made: Opened, amount = '500', endMs = 2 * hour) => ({
  ...made,
  amount,
  endAt: stage.genesisTime + hour + endMs,
});
const claimed = async (stage: Stage, ms: number): Promise<Opened> => {
  const made = await openedAt(stage, ms);
  await stage.apply('anyone', 'streams.claim', aboutOf(stage, made));
  return made;
};
/** A stream to ada herself that carries all that can exist, and of which half has come back to her. */
const halfOfEverything = async (stage: Stage): Promise<Opened> => {
  const all = amountMax.toString();
  const token = await stage.apply('ada', 'tokens.issue', {
    symbol: 'ALL',
    name: 'All there can be',
    decimals: 0,
    cap: all,
    initial: [{ account: stage.address('ada'), amount: all }],
  });
  const half = (amountMax / 2n).toString();
  const changes = { payee: stage.address('ada'), deposit: all, startAmount: half };
  const stream = await stage.apply('ada', 'streams.open', termsOf(stage, token, changes));
  await stage.nextBlockAt(stage.genesisTime + hour);
  await stage.apply('anyone', 'streams.claim', aboutOf(stage, { token, stream }, 'ada'));
  return { token, stream };
};

export const streamCases: readonly Case[] = [
  open('of one’s own', 'applied', async (stage) => termsOf(stage, await createDao(stage))),
  open('by vote', 'applied', async (stage) => termsOf(stage, await createDao(stage)), 'dao'),
  open('of one unit', 'applied', async (stage) => termsOf(stage, await createDao(stage), { deposit: '1' })),
  open('of nothing', 'streams.zeroAmount', async (stage) =>
    termsOf(stage, await createDao(stage), { deposit: '0' }),
  ),
  open('of all there is', 'applied', async (stage) => {
    const token = await createDao(stage);
    return termsOf(stage, token, { deposit: (await freeOf(stage, token, 'ada')).toString() });
  }),
  open('of one unit more than there is', 'chain.notCovered', async (stage) => {
    const token = await createDao(stage);
    return termsOf(stage, token, { deposit: ((await freeOf(stage, token, 'ada')) + 1n).toString() });
  }),
  open('of the largest amount', 'chain.notCovered', async (stage) =>
    termsOf(stage, await createDao(stage), { deposit: amountMax.toString() }),
  ),
  open('of more than the largest amount', 'chain.malformed', async (stage) =>
    termsOf(stage, await createDao(stage), { deposit: (amountMax + 1n).toString() }),
  ),
  open('that has begun long ago', 'applied', async (stage) =>
    termsOf(stage, await createDao(stage), { startAt: 0, cliffAt: 0 }),
  ),
  open('with a cliff that ends it', 'streams.wrongTimes', async (stage) =>
    termsOf(stage, await createDao(stage), { cliffAt: stage.genesisTime + 2 * hour }),
  ),
  open('with a cliff one millisecond before its end', 'applied', async (stage) =>
    termsOf(stage, await createDao(stage), { cliffAt: stage.genesisTime + 2 * hour - 1 }),
  ),
  open('with a cliff before its start', 'streams.wrongTimes', async (stage) =>
    termsOf(stage, await createDao(stage), { cliffAt: stage.genesisTime + hour - 1 }),
  ),
  open('with parts that make the whole', 'applied', async (stage) =>
    termsOf(stage, await createDao(stage), { startAmount: '400', cliffAmount: '600' }),
  ),
  open('with parts one unit above the whole', 'streams.aboveDeposit', async (stage) =>
    termsOf(stage, await createDao(stage), { startAmount: '401', cliffAmount: '600' }),
  ),

  topUp('before it has begun', 'applied', async (stage) => moreOf(stage, await opened(stage))),
  topUp('while it runs', 'applied', async (stage) => moreOf(stage, await openedAt(stage, hour / 2))),
  topUp('after its end, while not all is claimed', 'applied', async (stage) =>
    moreOf(stage, await openedAt(stage, hour)),
  ),
  topUp('to an end that is now', 'streams.wrongTimes', async (stage) =>
    moreOf(stage, await openedAt(stage, hour + 5), '1', hour + 5),
  ),
  topUp('to an end one millisecond earlier', 'streams.wrongTimes', async (stage) =>
    moreOf(stage, await opened(stage), '1', hour - 1),
  ),
  topUp('to the same end', 'applied', async (stage) => moreOf(stage, await opened(stage), '1', hour)),
  topUp('with nothing', 'streams.zeroAmount', async (stage) => moreOf(stage, await opened(stage), '0')),
  topUp('with more than there is', 'chain.notCovered', async (stage) =>
    moreOf(stage, await opened(stage), amountMax.toString().slice(0, -1)),
  ),
  topUp('beyond what a stream can carry', 'streams.tooMuch', async (stage) =>
    moreOf(stage, await halfOfEverything(stage), (amountMax / 2n).toString()),
  ),
  topUp('by another', 'streams.notPayer', async (stage) => moreOf(stage, await opened(stage)), 'ben'),
  topUp('of one that is paid out', 'streams.ended', async (stage) =>
    moreOf(stage, await claimed(stage, hour)),
  ),
  topUp('in another token', 'streams.notFound', async (stage) => {
    const made = await opened(stage);
    return moreOf(stage, { ...made, token: await createDao(stage) });
  }),
  topUp('of no stream', 'streams.notFound', async (stage) =>
    moreOf(stage, { token: await createDao(stage), stream: unknownId }),
  ),

  claim('half way', 'applied', async (stage) => aboutOf(stage, await openedAt(stage, hour / 2))),
  claim('before the start', 'streams.nothingToClaim', async (stage) =>
    aboutOf(stage, await openedAt(stage, -1)),
  ),
  claim('one millisecond before the cliff', 'streams.nothingToClaim', async (stage) =>
    aboutOf(stage, await openedAt(stage, hour / 2 - 1, { cliffAt: stage.genesisTime + 1.5 * hour })),
  ),
  claim('at the cliff', 'applied', async (stage) =>
    aboutOf(
      stage,
      await openedAt(stage, hour / 2, { cliffAt: stage.genesisTime + 1.5 * hour, cliffAmount: '1' }),
    ),
  ),
  claim('at the end', 'applied', async (stage) => aboutOf(stage, await openedAt(stage, hour))),
  claim('twice in one millisecond of no new unit', 'streams.nothingToClaim', async (stage) =>
    aboutOf(stage, await claimed(stage, hour / 2)),
  ),
  claim('of one that is paid out', 'streams.ended', async (stage) =>
    aboutOf(stage, await claimed(stage, hour)),
  ),
  claim('for another payee', 'streams.notFound', async (stage) =>
    aboutOf(stage, await openedAt(stage, hour), 'ben'),
  ),
  claim('in another token', 'streams.notFound', async (stage) => {
    const made = await openedAt(stage, hour);
    return aboutOf(stage, { ...made, token: await createDao(stage) });
  }),
  claim('of no stream', 'streams.notFound', async (stage) =>
    aboutOf(stage, { token: await createDao(stage), stream: unknownId }),
  ),

  cancel('half way', 'applied', async (stage) => aboutOf(stage, await openedAt(stage, hour / 2))),
  cancel('before the start', 'applied', async (stage) => aboutOf(stage, await opened(stage))),
  cancel('at its end, unclaimed', 'applied', async (stage) => aboutOf(stage, await openedAt(stage, hour))),
  cancel('half way, its parts not all arrived', 'applied', async (stage) => {
    const parts = { startAmount: '100', cliffAmount: '500', cliffAt: stage.genesisTime + 1.9 * hour };
    return aboutOf(stage, await openedAt(stage, hour / 2, parts));
  }),
  cancel(
    'by vote',
    'applied',
    async (stage) => {
      const token = await createDao(stage);
      const stream = await stage.apply('dao', 'streams.open', termsOf(stage, token));
      await stage.nextBlockAt(stage.genesisTime + 1.5 * hour);
      return aboutOf(stage, { token, stream });
    },
    'dao',
  ),
  cancel(
    'of another DAO',
    'streams.notPayer',
    async (stage) => {
      const token = await createDao(stage);
      const stream = await stage.apply('dao', 'streams.open', termsOf(stage, token));
      await createDao(stage);
      return aboutOf(stage, { token, stream });
    },
    'dao',
  ),
  cancel(
    'by its payee',
    'streams.notPayer',
    async (stage) => aboutOf(stage, await opened(stage)),
    'newcomer',
  ),
  cancel('one that vests for sure', 'streams.notCancelable', async (stage) =>
    aboutOf(stage, await opened(stage, { cancelable: false })),
  ),
  cancel('twice', 'streams.ended', async (stage) => {
    const made = await openedAt(stage, hour / 2);
    await stage.apply('ada', 'streams.cancel', aboutOf(stage, made));
    return aboutOf(stage, made);
  }),
  cancel('of no stream', 'streams.notFound', async (stage) =>
    aboutOf(stage, { token: await createDao(stage), stream: unknownId }),
  ),
  cancel('for another payee', 'streams.notFound', async (stage) =>
    aboutOf(stage, await opened(stage), 'ben'),
  ),
];
