/** A scoring worker's tasks. Each thread loads model and extractor for itself and shares nothing with the others. */
import { workerData } from 'node:worker_threads';
import { contentId, featuresHash, type Scores } from './attestation.ts';
import { type ContentKind, type Extraction, extract } from './extract.ts';
import { defaultModelFolder, extractorHashOf } from './modelFolder.ts';
import type { ExplainedRow } from './reference.ts';
import { Scorer } from './scorer.ts';

/** What a thread is started with; without a folder it runs the model that comes with Meritlane. */
export type WorkerData = { modelFolder?: string };

/** The argument of `score`: untrusted bytes, their 32-byte salt, and the author's units so far in the epoch. */
export type ScoreTask = { kind: ContentKind; bytes: Uint8Array; salt: Uint8Array; unitsBefore: number };

/** The answer of `score`; hashes are hex, rows and bias add up to the scores exactly. */
export type ScoreAnswer = {
  features: number[];
  scores: Scores;
  bias: Scores;
  rows: ExplainedRow[];
  units: number;
  summary: Extraction['summary'];
  contentId: string;
  featuresHash: string;
  modelHash: string;
  extractorHash: string;
};

const folder = (workerData as WorkerData | null)?.modelFolder ?? defaultModelFolder;
const scorer = await Scorer.load(folder);
const extractorHash = extractorHashOf();

/** Extracts and scores; throws ScoringError for content that cannot be scored. */
export async function score({ kind, bytes, salt, unitsBefore }: ScoreTask): Promise<ScoreAnswer> {
  const { features, units, summary } = extract(kind, bytes, { unitsBefore });
  const { scores, bias, rows } = await scorer.score(features);
  return {
    features,
    scores,
    bias,
    rows,
    units,
    summary,
    contentId: contentId(salt, bytes),
    featuresHash: featuresHash(salt, features),
    modelHash: scorer.modelHash,
    extractorHash,
  };
}

/** The units of new work alone: what the history of later contributions needs. */
export function units({ kind, bytes }: Pick<ScoreTask, 'kind' | 'bytes'>): number {
  return extract(kind, bytes, { unitsBefore: 0 }).units;
}

/** The features alone, for the replay that a challenge asks for; no model is run. */
export function replay({ kind, bytes, unitsBefore, salt }: ScoreTask): {
  features: number[];
  featuresHash: string;
} {
  const { features } = extract(kind, bytes, { unitsBefore });
  return { features, featuresHash: featuresHash(salt, features) };
}
