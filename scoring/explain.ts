/** Explains the score of content without a chain: what `scoring explain --file` prints. */
import { type ContentKind, type Extraction, extract } from './extract.ts';
import { defaultModelFolder } from './modelFolder.ts';
import type { Explanation } from './reference.ts';
import { Scorer } from './scorer.ts';

/** A score with its reasons, the features behind it, and what the content holds. */
export type FileExplanation = Explanation & Pick<Extraction, 'features' | 'units' | 'summary'>;

/** Explains untrusted `bytes` as the first contribution of an epoch; throws ScoringError when they cannot be scored. */
export async function explainFile(
  kind: ContentKind,
  bytes: Uint8Array,
  modelFolder = defaultModelFolder,
): Promise<FileExplanation> {
  const extraction = extract(kind, bytes, { unitsBefore: 0, history: null });
  const scorer = await Scorer.load(modelFolder);
  return { ...extraction, ...(await scorer.score(extraction.features)) };
}
