/** What the reader dropped: its bytes, its kind as guessed, and the text joined of several patches. */
import type { ContentKind } from '#scoring/extract.ts';

/** Work before it is signed. */
export interface Draft {
  readonly name: string;
  readonly kind: ContentKind;
  readonly bytes: Uint8Array;
}

/** Endings that are taken. */
export const draftEndings = ['.patch', '.diff', '.md', '.txt'] as const;
/** The bound of content on the node. */
export const contentBytesMax = 8 * 1024 * 1024;
/** A series of `git format-patch`; a longer one is better sent in parts. */
export const draftFilesMax = 50;

/** Lines with which patches begin. */
const patchMark = /^(?:From [0-9a-f]{40} |diff --git |--- \S)/m;
/** Enough of a file to meet its first patch mark behind a mail's header. */
const lookedAtBytes = 65_536;

/** Guesses what bytes are by their name, and where that says nothing, by how they begin. */
export function guessKind(name: string, bytes: Uint8Array): ContentKind {
  if (/\.(?:patch|diff)$/i.test(name)) return 'code';
  if (/\.md$/i.test(name)) return 'document';
  return patchMark.test(new TextDecoder().decode(bytes.subarray(0, lookedAtBytes))) ? 'code' : 'document';
}

/** Joins files in the order of their names, which is the order of a series; a line end is added where one lacks it. */
export async function draftOf(files: readonly File[]): Promise<Draft> {
  const sorted = [...files].sort((left, right) => (left.name < right.name ? -1 : 1));
  const parts: Uint8Array[] = [];
  for (const file of sorted) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    parts.push(bytes);
    if (sorted.length > 1 && bytes.at(-1) !== 10) parts.push(Uint8Array.of(10));
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const name = sorted[0]?.name ?? '';
  return { name, bytes, kind: guessKind(name, bytes) };
}

/** The most bytes of UTF-8 that a contribution's title has on the chain. */
export const titleBytesMax = 200;

/** A title as the chain takes it: one line, cut at a whole character. */
export function titleOf(text: string): string {
  let title = '';
  let bytes = 0;
  for (const character of text.replace(/\s+/g, ' ').trim()) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > titleBytesMax) break;
    title += character;
  }
  return title;
}
