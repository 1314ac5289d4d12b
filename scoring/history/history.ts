/** The history of a project, change by change: whose lines stand where, what was said before, and how files fared. */

import { isHandWritten } from '../change/pathClass.ts';
import type { ReadChange, ReadFile } from '../change/readChange.ts';
import { KeyMap } from '../keys.ts';
import { FileRecord } from './fileRecord.ts';
import {
  changeOfOrigin,
  neighbourOrigins,
  originsAfter,
  packOrigin,
  reachOf,
  removedOrigins,
} from './lineOrigins.ts';

/** What a change did to earlier ones; changes are counted from 0, -1 is an unknown one. */
export type Effects = {
  /** Its own number. */
  change: number;
  /** Added lines of substance that did not move. */
  linesAdded: number;
  /** The origins of the lines of substance that it removed for good, packed. */
  removed: { origin: number; isInCode: boolean }[];
  /** Changes within three lines of whose lines it builds, each once. */
  builtOn: number[];
  /** Changes that introduced symbols which it names in code or tests, each once. */
  used: number[];
  /** Records of the files of code that it touched. */
  codeFiles: number[];
};

const noOrigins = new Int32Array(0);

/** Lines that a change may speak of without showing them: who invents long files must not fill the memory of others. */
const UNSEEN_LINES_MAX = 100_000;

/** Replays changes in their order. Memory grows with the lines that stand and the different lines ever seen. */
export class History {
  private readonly records = new Map<string, FileRecord>();
  private readonly lines = new KeyMap();
  private readonly windows = new KeyMap();
  private readonly phrases = new KeyMap();
  private readonly names = new KeyMap();
  private readonly symbols = new KeyMap();
  private readonly authors = new Set<number>();
  private changeCount = 0;
  private recordCount = 0;

  /** Changes applied so far; also the number of the next one. */
  get changes(): number {
    return this.changeCount;
  }

  get authorCount(): number {
    return this.authors.size;
  }

  /** What is remembered of the file at `path`. */
  recordOf(path: string): FileRecord | undefined {
    return this.records.get(path);
  }

  /** True when a generator marked the file at `path` as its own. */
  isGenerated(path: string): boolean {
    return this.records.get(path)?.isGenerated ?? false;
  }

  hasLine(key: number): boolean {
    return this.lines.has(key);
  }

  hasWindow(key: number): boolean {
    return this.windows.has(key);
  }

  hasPhrase(key: number): boolean {
    return this.phrases.has(key);
  }

  hasName(key: number): boolean {
    return this.names.has(key);
  }

  /** The origins of the lines that `file` removes, in their order. */
  removedOriginsOf(file: ReadFile): number[] {
    return removedOrigins(file, this.originsOf(file));
  }

  private originsOf({ source }: ReadFile): Int32Array {
    // The lines of a copy did not come with its source's.
    if (source.change === 'copy' || source.change === 'add') return noOrigins;
    return this.records.get(source.oldPath)?.origins ?? noOrigins;
  }

  /**
   * Adds a change after all others and says what it did to them. Its features must have been taken before. `author` is a
   * label that says nothing else; it serves later changes only.
   */
  apply(change: ReadChange, author: number): Effects {
    const effects = this.effectsOf(change);
    const movedOrigins = this.originsByRemovedLine(change);
    const placed = this.placedFiles(change);
    // All files are read before any is written: names may be swapped within a change.
    const after = change.files.map((file) => this.afterOf(file, movedOrigins, placed.has(file)));
    for (const { source } of change.files) {
      if (source.change === 'rename' || source.change === 'delete') this.records.delete(source.oldPath);
    }
    change.files.forEach((file, index) => {
      const record = after[index];
      if (record === undefined) return;
      if (file.pathClass === 'code' && file.hunks.length > 0) effects.codeFiles.push(record.id);
      if (file.source.change === 'delete') return;
      if (file.source.change === 'binary') this.records.delete(file.source.path);
      else this.records.set(file.source.path, record);
      if (isHandWritten(file.pathClass)) this.touch(record, file, author);
    });
    this.remember(change);
    this.authors.add(author);
    this.changeCount += 1;
    return effects;
  }

  private effectsOf({ files }: ReadChange): Effects {
    const builtOn = new Set<number>();
    const used = new Set<number>();
    const effects: Effects = {
      change: this.changeCount,
      linesAdded: 0,
      removed: [],
      builtOn: [],
      used: [],
      codeFiles: [],
    };
    for (const file of files) {
      const isInCode = file.pathClass === 'code';
      const origins = this.removedOriginsOf(file);
      let at = 0;
      for (const { lines } of file.hunks) {
        for (const line of lines) {
          if (line.mark === ' ') continue;
          const isReal = line.key !== 0 && line.twin === null;
          if (line.mark === '-') {
            const origin = origins[at++] ?? -1;
            if (isReal && changeOfOrigin(origin) >= 0) effects.removed.push({ origin, isInCode });
          } else if (isReal) {
            effects.linesAdded += 1;
            for (const name of line.names) used.add(this.symbols.get(name) ?? -1);
          }
        }
      }
      if (isInCode)
        for (const origin of neighbourOrigins(file, this.originsOf(file)))
          builtOn.add(changeOfOrigin(origin));
    }
    effects.builtOn = [...builtOn].filter((change) => change >= 0);
    effects.used = [...used].filter((change) => change >= 0);
    return effects;
  }

  /** The origin of each removed line that moved: its twin keeps it. */
  private originsByRemovedLine({ files }: ReadChange): Map<object, number> {
    const origins = new Map<object, number>();
    for (const file of files) {
      const own = this.removedOriginsOf(file);
      const removed = file.hunks.flatMap(({ lines }) => lines.filter(({ mark }) => mark === '-'));
      removed.forEach((line, index) => {
        if (line.twin !== null) origins.set(line, own[index] ?? -1);
      });
    }
    return origins;
  }

  /** Files whose lines are followed: all, until the change has spoken of too many lines that nobody showed. */
  private placedFiles({ files }: ReadChange): Set<ReadFile> {
    let unseen = 0;
    return new Set(
      files.filter((file) => {
        unseen += Math.max(0, reachOf(file) - this.originsOf(file).length);
        return unseen <= UNSEEN_LINES_MAX;
      }),
    );
  }

  /** The record of the file after the change, its origins renewed where it `isPlaced`. */
  private afterOf(
    file: ReadFile,
    movedOrigins: ReadonlyMap<object, number>,
    isPlaced: boolean,
  ): FileRecord | undefined {
    const { source, pathClass, isMarked, hunks } = file;
    const isOwn = source.change !== 'copy' && source.change !== 'add';
    const known = isOwn ? this.records.get(source.oldPath) : undefined;
    if (!isHandWritten(pathClass) && !isMarked) return undefined;
    const record = known ?? new FileRecord(this.recordCount++);
    record.isGenerated ||= isMarked;
    const isCode = pathClass === 'code';
    const added = hunks.flatMap(({ lines }) =>
      lines
        .filter(({ mark }) => mark === '+')
        .map((line) => {
          const moved = line.twin === null ? undefined : movedOrigins.get(line.twin);
          return moved ?? packOrigin(this.changeCount, line.key !== 0, isCode);
        }),
    );
    if (hunks.length > 0 && isPlaced) record.origins = originsAfter(file, this.originsOf(file), added);
    return record;
  }

  private touch(record: FileRecord, { hunks }: ReadFile, author: number): void {
    for (const { lines } of hunks) {
      for (const { mark, key, twin } of lines) {
        if (key === 0 || twin !== null) continue;
        if (mark === '+') record.linesAdded += 1;
        else if (mark === '-') record.linesRemoved += 1;
      }
    }
    if (hunks.length > 0) record.touch(this.changeCount, author);
  }

  private remember({ files }: ReadChange): void {
    for (const { hunks, windows, bareWindows, oldWindows, pathClass } of files) {
      for (const window of [...windows, ...bareWindows, ...oldWindows])
        this.windows.addFirst(window, this.changeCount);
      for (const { lines } of hunks) {
        for (const line of lines) {
          if (line.key !== 0) this.lines.addFirst(line.key, this.changeCount);
          if (pathClass === 'docs')
            for (const phrase of line.tokens) this.phrases.addFirst(phrase, this.changeCount);
          if (pathClass !== 'code') continue;
          // A name that stood somewhere before is no symbol of this change.
          for (const symbol of line.symbols)
            if (!this.names.has(symbol)) this.symbols.addFirst(symbol, this.changeCount);
        }
      }
    }
    for (const { hunks } of files)
      for (const { lines } of hunks)
        for (const { names } of lines) for (const name of names) this.names.addFirst(name, this.changeCount);
  }
}
