/** The committed page and plots are those that the committed result makes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pageFiles, resultPath } from './page.ts';
import type { BenchResult } from './result.ts';

const result = JSON.parse(readFileSync(resultPath, 'utf8')) as BenchResult;

test.each(pageFiles(result))('$path is what its result says, byte for byte', ({ path, text }) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});
