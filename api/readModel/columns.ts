/** Columns as drizzle sees them: bytes in the file, hex and `merit1…` in code; and places packed into one integer. */
import { type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, customType, integer } from 'drizzle-orm/sqlite-core';
import { formatAddress, parseAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { blockTransactionsMax, eventsPerTransactionMax } from '#chain/limits.ts';
import { groupSize } from '#chain/node/placeRuns.ts';
import type { EventPlace } from '../pageCursor.ts';

/** Ids and hashes; an empty text stands for none. */
export const hexBytes = customType<{ data: string; driverData: Uint8Array }>({
  dataType: () => 'blob',
  toDriver: fromHex,
  fromDriver: toHex,
});

/** Accounts; an empty text stands for none. */
export const accountBytes = customType<{ data: string; driverData: Uint8Array }>({
  dataType: () => 'blob',
  toDriver: (text) => fromHex(text === '' ? '' : parseAddress(text)),
  fromDriver: (bytes) => (bytes.length === 0 ? '' : formatAddress(toHex(bytes))),
});

/** The key of a table whose rows follow the order of the chain, so that they are appended. */
export const placeKey = () => integer('place').primaryKey();

/** A transaction's place: height and index. */
export const transactionPlace = (height: number, index: number): number =>
  height * blockTransactionsMax + index;
/** An event's place: height, index and position, in 32 + 12 + 9 bits, which a number holds exactly. */
export const eventPlace = (transaction: number, position: number): number =>
  transaction * eventsPerTransactionMax + position;
/** In SQL, the place of an event's transaction. The divisor is no parameter, for those are floating point. */
export const transactionOfEvent = (place: AnySQLiteColumn): SQL =>
  sql`${place} / ${sql.raw(String(eventsPerTransactionMax))}`;
/** In SQL, the height of a transaction's block. */
export const heightOfTransaction = (place: AnySQLiteColumn): SQL =>
  sql`${place} / ${sql.raw(String(blockTransactionsMax))}`;
/** Places of events in one block. */
export const eventPlacesPerBlock = blockTransactionsMax * eventsPerTransactionMax;

/** The table's rows stand at places of transactions, or of events. */
export interface PlaceForm {
  /** Places that one transaction takes. */
  readonly perTransaction: number;
}
export const ofTransactions: PlaceForm = { perTransaction: 1 };
export const ofEvents: PlaceForm = { perTransaction: eventsPerTransactionMax };

/** The integer of a place in a table. */
export const packPlace = ({ perTransaction }: PlaceForm, { height, index, event }: EventPlace): number =>
  perTransaction === 1
    ? transactionPlace(height, Math.min(index, blockTransactionsMax))
    : eventPlace(
        transactionPlace(height, Math.min(index, blockTransactionsMax)),
        Math.min(event, eventsPerTransactionMax),
      );
/** The place that an integer stands for. */
export const unpackPlace = ({ perTransaction }: PlaceForm, place: number): EventPlace => {
  const transaction = Math.floor(place / perTransaction);
  const index = transaction % blockTransactionsMax;
  return { height: (transaction - index) / blockTransactionsMax, index, event: place % perTransaction };
};
/** The first place of a group of neighbours; the group takes `groupPlaces` of them. */
export const groupPlaces = ({ perTransaction }: PlaceForm): number => groupSize * perTransaction;
/** The group of a place. */
export const groupOfPlace = (form: PlaceForm, place: number): number => Math.floor(place / groupPlaces(form));
