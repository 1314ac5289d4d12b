/** Fairness of scores between groups of changes: who is among the best of a project, and whether who deserves it is found. */
import type { Judged } from './evaluate.ts';
import { mainLanguages } from './mineChanges.ts';

/** Counts of a group: changes, how many are selected, how many others built on most, and how many of these are selected. */
type Counts = { count: number; selected: number; worthy: number; found: number };
type Groups = ReadonlyMap<string, Counts>;

/** Counts by group for each question that is asked. */
export type FairnessCounts = { newcomer: Groups; byKind: Groups; byLanguage: Groups };

/**
 * `ratio`: the selection rate of the group selected least often against that of the one selected most often (four fifths is
 * the usual bound). `gap`: the greatest difference between groups in how many of those that others built on most are
 * selected. Null where fewer than two groups are large enough.
 */
type GroupFairness = {
  ratio: number | null;
  gap: number | null;
  groups: Record<string, { count: number; selected: number; found: number | null }>;
};

export type Fairness = { newcomer: GroupFairness; byKind: GroupFairness; byLanguage: GroupFairness };

/** The best of a project: so many are selected, by score and by what came. */
const SELECTED_SHARE = 0.3;
/** Smaller groups are not compared. */
const GROUP_MIN = 30;
/** Fewer deserving changes say nothing about how many are found. */
const WORTHY_MIN = 10;
/** Authors with fewer earlier changes are newcomers. */
const NEWCOMER_CHANGES = 5;

/** Places that are among the highest share of values; ties at the edge go to whoever came first. */
function best(values: readonly number[]): Set<number> {
  const order = values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => b.value - a.value || a.index - b.index);
  return new Set(order.slice(0, Math.floor(values.length * SELECTED_SHARE)).map(({ index }) => index));
}

/** How good a change's units are, as the template's rule for code weighs it: quality, impact and value alike. */
const merit = ({ scores }: Judged) => (scores[0] ?? 0) + (scores[2] ?? 0) + (scores[3] ?? 0);
const outcome = ({ change: { labels } }: Judged) =>
  Math.log1p(labels.adoptersByLines) + Math.log1p(labels.adoptersBySymbols) - (labels.fixes > 0 ? 1 : 0);

/** With `isWithin` the best of each group are chosen among its own, as budgets by kind do. */
function countsOf(judged: readonly Judged[], groupOf: (index: number) => string, isWithin: boolean): Groups {
  const places = new Map<string, number[]>();
  judged.forEach((_, index) => {
    const own = places.get(groupOf(index));
    if (own === undefined) places.set(groupOf(index), [index]);
    else own.push(index);
  });
  const selected = new Set<number>();
  const pools = isWithin ? [...places.values()] : [judged.map((_, index) => index)];
  for (const pool of pools) {
    const merits = pool.flatMap((index) => judged.slice(index, index + 1).map(merit));
    for (const at of best(merits)) selected.add(pool[at] ?? 0);
  }
  const worthy = best(judged.map(outcome));
  const count = (own: readonly number[], is: (index: number) => boolean) => own.filter(is).length;
  return new Map(
    [...places].map(([name, own]) => [
      name,
      {
        count: own.length,
        selected: count(own, (index) => selected.has(index)),
        worthy: count(own, (index) => worthy.has(index)),
        found: count(own, (index) => worthy.has(index) && selected.has(index)),
      },
    ]),
  );
}

/** Counts of one project's judged changes, in their order: newcomers and veterans, fixes and other work, languages. */
export function fairnessCounts(judged: readonly Judged[]): FairnessCounts {
  const seen = new Map<number, number>();
  const isNewcomer = judged.map(({ change: { author } }) => {
    const before = seen.get(author) ?? 0;
    seen.set(author, before + 1);
    return before < NEWCOMER_CHANGES;
  });
  return {
    newcomer: countsOf(judged, (index) => (isNewcomer[index] ? 'newcomer' : 'veteran'), false),
    byKind: countsOf(judged, (index) => (judged[index]?.change.isFix ? 'fix' : 'other'), true),
    byLanguage: countsOf(
      judged,
      (index) => mainLanguages[judged[index]?.change.language ?? mainLanguages.length - 1] ?? 'other',
      true,
    ),
  };
}

function sum(all: readonly Groups[]): Groups {
  const total = new Map<string, Counts>();
  for (const groups of all) {
    for (const [name, own] of groups) {
      const before = total.get(name) ?? { count: 0, selected: 0, worthy: 0, found: 0 };
      total.set(name, {
        count: before.count + own.count,
        selected: before.selected + own.selected,
        worthy: before.worthy + own.worthy,
        found: before.found + own.found,
      });
    }
  }
  return total;
}

function compare(all: Groups): GroupFairness {
  const large = [...all].filter(([, { count }]) => count >= GROUP_MIN).sort(([a], [b]) => (a < b ? -1 : 1));
  const groups = Object.fromEntries(
    large.map(([name, { count, selected, worthy, found }]) => [
      name,
      { count, selected: selected / count, found: worthy < WORTHY_MIN ? null : found / worthy },
    ]),
  );
  const rates = Object.values(groups).map((group) => group.selected);
  const found = Object.values(groups).flatMap((group) => (group.found === null ? [] : [group.found]));
  return {
    ratio: rates.length < 2 || Math.max(...rates) === 0 ? null : Math.min(...rates) / Math.max(...rates),
    gap: found.length < 2 ? null : Math.max(...found) - Math.min(...found),
    groups,
  };
}

/** Fairness over one project or over several, each change judged among those of its own project. */
export function fairnessOf(projects: readonly FairnessCounts[]): Fairness {
  return {
    newcomer: compare(sum(projects.map(({ newcomer }) => newcomer))),
    byKind: compare(sum(projects.map(({ byKind }) => byKind))),
    byLanguage: compare(sum(projects.map(({ byLanguage }) => byLanguage))),
  };
}
