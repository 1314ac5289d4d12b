/** Tokens of one line of code, by one pass and without copies of text. */
import { keyOf } from '../keys.ts';
import { stripBlanks } from '../text.ts';
import { KEYWORD, type Language, wordBits } from './language.ts';

/** What a token is. */
export const NAME = 1;
export const NUMBER = 2;
export const STRING = 3;
export const MARK = 4;

/** What lies beyond is long data, and its structure says nothing more. */
const CHARACTERS_READ_MAX = 300;
/** Shorter names (i, fn, err) are in every file. */
const NAME_CHARACTERS_MIN = 4;

/** What stands before a text that starts at the end of a line; anything else ends one. */
const LEADS_TO_TEXT = new Set('=([{,:+%');

/** The tokens of a line side by side: kind, key of the text, bits of the word, and whether it is a name worth remembering. */
export type Tokens = {
  count: number;
  kinds: Uint8Array;
  keys: Float64Array;
  bits: Uint8Array;
  isLong: Uint8Array;
};

function newTokens(): Tokens {
  return {
    count: 0,
    kinds: new Uint8Array(CHARACTERS_READ_MAX + 1),
    keys: new Float64Array(CHARACTERS_READ_MAX + 1),
    bits: new Uint8Array(CHARACTERS_READ_MAX + 1),
    isLong: new Uint8Array(CHARACTERS_READ_MAX + 1),
  };
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code >= 128
  );
}

/** Where the quote that opens at `start` is closed; an open one runs to the end. */
function endOfQuote(text: string, start: number, end: number): number {
  const quote = text.charCodeAt(start);
  let at = start + 1;
  while (at < end && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === 92 ? 2 : 1;
  return Math.min(at + 1, end);
}

/** True for `'a` that is no character in quotes. */
function isLifetime(text: string, at: number): boolean {
  return text[at] === "'" && text[at + 1] !== '\\' && text[at + 2] !== "'";
}

/** True where a comment starts that runs to the end of the line; a `#` needs a blank before it. */
function startsLineComment(text: string, at: number, { lineComments }: Language): boolean {
  return lineComments.some(
    (mark) => text.startsWith(mark, at) && (mark !== '#' || at === 0 || text.charCodeAt(at - 1) <= 32),
  );
}

/** Reads lines one after another into the same arrays: they hold the last line read. */
export class Tokenizer {
  readonly tokens: Tokens = newTokens();
  /** What closes the comment or text that the last line left open, else empty. */
  left = '';
  private readonly language: Language;
  private readonly commentStarts: ReadonlySet<number>;

  constructor(language: Language) {
    this.language = language;
    const starts = [...language.lineComments, ...language.blockComments.map(([open]) => open)];
    this.commentStarts = new Set(starts.map((mark) => mark.charCodeAt(0)));
  }

  private push(kind: number, text: string, start: number, end: number): void {
    const { tokens } = this;
    const key = keyOf(text, start, end);
    const at = tokens.count++;
    tokens.kinds[at] = kind;
    tokens.keys[at] = key;
    const bits = kind === NAME ? wordBits(key) : 0;
    tokens.bits[at] = bits;
    tokens.isLong[at] = kind === NAME && (bits & KEYWORD) === 0 && end - start >= NAME_CHARACTERS_MIN ? 1 : 0;
  }

  /**
   * Skips what opens at `at` and spans lines, a comment or a text in three quotes; returns where it ends, or -1 where
   * nothing of the kind opens. Three quotes that end a line behind words close a text whose start nobody sees.
   */
  private skipBlock(text: string, at: number): number {
    const block = this.language.blockComments.find(([open]) => text.startsWith(open, at));
    if (block === undefined) return -1;
    const [open, close] = block;
    const end = text.indexOf(close, at + open.length);
    if (end >= 0) return end + close.length;
    const isText = open !== '/*' && open !== '<!--';
    const before = stripBlanks(text.slice(0, at)).at(-1) ?? '';
    if (isText && at + open.length === text.length && !LEADS_TO_TEXT.has(before)) this.tokens.count = 0;
    else this.left = close;
    return text.length;
  }

  /** Tokens of `text`; comments are left out. */
  read(text: string): Tokens {
    const { tokens, language } = this;
    tokens.count = 0;
    this.left = '';
    const end = Math.min(text.length, CHARACTERS_READ_MAX);
    let at = 0;
    while (at < end) {
      const start = at;
      const code = text.charCodeAt(at);
      at += 1;
      if (code <= 32) continue;
      if (this.commentStarts.has(code)) {
        if (startsLineComment(text, start, language)) return tokens;
        const skipped = this.skipBlock(text, start);
        if (skipped >= 0) {
          at = skipped;
          continue;
        }
      }
      if (
        language.quotes.includes(text[start] ?? '') &&
        !(language.hasLifetimes && isLifetime(text, start))
      ) {
        at = endOfQuote(text, start, end);
        this.push(STRING, text, start, at);
      } else if (isNameCharacter(code)) {
        while (at < end && isNameCharacter(text.charCodeAt(at))) at += 1;
        this.push(code >= 48 && code <= 57 ? NUMBER : NAME, text, start, at);
      } else this.push(MARK, text, start, at);
    }
    // Long lines that differ beyond what is read are different lines.
    if (text.length > end && this.left === '') this.push(STRING, text, end, text.length);
    return tokens;
  }
}
