/** Cases of polls: asked and answered by every method, changed, refused for each wrong state, role, mark and time. */
import { type Case, casesOf, type Stage } from './stage.ts';
import { createDao, unknownId } from './steps.ts';

const create = casesOf('polls.create');
const answer = casesOf('polls.answer');

const votingMs = 60_000;
const pollOf = (dao: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  dao,
  question: 'Which colour?',
  choices: ['Teal', 'Brass', 'Ink'],
  method: 'single',
  weighing: 'stake',
  body: '',
  votingMs,
  ...changes,
});

interface Asked {
  readonly dao: string;
  readonly poll: string;
  readonly snapshotHeight: number;
  readonly method: string;
  readonly weighing: string;
  readonly openedAt: number;
}
const asked = async (stage: Stage, changes: Readonly<Record<string, unknown>> = {}): Promise<Asked> => {
  const dao = await createDao(stage);
  const payload = pollOf(dao, changes);
  const poll = await stage.apply('ada', 'polls.create', payload);
  const { height, time } = await stage.now();
  const { method, weighing } = payload;
  return { dao, poll, snapshotHeight: height - 1, method, weighing, openedAt: time };
};
const answerOf = (
  { dao, poll, snapshotHeight, method, weighing }: Asked,
  marks: readonly number[],
  changes: Readonly<Record<string, unknown>> = {},
) => ({ poll, dao, token: dao, snapshotHeight, method, weighing, marks, reason: '', ...changes });

/** An answer of one method, with what was answered before where it is a change. */
const by =
  (method: string, marks: readonly number[], before?: readonly number[], changes = {}) =>
  async (stage: Stage) => {
    const made = await asked(stage, { method, ...changes });
    if (before !== undefined) await stage.apply('ada', 'polls.answer', answerOf(made, before));
    return answerOf(made, marks, before === undefined ? {} : { before });
  };
const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

export const pollCases: readonly Case[] = [
  create('of three choices', 'applied', async (stage) => pollOf(await createDao(stage))),
  create('by members', 'applied', async (stage) => pollOf(await createDao(stage), { weighing: 'members' })),
  create('of a DAO that is none', 'polls.daoNotFound', async () => pollOf(unknownId)),
  create('by a stranger', 'polls.notMember', async (stage) => pollOf(await createDao(stage)), 'newcomer'),
  create('ranked, of seven', 'polls.tooManyChoices', async (stage) =>
    pollOf(await createDao(stage), { method: 'ranked', choices: seven }),
  ),
  create('ranked, of six', 'applied', async (stage) =>
    pollOf(await createDao(stage), { method: 'ranked', choices: seven.slice(1) }),
  ),
  create('with one choice twice', 'polls.sameChoice', async (stage) =>
    pollOf(await createDao(stage), { choices: ['Yes', 'Yes'] }),
  ),
  create('of one choice', 'chain.malformed', async (stage) =>
    pollOf(await createDao(stage), { choices: ['Yes'] }),
  ),
  create('of eleven choices', 'chain.malformed', async (stage) =>
    pollOf(await createDao(stage), { choices: [...seven, 'h', 'i', 'j', 'k'] }),
  ),
  create('shorter than a second', 'chain.malformed', async (stage) =>
    pollOf(await createDao(stage), { votingMs: 999 }),
  ),
  answer('by one choice', 'applied', by('single', [1])),
  answer('by approval', 'applied', by('approval', [0, 2])),
  answer('by shares', 'applied', by('weighted', [200_000, 300_000, 500_000])),
  answer('by square roots', 'applied', by('quadratic', [2])),
  answer('by ranking', 'applied', by('ranked', [2, 0])),
  answer('by pairs', 'applied', by('copeland', [2, 0, 1])),
  answer('of a member', 'applied', by('single', [0], undefined, { weighing: 'members' })),
  answer('changed by one choice', 'applied', by('single', [1], [0])),
  answer('changed by shares', 'applied', by('weighted', [0, 0, 1_000_000], [1_000_000, 0, 0])),
  answer('changed by ranking', 'applied', by('ranked', [1], [2, 0, 1])),
  answer('changed by pairs', 'applied', by('copeland', [0, 1], [2])),
  answer('given again', 'polls.sameAnswer', by('single', [1], [1])),
  answer('without the one before', 'polls.wrongBefore', async (stage) => {
    const made = await asked(stage);
    await stage.apply('ada', 'polls.answer', answerOf(made, [0]));
    return answerOf(made, [1]);
  }),
  answer('with one before that never was', 'polls.wrongBefore', async (stage) =>
    answerOf(await asked(stage), [1], { before: [0] }),
  ),
  answer('beyond the choices', 'polls.wrongMarks', by('single', [3])),
  answer('with two choices of one', 'polls.wrongMarks', by('single', [0, 1])),
  answer('with shares of more than all', 'polls.wrongMarks', by('weighted', [500_000, 500_000, 1])),
  answer('with a choice twice in a ranking', 'polls.wrongMarks', by('ranked', [1, 1])),
  answer('of a poll that is none', 'polls.notFound', async (stage) =>
    answerOf({ ...(await asked(stage)), poll: unknownId }, [0]),
  ),
  answer('by another method', 'polls.wrongPoll', async (stage) =>
    answerOf({ ...(await asked(stage)), method: 'approval' }, [0]),
  ),
  answer('weighed otherwise', 'polls.wrongPoll', async (stage) =>
    answerOf({ ...(await asked(stage)), weighing: 'members' }, [0]),
  ),
  answer('at another snapshot', 'polls.wrongPoll', async (stage) => {
    const made = await asked(stage);
    return answerOf({ ...made, snapshotHeight: made.snapshotHeight - 1 }, [0]);
  }),
  answer(
    'of one who has no voice',
    'polls.noVoice',
    async (stage) => answerOf(await asked(stage), [0]),
    'newcomer',
  ),
  answer('in the last millisecond', 'applied', async (stage) => {
    const made = await asked(stage);
    await stage.nextBlockAt(made.openedAt + votingMs - 1);
    return answerOf(made, [0]);
  }),
  answer('when it is over', 'polls.closed', async (stage) => {
    const made = await asked(stage);
    await stage.nextBlockAt(made.openedAt + votingMs);
    return answerOf(made, [0]);
  }),
];
