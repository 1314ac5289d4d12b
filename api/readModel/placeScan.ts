/** Pages of rows, newest first, out of the places where their keys stand: bounded work, however rare what is sought is. */
import { type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { PlaceReader } from '#chain/node/placeIndex.ts';
import type { PlaceKey } from '#chain/node/placeRuns.ts';
import type { EventPlace } from '../pageCursor.ts';
import { groupOfPlace, groupPlaces, type PlaceForm, packPlace, unpackPlace } from './columns.ts';
import type { Database } from './readFile.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; undefined on the last one. A page that took long to fill may be short. */
  readonly next: EventPlace | undefined;
}

/** Entries of the index that one page may look at, some 20 ms: a filter that fits nothing costs no more. */
const entriesMax = 200_000;
/** Groups whose rows one page may look at. */
const groupsMax = 4096;
/** Groups asked for first, and at most, in one query: what is frequent needs few. */
const groupsAtFirst = 32;
const groupsAtOnce = 512;

/** Where things stand. */
export type Places = Pick<PlaceReader, 'find'>;

/** What to look for. */
export interface Scan {
  readonly form: PlaceForm;
  /** Every row sought stands under all of them; none for a table as a whole. */
  readonly keys: readonly PlaceKey[];
  /** Only places before it. */
  readonly before: EventPlace | undefined;
  /** Only heights from `from` on and below `to`. */
  readonly heights?: { readonly from: number; readonly to: number };
  readonly limit: number;
}
/** Places of rows: `from` … `to` − 1. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
/** Up to `limit` rows within a span, newest first; of the given groups only, where there are any. */
export type ReadRows<R> = (span: Span, limit: number, groups?: readonly number[]) => readonly R[];

const spanOf = ({ form, before, heights }: Scan): Span => {
  const at = (height: number): number => packPlace(form, { height, index: 0, event: 0 });
  const end =
    heights === undefined ? Number.MAX_SAFE_INTEGER : Math.min(at(heights.to), Number.MAX_SAFE_INTEGER);
  return {
    from: heights === undefined ? 0 : at(heights.from),
    to: before === undefined ? end : Math.min(end, packPlace(form, before)),
  };
};

/** The groups that all keys share, newest first, each once. */
class SharedGroups {
  /** Whether there are no more, or it gave up. */
  hasEnded = false;
  /** Where it gave up: groups from here on were looked at. */
  cut: number | undefined;
  private readonly sources: readonly Iterator<number>[];
  private readonly held: (number | undefined)[];
  private last = Number.POSITIVE_INFINITY;
  private entries = 0;
  private taken = 0;

  constructor(
    places: Places,
    keys: readonly PlaceKey[],
    bounds: { readonly from: number; readonly before: number },
  ) {
    this.sources = keys.map((key) => places.find(key, bounds));
    this.held = keys.map(() => undefined);
  }

  /** The next groups, fewer at the end. */
  take(count: number): number[] {
    const groups: number[] = [];
    while (groups.length < count && !this.hasEnded) {
      const group = this.next();
      if (group === undefined) this.hasEnded = true;
      else groups.push(group);
      if (++this.taken < groupsMax || group === undefined) continue;
      this.hasEnded = true;
      this.cut = group;
    }
    return groups;
  }

  private next(): number | undefined {
    let sought = this.last - 1;
    let agreed = 0;
    for (let source = 0; agreed < this.sources.length; source = (source + 1) % this.sources.length) {
      const group = this.advance(source, sought);
      if (group === undefined) return undefined;
      agreed = group === sought ? agreed + 1 : 1;
      sought = group;
    }
    this.last = sought;
    return sought;
  }

  /** The newest group of one key that is not above `most`. */
  private advance(source: number, most: number): number | undefined {
    for (let held = this.held[source]; ; ) {
      if (held !== undefined && held <= most) return held;
      if (++this.entries > entriesMax) {
        this.cut = most + 1;
        return undefined;
      }
      const next = (this.sources[source] as Iterator<number>).next();
      if (next.done === true) return undefined;
      held = next.value;
      this.held[source] = held;
    }
  }
}

/** Cuts one row more than asked for into a page and the place behind it. */
const pageOf = <R>({ form, limit }: Scan, rows: readonly R[], placeOf: (row: R) => number): Page<R> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, next: hasMore ? unpackPlace(form, placeOf(last)) : undefined };
};

/** Fills a page. Call it inside a snapshot. */
export const scanPage = <R>(
  places: Places,
  scan: Scan,
  read: ReadRows<R>,
  placeOf: (row: R) => number,
): Page<R> => {
  const { form, keys, limit } = scan;
  const span = spanOf(scan);
  if (span.from >= span.to) return { items: [], next: undefined };
  if (keys.length === 0) return pageOf(scan, read(span, limit + 1), placeOf);
  const groups = new SharedGroups(places, keys, {
    from: groupOfPlace(form, span.from),
    before: groupOfPlace(form, span.to - 1) + 1,
  });
  const rows: R[] = [];
  for (let size = groupsAtFirst; rows.length <= limit; size = Math.min(4 * size, groupsAtOnce)) {
    const some = groups.take(size);
    if (some.length > 0) rows.push(...read(span, limit + 1 - rows.length, some));
    if (rows.length > limit || !groups.hasEnded) continue;
    const { cut } = groups;
    return { items: rows, next: cut === undefined ? undefined : unpackPlace(form, cut * groupPlaces(form)) };
  }
  return pageOf(scan, rows, placeOf);
};

/** The condition that a row of a table stands where `placeValues` say; in one of the groups, where `hasGroups`. */
export const inPlaces = (
  form: PlaceForm,
  table: SQLiteTable,
  column: AnySQLiteColumn,
  hasGroups: boolean,
): SQL => {
  const within = sql`${column} >= ${sql.placeholder('from')} and ${column} < ${sql.placeholder('to')}`;
  if (!hasGroups) return within;
  const size = groupPlaces(form);
  // SQLite goes from group to group, and then through what it found in order, as far as the page asks.
  return sql`${within} and ${column} in (
    select row.place from json_each(${sql.placeholder('groups')}) as candidate cross join ${table} as row
    where row.place between candidate.value * ${size} and candidate.value * ${size} + ${size - 1})`;
};
/** What a query with `inPlaces` and a limit of the same name is given. */
export const placeValues = (span: Span, limit: number, groups: readonly number[] | undefined) => ({
  ...span,
  limit,
  ...(groups === undefined ? {} : { groups: JSON.stringify(groups) }),
});

const remembered = new WeakMap<Database, Map<string, unknown>>();
/** Makes a query once for a connection: building and preparing it takes longer than running it. */
export const rememberQuery = <Q>(database: Database, name: string, make: () => Q): Q => {
  const queries = remembered.get(database) ?? new Map<string, unknown>();
  remembered.set(database, queries);
  const known = queries.get(name) as Q | undefined;
  if (known !== undefined) return known;
  const made = make();
  queries.set(name, made);
  return made;
};
