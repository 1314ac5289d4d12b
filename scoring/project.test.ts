/** A DAO's contributions one after another: what earlier ones take from later ones, and what cutting and reverting pay. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type FeatureId, featureIndex } from './features.ts';
import { defaultModelFolder, readTables } from './modelFolder.ts';
import { Project } from './project.ts';
import { explain } from './reference.ts';
import { type FileEdit, patchOf } from './testPatches.ts';

const model = readTables(defaultModelFolder);
const sourceOf = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const texts = ['reference.ts', 'patch.ts', 'change/lineReader.ts', 'scorer.ts'].map(
  (name) => [`src/${name}`, sourceOf(name)] as const,
);
const honest: FileEdit[] = texts.map(([path, after]) => ({ path, before: null, after }));
const renamed = (text: string) =>
  text.replace(/\b(lines|added|files|file|hunk|cursor|rows|row|model|scores|feature|header)\b/g, '$1Z');

class TestDao {
  private readonly project = new Project();

  add(
    edits: readonly FileEdit[],
    author = 'ada',
    epoch = 0,
  ): { units: number; scores: readonly number[]; of: (id: FeatureId) => number } {
    const extraction = this.project.append({ author, epoch, kind: 'code', bytes: patchOf(edits) });
    if (extraction === null) throw new Error('A patch could not be read.');
    const { features, units } = extraction;
    return { units, scores: explain(model, features).scores, of: (id) => features[featureIndex[id]] ?? 0 };
  }
}

const whole = new TestDao().add(honest);

test('what the DAO has seen is not new again, under whatever path or name', () => {
  const dao = new TestDao();
  dao.add(honest);
  expect(dao.add(honest, 'bob').units).toBe(0);
  expect(
    dao.add(
      honest.map((edit) => ({ ...edit, path: `copy/${edit.path}` })),
      'bob',
    ).units,
  ).toBe(0);
  const disguised = texts.map(([path, text]) => ({
    path: `own/${path}`,
    before: null,
    after: renamed(text),
  }));
  expect(dao.add(disguised, 'bob').units).toBeLessThanOrEqual(whole.units * 0.05);
});

test('taking back and landing again pays nothing', () => {
  const dao = new TestDao();
  dao.add(honest);
  const removal = texts.map(([path, before]) => ({ path, before, after: null }));
  expect(dao.add(removal).scores).toEqual([0, 0, 0, 0]);
  expect(dao.add(honest).scores).toEqual([0, 0, 0, 0]);
});

test('cutting work into ten contributions gains at most 10 % in quantity', () => {
  for (const pieces of [3, 10]) {
    const dao = new TestDao();
    const until = (text: string, piece: number) => {
      const all = text.split('\n');
      return all.slice(0, Math.floor((all.length * piece) / pieces)).join('\n');
    };
    const steps = Array.from({ length: pieces }, (_, piece) =>
      dao.add(
        texts.map(([path, text]) => ({
          path,
          before: piece === 0 ? null : until(text, piece),
          after: until(text, piece + 1),
        })),
      ),
    );
    const quantity = steps.reduce((sum, { scores }) => sum + (scores[1] ?? 0), 0);
    expect(quantity).toBeLessThanOrEqual((whole.scores[1] ?? 0) * 1.1);
    expect(quantity).toBeGreaterThanOrEqual((whole.scores[1] ?? 0) * 0.8);
  }
});

test('units count by author and epoch', () => {
  const dao = new TestDao();
  const [first = [], second = [], third = []] = honest.map((edit) => [edit]);
  const { units } = dao.add(first);
  expect(dao.add(second).of('quantityBefore')).toBe(units);
  expect(dao.add(third, 'bob').of('quantityBefore')).toBe(0);
  expect(dao.add(honest.slice(3), 'ada', 1).of('quantityBefore')).toBe(0);
});

test('whoever replays the same contributions gets the same integers, and a preview changes none', () => {
  const [one, other] = [new Project(), new Project()];
  const steps = [honest.slice(0, 2), honest.slice(1, 3), honest].map(patchOf);
  for (const bytes of steps) {
    const work = { author: 'ada', epoch: 0, kind: 'code' as const, bytes };
    other.preview({ ...work, bytes: patchOf(honest) });
    const previewed = other.preview(work);
    const read = one.append(work);
    expect(other.append(work)).toEqual(read);
    expect(previewed).toEqual(read);
  }
});

test('what cannot be read, or is gone, counts nothing and harms nothing', () => {
  const dao = new Project();
  const work = { author: 'ada', epoch: 0, kind: 'code' as const };
  expect(dao.append({ ...work, bytes: null })).toBeNull();
  expect(dao.append({ ...work, bytes: new TextEncoder().encode('words') })).toBeNull();
  expect(dao.append({ ...work, bytes: patchOf(honest) })).toEqual(
    new Project().append({ ...work, bytes: patchOf(honest) }),
  );
});

test('patches that speak of long files which nobody has seen fill no memory', () => {
  const hostile = Array.from(
    { length: 2_000 },
    (_, i) =>
      `diff --git a/f${i}.ts b/f${i}.ts\n--- a/f${i}.ts\n+++ b/f${i}.ts\n@@ -999990,1 +999990,2 @@\n a(b)\n+c(d)\n`,
  ).join('');
  const dao = new Project();
  const work = { author: 'ada', epoch: 0, kind: 'code' as const };
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 3; i += 1) dao.append({ ...work, bytes: new TextEncoder().encode(hostile) });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  expect(dao.append({ ...work, bytes: patchOf(honest) })?.units).toBeGreaterThan(whole.units * 0.9);
});
