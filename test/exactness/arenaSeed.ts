/** A random history over the arena module: tight balances, conflicts, failures inside groups, every mode of every cell. */
import { ArenaHistory, arenaRegistry } from '../support/arenaHistory.ts';
import type { History } from './history.ts';

const rounds = 3;

export const arenaHistoryOf = (seed: number): History => {
  const arena = new ArenaHistory(seed);
  let round = 0;
  return {
    registry: arenaRegistry,
    facts: arena.facts,
    cells: arena.cells,
    next: (state) =>
      round++ < rounds ? [arena.block(4 + (seed % 30), state), arena.block(2 + (seed % 7))] : [],
  };
};
