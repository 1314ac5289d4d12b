/** The score of a draft, computed on this device whenever the draft changes: at once, and again beside the DAO's past. */
import { useEffect, useState } from 'react';
import { deviceScorer, type NextOf, type ScoredHere } from './deviceScorer.ts';
import type { Draft } from './draft.ts';
import { type PastProgress, readPast } from './readPast.ts';

/** A score, an error with a code of the scorers' catalogue, or neither while it is computed. */
export interface Prediction {
  readonly scored?: ScoredHere;
  readonly error?: unknown;
  /** How far the DAO's past is read; the score changes when it is. */
  readonly reading?: PastProgress;
}

const nothingRead: PastProgress = { read: 0, of: 0 };

export function usePrediction(draft: Draft | undefined, { dao, author, epoch }: NextOf): Prediction {
  const [prediction, setPrediction] = useState<Prediction>({});
  useEffect(() => {
    setPrediction({});
    if (draft === undefined) return;
    let current = true;
    const show = (part: Prediction): void => {
      if (current) setPrediction((before) => ({ ...before, ...part }));
    };
    const { kind, bytes } = draft;
    const scorer = deviceScorer();
    const predict = async (): Promise<void> => {
      show({ scored: await scorer.score({ kind, bytes }), reading: nothingRead });
      await readPast(scorer, dao, undefined, (reading) => show({ reading }));
      const scored = await scorer.score({ kind, bytes, next: { dao, author, epoch } });
      if (current) setPrediction({ scored });
    };
    predict().catch((error: unknown) => {
      if (current) setPrediction({ error });
    });
    return () => {
      current = false;
    };
  }, [draft, dao, author, epoch]);
  return prediction;
}
