/** Paths in a patch: unquoting as git quotes, stripping of a/ and b/, and refusal of paths that lead outside. */
import { ScoringError } from './errors.ts';

/** Longer paths exist on no common file system. */
const PATH_CHARACTERS_MAX = 4_096;

const escapes: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** The text of a C-style quoted name that starts at `text[0] === '"'`, and what follows it; null when it is malformed. */
function unquote(text: string): { name: string; rest: string } | null {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  let position = 1;
  while (position < text.length) {
    const character = text[position] ?? '';
    if (character === '"') {
      try {
        const name = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
        return { name, rest: text.slice(position + 1) };
      } catch {
        throw new ScoringError('scoring.invalidText');
      }
    }
    if (character !== '\\') {
      const point = String.fromCodePoint(text.codePointAt(position) ?? 0);
      bytes.push(...encoder.encode(point));
      position += point.length;
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(position + 1, position + 4));
    const escaped = escapes[text[position + 1] ?? ''];
    if (octal) bytes.push(Number.parseInt(octal[0], 8));
    else if (escaped !== undefined) bytes.push(escaped);
    else return null;
    position += octal ? 4 : 2;
  }
  return null;
}

/** The name after `--- `, `+++ `, `rename from ` and the like: unquoted, without a trailing tab and time stamp. */
export function nameOf(text: string): string {
  if (text.startsWith('"')) return unquote(text)?.name ?? text;
  const tab = text.indexOf('\t');
  return tab < 0 ? text : text.slice(0, tab);
}

/** The two names of a `diff --git` line, or null when they cannot be told apart (then other lines of the header name them). */
export function namesOfGitLine(rest: string): { from: string; to: string } | null {
  if (rest.startsWith('"')) {
    const first = unquote(rest);
    return first ? { from: first.name, to: nameOf(first.rest.slice(1)) } : null;
  }
  if (rest.endsWith('"')) {
    const quote = rest.indexOf(' "');
    return quote < 0 ? null : { from: rest.slice(0, quote), to: nameOf(rest.slice(quote + 1)) };
  }
  // Without quotes the line is two equal names of unknown length: a/NAME b/NAME.
  const middle = (rest.length - 1) / 2;
  if (!Number.isInteger(middle) || rest[middle] !== ' ') return null;
  const from = rest.slice(0, middle);
  const to = rest.slice(middle + 1);
  return from.replace(/^a\//, '') === to.replace(/^b\//, '') ? { from, to } : null;
}

/** `name` without its a/ or b/; throws ScoringError when it is absolute, climbs, enters .git, or holds control characters. */
export function safePath(name: string, prefix: 'a/' | 'b/' | ''): string {
  const path = prefix !== '' && name.startsWith(prefix) ? name.slice(2) : name;
  const segments = path.split(/[/\\]/);
  const bad =
    path.length === 0 ||
    path.length > PATH_CHARACTERS_MAX ||
    /^[A-Za-z]:/.test(path) ||
    [...path].some((character) => character < ' ' || character === '\u007f') ||
    segments.some((segment) => ['', '.', '..', '.git'].includes(segment.toLowerCase()));
  if (bad) throw new ScoringError('scoring.unsafePath');
  return path;
}
