/** A scoring worker's tasks. Each thread loads model and extractor for itself and shares nothing with the others. */
import { workerData } from 'node:worker_threads';
import { contentId, featuresHash, type Scores } from './attestation.ts';
import { type ContentKind, type Extraction, extract } from './extract.ts';
import { defaultModelFolder, extractorHashOf } from './modelFolder.ts';
import { type AcceptedWork, type Outcome, Outcomes } from './outcome.ts';
import { Project, type Work } from './project.ts';
import type { ExplainedRow } from './reference.ts';
import { Scorer } from './scorer.ts';

/** What a thread is started with; without a folder it runs the model that comes with Meritlane. */
export type WorkerData = { modelFolder?: string };

/** The argument of `append`: the next contribution of a DAO in the order of the chain. */
export type AppendTask = Work & { dao: string };

/** The argument of `accept`: the next contribution that a DAO accepted, in the order of acceptance. */
export type AcceptTask = AcceptedWork & { dao: string };

/** The argument of `outcome`: which contribution, and until when what was accepted counts. */
export type OutcomeTask = { dao: string; contribution: string; time: number };

/** The argument of `preview`: untrusted bytes, as the next contribution of a DAO where one is named. */
export type PreviewTask = {
  kind: ContentKind;
  bytes: Uint8Array;
  next?: { dao: string; author: string; epoch: number };
};

/** The argument of `score`: bytes, their 32-byte salt, and the features that `append` gave. */
export type ScoreTask = {
  kind: ContentKind;
  bytes: Uint8Array;
  salt: Uint8Array;
  features: readonly number[];
};

/** The answer of `score` and `preview`; hashes are hex, rows and bias add up to the scores exactly. */
export type ScoreAnswer = {
  features: number[];
  scores: Scores;
  bias: Scores;
  rows: ExplainedRow[];
  summary: Extraction['summary'];
  contentId: string;
  featuresHash: string;
  modelHash: string;
  extractorHash: string;
};

const folder = (workerData as WorkerData | null)?.modelFolder ?? defaultModelFolder;
const scorer = await Scorer.load(folder);
const extractorHash = extractorHashOf();
const projects = new Map<string, Project>();
const outcomes = new Map<string, Outcomes>();
const nothingKnown = { unitsBefore: 0, history: null };

function keptOf<T>(kept: Map<string, T>, dao: string, make: () => T): T {
  const known = kept.get(dao) ?? make();
  kept.set(dao, known);
  return known;
}
const projectOf = (dao: string): Project => keptOf(projects, dao, () => new Project());
const outcomesOf = (dao: string): Outcomes => keptOf(outcomes, dao, () => new Outcomes());

async function answer(
  { features, summary }: Pick<Extraction, 'features' | 'summary'>,
  bytes: Uint8Array,
  salt: Uint8Array,
): Promise<ScoreAnswer> {
  const { scores, bias, rows } = await scorer.score(features);
  return {
    features,
    scores,
    bias,
    rows,
    summary,
    contentId: contentId(salt, bytes),
    featuresHash: featuresHash(salt, features),
    modelHash: scorer.modelHash,
    extractorHash,
  };
}

/** The features of a DAO's next contribution, which is remembered; null for what cannot be read. */
export function append({ dao, ...work }: AppendTask): number[] | null {
  return projectOf(dao).append(work)?.features ?? null;
}

/** Remembers the next contribution that a DAO accepted. */
export function accept({ dao, ...work }: AcceptTask): void {
  outcomesOf(dao).accept(work);
}

/** What became of accepted work until a time. */
export function outcome({ dao, contribution, time }: OutcomeTask): Outcome {
  return outcomesOf(dao).of(contribution, time);
}

/** Scores features that `append` gave; throws ScoringError for content that cannot be scored. */
export function score({ kind, bytes, salt, features }: ScoreTask): Promise<ScoreAnswer> {
  const { summary } = extract(kind, bytes, nothingKnown);
  return answer({ features: [...features], summary }, bytes, salt);
}

/** Extracts and scores without remembering anything; throws ScoringError for content that cannot be scored. */
export function preview({ kind, bytes, next }: PreviewTask): Promise<ScoreAnswer> {
  const extraction =
    next === undefined
      ? extract(kind, bytes, nothingKnown)
      : projectOf(next.dao).preview({ kind, bytes, author: next.author, epoch: next.epoch });
  return answer(extraction, bytes, new Uint8Array(32));
}
