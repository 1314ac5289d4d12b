/** Rewards out of the read model: pages of payments, and exact totals over a whole filter. */
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, alias } from 'drizzle-orm/sqlite-core';
import { parseAddress } from '#chain/crypto/address.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import type { EventPlace } from '../pageCursor.ts';
import { firstHeightFrom } from './blockTimes.ts';
import {
  eventPlacesPerBlock,
  heightOfTransaction,
  ofEvents,
  transactionOfEvent,
  unpackPlace,
} from './columns.ts';
import type { ReadTables } from './eventLists.ts';
import { inPlaces, type Page, placeValues, rememberQuery, type Span, scanPage } from './placeScan.ts';
import { combinationKey, contributionKey } from './rewardKeys.ts';
import { blocks, rewardSeries, rewardSums, rewards, transactions } from './tables.ts';

/** One payment. */
export interface Reward extends EventPlace {
  /** The transaction and the event in it: unique, for one transaction may pay several times. */
  readonly id: string;
  readonly transaction: string;
  readonly time: number;
  /** The module whose rule paid. */
  readonly module: string;
  /** `merit1…`. */
  readonly account: string;
  readonly token: string;
  /** Smallest unit, decimal. */
  readonly amount: string;
  readonly dao: string;
  /** Empty where the payment is for no contribution. */
  readonly contribution: string;
  readonly kind: string;
  readonly part: string;
}
export interface RewardTotal {
  readonly token: string;
  readonly amount: string;
  readonly payments: number;
}

/** What narrows payments; all in JSON form. */
export interface RewardFilter {
  readonly account?: string | undefined;
  readonly dao?: string | undefined;
  readonly contribution?: string | undefined;
  readonly kind?: string | undefined;
  /** Header time in milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Header time in milliseconds, exclusive. */
  readonly to?: number | undefined;
}

/** A height that no block has. */
const beyond = 0x1_0000_0000;

interface Heights {
  readonly from: number;
  readonly to: number;
}

/** Times become heights, for rows stand in the order of heights. */
const heightsOf = (model: ReadTables, { from, to }: RewardFilter): Heights => {
  const firstFrom = (time: number): number => firstHeightFrom(model, time) ?? beyond;
  return { from: from === undefined ? 0 : firstFrom(from), to: to === undefined ? beyond : firstFrom(to) };
};

/** Values of a filter as their columns have them. */
const valuesOf = ({ account = '', dao = '', contribution = '', kind = '' }: RewardFilter) => ({
  account: fromHex(account === '' ? '' : parseAddress(account)),
  dao: fromHex(dao),
  contribution: fromHex(contribution),
  kind,
});
const fields = ['account', 'dao', 'contribution', 'kind'] as const;

/** A contribution has few payments; everything else has a key of its own. */
const keysOf = (filter: RewardFilter): PlaceKey[] => {
  const values = valuesOf(filter);
  if (filter.contribution !== undefined) return [contributionKey(values.contribution)];
  const isEverything = fields.every((field) => filter[field] === undefined);
  return isEverything ? [] : [combinationKey(values)];
};

/** The query for payments under a filter, narrowed by the fields that it names. */
const pageQuery = ({ database }: ReadTables, filter: RewardFilter, hasGroups: boolean) => {
  const asked = fields.filter((field) => filter[field] !== undefined);
  const { place } = rewards;
  return rememberQuery(database, `rewards ${asked.join()} ${hasGroups}`, () =>
    database
      .select({ reward: rewards, transaction: transactions.id, time: blocks.time })
      .from(rewards)
      .innerJoin(transactions, eq(transactions.place, transactionOfEvent(place)))
      .innerJoin(blocks, eq(blocks.height, heightOfTransaction(transactions.place)))
      .where(
        and(
          inPlaces(ofEvents, rewards, place, hasGroups),
          ...asked.map((field) => sql`${rewards[field]} = ${sql.placeholder(field)}`),
        ),
      )
      .orderBy(desc(place))
      .limit(sql.placeholder('limit'))
      .prepare(),
  );
};

/** A page of payments, newest first. */
export const listRewards = (
  model: ReadTables,
  filter: RewardFilter,
  { before, limit }: { readonly before?: EventPlace | undefined; readonly limit: number },
): Page<Reward> => {
  const values = valuesOf(filter);
  const read = (span: Span, count: number, groups?: readonly number[]) =>
    pageQuery(model, filter, groups !== undefined).all({ ...values, ...placeValues(span, count, groups) });
  const { items, next } = model.snapshot(() => {
    const heights = heightsOf(model, filter);
    const scan = { form: ofEvents, keys: keysOf(filter), before, heights, limit };
    return scanPage(model.places, scan, read, (row) => row.reward.place);
  });
  return {
    next,
    items: items.map(({ reward: { place: at, ...reward }, transaction, time }) => {
      const found = unpackPlace(ofEvents, at);
      return { id: `${transaction}.${found.event}`, ...found, transaction, time, ...reward };
    }),
  };
};

/** The exact sum per token over everything that the filter means, not over a page of it. */
export const totalRewards = (model: ReadTables, filter: RewardFilter): RewardTotal[] =>
  model.snapshot(() =>
    filter.contribution === undefined ? totalOfSeries(model, filter) : totalOfContribution(model, filter),
  );

const ofFilter = and(
  sql`${rewardSeries.account} = ${sql.placeholder('account')}`,
  sql`${rewardSeries.dao} = ${sql.placeholder('dao')}`,
  sql`${rewardSeries.kind} = ${sql.placeholder('kind')}`,
);
const { token, payments, amount } = rewardSeries;

const seriesQuery = ({ database }: ReadTables) =>
  rememberQuery(database, 'series', () =>
    database
      .select({ token, payments, amount })
      .from(rewardSeries)
      .where(ofFilter)
      .orderBy(asc(token))
      .prepare(),
  );

/** The last sums of each series before two places. */
const spanQuery = ({ database }: ReadTables) =>
  rememberQuery(database, 'series over a span', () => {
    const begun = alias(rewardSums, 'begun');
    const ended = alias(rewardSums, 'ended');
    const lastBefore = (sums: { readonly [name in 'series' | 'place']: AnySQLiteColumn }, end: string): SQL =>
      sql`${sums.series} = ${rewardSeries.id} and ${sums.place} = (select max(place) from reward_sums where series = ${rewardSeries.id} and place < ${sql.placeholder(end)})`;
    return database
      .select({
        token,
        before: sql<number>`coalesce(${begun.payments}, 0)`,
        beforeAmount: sql<string>`coalesce(${begun.amount}, '0')`,
        payments: ended.payments,
        amount: ended.amount,
      })
      .from(rewardSeries)
      .innerJoin(ended, lastBefore(ended, 'to'))
      .leftJoin(begun, lastBefore(begun, 'from'))
      .where(ofFilter)
      .orderBy(asc(token))
      .prepare();
  });

/** Differences of running sums: the work does not depend on how many payments there are. */
const totalOfSeries = (model: ReadTables, filter: RewardFilter): RewardTotal[] => {
  const values = valuesOf(filter);
  if (filter.from === undefined && filter.to === undefined) return seriesQuery(model).all(values);
  const heights = heightsOf(model, filter);
  const from = heights.from * eventPlacesPerBlock;
  const to = Math.max(from, heights.to * eventPlacesPerBlock);
  return spanQuery(model)
    .all({ ...values, from, to })
    .map((row) => ({
      token: row.token,
      payments: row.payments - row.before,
      amount: (BigInt(row.amount) - BigInt(row.beforeAmount)).toString(),
    }))
    .filter((total) => total.payments > 0);
};

/** Payments of one contribution are added up: there are few. */
const totalOfContribution = (model: ReadTables, filter: RewardFilter): RewardTotal[] => {
  const totals = new Map<string, { payments: number; amount: bigint }>();
  for (let before: EventPlace | undefined; ; ) {
    const { items, next } = listRewards(model, filter, { before, limit: paymentsAtOnce });
    for (const { token, amount } of items) {
      const total = totals.get(token) ?? { payments: 0, amount: 0n };
      total.payments++;
      total.amount += BigInt(amount);
      totals.set(token, total);
    }
    if (next === undefined) break;
    before = next;
  }
  return [...totals]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([token, { payments, amount }]) => ({ token, amount: amount.toString(), payments }));
};
/** Payments of a contribution that are read with one query. */
const paymentsAtOnce = 1000;
