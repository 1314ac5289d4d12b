/** A line of a file as scoring sees it: what it says apart from blanks and comments, its structure, and the work it does. */
import { keyOf, keyOfKeys } from '../keys.ts';
import { LINE_CHARACTERS_MAX, stripBlanks, wordsOf } from '../text.ts';
import { ASSERT, ASYNC, BINDS, BRANCH, DECLARES, ERROR, KEYWORD, type Language } from './language.ts';
import { MARK, NAME, NUMBER, STRING, Tokenizer, type Tokens } from './tokens.ts';

/** A read line. Where `key` is 0 the line has no substance: blank, comment, brackets only, or prose between code. */
export type ReadLine = {
  mark: ' ' | '+' | '-';
  /** Key of the text without blanks and comments: equal for lines that differ only in those. */
  key: number;
  /** Key of the structure: names, numbers and strings are all alike; 0 for documentation. */
  structure: number;
  /** Columns of indentation; a tab counts four. */
  indent: number;
  /** Characters without the blanks at the ends. */
  length: number;
  /** Branches and loops that start in it. */
  branches: number;
  isError: boolean;
  isAsync: boolean;
  /** It silences a checker, leaves work open, or takes a risk that its language marks. */
  isRisk: boolean;
  isAssertion: boolean;
  /** Keys of names worth remembering. */
  names: readonly number[];
  /** Keys of all tokens, empty unless the line is added; in documentation keys of the phrases that end in the line. */
  tokens: readonly number[];
  /** Keys of functions, types and top-level values that the line declares; empty unless it is added. */
  symbols: readonly number[];
  /** The line of the same change on the other side that says the same: this one was moved. */
  twin: ReadLine | null;
  /** Of an added line: the change has added the same before. Equal lines are one line, however often they stand. */
  isRepeated: boolean;
};

const none: readonly number[] = [];
/** Deeper indentation is data laid out in columns. */
const INDENT_MAX = 120;
/** Where marks for checkers are looked for. */
const CHARACTERS_SEARCHED = 300;
const MARKS_OF_CODE = new Set([...'(){}[]=;<>@#&|$%*/'].map((mark) => keyOf(mark)));
const OPEN = keyOf('(');
const CLOSE = keyOf(')');
const BRACE = keyOf('{');
const AND = keyOf('&');
const OR = keyOf('|');
const DOT = keyOf('.');
const STAR = keyOf('*');
const ASSIGN = keyOf('=');
const exportsWords = new Set(['exports', 'prototype'].map((word) => keyOf(word)));
const exported = new Set(
  ['export', 'pub', 'public', 'static', 'async', 'get', 'set'].map((word) => keyOf(word)),
);
const suppressions =
  /@ts-(?:ignore|expect-error|nocheck)|\bas any\b|: any\b|eslint-disable|biome-ignore|noqa|type: ignore|\bTODO\b|\bFIXME\b|\bHACK\b|\bconsole\.log\b|\bunsafe\b|\.unwrap\(/;

function indentOf(raw: string): number {
  let columns = 0;
  for (let at = 0; at < raw.length && columns < INDENT_MAX; at += 1) {
    if (raw[at] === ' ') columns += 1;
    else if (raw[at] === '\t') columns += 4;
    else break;
  }
  return columns;
}

/** Words that follow one another without a mark between them this often are a sentence. */
const WORD_PAIRS_OF_PROSE = 2;

/** Prose in a template or a data file is words in a row; code has marks between them, or starts with a keyword. */
function isProse({ count, kinds, keys, bits }: Tokens): boolean {
  if (((bits[0] ?? 0) & KEYWORD) !== 0) return false;
  let pairs = 0;
  for (let i = 0; i < count; i += 1) {
    if (kinds[i] === STRING || (kinds[i] === MARK && MARKS_OF_CODE.has(keys[i] ?? 0))) return false;
    if (kinds[i] === NAME && kinds[i + 1] === NAME && i + 1 < count) pairs += 1;
  }
  return pairs >= WORD_PAIRS_OF_PROSE;
}

function structureOf({ count, kinds, keys, bits }: Tokens): number {
  const parts: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const kind = kinds[i] ?? 0;
    const isAlike = kind === NUMBER || kind === STRING || (kind === NAME && ((bits[i] ?? 0) & KEYWORD) === 0);
    parts.push(isAlike ? kind : (keys[i] ?? 0));
  }
  return keyOfKeys(parts);
}

function branchesOf({ count, keys, bits }: Tokens): number {
  let branches = 0;
  for (let i = 0; i < count; i += 1) {
    if (((bits[i] ?? 0) & BRANCH) !== 0) branches += 1;
    else if ((keys[i] === AND || keys[i] === OR) && keys[i - 1] === keys[i]) branches += 1;
  }
  return branches;
}

/** The place of the name that a declaring word at `at` declares: behind `*`, or behind the receiver of a Go method. */
function declaredAt({ count, kinds, keys }: Tokens, at: number, isGo: boolean): number {
  let next = at + 1;
  if (keys[next] === STAR) next += 1;
  if (isGo && keys[next] === OPEN) {
    while (next < count && kinds[next] !== NAME) next += 1;
    // Receiver's name, perhaps a star, its type, the bracket that closes it.
    while (next < count && keys[next] !== CLOSE) next += 1;
    next += 1;
  }
  return kinds[next] === NAME ? next : -1;
}

function symbolsOf(tokens: Tokens, indent: number, { name, hasMethods }: Language): number[] {
  const { count, kinds, keys, bits, isLong } = tokens;
  const found = new Set<number>();
  let isExported = indent === 0;
  for (let i = 0; i < count; i += 1) {
    const own = bits[i] ?? 0;
    if (exported.has(keys[i] ?? 0)) isExported = true;
    const declares = (own & DECLARES) !== 0 || (isExported && (own & BINDS) !== 0);
    const at = declares ? declaredAt(tokens, i, name === 'go') : -1;
    const isAssigned =
      exportsWords.has(keys[i] ?? 0) && keys[i + 1] === DOT && isLong[i + 2] === 1 && keys[i + 3] === ASSIGN;
    const symbol = at >= 0 && isLong[at] === 1 ? keys[at] : isAssigned ? keys[i + 2] : undefined;
    if (symbol !== undefined) found.add(symbol);
  }
  let first = 0;
  while (exported.has(keys[first] ?? 0) && first < count - 1) first += 1;
  const isLongName = isLong[first] === 1 && kinds[first] === NAME;
  const isMethod = hasMethods && indent > 0 && keys[first + 1] === OPEN && keys[count - 1] === BRACE;
  const isTopLevelValue = name === 'python' && indent === 0 && keys[first + 1] === ASSIGN;
  if (isLongName && (isMethod || isTopLevelValue)) found.add(keys[first] ?? 0);
  return [...found];
}

const nothing: Omit<ReadLine, 'mark'> = {
  key: 0,
  structure: 0,
  indent: 0,
  length: 0,
  branches: 0,
  isError: false,
  isAsync: false,
  isRisk: false,
  isAssertion: false,
  names: none,
  tokens: none,
  symbols: none,
  twin: null,
  isRepeated: false,
};
/** Lines without substance never move, so all of them can be one. */
const blanks: Readonly<Record<ReadLine['mark'], ReadLine>> = {
  ' ': { mark: ' ', ...nothing },
  '+': { mark: '+', ...nothing },
  '-': { mark: '-', ...nothing },
};

/** Reads lines in the order of a hunk, one reader a side, because a comment may span several. */
export class LineReader {
  private readonly language: Language;
  private readonly tokenizer: Tokenizer;
  private close = '';
  private depth = 0;
  private lastWords: number[] = [];
  /** The line before is one that a docstring follows: the start of a file, or the head of a function or class. */
  private leadsToText: boolean;

  /** `isStart` tells that the first line read is the first of its file. */
  constructor(language: Language, isStart: boolean) {
    this.language = language;
    this.tokenizer = new Tokenizer(language);
    this.leadsToText = isStart;
  }

  /** What of `text` is left when comments over several lines are taken away at its start. */
  private withoutBlocks(text: string): string {
    let rest = text;
    for (;;) {
      if (this.close === '') {
        const block = this.blockAt(rest);
        if (block === undefined) return rest;
        this.close = block[1];
        this.depth = 1;
        rest = rest.slice(block[0].length);
      }
      const end = this.endOfBlock(rest);
      if (end < 0) return '';
      this.close = '';
      rest = stripBlanks(rest.slice(end));
    }
  }

  /** What opens at the start of `text`. Three quotes alone on a line that nothing leads up to close what nobody saw open. */
  private blockAt(text: string): readonly [string, string] | undefined {
    const block = this.language.blockComments.find(([open]) => text.startsWith(open));
    const isBareQuote = block !== undefined && block[0] === text && block[0] === block[1];
    if (isBareQuote && !this.leadsToText) return [text, ''];
    return block;
  }

  private endOfBlock(text: string): number {
    const { close } = this;
    if (close === '') return text.length;
    for (let at = 0; at < text.length; at += 1) {
      if (this.language.isNested && text.startsWith('/*', at)) this.depth += 1;
      if (!text.startsWith(close, at)) continue;
      this.depth -= 1;
      if (this.depth === 0) return at + close.length;
      at += close.length - 1;
    }
    return -1;
  }

  /** A hunk may start inside a comment whose opening nobody sees. */
  private isInsideComment(text: string): boolean {
    if (!this.language.blockComments.some(([open]) => open === '/*')) return false;
    return text.startsWith('*/') || /^\*(?: |$)/.test(text);
  }

  /** The next line, `raw` as it stands in the file. */
  read(raw: string, mark: ReadLine['mark']): ReadLine {
    const stripped = stripBlanks(raw);
    if (stripped === '') this.lastWords = [];
    // Lines that no patch may hold are data, wherever they come from.
    if (stripped === '' || stripped.length > LINE_CHARACTERS_MAX) return blanks[mark];
    const text = this.withoutBlocks(stripped);
    this.leadsToText = stripped.endsWith(':');
    if (text === '') return blanks[mark];
    if (this.language.name === 'markdown') return this.readProse(text, mark);
    if (this.isInsideComment(text)) return blanks[mark];
    const tokens = this.tokenizer.read(text);
    this.close = this.tokenizer.left;
    this.depth = 1;
    if (!tokens.kinds.subarray(0, tokens.count).some((kind) => kind !== MARK) || this.isStray(tokens))
      return blanks[mark];
    return this.readCode(raw, text, mark, tokens);
  }

  private isStray(tokens: Tokens): boolean {
    return !this.language.isData && isProse(tokens);
  }

  /** Prose by phrases of three words, over the ends of lines, so that a paragraph that is wrapped anew stays the same. */
  private readProse(text: string, mark: ReadLine['mark']): ReadLine {
    const words = wordsOf(text);
    if (words.length === 0) return blanks[mark];
    const run = [...this.lastWords, ...words.map((word) => keyOf(word))];
    const phrases = run
      .slice(2)
      .map((word, index) => keyOfKeys([run[index] ?? 0, run[index + 1] ?? 0, word]));
    this.lastWords = run.slice(-2);
    return {
      ...nothing,
      mark,
      key: keyOfKeys(run.slice(-words.length)),
      length: text.length,
      tokens: phrases,
    };
  }

  private readCode(raw: string, text: string, mark: ReadLine['mark'], tokens: Tokens): ReadLine {
    const isAdded = mark === '+';
    const keys = [...tokens.keys.subarray(0, tokens.count)];
    const indent = indentOf(raw);
    const bits = tokens.bits.subarray(0, tokens.count).reduce((all, own) => all | own, 0);
    const asserts = (bits & ASSERT) !== 0 && keys.includes(OPEN);
    const assertsAlone = ((tokens.bits[0] ?? 0) & ASSERT) !== 0;
    return {
      mark,
      key: keyOfKeys(keys),
      structure: structureOf(tokens),
      indent,
      length: text.length,
      branches: isAdded ? branchesOf(tokens) : 0,
      isError: (bits & ERROR) !== 0,
      isAsync: (bits & ASYNC) !== 0,
      isRisk: isAdded && suppressions.test(raw.slice(0, CHARACTERS_SEARCHED)),
      isAssertion: asserts || assertsAlone,
      names: keys.filter((_, index) => tokens.isLong[index] === 1),
      tokens: isAdded ? keys : none,
      symbols: isAdded ? symbolsOf(tokens, indent, this.language) : none,
      twin: null,
      isRepeated: false,
    };
  }
}
