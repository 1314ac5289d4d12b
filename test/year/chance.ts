/** Chance by a seed: the same seed, the same year. */
import { SeededRandom } from '#chain/storage/faults.ts';

export interface Chance {
  /** A whole number of 0 … below − 1. */
  below(below: number): number;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** `count` different items, or all where there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
}

export const chanceOf = (seed: number): Chance => {
  const random = new SeededRandom(seed);
  const below = (bound: number): number => random.next(bound);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  return {
    below,
    pick,
    sample(items, count) {
      const left = [...items];
      return Array.from({ length: Math.min(count, left.length) }, () => {
        const [item] = left.splice(below(left.length), 1);
        return item as (typeof items)[number];
      });
    },
  };
};
