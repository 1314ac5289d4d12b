/** Pages are full though answers are short or empty, nothing is lost or twice there, and no page asks for a list another way. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PageAsked } from '#api/client/jsonTypes.ts';
import { fullPage, pagesQuery } from './fullPage.ts';

/** A list of numbers whose answers hold as many items as `lengths` says in turn, at most; cursors count the answers. */
const listOf = (items: readonly number[], lengths: readonly number[]) => {
  const asked: PageAsked[] = [];
  const starts = [0];
  const ask = async (wanted: PageAsked) => {
    asked.push(wanted);
    const turn = Number(wanted.cursor ?? 0);
    const start = starts[turn] ?? 0;
    const end = Math.min(items.length, start + Math.min(lengths[turn] ?? 0, wanted.limit ?? 0));
    starts[turn + 1] = end;
    const isLast = turn >= lengths.length - 1;
    return { items: items.slice(start, end), next: isLast ? null : String(turn + 1), turn };
  };
  return { ask, asked };
};

describe('a full page', () => {
  it('is one answer where that is full, or the list ends', async () => {
    const full = listOf([1, 2, 3], [2, 1]);
    expect(await fullPage(full.ask, 2)).toEqual({ items: [1, 2], next: '1', turn: 0 });
    expect(full.asked).toEqual([{ limit: 2, cursor: undefined }]);
    expect(await fullPage(listOf([], [0]).ask, 2)).toEqual({ items: [], next: null, turn: 0 });
  });

  it('goes on behind short and empty answers, and asks for what is missing', async () => {
    const short = listOf([1, 2, 3, 4, 5], [1, 0, 0, 2, 2]);
    expect(await fullPage(short.ask, 3)).toEqual({ items: [1, 2, 3], next: '4', turn: 3 });
    expect(short.asked.map(({ limit }) => limit)).toEqual([3, 2, 2, 2]);
    expect(await fullPage(short.ask, 9)).toEqual({ items: [1, 2, 3, 4, 5], next: null, turn: 4 });
  });

  it('ends some time, and names what comes next', async () => {
    const endless = listOf(
      [],
      Array.from({ length: 1000 }, () => 0),
    );
    const { items, next } = await fullPage(endless.ask, 3);
    expect(items).toEqual([]);
    expect(next).toBe(String(endless.asked.length));
    expect(endless.asked.length).toBeLessThan(1000);
  });

  it('begins where the last one ended', async () => {
    const { ask } = listOf([1, 2, 3, 4, 5], [1, 0, 1, 0, 3]);
    const { queryFn, getNextPageParam, initialPageParam } = pagesQuery(['numbers'], 2, ask);
    const first = await queryFn({ pageParam: initialPageParam });
    const second = await queryFn({ pageParam: getNextPageParam(first) });
    expect([first.items, second.items]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

/** What stands between the bracket at `open` and the one that closes it. */
const bracketAt = (text: string, open: number): string => {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(open + 1, at);
  }
  throw new Error('A bracket is never closed.');
};

it('every list of the pages is asked for so', () => {
  const web = fileURLToPath(new URL('..', import.meta.url));
  const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.startsWith('dist'),
  );
  const calls = sources.flatMap((path) => {
    const text = readFileSync(join(web, path), 'utf8');
    const found = text.matchAll(/client\s*\.(?:list\.\w+\.\w+|rewards|transactions|blocks)\(/g);
    return [...found].map((call) => ({ path, given: bracketAt(text, call.index + call[0].length - 1) }));
  });
  expect(calls.length).toBeGreaterThan(20);
  // Totals are whole in any answer, and its payments are not looked at.
  const totals = { path: join('rewards', 'rewardQueries.ts'), given: '{ ...filter, limit: 1 }' };
  expect(calls.filter(({ given }) => !/(?:^|\.\.\.)asked\b/.test(given))).toEqual([totals]);
});
