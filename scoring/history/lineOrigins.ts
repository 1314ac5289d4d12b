/** Where the lines of a file come from: one packed integer a line, replaced hunk by hunk. */
import type { ReadFile } from '../change/readChange.ts';

/** A packed origin is the number of the change that brought the line, and two bits; this one is of a line nobody saw come. */
const NO_ORIGIN = -1;
const SUBSTANCE = 1;
const CODE = 2;

/** Packs an origin; `change` counts changes from 0, and a line without substance is neither code nor anything else. */
export function packOrigin(change: number, hasSubstance: boolean, isCode: boolean): number {
  return change * 4 + (hasSubstance ? SUBSTANCE : 0) + (hasSubstance && isCode ? CODE : 0);
}

/** The change that brought the line, or -1 where that is not known or the line says nothing. */
export function changeOfOrigin(origin: number): number {
  return origin >= 0 && (origin & SUBSTANCE) !== 0 ? origin >> 2 : -1;
}

/** True for a line of code of substance. */
export function isCodeOrigin(origin: number): boolean {
  return origin >= 0 && (origin & CODE) !== 0;
}

/** The origins of the removed lines, hunk by hunk and line by line as `file` lists them; lines out of reach have none. */
export function removedOrigins(file: ReadFile, before: Int32Array): number[] {
  const origins: number[] = [];
  for (const { oldStart, lines } of file.hunks) {
    let at = oldStart;
    for (const { mark } of lines) {
      if (mark === '+') continue;
      if (mark === '-') origins.push(before[at] ?? NO_ORIGIN);
      at += 1;
    }
  }
  return origins;
}

/** Lines beside new lines that count as what they build on. */
const NEIGHBOUR_LINES = 3;

/** Origins of the old lines within three lines of a place where `file` adds a line of substance that did not move. */
export function neighbourOrigins(file: ReadFile, before: Int32Array): number[] {
  const origins: number[] = [];
  for (const { oldStart, lines } of file.hunks) {
    let at = oldStart;
    for (let i = 0; i < lines.length; ) {
      if (lines[i]?.mark === ' ') {
        at += 1;
        i += 1;
        continue;
      }
      const start = at;
      let builds = false;
      for (; i < lines.length && lines[i]?.mark !== ' '; i += 1) {
        const line = lines[i];
        if (line?.mark === '-') at += 1;
        else if (line !== undefined && line.key !== 0 && line.twin === null) builds = true;
      }
      if (!builds) continue;
      for (const origin of before.subarray(Math.max(0, start - NEIGHBOUR_LINES), at + NEIGHBOUR_LINES))
        origins.push(origin);
    }
  }
  return origins;
}

/** Old lines that the hunks of `file` reach down to. A history that starts in the middle may know fewer. */
export function reachOf(file: ReadFile): number {
  return file.hunks.reduce(
    (reach, { oldStart, lines }) =>
      Math.max(reach, oldStart + lines.filter(({ mark }) => mark !== '+').length),
    0,
  );
}

/** The origins of the file's lines after the change; `added` are those of its added lines, in their order. */
export function originsAfter(file: ReadFile, before: Int32Array, added: readonly number[]): Int32Array {
  const removedCount = file.hunks.reduce(
    (count, { lines }) => count + lines.filter(({ mark }) => mark === '-').length,
    0,
  );
  const oldLength = Math.max(before.length, reachOf(file));
  const after = new Int32Array(oldLength - removedCount + added.length).fill(NO_ORIGIN);
  let [oldAt, newAt, addedAt] = [0, 0, 0];
  const keep = (until: number) => {
    if (until <= oldAt) return;
    after.set(before.subarray(oldAt, until), newAt);
    newAt += until - oldAt;
    oldAt = until;
  };
  for (const { oldStart, lines } of file.hunks) {
    keep(oldStart);
    for (const { mark } of lines) {
      if (mark === ' ') keep(oldAt + 1);
      else if (mark === '-') oldAt += 1;
      else after[newAt++] = added[addedAt++] ?? NO_ORIGIN;
    }
  }
  keep(oldLength);
  return after;
}
