/** The line diff: which lines of a text were replaced by which, pinned so that every machine finds the same. */
import { type Budget, Myers } from './myers.ts';

/** Lines `oldStart`–`oldEnd` (end excluded, from 0) of the old text are replaced by `newStart`–`newEnd` of the new one. */
export type Edit = { oldStart: number; oldEnd: number; newStart: number; newEnd: number };

/** Steps that one change may cost, all its files together: well under a second of a core. */
const CHANGE_STEPS_MAX = 50_000_000;

/** A fresh budget for one change. */
export function changeBudget(): Budget {
  return { left: CHANGE_STEPS_MAX };
}

/** A number for each line; equal lines have equal numbers, in both texts. */
function numbered(before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const number = (line: string) => {
    const known = numbers.get(line);
    if (known !== undefined) return known;
    numbers.set(line, numbers.size);
    return numbers.size - 1;
  };
  return [Int32Array.from(before, number), Int32Array.from(after, number)];
}

/** Where in `own` stand lines that `other` has too. Lines without a partner are in every edit anyway. */
function partnered(own: Int32Array, other: Int32Array): Int32Array {
  const known = new Set(other);
  const places = new Int32Array(own.length);
  let count = 0;
  for (let at = 0; at < own.length; at += 1) if (known.has(own[at] ?? -1)) places[count++] = at;
  return places.subarray(0, count);
}

/** Marks over all lines from marks over the partnered ones. */
function spreadMarks(length: number, places: Int32Array, marks: Uint8Array): Uint8Array {
  const all = new Uint8Array(length).fill(1);
  for (let i = 0; i < places.length; i += 1) all[places[i] ?? 0] = marks[i] ?? 0;
  return all;
}

function editsOf(oldMarks: Uint8Array, newMarks: Uint8Array): Edit[] {
  const edits: Edit[] = [];
  let [oldAt, newAt] = [0, 0];
  while (oldAt < oldMarks.length || newAt < newMarks.length) {
    const [oldStart, newStart] = [oldAt, newAt];
    while (oldMarks[oldAt] === 1) oldAt += 1;
    while (newMarks[newAt] === 1) newAt += 1;
    if (oldAt > oldStart || newAt > newStart)
      edits.push({ oldStart, oldEnd: oldAt, newStart, newEnd: newAt });
    oldAt += 1;
    newAt += 1;
  }
  return edits;
}

/**
 * Where lines repeat, a pure insertion or removal could stand at several places: it stands at the last one. Edits that
 * meet by that are one.
 */
function settle(edits: readonly Edit[], before: Int32Array, after: Int32Array): Edit[] {
  const settled: Edit[] = [];
  for (let i = edits.length - 1; i >= 0; i -= 1) {
    const edit = { ...(edits[i] as Edit) };
    slide(edit, settled.at(-1)?.oldStart ?? before.length, before, after);
    for (
      let next = settled.at(-1);
      next !== undefined && edit.oldEnd === next.oldStart;
      next = settled.at(-1)
    ) {
      settled.pop();
      edit.oldEnd = next.oldEnd;
      edit.newEnd = next.newEnd;
      // Two that met may be pure together, and slide on.
      slide(edit, settled.at(-1)?.oldStart ?? before.length, before, after);
    }
    settled.push(edit);
  }
  return settled.reverse();
}

/** Moves a pure insertion or removal as far down as its lines repeat, to the next edit at most. */
function slide(edit: Edit, oldLimit: number, before: Int32Array, after: Int32Array): void {
  const isInsertion = edit.oldStart === edit.oldEnd;
  const isRemoval = edit.newStart === edit.newEnd;
  while (
    (isInsertion || isRemoval) &&
    edit.oldEnd < oldLimit &&
    (isInsertion
      ? after[edit.newStart] === after[edit.newEnd]
      : before[edit.oldStart] === before[edit.oldEnd])
  ) {
    edit.oldStart += 1;
    edit.oldEnd += 1;
    edit.newStart += 1;
    edit.newEnd += 1;
  }
}

/**
 * The edits that turn `before` into `after`, in order. Their number of lines is the least possible unless `budget` ran out
 * or the texts are longer and more different than a search goes deep; then it is still a correct diff, only a coarser one.
 * Time is bounded by `budget` plus the length of the texts.
 */
export function diffLines(before: readonly string[], after: readonly string[], budget: Budget): Edit[] {
  const [oldNumbers, newNumbers] = numbered(before, after);
  const oldPlaces = partnered(oldNumbers, newNumbers);
  const newPlaces = partnered(newNumbers, oldNumbers);
  const { oldMarks, newMarks } = new Myers(
    oldPlaces.map((place) => oldNumbers[place] ?? -1),
    newPlaces.map((place) => newNumbers[place] ?? -1),
    budget,
  ).run();
  const edits = editsOf(
    spreadMarks(before.length, oldPlaces, oldMarks),
    spreadMarks(after.length, newPlaces, newMarks),
  );
  return settle(edits, oldNumbers, newNumbers);
}
