/** Pages of lists as full as they were asked for: an answer may hold fewer items, even none, and still name what comes next. */
import type { PageJson } from '#api/client/jsonTypes.ts';

/** Which page of a list, and how full. */
interface PageWanted {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
type Ask<P> = (wanted: PageWanted) => Promise<P>;

/**
 * Answers in a row for one page. The node looks through some hundred thousand entries for each, so that this many reach
 * through millions in a few seconds; a page that is short even then names what comes next, and the reader asks for it.
 */
const answersMax = 50;

/** Asks until the page is full or the list ends; `next` and what stands beside the items are the last answer's. */
export async function fullPage<T, P extends PageJson<T>>(
  ask: Ask<P & PageJson<T>>,
  wanted: PageWanted,
): Promise<P> {
  let answer = await ask(wanted);
  const items = [...answer.items];
  for (
    let answers = 1;
    items.length < wanted.limit && answer.next !== null && answers < answersMax;
    answers++
  ) {
    answer = await ask({ limit: wanted.limit - items.length, cursor: answer.next });
    items.push(...answer.items);
  }
  return { ...answer, items };
}

/** What an infinite query of a list is made of: full pages of `limit` items, the next one where the last one ended. */
export const pagesQuery = <T, P extends PageJson<T>, const K extends readonly unknown[]>(
  queryKey: K,
  limit: number,
  ask: Ask<P & PageJson<T>>,
) => ({
  queryKey,
  queryFn: ({ pageParam }: { readonly pageParam: string | undefined }) =>
    fullPage<T, P>(ask, { limit, cursor: pageParam }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }: P) => next ?? undefined,
});
