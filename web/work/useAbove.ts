/** A score's place among the newest works of its DAO. */
import { useQuery } from '@tanstack/react-query';
import { daoContributionsQuery } from '../session/forYou.ts';

/** With fewer works than this a place says nothing. */
const othersMin = 10;

/** Of 100 works here, how many scored lower, by dimension; undefined where there are too few. The work itself is left out. */
function placeOf(
  scores: readonly number[],
  others: readonly (readonly number[])[],
): readonly (number | undefined)[] {
  return scores.map((score, index) => {
    if (others.length < othersMin) return undefined;
    const lower = others.filter((other) => (other[index] ?? 0) < score).length;
    return Math.floor((100 * lower) / others.length);
  });
}

export function useAbove(
  dao: string,
  scores: readonly number[] | undefined,
  contribution?: string,
): readonly (number | undefined)[] {
  const items = useQuery(daoContributionsQuery(dao)).data?.items ?? [];
  const others = items.flatMap((item) =>
    item.scores === undefined || item.contribution === contribution ? [] : [item.scores],
  );
  return placeOf(scores ?? [], others);
}
