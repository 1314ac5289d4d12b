/** Runs a model in ONNX Runtime and holds each answer against the integer reference. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Scores } from './attestation.ts';
import { ScoringError } from './errors.ts';
import { features } from './features.ts';
import { readModelFolder } from './modelFolder.ts';
import { allowedOperations, operationsOf } from './onnxOperations.ts';
import { type Explanation, explain, type Model } from './reference.ts';

/** Scores of many rows at once: `scores` [N × 4] and `contributions` [N × F × 4], row by row. */
export type RawScores = { scores: BigInt64Array; contributions: BigInt64Array };

/** One thread and no rewriting of the graph: nothing about the machine may matter. */
const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'disabled',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
};

function isInt64(metadata: readonly InferenceSession.ValueMetadata[], name: string, tail: number[]): boolean {
  const port = metadata.find((candidate) => candidate.name === name);
  if (!port?.isTensor || port.type !== 'int64' || port.shape.length !== tail.length + 1) return false;
  return tail.every((size, index) => port.shape[index + 1] === size);
}

function hasExpectedShape(session: InferenceSession): boolean {
  const count = features.length;
  return (
    session.inputNames.length === 1 &&
    session.outputNames.length === 2 &&
    isInt64(session.inputMetadata, 'features', [count]) &&
    isInt64(session.outputMetadata, 'score', [4]) &&
    isInt64(session.outputMetadata, 'contributions', [count, 4])
  );
}

function int64Of(tensor: Tensor | undefined): BigInt64Array {
  if (!(tensor?.data instanceof BigInt64Array)) throw new ScoringError('scoring.modelUnusable');
  return tensor.data;
}

/** A loaded model that scores feature vectors. */
export class Scorer {
  readonly modelHash: string;
  readonly model: Model;
  private readonly session: InferenceSession;

  private constructor(session: InferenceSession, model: Model, modelHash: string) {
    this.session = session;
    this.model = model;
    this.modelHash = modelHash;
  }

  /** Loads the model in `folder`; throws ScoringError for operations, shapes or types that are not allowed. */
  static async load(folder: string): Promise<Scorer> {
    const { onnx, model, modelHash } = readModelFolder(folder);
    if (!operationsOf(onnx).every((operation) => allowedOperations.has(operation))) {
      throw new ScoringError('scoring.modelUnusable');
    }
    const session = await InferenceSession.create(onnx, sessionOptions);
    if (!hasExpectedShape(session)) throw new ScoringError('scoring.modelUnusable');
    return new Scorer(session, model, modelHash);
  }

  /** What the ONNX file alone says of `rows`, unchecked. */
  async run(rows: readonly (readonly number[])[]): Promise<RawScores> {
    const count = features.length;
    const data = new BigInt64Array(rows.length * count);
    rows.forEach((row, index) => {
      row.forEach((value, feature) => {
        data[index * count + feature] = BigInt(value);
      });
    });
    const { score, contributions } = await this.session.run({
      features: new Tensor('int64', data, [rows.length, count]),
    });
    return { scores: int64Of(score), contributions: int64Of(contributions) };
  }

  /** Scores with reasons; throws ScoringError when ONNX Runtime and the reference differ in any entry. */
  async score(vector: readonly number[]): Promise<Explanation> {
    const explanation = explain(this.model, vector);
    const { scores, contributions } = await this.run([vector]);
    const dimensionIndices = [0, 1, 2, 3] as const;
    const sum: Scores = [...explanation.bias];
    explanation.rows.forEach(({ entries }, feature) => {
      for (const k of dimensionIndices) {
        const contribution = Number(contributions[feature * 4 + k]);
        if (contribution !== entries[k]) throw new ScoringError('scoring.modelMismatch');
        sum[k] += contribution;
      }
    });
    const agrees = dimensionIndices.every(
      (k) => Number(scores[k]) === sum[k] && sum[k] === explanation.scores[k],
    );
    if (!agrees) throw new ScoringError('scoring.modelMismatch');
    return explanation;
  }
}
