/** How a committee has scored: agreement and counts over the newest revealed scores. */
import type { PageAsked } from '#api/client/jsonTypes.ts';
import { fullPage } from '../answers/fullPage.ts';
import { client } from '../node.ts';

type Reveal = Awaited<ReturnType<typeof client.list.scorers.reveals>>['items'][number];

/** What is counted of one scorer. */
interface ScorerRecord {
  readonly given: number;
  /** Of those, how many were what most scorers of the same work said. */
  readonly agreed: number;
  readonly lastMs: number;
}
export interface ScoringRecord {
  readonly reveals: number;
  /** Works with at least two scores. */
  readonly works: number;
  /** Works on which all said the same. */
  readonly agreed: number;
  readonly scorers: ReadonlyMap<string, ScorerRecord>;
}

const answerOf = ({ scores }: Pick<Reveal, 'scores'>): string => scores.join(' ');

/** The answer that most gave; of equally many the first. */
const usualOf = (reveals: readonly Pick<Reveal, 'scores'>[]): string => {
  const counts = new Map<string, number>();
  for (const one of reveals) counts.set(answerOf(one), (counts.get(answerOf(one)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
};

/** Counts reveals; a work with a single one says nothing about agreement and is left out of it. */
export const recordOf = (
  reveals: readonly Pick<Reveal, 'contribution' | 'scorer' | 'scores' | 'time'>[],
): ScoringRecord => {
  const byWork = Map.groupBy(reveals, ({ contribution }) => contribution);
  const scorers = new Map<string, ScorerRecord>();
  let works = 0;
  let agreed = 0;
  for (const said of byWork.values()) {
    const usual = usualOf(said);
    if (said.length > 1) {
      works++;
      if (said.every((one) => answerOf(one) === usual)) agreed++;
    }
    for (const one of said) {
      const before = scorers.get(one.scorer) ?? { given: 0, agreed: 0, lastMs: 0 };
      scorers.set(one.scorer, {
        given: before.given + 1,
        agreed: before.agreed + (answerOf(one) === usual ? 1 : 0),
        lastMs: Math.max(before.lastMs, one.time),
      });
    }
  }
  return { reveals: reveals.length, works, agreed, scorers };
};

/** Reveals that are counted: one page of the list. */
const revealsMax = 200;

export const recordQuery = (dao: string) =>
  ({
    queryKey: ['scorers', dao, 'record'],
    queryFn: async () => {
      const ask = (asked: PageAsked) => client.list.scorers.reveals({ dao, ...asked });
      return recordOf((await fullPage(ask, revealsMax)).items);
    },
  }) as const;
/** Slashes that are shown. */
const slashesMax = 50;
export const slashesQuery = (dao: string) =>
  ({
    queryKey: ['scorers', dao, 'slashes'],
    queryFn: () => fullPage((asked) => client.list.scorers.slashes({ dao, ...asked }), slashesMax),
  }) as const;
