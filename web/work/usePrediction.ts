/** The score of a draft, computed on this device whenever the draft or the author's history changes. */
import { useEffect, useState } from 'react';
import type { Draft } from './draft.ts';
import { type ScoredHere, scoreHere } from './scoreHere.ts';

/** A score, an error with a code of the scorers' catalogue, or neither while it is computed. */
export interface Prediction {
  readonly scored?: ScoredHere;
  readonly error?: unknown;
}

export function usePrediction(draft: Draft | undefined, unitsBefore = 0): Prediction {
  const [prediction, setPrediction] = useState<Prediction>({});
  useEffect(() => {
    setPrediction({});
    if (draft === undefined) return;
    let current = true;
    scoreHere(draft.kind, draft.bytes, unitsBefore).then(
      (scored) => current && setPrediction({ scored }),
      (error: unknown) => current && setPrediction({ error }),
    );
    return () => {
      current = false;
    };
  }, [draft, unitsBefore]);
  return prediction;
}
