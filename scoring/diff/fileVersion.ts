/** One version of a file as a tree holds it, and its lines. */

/** A version of a file. `content` is null where it is not at hand; `id` is the same for the same bytes and for no others. */
export type FileVersion = {
  kind: 'file' | 'link' | 'module';
  isExecutable: boolean;
  id: string;
  content: Uint8Array | null;
};

/** What happened at one path; null where there was, or is, no file. */
export type PathEdit = { path: string; before: FileVersion | null; after: FileVersion | null };

/** Larger files are data: nobody reviews them by line. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024;
/** Files with more lines are data too. */
const FILE_LINES_MAX = 200_000;
/** A NUL among these first bytes makes a file binary, as git decides it. */
const BYTES_PROBED = 8_000;

const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false });

function hasTooManyLines(content: Uint8Array): boolean {
  let count = 0;
  for (let at = content.indexOf(10); at >= 0 && count <= FILE_LINES_MAX; at = content.indexOf(10, at + 1))
    count += 1;
  return count > FILE_LINES_MAX;
}

/**
 * The lines of a version without their ends; null for links, submodules, binary files, files above the bounds and content
 * that is not at hand. LF and CRLF end a line and are no part of it, and neither is a byte-order mark; whether the
 * last line has an end is not looked at. Bytes that are not UTF-8 read as U+FFFD.
 */
export function linesOf(version: FileVersion | null): string[] | null {
  if (version === null) return [];
  const { kind, content } = version;
  if (kind !== 'file' || content === null || content.length > FILE_BYTES_MAX) return null;
  if (content.subarray(0, BYTES_PROBED).includes(0) || hasTooManyLines(content)) return null;
  if (content.length === 0) return [];
  const lines = decoder.decode(content).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
