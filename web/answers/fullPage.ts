/** Pages of lists as full as they were asked for: an answer may hold fewer items, even none, and still name what comes next. */
import type { PageAsked, PageJson } from '#api/client/jsonTypes.ts';

/** Asks the node for a part of a list: hand `asked` over with the filters, whole. */
type Ask<P> = (asked: PageAsked) => Promise<P>;

/**
 * Answers in a row for one page. The node looks through some hundred thousand entries for each, so that this many reach
 * through millions in seconds; a page that is short even then names what comes next, for the reader to ask.
 */
const answersMax = 50;

/** Asks until there are `limit` items or the list ends; `next` and what stands beside the items are the last answer's. */
export async function fullPage<P extends PageJson<unknown>>(
  ask: Ask<P>,
  limit: number,
  cursor?: string,
): Promise<P> {
  let answer = await ask({ limit, cursor });
  const items = [...answer.items];
  for (let answers = 1; items.length < limit && answer.next !== null && answers < answersMax; answers++) {
    answer = await ask({ limit: limit - items.length, cursor: answer.next });
    items.push(...answer.items);
  }
  return { ...answer, items };
}

/** What an infinite query of a list is made of: full pages of `limit` items, each beginning where the last one ended. */
export const pagesQuery = <P extends PageJson<unknown>, const K extends readonly unknown[]>(
  queryKey: K,
  limit: number,
  ask: Ask<P>,
) => ({
  queryKey,
  queryFn: ({ pageParam }: { readonly pageParam: string | undefined }) => fullPage(ask, limit, pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }: P) => next ?? undefined,
});
