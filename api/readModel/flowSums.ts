/** What came to a DAO's account and left it, out of the read model: exact sums by purpose up to any height. */
import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { fromHex } from '#chain/crypto/bytes.ts';
import { eventPlacesPerBlock } from './columns.ts';
import type { ReadTables } from './eventLists.ts';
import { rememberQuery } from './placeScan.ts';
import { flowSeries, flowSums } from './tables.ts';

/** Sums under one purpose, in smallest units. */
export interface Flow {
  readonly purpose: string;
  readonly received: bigint;
  readonly sent: bigint;
  /** How many movements they are the sums of. */
  readonly movements: number;
}

const seriesQuery = ({ database }: ReadTables) =>
  rememberQuery(database, 'flow series', () =>
    database
      .select({ id: flowSeries.id, purpose: flowSeries.purpose, isOut: flowSeries.isOut })
      .from(flowSeries)
      .where(
        and(
          eq(flowSeries.account, sql.placeholder('account')),
          eq(flowSeries.token, sql.placeholder('token')),
        ),
      )
      .orderBy(asc(flowSeries.purpose), asc(flowSeries.isOut))
      .prepare(),
  );

/** How a series stood before a place. */
const sumQuery = ({ database }: ReadTables) =>
  rememberQuery(database, 'flow sum', () =>
    database
      .select({ movements: flowSums.movements, amount: flowSums.amount })
      .from(flowSums)
      .where(
        and(eq(flowSums.series, sql.placeholder('series')), lt(flowSums.place, sql.placeholder('before'))),
      )
      .orderBy(desc(flowSums.place))
      .limit(1)
      .prepare(),
  );

/**
 * The sums from the first block on, as they stood before each of these heights; purposes in alphabetical order. Two look-ups
 * a purpose and height, however many movements there are. `account` in hex. Call it inside `snapshot`.
 */
export const flowsBefore = (
  model: ReadTables,
  account: string,
  token: string,
  heights: readonly number[],
): Flow[][] => {
  const series = seriesQuery(model).all({ account: fromHex(account), token: fromHex(token) });
  const sum = sumQuery(model);
  return heights.map((height) => {
    const flows = new Map<string, Flow>();
    for (const { id, purpose, isOut } of series) {
      const found = sum.get({ series: id, before: height * eventPlacesPerBlock });
      if (found === undefined) continue;
      const { received, sent, movements } = flows.get(purpose) ?? { received: 0n, sent: 0n, movements: 0 };
      const amount = BigInt(found.amount);
      flows.set(purpose, {
        purpose,
        received: isOut === 1 ? received : received + amount,
        sent: isOut === 1 ? sent + amount : sent,
        movements: movements + found.movements,
      });
    }
    return [...flows.values()];
  });
};

/** What happened between two sums of one account and token; purposes under which nothing moved are left out. */
export const flowsBetween = (begun: readonly Flow[], ended: readonly Flow[]): Flow[] =>
  ended.flatMap((flow) => {
    const before = begun.find(({ purpose }) => purpose === flow.purpose);
    const movements = flow.movements - (before?.movements ?? 0);
    const received = flow.received - (before?.received ?? 0n);
    return movements === 0 ? [] : [{ ...flow, received, sent: flow.sent - (before?.sent ?? 0n), movements }];
  });

/** Received less sent. */
export const netOf = (flows: readonly Flow[]): bigint =>
  flows.reduce((sum, { received, sent }) => sum + received - sent, 0n);

/** Tokens that ever moved into or out of the account, by their ids, at most `limit`. */
export const flowTokens = ({ database }: ReadTables, account: string, limit: number): string[] =>
  rememberQuery(database, 'flow tokens', () =>
    database
      .selectDistinct({ token: flowSeries.token })
      .from(flowSeries)
      .where(eq(flowSeries.account, sql.placeholder('account')))
      .orderBy(asc(flowSeries.token))
      .limit(sql.placeholder('limit'))
      .prepare(),
  )
    .all({ account: fromHex(account), limit })
    .map(({ token }) => token);
