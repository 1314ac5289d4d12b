/** What pages of polls ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { pagesQuery } from '../answers/fullPage.ts';
import { writtenIn } from '../answers/writtenIn.ts';
import { client } from '../node.ts';

/** Ten rows a screen. */
const pageItems = 10;

export const usePolls = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['polls', 'in', dao], pageItems, (asked) => client.list.polls.polls({ dao, ...asked })),
  );

export const useAnswers = (poll: string) =>
  useInfiniteQuery(
    pagesQuery(['polls', 'answers', poll], pageItems, (asked) =>
      client.list.polls.answers({ poll, ...asked }),
    ),
  );

export const pollQuery = (poll: string) =>
  ({ queryKey: ['polls', poll], queryFn: () => client.query.polls.getPoll({ poll }) }) as const;

/** What the question is about, as its author wrote it. */
export const bodyQuery = (poll: string) =>
  ({
    queryKey: ['polls', poll, 'body'],
    queryFn: () => writtenIn(poll, 'polls.created', 'body'),
  }) as const;

export const answerQuery = (poll: string, account: string) =>
  ({
    queryKey: ['polls', poll, account],
    queryFn: () => client.query.polls.getAnswer({ poll, account }),
  }) as const;

export type PollJson = Awaited<ReturnType<typeof client.query.polls.getPoll>>;
export type AnswerJson = Awaited<ReturnType<typeof client.query.polls.getAnswer>>;
export type PollMethod = PollJson['method'];
