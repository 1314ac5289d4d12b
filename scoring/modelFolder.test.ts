/** The extractor's hash must cover all that decides features. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { extractorFiles, extractorHashOf } from './modelFolder.ts';

test('the hash covers exactly the files that the extractor imports', () => {
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const text = readFileSync(new URL(name, import.meta.url), 'utf8');
    for (const [, file = ''] of text.matchAll(/from '(\.\.?\/[^']+)'/g))
      visit(new URL(file, `file:///${name}`).pathname.slice(1));
  };
  visit('project.ts');
  expect([...reached].sort()).toEqual([...extractorFiles]);
  expect(extractorHashOf()).toMatch(/^[0-9a-f]{64}$/);
});
