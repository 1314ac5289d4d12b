/** What a change says that was not said before: in the project where its history is known, else in the change itself. */
import type { History } from '../history/history.ts';
import type { ReadLine } from './lineReader.ts';
import type { ReadChange, ReadFile } from './readChange.ts';

/** Counts over the files of one class. */
type ClassNovelty = {
  /** Added lines of substance that did not move. */
  added: ReadLine[];
  novelLines: number;
  /** Lines, of the added ones, that stand elsewhere already, in the project or the change. */
  knownLines: number;
  windows: number;
  novelWindows: number;
  repeatedWindows: number;
};

/** What is new in a change. */
export type Novelty = {
  code: ClassNovelty;
  tests: ClassNovelty;
  moved: number;
  names: number;
  newNames: number;
  newSymbols: number;
  tokens: number;
  docsPhrases: number;
};

/** Shorter lines recur by chance; only within the change are they taken for repetitions. */
const KNOWN_LINE_CHARACTERS_MIN = 12;

const emptyClass = (): ClassNovelty => ({
  added: [],
  novelLines: 0,
  knownLines: 0,
  windows: 0,
  novelWindows: 0,
  repeatedWindows: 0,
});

class Reading {
  readonly novelty: Novelty = {
    code: emptyClass(),
    tests: emptyClass(),
    moved: 0,
    names: 0,
    newNames: 0,
    newSymbols: 0,
    tokens: 0,
    docsPhrases: 0,
  };
  private readonly history: History | null;
  private readonly oldLines = new Set<number>();
  private readonly oldWindows = new Set<number>();
  private readonly oldNames = new Set<number>();
  private readonly oldPhrases = new Set<number>();
  private readonly lines = new Set<number>();
  private readonly windows = new Set<number>();
  private readonly names = new Set<number>();
  private readonly symbols = new Set<number>();
  private readonly tokens = new Set<number>();
  private readonly phrases = new Set<number>();

  constructor(history: History | null) {
    this.history = history;
  }

  /** Notes what stood before, as far as the change itself shows it. */
  readOld({ pathClass, hunks, oldWindows }: ReadFile): void {
    for (const window of oldWindows) this.oldWindows.add(window);
    for (const { lines } of hunks) {
      for (const { mark, key, names, tokens } of lines) {
        if (mark === '+') continue;
        if (key !== 0) this.oldLines.add(key);
        for (const name of names) this.oldNames.add(name);
        if (pathClass === 'docs') for (const phrase of tokens) this.oldPhrases.add(phrase);
      }
    }
  }

  readNew(file: ReadFile): void {
    const { pathClass, hunks, windows } = file;
    const own = pathClass === 'code' ? this.novelty.code : pathClass === 'test' ? this.novelty.tests : null;
    for (const { lines } of hunks) {
      for (const line of lines) {
        if (line.mark !== '+' || line.key === 0) continue;
        if (line.twin !== null) this.novelty.moved += 1;
        else if (own !== null) this.readLine(line, own, pathClass === 'code');
        if (pathClass === 'docs') for (const phrase of line.tokens) this.phrases.add(phrase);
      }
    }
    if (own !== null) for (const window of windows) this.readWindow(window, own);
  }

  private readLine(line: ReadLine, own: ClassNovelty, isCode: boolean): void {
    own.added.push(line);
    const isKnown =
      this.lines.has(line.key) ||
      this.oldLines.has(line.key) ||
      (line.length >= KNOWN_LINE_CHARACTERS_MIN && (this.history?.hasLine(line.key) ?? false));
    if (isKnown) own.knownLines += 1;
    else own.novelLines += 1;
    this.lines.add(line.key);
    for (const name of line.names) this.names.add(name);
    for (const token of line.tokens) this.tokens.add(token);
    if (isCode) for (const symbol of line.symbols) this.symbols.add(symbol);
  }

  private readWindow(window: number, own: ClassNovelty): void {
    own.windows += 1;
    const isRepeated = this.windows.has(window);
    const isKnown = this.oldWindows.has(window) || (this.history?.hasWindow(window) ?? false);
    if (isRepeated) own.repeatedWindows += 1;
    else if (!isKnown) own.novelWindows += 1;
    this.windows.add(window);
  }

  finish(): Novelty {
    const { novelty, history } = this;
    const isNewName = (name: number) => !this.oldNames.has(name) && !(history?.hasName(name) ?? false);
    novelty.names = this.names.size;
    novelty.newNames = [...this.names].filter(isNewName).length;
    novelty.newSymbols = [...this.symbols].filter(isNewName).length;
    novelty.tokens = this.tokens.size;
    novelty.docsPhrases = [...this.phrases].filter(
      (phrase) => !this.oldPhrases.has(phrase) && !(history?.hasPhrase(phrase) ?? false),
    ).length;
    return novelty;
  }
}

/** Finds what is new in `change`, beside the project as `history` knows it. */
export function noveltyOf({ files }: ReadChange, history: History | null): Novelty {
  const reading = new Reading(history);
  for (const file of files) reading.readOld(file);
  for (const file of files) reading.readNew(file);
  return reading.finish();
}
