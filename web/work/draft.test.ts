/** Drafts: guessed kinds, joined series, titles that fit the chain. */
import { describe, expect, it } from 'vitest';
import { draftOf, guessKind, titleBytesMax, titleOf } from './draft.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('drafts', () => {
  it.each([
    ['a.patch', 'words', 'code'],
    ['a.diff', '', 'code'],
    ['a.md', 'diff --git a/x b/x', 'document'],
    ['a.txt', 'From: me\n\ndiff --git a/x b/x\n', 'code'],
    ['a.txt', 'From here on, words.', 'document'],
  ])('%s holding %j is %s', (name, text, kind) => expect(guessKind(name, bytes(text))).toBe(kind));

  it('joins a series in the order of its names, with a line end between', async () => {
    const files = [new File(['two\n'], '0002-b.patch'), new File(['one'], '0001-a.patch')];
    const draft = await draftOf(files);
    expect(new TextDecoder().decode(draft.bytes)).toBe('one\ntwo\n');
    expect(draft.name).toBe('0001-a.patch');
  });

  it('leaves the bytes of a single file as they are', async () => {
    expect((await draftOf([new File(['one'], 'a.md')])).bytes).toEqual(bytes('one'));
  });

  it('cuts titles at whole characters', () => {
    expect(titleOf('  Retry\n a dropped  upload ')).toBe('Retry a dropped upload');
    const title = titleOf('重'.repeat(100));
    expect(title).toBe('重'.repeat(Math.floor(titleBytesMax / 3)));
  });
});
