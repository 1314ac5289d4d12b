/** Contributions of the year: patches and documents that nobody wrote before, each different from all others. */
import { utf8 } from '#chain/crypto/bytes.ts';
import { patchOf } from '#scoring/testPatches.ts';
import type { Chance } from './chance.ts';

export interface Work {
  readonly kind: 'code' | 'document';
  readonly title: string;
  readonly bytes: Uint8Array;
}

const nouns = [
  'ledger',
  'parser',
  'router',
  'queue',
  'cache',
  'reader',
  'writer',
  'index',
  'filter',
  'clock',
];
const verbs = ['read', 'merge', 'split', 'check', 'count', 'sort', 'close', 'open', 'group', 'trim'];
const operators = ['+', '-', '*', '%', '^', '&', '|'];
const subjects = ['The member', 'A reviewer', 'The budget', 'Each proposal', 'The scorer', 'A steward'];
const objects = [
  'the oldest entry',
  'two pages',
  'an open case',
  'every receipt',
  'the next epoch',
  'a draft',
];

const title = (chance: Chance, number: number): string =>
  `${chance.pick(verbs)} the ${chance.pick(nouns)} ${number}`;

const functionOf = (chance: Chance, number: number, part: number): string => {
  const name = `${chance.pick(verbs)}${number}x${part}`;
  const steps = Array.from(
    { length: 2 + chance.below(6) },
    (_, step) =>
      `  if (value ${chance.pick(['<', '>', '!=='])} ${chance.below(9_999)}) total = total ${chance.pick(operators)} (value ${chance.pick(operators)} ${step + chance.below(999)});`,
  );
  return [
    `export const ${name} = (value: number): number => {`,
    '  let total = 0;',
    ...steps,
    '  return total;',
    '};',
    '',
  ].join('\n');
};

const codeOf = (chance: Chance, number: number): Work => {
  const noun = chance.pick(nouns);
  const parts = 1 + chance.below(5);
  const before = functionOf(chance, number, 0);
  const after =
    before + Array.from({ length: parts }, (_, part) => functionOf(chance, number, part + 1)).join('\n');
  const test = `import { expect, it } from 'vitest';\nimport * as all from './${noun}${number}.ts';\n\nit('counts ${number}', () => {\n  for (const run of Object.values(all)) expect(run(${chance.below(99)})).toBeGreaterThan(-1);\n});\n`;
  const edits = [
    { path: `src/${noun}${number}.ts`, before, after },
    ...(chance.below(2) === 0 ? [] : [{ path: `src/${noun}${number}.test.ts`, before: null, after: test }]),
  ];
  return { kind: 'code', title: title(chance, number), bytes: patchOf(edits) };
};

const documentOf = (chance: Chance, number: number): Work => {
  const lines = Array.from(
    { length: 8 + chance.below(30) },
    (_, line) =>
      `${chance.pick(subjects)} ${chance.pick(verbs)}s ${chance.pick(objects)} before step ${line} of ${number} (${chance.below(9_999)}).`,
  );
  return {
    kind: 'document',
    title: title(chance, number),
    bytes: utf8(`# How to ${title(chance, number)}\n\n${lines.join('\n\n')}\n`),
  };
};

/** The work of a number: three of four are code. */
export const workOf = (chance: Chance, number: number): Work =>
  chance.below(4) === 0 ? documentOf(chance, number) : codeOf(chance, number);
