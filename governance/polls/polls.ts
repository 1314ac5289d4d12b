/** Polls: questions with several answers, by six voting methods; they decide nothing on the chain, they say what members want. */

import { z } from 'zod';
import { accumulator, accumulators, collection } from '#chain/access.ts';
import { defineModule, query, vocabulary } from '#chain/module.ts';
import { address, height, id, integer, signedSum, sum, text, timeMs } from '#chain/scalars.ts';
import { daos, roles, seats } from '../daos/state.ts';
import { stakes } from '../tokens/state.ts';
import {
  addedTo,
  allRankings,
  byPairs,
  byRunOff,
  bySums,
  choicesMax,
  marksFit,
  methods,
  type Outcome,
  pairsOf,
  rankedChoicesMax,
  rankingKey,
  rankingKeyMax,
  whole,
} from './methods.ts';

const method = z.enum(methods);
/** Whether a voice counts by stake or one member one vote. */
const weighing = z.enum(['stake', 'members']);
const marks = z.array(integer(0, whole)).min(1).max(choicesMax);

const about = {
  dao: id,
  question: text(140, 1),
  choices: z.array(text(80, 1)).min(2).max(choicesMax),
  method,
  weighing,
};
const poll = z.strictObject({
  ...about,
  author: address,
  token: id,
  createdAt: timeMs,
  snapshotHeight: height,
  voteEnd: timeMs,
});
const polls = collection('polls.polls', [id], poll, { frozen: true });

const ballot = z.strictObject({ marks, power: sum });
const ballots = collection('polls.ballots', [id, address], ballot);

const fields = Array.from({ length: choicesMax }, (_, choice) => `c${choice}`);
const fieldsOf = (names: readonly string[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, signedSum]))) as unknown as z.ZodType<
    Record<string, bigint>
  >;
/** What each choice was given. */
const sums = accumulators('polls.sums', [id], fieldsOf(fields), fields, { signed: true });
const pairName = (better: number, worse: number): string => `p${better}${worse}`;
const pairNames = fields.flatMap((_, a) => fields.flatMap((__, b) => (a === b ? [] : [pairName(a, b)])));
/** Power that prefers one choice to another, for each pair. */
const pairs = accumulators('polls.pairs', [id], fieldsOf(pairNames), pairNames, { signed: true });
/** Power behind each ranking of a ranked poll. */
const rankings = accumulator('polls.rankings', [id, integer(0, rankingKeyMax)], {
  signed: true,
});
/** All power that was cast, and by how many. */
const cast = accumulators('polls.cast', [id], z.strictObject({ power: sum, voters: sum }), [
  'power',
  'voters',
]);

const { events, errors, transaction } = vocabulary(
  {
    created: z.strictObject({ poll: id, author: address, ...about, body: text(8_000), voteEnd: timeMs }),
    answered: z.strictObject({ poll: id, dao: id, voter: address, marks, power: sum, reason: text(500) }),
  },
  {
    notFound: { status: 404, message: 'No poll has this id.' },
    daoNotFound: { status: 404, message: 'No DAO has this id.' },
    notMember: { status: 403, message: 'Only members and stakers of the DAO may ask.' },
    tooManyChoices: { status: 422, message: 'A ranked poll has at most six choices.' },
    sameChoice: { status: 422, message: 'Two choices of a poll read the same.' },
    wrongPoll: { status: 422, message: 'The answer names other facts than the poll has.' },
    wrongMarks: { status: 422, message: 'These marks are no answer by the method of this poll.' },
    wrongBefore: {
      status: 409,
      message: 'The answer carries another earlier one than this account has given.',
    },
    sameAnswer: { status: 409, message: 'This account has already answered so.' },
    closed: { status: 409, message: 'This poll is over.' },
    noVoice: { status: 403, message: 'This account had no voice when the poll was opened.' },
  },
);

const dayMs = 86_400_000;

const create = transaction({
  doc: 'Ask the members a question with up to ten answers; a member or staker sends it.',
  payload: z.strictObject({ ...about, body: text(8_000), votingMs: integer(1_000, 90 * dayMs) }),
  weight: 2,
  access: ({ sender, payload: { dao }, id: key }) => ({
    dao: daos.read(dao),
    own: roles.read(dao, sender),
    stake: stakes.read(dao, sender),
    poll: polls.write(key),
  }),
  apply(cells, { sender, payload: { body, votingMs, ...asked }, id: key, height: at, time, emit, reject }) {
    const { token } = cells.dao.get() ?? reject('daoNotFound');
    if (cells.own.get()?.roles.includes('member') !== true && cells.stake.get() === 0n) reject('notMember');
    if (asked.method === 'ranked' && asked.choices.length > rankedChoicesMax) reject('tooManyChoices');
    if (new Set(asked.choices).size < asked.choices.length) reject('sameChoice');
    const voteEnd = time + votingMs;
    cells.poll.set({ ...asked, author: sender, token, createdAt: time, snapshotHeight: at - 1, voteEnd });
    emit('created', { poll: key, author: sender, ...asked, body, voteEnd });
  },
});

const answer = transaction({
  doc: 'Answer a poll, or change an answer, while it is open; whoever had a voice before it was opened sends it, and own stake counts, whether lent or not.',
  payload: z.strictObject({
    poll: id,
    dao: id,
    token: id,
    snapshotHeight: height,
    method,
    weighing,
    marks,
    /** The answer that stands, where one is changed. */
    before: marks.optional(),
    reason: text(500),
  }),
  access: ({ sender, payload }) => {
    const { poll: key, token, snapshotHeight: at } = payload;
    const isRanked = payload.method === 'ranked';
    return {
      poll: polls.read(key),
      ballot: ballots.write(key, sender),
      stake: payload.weighing === 'stake' ? [stakes.at(at, token, sender)] : [],
      seat: payload.weighing === 'members' ? [seats.at(at, payload.dao, sender)] : [],
      cast: cast.add(key),
      sums: isRanked || payload.method === 'copeland' ? [] : [sums.add(key)],
      pairs: payload.method === 'copeland' ? [pairs.add(key)] : [],
      rankings: isRanked
        ? [payload.marks, ...(payload.before === undefined ? [] : [payload.before])].map((one) =>
            rankings.add(
              key,
              rankingKey(one.filter((mark) => mark < rankedChoicesMax).slice(0, rankedChoicesMax)),
            ),
          )
        : [],
    };
  },
  apply(cells, { sender, payload, time, emit, reject }) {
    const stored = cells.poll.get() ?? reject('notFound');
    const same =
      stored.dao === payload.dao &&
      stored.token === payload.token &&
      stored.snapshotHeight === payload.snapshotHeight &&
      stored.method === payload.method &&
      stored.weighing === payload.weighing;
    if (!same) reject('wrongPoll');
    if (time >= stored.voteEnd) reject('closed');
    const choices = stored.choices.length;
    if (!marksFit(stored.method, payload.marks, choices)) reject('wrongMarks');
    const before = cells.ballot.get();
    if ((before?.marks.join() ?? '') !== (payload.before?.join() ?? '')) reject('wrongBefore');
    const power = (cells.stake[0]?.get() ?? 0n) + (cells.seat[0]?.get() ?? 0n);
    if (power === 0n) reject('noVoice');
    if (before?.marks.join() === payload.marks.join()) reject('sameAnswer');
    cells.ballot.set({ marks: payload.marks, power });
    cells.cast.add({ power: before === undefined ? power : 0n, voters: before === undefined ? 1n : 0n });
    for (const [list, sign] of [
      [before?.marks, -1n],
      [payload.marks, 1n],
    ] as const) {
      if (list === undefined) continue;
      for (const [choice, own] of addedTo(stored.method, list, power))
        cells.sums[0]?.add({ [fields[choice] ?? '']: own * sign });
      if (stored.method === 'copeland')
        for (const [better, worse] of pairsOf(list, choices))
          cells.pairs[0]?.add({ [pairName(better, worse)]: power * sign });
      if (stored.method === 'ranked') cells.rankings[sign > 0n ? 0 : 1]?.add(power * sign);
    }
    const { dao } = stored;
    emit('answered', {
      poll: payload.poll,
      dao,
      voter: sender,
      marks: payload.marks,
      power,
      reason: payload.reason,
    });
    return undefined;
  },
});

const getPoll = query({
  doc: 'A poll: the question, what was cast, and who leads or has won by its method.',
  path: '/polls/{poll}',
  params: z.strictObject({ poll: id }),
  result: poll.extend({
    poll: id,
    state: z.enum(['open', 'closed']),
    /** Power cast, and by how many. */
    power: sum,
    voters: sum,
    /** Of each choice: power (single, approval, weighted), its share by squares (quadratic), first preferences of the last round (ranked), points (Copeland). */
    figures: z.array(sum),
    /** First preferences by round of a ranked poll; −1 where a choice is out. */
    rounds: z.array(z.array(signedSum)),
    /** The place of the winner, or of who leads; absent while nothing is cast. Ties go to the lower choice. */
    winner: integer(0, choicesMax - 1).optional(),
  }),
  notFound: 'polls.notFound',
  read({ get, time }, { poll: key }) {
    const stored = get(polls.read(key));
    if (stored === undefined) return undefined;
    const count = stored.choices.length;
    const { power = 0n, voters = 0n } = get(cast.read(key));
    const outcome = (): Outcome => {
      if (stored.method === 'ranked') {
        const cast_ = allRankings(count).map((one) => ({
          marks: one,
          power: get(rankings.read(key, rankingKey(one))),
        }));
        return byRunOff(cast_, count);
      }
      if (stored.method === 'copeland') {
        const all = get(pairs.read(key));
        const matrix = stored.choices.map((_, a) =>
          stored.choices.map((__, b) => (a === b ? 0n : (all[pairName(a, b)] ?? 0n))),
        );
        return byPairs(matrix, count);
      }
      const all = get(sums.read(key));
      return bySums(
        stored.method,
        stored.choices.map((_, choice) => all[fields[choice] ?? ''] ?? 0n),
        power,
      );
    };
    const { figures, rounds, winner } = outcome();
    return {
      poll: key,
      ...stored,
      state: time < stored.voteEnd ? ('open' as const) : ('closed' as const),
      power,
      voters,
      figures: [...figures],
      rounds: rounds.map((round) => [...round]),
      ...(winner === undefined ? {} : { winner }),
    };
  },
});

const getAnswer = query({
  doc: 'What an account answered to a poll, and the voice that it has in it.',
  path: '/polls/{poll}/answers/{account}',
  params: z.strictObject({ poll: id, account: address }),
  result: z.strictObject({
    poll: id,
    account: address,
    /** Own stake, or one for a member, in the block before the poll was opened. */
    voice: sum,
    marks: marks.optional(),
  }),
  notFound: 'polls.notFound',
  read({ get }, { poll: key, account }) {
    const stored = get(polls.read(key));
    if (stored === undefined) return undefined;
    const { snapshotHeight: at, token, dao } = stored;
    const given = get(ballots.read(key, account));
    return {
      poll: key,
      account,
      voice:
        stored.weighing === 'stake' ? get(stakes.at(at, token, account)) : get(seats.at(at, dao, account)),
      ...(given === undefined ? {} : { marks: given.marks }),
    };
  },
});

export const pollsModule = defineModule({
  name: 'polls',
  doc: 'Questions with several answers, by six voting methods; they bind nobody.',
  state: [polls, ballots, sums, pairs, rankings, cast],
  events,
  errors,
  transactions: { create, answer },
  queries: { getPoll, getAnswer },
  lists: {
    polls: {
      doc: 'Polls, newest first.',
      path: '/polls',
      event: 'created',
      filters: ['dao', 'author'],
      item: 'getPoll',
    },
    answers: {
      doc: 'Answers given and changed.',
      path: '/poll-answers',
      event: 'answered',
      filters: ['poll', 'voter', 'dao'],
    },
  },
});
