/** One line of code as scoring sees it: its structure without names and values, and what kind of work it does. */
import { stripBlanks } from './text.ts';

/** A read line. `structure` is empty when the line has no substance: blank, comment, brackets only, or prose. */
export type CodeLine = {
  text: string;
  structure: string;
  names: string[];
  indent: number;
  isBranch: boolean;
  isErrorHandling: boolean;
  isAsynchronous: boolean;
  isSuppression: boolean;
  isAssertion: boolean;
  isDeclaration: boolean;
};

/** What lies beyond is long data, and its structure says nothing more. */
const CHARACTERS_READ_MAX = 300;
/** Shorter names (i, fn, err) are in every file. */
const NAME_CHARACTERS_MIN = 4;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const keywords = words(
  'if else for while do switch case default break continue return yield function class interface type enum struct trait impl fn func def let const var new delete in of is not and or async await import from export package use mod pub static public private protected readonly extends implements super this self try catch finally throw throws raise except with as match elif pass lambda go defer select chan map range select where loop unsafe mut ref move typeof instanceof void null nil None true false True False undefined namespace module require',
);
const branches = words('if for while switch case catch except match elif select loop');
const errorWords = words('throw throws raise catch except finally Error Err err reject rescue ensure panic');
const asyncWords = words(
  'async await Promise then go chan select Mutex mutex lock Arc thread spawn setTimeout setInterval yield',
);
const assertWords = words(
  'expect assert should require t assertEqual assertTrue assertFalse assertRaises assertThat',
);
const declarationWords = words('function class interface type enum def fn struct trait func impl');
const suppressions =
  /@ts-(?:ignore|expect-error|nocheck)|\bas any\b|: any\b|eslint-disable|biome-ignore|noqa|type: ignore|\bTODO\b|\bFIXME\b|\bHACK\b/;

type Token = { kind: 'name' | 'number' | 'string' | 'mark'; text: string };

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

/** Tokens by one pass; an unclosed quote runs to the end, so no input is read twice. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const start = position;
    const code = text.charCodeAt(position);
    position += 1;
    if (code === 34 || code === 39 || code === 96) {
      while (position < text.length && text.charCodeAt(position) !== code) {
        position += text.charCodeAt(position) === 92 ? 2 : 1;
      }
      position += 1;
      tokens.push({ kind: 'string', text: '' });
    } else if (isNameCharacter(code)) {
      while (position < text.length && isNameCharacter(text.charCodeAt(position))) position += 1;
      const isNumber = code >= 48 && code <= 57;
      tokens.push({ kind: isNumber ? 'number' : 'name', text: text.slice(start, position) });
    } else if (code > 32) tokens.push({ kind: 'mark', text: text[start] ?? '' });
  }
  return tokens;
}

const codeMarks = words('( ) { } [ ] = ; < > @ # & | $ % * /');

/** Prose in a template or a data file has words and commas only; code has marks, starts with a keyword, or is terse. */
function isProse(tokens: readonly Token[]): boolean {
  if (tokens.length <= 2 || keywords.has(tokens[0]?.text ?? '')) return false;
  return !tokens.some(
    (token) => token.kind === 'string' || (token.kind === 'mark' && codeMarks.has(token.text)),
  );
}

function structureOf(tokens: readonly Token[]): string {
  const parts = tokens.map(({ kind, text }) => {
    if (kind === 'name') return keywords.has(text) ? text : 'I';
    return kind === 'number' ? '0' : kind === 'string' ? 'S' : text;
  });
  return parts.join(' ');
}

const withoutSubstance: Omit<CodeLine, 'text' | 'indent'> = {
  structure: '',
  names: [],
  isBranch: false,
  isErrorHandling: false,
  isAsynchronous: false,
  isSuppression: false,
  isAssertion: false,
  isDeclaration: false,
};

function indentOf(raw: string): number {
  let indent = 0;
  while (indent < raw.length && (raw[indent] === ' ' || raw[indent] === '\t')) indent += 1;
  return indent;
}

/** Reads lines in the order of a file's hunk, because a block comment or docstring spans several. */
export class CodeReader {
  private readonly hash: boolean;
  private readonly docstrings: boolean;
  private end = '';

  constructor(extension: string) {
    this.hash = ['py', 'pyi', 'pyx', 'sh', 'bash', 'zsh', 'rb', 'pl', 'r', 'jl', 'ex', 'exs', 'nim'].includes(
      extension,
    );
    this.docstrings = extension.startsWith('py');
  }

  private isComment(text: string): boolean {
    if (this.end !== '') {
      const close = text.indexOf(this.end);
      if (close < 0) return true;
      const isWhole = close + this.end.length === text.length;
      this.end = '';
      return isWhole || text.startsWith('*');
    }
    const open = this.docstrings ? /^(?:"""|''')/.exec(text)?.[0] : /^(?:\/\*|<!--)/.exec(text)?.[0];
    if (open !== undefined) {
      const end = open === '/*' ? '*/' : open === '<!--' ? '-->' : open;
      const close = text.indexOf(end, open.length);
      if (close < 0) this.end = end;
      return close < 0 || close + end.length === text.length;
    }
    if (this.hash) return text.startsWith('#');
    return text.startsWith('//') || text.startsWith('--') || text.startsWith('*/') || /^\*(?: |$)/.test(text);
  }

  /** The next line, `raw` as it stands in the file. */
  read(raw: string): CodeLine {
    const text = stripBlanks(raw);
    const indent = indentOf(raw);
    const isComment = text !== '' && this.isComment(text);
    const tokens = isComment ? [] : tokensOf(text.slice(0, CHARACTERS_READ_MAX));
    const names = tokens.filter(({ kind }) => kind === 'name').map((token) => token.text);
    const hasSubstance = tokens.some(({ kind }) => kind !== 'mark') && !isProse(tokens);
    if (!hasSubstance) return { ...withoutSubstance, text, indent };
    const has = (set: ReadonlySet<string>) => names.some((name) => set.has(name));
    const declares = tokens.some(
      ({ kind, text: word }, index) =>
        kind === 'name' && declarationWords.has(word) && tokens[index + 1]?.kind === 'name',
    );
    return {
      text,
      indent,
      structure: structureOf(tokens),
      names: names.filter((name) => name.length >= NAME_CHARACTERS_MIN && !keywords.has(name)),
      isBranch: has(branches) || text.includes('&&') || text.includes('||'),
      isErrorHandling: has(errorWords),
      isAsynchronous: has(asyncWords),
      isSuppression: suppressions.test(text.slice(0, CHARACTERS_READ_MAX)),
      isAssertion: has(assertWords) && text.includes('(') ? true : names[0] === 'assert',
      isDeclaration:
        declares ||
        /^(?:export )?const \w+ = (?:async )?\([^)]*\)[^=]{0,80}=>/.test(text.slice(0, CHARACTERS_READ_MAX)),
    };
  }
}
