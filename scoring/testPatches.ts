/** Makes patches out of file contents for tests: one hunk a file, with three lines of context, as git writes them. */

/** A file before and after; null where it does not exist. */
export type FileEdit = { path: string; before: string | null; after: string | null; renamedFrom?: string };

const CONTEXT = 3;

function linesOf(text: string | null): string[] {
  return text === null || text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function hunkOf(before: readonly string[], after: readonly string[]): string[] {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (head === before.length && head === after.length) return [];
  const start = Math.max(0, head - CONTEXT);
  const after3 = Math.min(tail, CONTEXT);
  const oldLines = before.slice(head, before.length - tail);
  const newLines = after.slice(head, after.length - tail);
  const lead = before.slice(start, head);
  const trail = before.slice(before.length - tail, before.length - tail + after3);
  const shared = lead.length + trail.length;
  const from = before.length === 0 ? 0 : start + 1;
  const to = after.length === 0 ? 0 : start + 1;
  return [
    `@@ -${from},${shared + oldLines.length} +${to},${shared + newLines.length} @@`,
    ...lead.map((line) => ` ${line}`),
    ...oldLines.map((line) => `-${line}`),
    ...newLines.map((line) => `+${line}`),
    ...trail.map((line) => ` ${line}`),
  ];
}

function fileDiff({ path, before, after, renamedFrom }: FileEdit): string[] {
  const from = renamedFrom ?? path;
  const hunk = hunkOf(linesOf(before), linesOf(after));
  const names =
    hunk.length === 0
      ? []
      : [
          before === null ? '--- /dev/null' : `--- a/${from}`,
          after === null ? '+++ /dev/null' : `+++ b/${path}`,
        ];
  const kind =
    before === null
      ? ['new file mode 100644']
      : after === null
        ? ['deleted file mode 100644']
        : renamedFrom === undefined
          ? []
          : ['similarity index 90%', `rename from ${renamedFrom}`, `rename to ${path}`];
  return [`diff --git a/${from} b/${path}`, ...kind, ...names, ...hunk];
}

/** The text of a patch over `edits`. */
function patchText(edits: readonly FileEdit[]): string {
  return `${edits.flatMap(fileDiff).join('\n')}\n`;
}

/** The bytes of a patch over `edits`. */
export function patchOf(edits: readonly FileEdit[]): Uint8Array {
  return new TextEncoder().encode(patchText(edits));
}

/** The bytes of a series of patch mails, each over its own edits. */
export function seriesOf(mails: readonly { subject: string; edits: readonly FileEdit[] }[]): Uint8Array {
  const texts = mails.map(
    ({ subject, edits }, index) => `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001
From: A Person <person@example.org>
Date: Thu, 1 Jan 2026 00:00:00 +0000
Subject: [PATCH ${index + 1}/${mails.length}] ${subject}

Why this is done.
---
 1 file changed

${patchText(edits)}-- 
2.39.5

`,
  );
  return new TextEncoder().encode(texts.join(''));
}
