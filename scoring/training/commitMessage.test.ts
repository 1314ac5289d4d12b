/** Messages: what calls itself a fix, what a merge is about, what is taken back, who is a program. */
import { expect, test } from 'vitest';
import { isBot, plainSubject, readMessage } from './commitMessage.ts';

test.each([
  ['fix: a crash', true, true],
  ['fix(parser)!: a crash', true, true],
  ['Fix a crash', true, false],
  ['Fix a crash (#12)', true, true],
  ['Handle a leak\n\nCloses #12', true, true],
  ['fix: typo in readme', true, true],
  ['Fix typos (#12)', false, false],
  ['docs: fix a link (#12)', false, false],
  ['chore: fix the build (#12)', false, false],
  ['Add a prefix (#12)', false, false],
])('%j', (message, isFix, isTrackedFix) => {
  expect(readMessage(message, [])).toMatchObject({ isFix, isTrackedFix });
});

test('a merge is about what the oldest commit of its branch says', () => {
  const merge = 'Merge pull request #7 from someone/some-branch';
  expect(readMessage(merge, ['Review', 'Fix a crash'])).toMatchObject({ isFix: true, isTrackedFix: true });
  expect(readMessage(merge, ['Fix lint', 'Add a page'])).toMatchObject({ isFix: true });
  expect(readMessage(merge, ['Review', 'Add a page'])).toMatchObject({ isFix: false });
});

test('what is taken back is read from body and subject', () => {
  const id = '0123456789abcdef0123456789abcdef01234567';
  expect(readMessage(`Revert "Add one (#3)"\n\nThis reverts commit ${id}.`, [])).toMatchObject({
    revertedIds: [id],
    revertedSubject: 'Add one (#3)',
  });
  expect(readMessage('Add one', [])).toMatchObject({ revertedIds: [], revertedSubject: null });
  expect(plainSubject('Add one (#3)\n\nText.')).toBe('Add one');
});

test('programs that commit are known by their names', () => {
  expect(['renovate[bot]', 'dependabot', 'Release bot', 'Ann', 'Abbott'].map(isBot)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
