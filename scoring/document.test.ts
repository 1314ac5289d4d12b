/** The document parser on plain Markdown and on what is none. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from './document.ts';
import { ScoringError, type ScoringErrorCode } from './errors.ts';

const encode = (text: string) => new TextEncoder().encode(text);

test('counts what a document holds', () => {
  const document = parseDocument(
    encode(`# How we *pay*

First paragraph with [a link](https://example.org/a) and https://example.org/b.
It goes on.

- one
- two

\`\`\`ts
const notWords = true;
# no heading
\`\`\`

## 中文
付款说明
`),
  );
  expect(document).toMatchObject({ title: 'How we *pay*', headings: 2, codeBlocks: 1, listItems: 2 });
  expect(document.links).toEqual(['https://example.org/a', 'https://example.org/b']);
  expect(document.words.slice(0, 3)).toEqual(['how', 'we', 'pay']);
  expect(document.words.slice(-6)).toEqual(['中', '文', '付', '款', '说', '明']);
  expect(document.words).not.toContain('notwords');
});

test('HTML is text: nothing in it is interpreted', () => {
  expect(parseDocument(encode('<script>alert(1)</script>')).words).toEqual([
    'script',
    'alert',
    '1',
    'script',
  ]);
});

test('rejects what is no document', () => {
  const cases: [ScoringErrorCode, Uint8Array][] = [
    ['scoring.emptyDocument', encode('')],
    ['scoring.emptyDocument', encode('  \n\n---\n')],
    ['scoring.emptyDocument', encode('```\ncode only\n```\n')],
    ['scoring.notADocument', encode('%PDF-1.7\nwords')],
    ['scoring.notADocument', encode('{\\rtf1 words}')],
    ['scoring.notADocument', encode('words \u0001 and control')],
    ['scoring.invalidText', Uint8Array.from([0x77, 0xff])],
    ['scoring.invalidText', Uint8Array.from([0x77, 0])],
    ['scoring.contentTooLarge', new Uint8Array(8 * 1024 * 1024 + 1).fill(119)],
    ['scoring.tooManyLines', new Uint8Array(200_001).fill(10)],
    ['scoring.lineTooLong', new Uint8Array(10_001).fill(119)],
  ];
  for (const [code, bytes] of cases) {
    expect(() => parseDocument(bytes)).toThrow(expect.objectContaining({ code }));
  }
});

test('any text gives a document or a ScoringError', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      try {
        parseDocument(encode(text));
      } catch (error) {
        expect(error).toBeInstanceOf(ScoringError);
      }
    }),
  );
});

test('time stays linear on input made to be slow', () => {
  for (const unit of ['](', '```\n', '[](', 'http://', '- ']) {
    const line = unit.repeat(Math.floor(9_000 / unit.length));
    parseDocument(encode(`word\n${`${line}\n`.repeat(unit.includes('\n') ? 20 : 600)}`));
  }
});
