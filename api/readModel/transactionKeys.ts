/** Where the index of places knows transactions: by sender, and by kind and status, apart and together. */
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import { keyOfCombination, keySpace } from './placeKeys.ts';

export const senders = keySpace('transactions.sender', 'address');
const outcomes = keySpace('transactions.outcome', 'none');

/** The key of transactions of a kind, of a status, or of both; an empty text narrows nothing. */
export const outcomeKey = (kind: string, status: string): PlaceKey =>
  keyOfCombination(outcomes, [kind, status]);
