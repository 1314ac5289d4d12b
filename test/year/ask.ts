/** The questions of a year: one an epoch, each by another method, answered by founders and a fifth of the members. */
import { type Method, methods } from '#governance/polls/methods.ts';
import type { Chance } from './chance.ts';
import type { Year } from './year.ts';

const day = 86_400_000;
const choices = ['Docs', 'Speed', 'Meetings', 'Rest'];
const whole = 1_000_000;

/** An answer that the method takes. */
const marksOf = (method: Method, chance: Chance): number[] => {
  const places = choices.map((_, place) => place);
  if (method === 'weighted') {
    const first = chance.below(whole + 1);
    return places.map((place) => (place === 0 ? first : place === 1 ? whole - first : 0));
  }
  if (method === 'approval') return chance.sample(places, 1 + chance.below(3)).sort((a, b) => a - b);
  if (method === 'single' || method === 'quadratic') return [chance.pick(places)];
  return chance.sample(places, 1 + chance.below(choices.length));
};

/** Asks what the next epoch is for, and hears the answers; one voter in three thinks again. */
export const ask = async (year: Year, epoch: number): Promise<void> => {
  const { client, chance, founders, members, dao } = year;
  const method = methods[epoch % methods.length] ?? 'single';
  const weighing = epoch % 2 === 0 ? 'stake' : 'members';
  const asked = { dao, question: `What is month ${epoch + 2} for?`, choices, method, weighing };
  const receipt = await client.submitAny(
    'polls.create',
    { ...asked, body: '', votingMs: day },
    chance.pick(founders),
  );
  const poll = receipt.id;
  const { token, snapshotHeight } = await client.query.polls.getPoll({ poll });
  const voters = [
    ...founders,
    ...chance.sample(members.slice(founders.length), Math.ceil(members.length / 5)),
  ];
  const about = { poll, dao, token, snapshotHeight, method, weighing, reason: '' };
  const first = voters.map((signer) => ({ signer, marks: marksOf(method, chance) }));
  const send = (
    answers: readonly { signer: (typeof voters)[number]; marks: number[]; before?: number[] }[],
  ) =>
    year.sendAll(
      answers.map(({ signer, ...marks }) => ({
        kind: 'polls.answer',
        payload: { ...about, ...marks },
        signer,
      })),
    );
  await send(first);
  await send(
    first
      .filter((_, i) => i % 3 === 0)
      .map(({ signer, marks }) => ({ signer, marks: marksOf(method, chance), before: marks })),
  );
};
