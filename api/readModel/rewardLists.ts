/** Rewards out of the read model: pages of payments, and exact totals over a whole filter. */
import { and, asc, desc, eq, gte, type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, alias } from 'drizzle-orm/sqlite-core';
import { parseAddress } from '#chain/crypto/address.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import type { EventPlace } from '../pageCursor.ts';
import {
  eventPlacesPerBlock,
  heightOfTransaction,
  ofEvents,
  transactionOfEvent,
  unpackPlace,
} from './columns.ts';
import type { ReadTables } from './eventLists.ts';
import { inPlaces, type Page, type Span, scanPage } from './placeScan.ts';
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

/** Times become heights, for rows stand in the order of heights. */
const heightsOf = ({ database }: ReadTables, { from, to }: RewardFilter): Heights => {
  const firstFrom = (time: number): number =>
    database
      .select({ height: blocks.height })
      .from(blocks)
      .where(gte(blocks.time, time))
      .orderBy(blocks.time)
      .limit(1)
      .get()?.height ?? beyond;
  return { from: from === undefined ? 0 : firstFrom(from), to: to === undefined ? beyond : firstFrom(to) };
};
interface Heights {
  readonly from: number;
  readonly to: number;
}

const conditionsOf = (filter: RewardFilter): SQL[] =>
  (['account', 'dao', 'contribution', 'kind'] as const).flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [eq(rewards[field], value)];
  });
/** A contribution has few payments; everything else has a key of its own. */
const keyOf = ({ account = '', dao = '', contribution, kind = '' }: RewardFilter): PlaceKey | undefined => {
  if (contribution !== undefined) return contributionKey(fromHex(contribution));
  if (account === '' && dao === '' && kind === '') return undefined;
  return combinationKey({
    account: fromHex(account === '' ? '' : parseAddress(account)),
    dao: fromHex(dao),
    kind,
  });
};

/** A page of payments, newest first. */
export const listRewards = (
  model: ReadTables,
  filter: RewardFilter,
  { before, limit }: { readonly before?: EventPlace | undefined; readonly limit: number },
): Page<Reward> => {
  const conditions = conditionsOf(filter);
  const key = keyOf(filter);
  const { place } = rewards;
  const read = (span: Span, count: number, groups?: readonly number[]) =>
    model.database
      .select({ reward: rewards, transaction: transactions.id, time: blocks.time })
      .from(rewards)
      .innerJoin(transactions, eq(transactions.place, transactionOfEvent(place)))
      .innerJoin(blocks, eq(blocks.height, heightOfTransaction(transactions.place)))
      .where(and(inPlaces(ofEvents, rewards, place, span, groups), ...conditions))
      .orderBy(desc(place))
      .limit(count)
      .all();
  const { items, next } = model.snapshot(() =>
    scanPage(
      model.places,
      {
        form: ofEvents,
        keys: key === undefined ? [] : [key],
        before,
        heights: heightsOf(model, filter),
        limit,
      },
      read,
      (row) => row.reward.place,
    ),
  );
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

/** Differences of running sums: the work does not depend on how many payments there are. */
const totalOfSeries = (model: ReadTables, filter: RewardFilter): RewardTotal[] => {
  const { account = '', dao = '', kind = '' } = filter;
  const heights = heightsOf(model, filter);
  const { id, token, payments, amount } = rewardSeries;
  const begun = alias(rewardSums, 'begun');
  const ended = alias(rewardSums, 'ended');
  const lastBefore = (
    sums: { readonly [name in 'series' | 'place']: AnySQLiteColumn },
    height: number,
  ): SQL =>
    sql`${sums.series} = ${id} and ${sums.place} = (select max(place) from reward_sums where series = ${id} and place < ${height * eventPlacesPerBlock})`;
  const ofFilter = and(
    eq(rewardSeries.account, account),
    eq(rewardSeries.dao, dao),
    eq(rewardSeries.kind, kind),
  );
  if (filter.from === undefined && filter.to === undefined)
    return model.database
      .select({ token, payments, amount })
      .from(rewardSeries)
      .where(ofFilter)
      .orderBy(asc(token))
      .all();
  return model.database
    .select({
      token,
      before: sql<number>`coalesce(${begun.payments}, 0)`,
      beforeAmount: sql<string>`coalesce(${begun.amount}, '0')`,
      payments: ended.payments,
      amount: ended.amount,
    })
    .from(rewardSeries)
    .innerJoin(ended, lastBefore(ended, heights.to))
    .leftJoin(begun, lastBefore(begun, heights.from))
    .where(ofFilter)
    .orderBy(asc(token))
    .all()
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
