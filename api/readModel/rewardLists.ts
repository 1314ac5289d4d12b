/** Rewards out of the read model: pages of payments, and exact totals over a whole filter. */
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { EventPlace } from '../pageCursor.ts';
import { amountOfLimbs } from './blockWriter.ts';
import { beforePlace, type Page, pageOf, type ReadTables } from './eventLists.ts';
import { blocks, rewards, rewardTotals } from './tables.ts';

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

/** Conditions that the indexes serve: times become heights, for rows stand in the order of heights. */
const conditionsOf = ({ database }: ReadTables, filter: RewardFilter): SQL[] => {
  const conditions: SQL[] = [];
  for (const field of ['account', 'dao', 'contribution', 'kind'] as const) {
    const value = filter[field];
    if (value !== undefined) conditions.push(eq(rewards[field], value));
  }
  const firstHeight = (time: number): number =>
    database
      .select({ height: blocks.height })
      .from(blocks)
      .where(gte(blocks.time, time))
      .orderBy(blocks.time)
      .limit(1)
      .get()?.height ?? Number.MAX_SAFE_INTEGER;
  if (filter.from !== undefined) conditions.push(gte(rewards.height, firstHeight(filter.from)));
  if (filter.to !== undefined) conditions.push(lt(rewards.height, firstHeight(filter.to)));
  return conditions;
};

type RewardRow = typeof rewards.$inferSelect;
const rewardOf = (row: RewardRow): Reward => {
  const { low: _low, middle: _middle, high: _high, ...reward } = row;
  return { id: `${row.transaction}.${row.event}`, ...reward };
};

/** A page of payments, newest first. */
export const listRewards = (
  model: ReadTables,
  filter: RewardFilter,
  { before, limit }: { readonly before?: EventPlace | undefined; readonly limit: number },
): Page<Reward> => {
  const { height, index, event } = rewards;
  const conditions = conditionsOf(model, filter);
  if (before !== undefined) conditions.push(beforePlace({ height, index, event }, before));
  const rows = model.database
    .select()
    .from(rewards)
    .where(and(...conditions))
    .orderBy(desc(height), desc(index), desc(event))
    .limit(limit + 1)
    .all();
  return pageOf(rows, limit, rewardOf, (row) => row);
};

/** Sums come as text, for they may exceed what a number holds exactly. */
interface Limbs {
  readonly token: string;
  readonly payments: number;
  readonly low: string;
  readonly middle: string;
  readonly high: string;
}
const asText = (value: SQL | AnySQLiteColumn) => sql<string>`cast(${value} as text)`;
const totalOf = ({ token, payments, low, middle, high }: Limbs): RewardTotal => ({
  token,
  amount: amountOfLimbs(low, middle, high).toString(),
  payments,
});

/** The exact sum per token over everything that the filter means, not over a page of it. */
export const totalRewards = (model: ReadTables, filter: RewardFilter): RewardTotal[] => {
  const { contribution, from, to, account = '', dao = '', kind = '' } = filter;
  if (contribution === undefined && from === undefined && to === undefined)
    return model.database
      .select({
        token: rewardTotals.token,
        payments: rewardTotals.payments,
        low: asText(rewardTotals.low),
        middle: asText(rewardTotals.middle),
        high: asText(rewardTotals.high),
      })
      .from(rewardTotals)
      .where(and(eq(rewardTotals.account, account), eq(rewardTotals.dao, dao), eq(rewardTotals.kind, kind)))
      .orderBy(rewardTotals.token)
      .all()
      .map(totalOf);
  const { token, low, middle, high } = rewards;
  return model.database
    .select({
      token,
      payments: sql<number>`count(*)`,
      low: asText(sql`sum(${low})`),
      middle: asText(sql`sum(${middle})`),
      high: asText(sql`sum(${high})`),
    })
    .from(rewards)
    .where(and(...conditionsOf(model, filter)))
    .groupBy(token)
    .orderBy(token)
    .all()
    .map(totalOf);
};
