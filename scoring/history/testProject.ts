/** A project in memory for tests: files change, and what the extractor and the history say is read by name. */
import type { ChangeFeatureId } from '../change/changeFeatures.ts';
import { extractChange } from '../change/extractChange.ts';
import { readChange } from '../change/readChange.ts';
import type { PathEdit } from '../diff/fileVersion.ts';
import { diffTrees } from '../diff/treeDiff.ts';
import type { PatchFile } from '../patch.ts';
import { type Effects, History } from './history.ts';

/** What a change is measured to be. */
export type Measured = Record<ChangeFeatureId, number> & { units: number };

/** Features by name; `history` may be null. */
export function measure(files: readonly PatchFile[], history: History | null): Measured {
  const { values, units } = extractChange(readChange(files, history), history);
  return { ...values, units };
}

/** The files of a patch that turns texts into others; null where there is no file. */
export function patchOfTexts(edits: Record<string, readonly [string | null, string | null]>): PatchFile[] {
  const version = (text: string | null) =>
    text === null
      ? null
      : { kind: 'file' as const, isExecutable: false, id: text, content: new TextEncoder().encode(text) };
  const all = Object.entries(edits).map(
    ([path, [before, after]]): PathEdit => ({ path, before: version(before), after: version(after) }),
  );
  return diffTrees(all);
}

/** A project whose changes are replayed as they come. */
export class TestProject {
  readonly history = new History();
  private readonly texts = new Map<string, string>();

  /** Makes `after` (null deletes) the content of files; gives what was measured before, and the effects. */
  change(after: Record<string, string | null>, author = 0): { measured: Measured; effects: Effects } {
    const edits = Object.entries(after).map(
      ([path, text]) => [path, [this.texts.get(path) ?? null, text]] as const,
    );
    const files = patchOfTexts(Object.fromEntries(edits));
    const measured = measure(files, this.history);
    for (const [path, text] of Object.entries(after)) {
      if (text === null) this.texts.delete(path);
      else this.texts.set(path, text);
    }
    const read = readChange(files, this.history);
    return { measured, effects: this.history.apply(read, author) };
  }

  /** The change that each line of a file comes from; -1 for lines without substance or of unknown origin. */
  origins(path: string): number[] {
    const origins = this.history.recordOf(path)?.origins ?? new Int32Array(0);
    return [...origins].map((origin) => (origin >= 0 && (origin & 1) === 1 ? origin >> 2 : -1));
  }
}
