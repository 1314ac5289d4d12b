/** Untrusted bytes to bounded lines of text: the checks that patches and documents share. */
import { ScoringError } from './errors.ts';

/** Content above this is refused; the node's upload route has the same bound. */
const CONTENT_BYTES_MAX = 8 * 1024 * 1024;
/** Content with more lines is refused, so that time and memory per contribution are bounded. */
const LINES_MAX = 200_000;
/** Longer lines are data or minified code, which nobody reviews by line. */
export const LINE_CHARACTERS_MAX = 10_000;

/**
 * The lines of `bytes` without their ends (LF or CRLF) and without a byte-order mark. Throws ScoringError for content that
 * is too large, is not UTF-8, holds NUL, or exceeds the bounds on lines.
 */
export function readLines(bytes: Uint8Array): string[] {
  if (bytes.length > CONTENT_BYTES_MAX) throw new ScoringError('scoring.contentTooLarge');
  let lineCount = 1;
  for (const byte of bytes) {
    if (byte === 10) lineCount += 1;
    else if (byte === 0) throw new ScoringError('scoring.invalidText');
  }
  if (lineCount > LINES_MAX) throw new ScoringError('scoring.tooManyLines');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ScoringError('scoring.invalidText');
  }
  return text.split('\n').map((line) => {
    if (line.length > LINE_CHARACTERS_MAX) throw new ScoringError('scoring.lineTooLong');
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  });
}

/** `text` without spaces and tabs at its ends: `trim` would follow the Unicode version of the engine. */
export function stripBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isWide(code: number): boolean {
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || code >= 0x20000;
}

function isPunctuation(code: number): boolean {
  return (
    (code >= 0x80 && code <= 0xbf) ||
    (code >= 0x2000 && code <= 0x2bff) ||
    (code >= 0x3000 && code <= 0x303f) ||
    (code >= 0xfe00 && code <= 0xff0f) ||
    (code >= 0x1f000 && code < 0x20000)
  );
}

function isWordCharacter(code: number): boolean {
  if (code < 0x80)
    return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return !isPunctuation(code);
}

/**
 * The words of `line` in order, ASCII letters in lower case. A run of letters and digits is a word; each ideograph or kana
 * is a word of its own. Ranges are written out, so no engine's Unicode version matters.
 */
export function wordsOf(line: string): string[] {
  const text = line.replace(/[A-Z]+/g, (run) => run.toLowerCase());
  const words: string[] = [];
  let start = -1;
  let position = 0;
  const close = () => {
    if (start >= 0) words.push(text.slice(start, position));
    start = -1;
  };
  while (position < text.length) {
    const code = text.codePointAt(position) ?? 0;
    const size = code > 0xffff ? 2 : 1;
    if (isWide(code)) {
      close();
      words.push(text.slice(position, position + size));
    } else if (isWordCharacter(code)) {
      if (start < 0) start = position;
    } else close();
    position += size;
  }
  close();
  return words;
}

/** Adds the phrases of three words of `words` to `phrases`. */
export function addPhrases(words: readonly string[], phrases: Set<string>): void {
  for (let i = 0; i + 2 < words.length; i += 1) phrases.add(`${words[i]} ${words[i + 1]} ${words[i + 2]}`);
}
