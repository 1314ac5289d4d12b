/** What became of accepted work: lines that stand, lines that were taken back, and who builds on them. */
import { expect, test } from 'vitest';
import { Outcomes } from './outcome.ts';
import { patchOf } from './testPatches.ts';

const lines = (...names: string[]) =>
  `export function ${names[0]}() {\n${names.map((name) => `  run(${name}, ${name}Again, '${name}');\n`).join('')}}\n`;

/** A DAO whose reviewers accept changes of single files, one each second. */
class TestDao {
  readonly outcomes = new Outcomes();
  private readonly texts = new Map<string, string | null>();
  private time = 0;

  accept(author: string, path: string, after: string | null): string {
    this.time += 1_000;
    const contribution = `work ${this.time}`;
    const edit = { path, before: this.texts.get(path) ?? null, after };
    this.texts.set(path, after);
    this.outcomes.accept({ contribution, author, time: this.time, kind: 'code', bytes: patchOf([edit]) });
    return contribution;
  }

  of(contribution: string, time = this.time) {
    return this.outcomes.of(contribution, time);
  }
}
const names = ['started', 'sorted', 'merged', 'stored'];
const whole = lines(...names);

test('what nobody touched stands', () => {
  const dao = new TestDao();
  const work = dao.accept('ada', 'a.ts', whole);
  dao.accept('ben', 'b.ts', lines('other', 'words'));
  expect(dao.of(work)).toEqual({ lines: 5, standing: 5, reverted: 0, adopters: 0 });
});

test('lines that others replace with new work are gone, and whoever replaces or uses them builds on them', () => {
  const dao = new TestDao();
  const work = dao.accept('ada', 'a.ts', whole);
  dao.accept('ben', 'a.ts', whole.replace('run(merged, mergedAgain', 'compare(left, right'));
  expect(dao.of(work)).toEqual({ lines: 5, standing: 4, reverted: 0, adopters: 1 });
  dao.accept('chen', 'c.ts', 'export const begun = started(first, second);\n');
  dao.accept('ada', 'd.ts', 'export const mine = started(third, fourth);\n');
  expect(dao.of(work)).toEqual({ lines: 5, standing: 4, reverted: 0, adopters: 2 });
});

test('a change that brings back what stood before takes back the lines it replaces', () => {
  const dao = new TestDao();
  dao.accept('ben', 'a.ts', whole.replace("'merged'", "'joined'"));
  const work = dao.accept('ada', 'a.ts', whole);
  dao.accept('ben', 'a.ts', whole.replace("'merged'", "'joined'"));
  expect(dao.of(work)).toEqual({ lines: 1, standing: 0, reverted: 1, adopters: 0 });
});

test('a change without anything new that takes lines away takes them back, whoever makes it', () => {
  for (const author of ['ada', 'ben']) {
    const dao = new TestDao();
    const work = dao.accept('ada', 'a.ts', whole);
    dao.accept(author, 'a.ts', null);
    expect(dao.of(work)).toEqual({ lines: 5, standing: 0, reverted: 5, adopters: 0 });
  }
});

test('what came after the time of an outcome does not count, and moved lines stand', () => {
  const dao = new TestDao();
  const work = dao.accept('ada', 'a.ts', whole);
  dao.accept('ben', 'b.ts', `${lines('others')}\n`);
  dao.accept('ben', 'a.ts', null);
  expect(dao.of(work, 2_000)).toEqual({ lines: 5, standing: 5, reverted: 0, adopters: 0 });
  expect(dao.of(work, 3_000)).toMatchObject({ standing: 0 });
});

test('work that cannot be read, is gone, or is accepted again changes nothing', () => {
  const dao = new TestDao();
  const work = dao.accept('ada', 'a.ts', whole);
  const before = dao.of(work);
  const again = { author: 'ben', time: 5_000, kind: 'code' } as const;
  dao.outcomes.accept({ ...again, contribution: 'gone', bytes: null });
  dao.outcomes.accept({ ...again, contribution: 'broken', bytes: new TextEncoder().encode('diff') });
  dao.outcomes.accept({
    ...again,
    contribution: work,
    bytes: patchOf([{ path: 'a.ts', before: whole, after: null }]),
  });
  expect(dao.of(work, 9_000)).toEqual(before);
  expect(dao.of('broken', 9_000)).toEqual({ lines: 0, standing: 0, reverted: 0, adopters: 0 });
});
