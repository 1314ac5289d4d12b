/** What pages of reviews ask the node. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { pagesQuery } from '../answers/fullPage.ts';
import { client } from '../node.ts';

/** Twenty rows a screen. */
const pageItems = 20;

export const useReviews = (dao: string) =>
  useInfiniteQuery(
    pagesQuery(['reviews', 'in', dao], pageItems, (asked) => client.list.reviews.reviews({ dao, ...asked })),
  );
export const reviewQuery = (contribution: string) =>
  ({
    queryKey: ['reviews', 'one', contribution],
    queryFn: () => client.query.reviews.getReview({ contribution }),
  }) as const;
export const agreementQuery = (dao: string) =>
  ({
    queryKey: ['reviews', 'agreement', dao],
    queryFn: () => client.query.reviews.getAgreement({ dao }),
  }) as const;

export type ReviewJson = Awaited<ReturnType<typeof client.query.reviews.getReview>>;

/** Where a review stands. */
export const stageOf = ({ commits, reveals }: Pick<ReviewJson, 'commits' | 'reveals'>) =>
  reveals.length === 2 ? 'rated' : commits.length === 2 ? 'opening' : 'sealing';
