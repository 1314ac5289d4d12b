/** What a change says that was not said before: in the project where its history is known, else in the change itself. */
import type { History } from '../history/history.ts';
import type { ReadLine } from './lineReader.ts';
import type { ReadChange, ReadFile } from './readChange.ts';

/** Counts over the files of one class. */
type ClassNovelty = {
  /** Added lines of substance that did not move, equal ones once. */
  added: ReadLine[];
  novelLines: number;
  /** Lines, of the added ones, that stand elsewhere already, in the project or the change. */
  knownLines: number;
  /** Windows without the lines that the change repeats. */
  windows: number;
  repeatedWindows: number;
  /** Windows that are new with and without those lines: neither padding nor a disguised copy makes new ones. */
  novelWindows: number;
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
  repeatedWindows: 0,
  novelWindows: 0,
});

/** Windows as they come, told apart as new, repeated within the change, or known before it. */
class WindowReading {
  windows = 0;
  repeated = 0;
  novel = 0;
  private readonly seen: Set<number>;
  private readonly isKnown: (window: number) => boolean;

  constructor(seen: Set<number>, isKnown: (window: number) => boolean) {
    this.seen = seen;
    this.isKnown = isKnown;
  }

  read(window: number): void {
    this.windows += 1;
    if (this.seen.has(window)) this.repeated += 1;
    else if (!this.isKnown(window)) this.novel += 1;
    this.seen.add(window);
  }
}

/** Windows over all lines, and over those that the change does not repeat. */
type WindowReadings = { whole: WindowReading; bare: WindowReading };

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
  private readonly names = new Set<number>();
  private readonly symbols = new Set<number>();
  private readonly tokens = new Set<number>();
  private readonly phrases = new Set<number>();

  private readonly ofCode: WindowReadings;
  private readonly ofTests: WindowReadings;

  constructor(history: History | null) {
    this.history = history;
    const isKnown = (window: number) => this.oldWindows.has(window) || (history?.hasWindow(window) ?? false);
    const [whole, bare] = [new Set<number>(), new Set<number>()];
    const readings = () => ({
      whole: new WindowReading(whole, isKnown),
      bare: new WindowReading(bare, isKnown),
    });
    this.ofCode = readings();
    this.ofTests = readings();
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
    const { pathClass, hunks, windows, bareWindows } = file;
    const own = pathClass === 'code' ? this.novelty.code : pathClass === 'test' ? this.novelty.tests : null;
    for (const { lines } of hunks) {
      for (const line of lines) {
        if (line.mark !== '+' || line.key === 0) continue;
        if (line.twin !== null) this.novelty.moved += 1;
        else if (own !== null && !line.isRepeated) this.readLine(line, own, pathClass === 'code');
        if (pathClass === 'docs') for (const phrase of line.tokens) this.phrases.add(phrase);
      }
    }
    if (own === null) return;
    const { whole, bare } = pathClass === 'code' ? this.ofCode : this.ofTests;
    for (const window of windows) whole.read(window);
    for (const window of bareWindows) bare.read(window);
  }

  private readLine(line: ReadLine, own: ClassNovelty, isCode: boolean): void {
    own.added.push(line);
    const isKnown =
      this.oldLines.has(line.key) ||
      (line.length >= KNOWN_LINE_CHARACTERS_MIN && (this.history?.hasLine(line.key) ?? false));
    if (isKnown) own.knownLines += 1;
    else own.novelLines += 1;
    for (const name of line.names) this.names.add(name);
    for (const token of line.tokens) this.tokens.add(token);
    if (isCode) for (const symbol of line.symbols) this.symbols.add(symbol);
  }

  finish(): Novelty {
    const { novelty, history } = this;
    const isNewName = (name: number) => !this.oldNames.has(name) && !(history?.hasName(name) ?? false);
    for (const [own, { whole, bare }] of [
      [novelty.code, this.ofCode],
      [novelty.tests, this.ofTests],
    ] as const) {
      own.windows = bare.windows;
      own.repeatedWindows = bare.repeated;
      own.novelWindows = Math.min(whole.novel, bare.novel);
    }
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
