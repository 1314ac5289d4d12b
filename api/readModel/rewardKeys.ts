/** Filters of payments, and where the index of places knows them: every combination of account, DAO and kind has a key. */
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import { keyOfCombination, keyOfValue, keySpace } from './placeKeys.ts';

/** All eight, the one that narrows nothing among them. */
export const filterCombinations = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  byAccount: (bits & 1) !== 0,
  byDao: (bits & 2) !== 0,
  byKind: (bits & 4) !== 0,
}));

const combinations = keySpace('rewards', 'none');
const contributions = keySpace('rewards.contribution', 'hex');

/** The key of payments under a filter; empty values narrow nothing. */
export const combinationKey = (filter: {
  readonly account: Uint8Array;
  readonly dao: Uint8Array;
  readonly kind: string;
}): PlaceKey => keyOfCombination(combinations, [filter.account, filter.dao, filter.kind]);

export const contributionKey = (contribution: Uint8Array): PlaceKey =>
  keyOfValue(contributions, contribution);
