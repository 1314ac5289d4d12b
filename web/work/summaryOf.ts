/** What the extractor saw in a work, as the node tells it, in a form that pages can rely on. */
import { z } from 'zod';
import type { Extraction } from '#scoring/extract.ts';

const count = z.number().int().nonnegative();
const summary = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('code'),
    title: z.string(),
    fileCount: count,
    addedLines: count,
    removedLines: count,
    movedLines: count,
    files: z.array(
      z.object({ path: z.string(), oldPath: z.string(), change: z.string(), added: count, removed: count }),
    ),
  }),
  z.object({
    kind: z.literal('document'),
    title: z.string(),
    words: count,
    headings: count,
    codeBlocks: count,
    listItems: count,
    links: count,
  }),
]);

/** Undefined where the node gives none, or one of another version. */
export const summaryOf = (value: unknown): Extraction['summary'] | undefined => summary.safeParse(value).data;
