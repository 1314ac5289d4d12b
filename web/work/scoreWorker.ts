/** Scores content in a worker of this page, by the scorers' own extractor and the model's integer tables. */
import { asScoringError } from '#scoring/errors.ts';
import { type ContentKind, extract } from '#scoring/extract.ts';
import tables from '#scoring/model/tables.json' with { type: 'json' };
import { explain, type Model, tablesRoot } from '#scoring/reference.ts';
import type { ScoreAnswer, ScoreTask } from './scoreHere.ts';

/** The part of DedicatedWorkerGlobalScope in use; the DOM library has no types of workers. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ScoreTask>) => void) | null;
  postMessage(answer: ScoreAnswer): void;
}

const model = tables as unknown as Model;
const scope = globalThis as unknown as WorkerScope;

function score(kind: ContentKind, bytes: Uint8Array, unitsBefore: number) {
  const { features, units, summary } = extract(kind, bytes, { unitsBefore });
  const { scores, bias, rows } = explain(model, features);
  const reasons = rows.map(({ id, value, entries }) => ({ id, value, entries }));
  return { features, units, summary, scores, bias, rows: reasons, tablesRoot: tablesRoot(model) };
}

scope.onmessage = ({ data: { number, kind, bytes, unitsBefore } }) => {
  try {
    scope.postMessage({ number, scored: score(kind, bytes, unitsBefore) });
  } catch (error) {
    const known = asScoringError(error);
    scope.postMessage({
      number,
      code: known?.code ?? 'scoring.modelUnusable',
      sentence: known?.message ?? String(error),
    });
  }
};
