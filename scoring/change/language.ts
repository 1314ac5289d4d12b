/** Languages as far as reading by line needs them: what a comment is, what a quote is, and what a word does. */
import { keyOf } from '../keys.ts';

/** How lines of a language are read. */
export type Language = {
  name: 'script' | 'python' | 'go' | 'rust' | 'braces' | 'hash' | 'data' | 'markdown' | 'plain';
  /** What starts a comment that runs to the end of its line. */
  lineComments: readonly string[];
  /** What opens a comment over several lines, and what closes it. */
  blockComments: readonly (readonly [string, string])[];
  quotes: string;
  /** A comment of several lines may hold others. */
  isNested: boolean;
  /** `'a` may be a name (a lifetime) and is a quote only when it closes after one character. */
  hasLifetimes: boolean;
  /** `name(…) {` that is indented declares a method. */
  hasMethods: boolean;
  /** Lines of plain words are content, not prose that strayed into code. */
  isData: boolean;
};

const slashes = { lineComments: ['//'], blockComments: [['/*', '*/']] } as const;
const base = { quotes: '"\'`', isNested: false, hasLifetimes: false, hasMethods: false, isData: false };

const languages = {
  script: {
    ...base,
    name: 'script',
    lineComments: ['//'],
    blockComments: [
      ['/*', '*/'],
      ['<!--', '-->'],
    ],
    hasMethods: true,
  },
  python: {
    ...base,
    name: 'python',
    lineComments: ['#'],
    // A text of three quotes that starts a line is a docstring, or data that reads like one.
    blockComments: [
      ['"""', '"""'],
      ["'''", "'''"],
      ['r"""', '"""'],
    ],
    quotes: '"\'',
  },
  go: { ...base, ...slashes, name: 'go' },
  rust: { ...base, ...slashes, name: 'rust', quotes: '"\'', isNested: true, hasLifetimes: true },
  braces: { ...base, ...slashes, name: 'braces', quotes: '"\'', hasMethods: true },
  hash: { ...base, name: 'hash', lineComments: ['#'], blockComments: [] },
  data: { ...base, name: 'data', lineComments: ['#'], blockComments: [], isData: true },
  markdown: { ...base, name: 'markdown', lineComments: [], blockComments: [['<!--', '-->']], quotes: '' },
  plain: { ...base, name: 'plain', lineComments: [], blockComments: [], quotes: '"' },
} as const satisfies Record<string, Language>;

const extensions: Readonly<Record<Language['name'], string>> = {
  script: 'ts tsx js jsx mjs cjs mts cts vue svelte json jsonc json5 html',
  python: 'py pyi pyx',
  go: 'go',
  rust: 'rs',
  braces:
    'c cc cpp cxx h hh hpp java kt kts scala swift php cs fs dart sol vy move cairo css scss less proto graphql zig',
  hash: 'sh bash zsh rb pl r jl ex exs nim mk',
  data: 'yaml yml toml ini cfg conf properties',
  markdown: 'md mdx rst txt adoc',
  plain: '',
};
const byExtension: ReadonlyMap<string, Language> = new Map(
  Object.values(languages).flatMap((language) =>
    extensions[language.name]
      .split(' ')
      .filter(Boolean)
      .map((extension): [string, Language] => [extension, language]),
  ),
);

/** The language of files with `extension` (lower case, no dot); `plain` where it is not known. */
export function languageOf(extension: string): Language {
  return byExtension.get(extension) ?? languages.plain;
}

/** What a word does, as bits. */
export const KEYWORD = 1;
export const BRANCH = 2;
export const ERROR = 4;
export const ASYNC = 8;
export const ASSERT = 16;
export const DECLARES = 32;
export const BINDS = 64;

const bits: readonly (readonly [number, string])[] = [
  [
    KEYWORD,
    'if else for while do switch case default break continue return yield function class interface type enum struct trait impl fn func def let const var new delete in of is not and or async await import from export package use mod pub static public private protected readonly extends implements super this self try catch finally throw throws raise except with as match elif pass lambda go defer select chan map range where loop unsafe mut ref move typeof instanceof void null nil None null true false True False undefined namespace module require',
  ],
  [BRANCH, 'if for while switch case catch except match elif select loop'],
  [ERROR, 'throw throws raise catch except finally Error Err err reject rescue ensure panic'],
  [
    ASYNC,
    'async await Promise then go chan select Mutex mutex lock Arc thread spawn setTimeout setInterval yield stream',
  ],
  [
    ASSERT,
    'expect assert should assertEqual assertTrue assertFalse assertRaises assertThat assert_eq require',
  ],
  [DECLARES, 'function class interface type enum def fn struct trait func'],
  [BINDS, 'const let var static'],
];

const words: ReadonlyMap<number, number> = (() => {
  const found = new Map<number, number>();
  for (const [bit, text] of bits)
    for (const word of text.split(' ')) found.set(keyOf(word), (found.get(keyOf(word)) ?? 0) | bit);
  return found;
})();

/** What the word with this key does; 0 for a name. */
export function wordBits(key: number): number {
  return words.get(key) ?? 0;
}
