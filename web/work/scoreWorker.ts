/** Scores content in a worker of this page, by the scorers' own extractor and the model's integer tables. */
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '#chain/crypto/bytes.ts';
import { asScoringError } from '#scoring/errors.ts';
import { extract } from '#scoring/extract.ts';
import modelUrl from '#scoring/model/contribution.onnx?url';
import tables from '#scoring/model/tables.json' with { type: 'json' };
import { Project } from '#scoring/project.ts';
import { explain, type Model, tablesRoot } from '#scoring/reference.ts';
import type { DeviceAnswer, DeviceTask, ScoredHere } from './deviceScorer.ts';

type ScoreTask = Extract<DeviceTask, { readonly task: 'score' }>;

/** The part of DedicatedWorkerGlobalScope in use; the DOM library has no types of workers. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<{ readonly number: number } & DeviceTask>) => void) | null;
  postMessage(answer: DeviceAnswer): void;
}

/** What was read of a DAO, and the features of each contribution. */
interface ReadDao {
  readonly project: Project;
  readonly features: Map<string, readonly number[]>;
}

const model = tables as unknown as Model;
const scope = globalThis as unknown as WorkerScope;
const daos = new Map<string, ReadDao>();

function readDao(dao: string): ReadDao {
  const known = daos.get(dao) ?? { project: new Project(), features: new Map() };
  daos.set(dao, known);
  return known;
}

function extracted({ kind, bytes, appended, next }: ScoreTask): Pick<ScoredHere, 'features' | 'summary'> {
  if (next !== undefined)
    return readDao(next.dao).project.preview({ kind, bytes, author: next.author, epoch: next.epoch });
  const alone = extract(kind, bytes, { unitsBefore: 0, history: null });
  if (appended === undefined) return alone;
  const features = readDao(appended.dao).features.get(appended.contribution);
  return { summary: alone.summary, features: [...(features ?? alone.features)] };
}

/** Runs the ONNX file itself; the runtime is large, so it is loaded only where somebody asks for it. */
async function runModel(features: readonly number[]): Promise<NonNullable<ScoredHere['byModel']>> {
  const [{ webRuntime }, file] = await Promise.all([import('#scoring/onnxWeb.ts'), fetch(modelUrl)]);
  const onnx = new Uint8Array(await file.arrayBuffer());
  const run = await webRuntime(onnx, features.length);
  const { scores } = await run([[...features]]);
  return { scores: [...scores].map(Number), modelHash: toHex(sha256(onnx)) };
}

async function score(task: ScoreTask): Promise<ScoredHere> {
  const { features, summary } = extracted(task);
  const { scores, bias, rows } = explain(model, features);
  const reasons = rows.map(({ id, value, entries }) => ({ id, value, entries }));
  const scored = { features, summary, scores, bias, rows: reasons, tablesRoot: tablesRoot(model) };
  return task.runsModel === true ? { ...scored, byModel: await runModel(features) } : scored;
}

async function answer(task: DeviceTask): Promise<ScoredHere | undefined> {
  if (task.task === 'score') return score(task);
  const { project, features } = readDao(task.dao);
  const extraction = project.append(task);
  if (extraction !== null) features.set(task.contribution, extraction.features);
  return undefined;
}

scope.onmessage = ({ data: { number, ...task } }) => {
  answer(task).then(
    (scored) => scope.postMessage({ number, scored }),
    (error: unknown) => {
      const known = asScoringError(error);
      scope.postMessage({
        number,
        code: known?.code ?? 'scoring.modelUnusable',
        sentence: known?.message ?? String(error),
      });
    },
  );
};
