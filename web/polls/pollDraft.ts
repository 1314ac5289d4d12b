/** What the form of a question holds, and the payload that it makes. */
import type { PayloadJson } from '#api/client/jsonTypes.ts';
import { choicesMax, type Method, rankedChoicesMax } from '#governance/polls/methods.ts';
import { parseDecimal } from '../decide/fieldTexts.ts';
import { dayMs } from '../times.ts';

export const emptyPollDraft = {
  question: '',
  /** One a line. */
  choices: '',
  method: 'single' as Method,
  weighing: 'stake' as 'stake' | 'members',
  days: '7',
  body: '',
};

export type PollFault = 'question' | 'choices' | 'ranked' | 'days';

const questionBytesMax = 140;
const choiceBytesMax = 80;
const daysMax = 90;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The payload of a draft, or what is wrong with it. */
export const pollOf = (
  dao: string,
  draft: typeof emptyPollDraft,
): PayloadJson<'polls.create'> | PollFault => {
  const question = draft.question.trim();
  if (question === '' || bytesOf(question) > questionBytesMax) return 'question';
  const choices = draft.choices.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  if (choices.length < 2 || choices.length > choicesMax || new Set(choices).size < choices.length)
    return 'choices';
  if (choices.some((choice) => bytesOf(choice) > choiceBytesMax)) return 'choices';
  if (draft.method === 'ranked' && choices.length > rankedChoicesMax) return 'ranked';
  const days = parseDecimal(draft.days);
  if (days === undefined || days <= 0 || days > daysMax) return 'days';
  return {
    dao,
    question,
    choices,
    method: draft.method,
    weighing: draft.weighing,
    body: draft.body,
    votingMs: Math.max(1_000, Math.round(days * dayMs)),
  };
};
