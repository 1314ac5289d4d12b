/** The tables of documents: set by hand, because no public data say what became of documents. */
import type { Scores } from '../attestation.ts';
import type { FeatureId } from '../features.ts';

/** Steps of a feature: from this value on, these entries (quality, quantity, impact, value). Below the first: zeros. */
export type Steps = [from: number, entries: Scores][];

/** Where a document starts, before anything it holds is counted. */
export const documentStart: Scores = [6_600, 0, 1_500, 1_500];

/** What a document's shape and phrases add. */
export const documentSteps: Partial<Record<FeatureId, Steps>> = {
  documentPhrases: [
    [50, [100, 0, 500, 500]],
    [200, [300, 0, 1_500, 1_500]],
    [500, [500, 0, 2_500, 2_500]],
    [1_000, [600, 0, 3_500, 3_500]],
    [3_000, [600, 0, 4_500, 4_500]],
  ],
  headings: [
    [1, [300, 0, 200, 200]],
    [3, [600, 0, 500, 400]],
  ],
  codeBlocks: [
    [1, [300, 0, 500, 500]],
    [3, [500, 0, 900, 900]],
  ],
  links: [
    [1, [250, 0, 300, 200]],
    [3, [500, 0, 700, 400]],
  ],
  listItems: [
    [1, [150, 0, 100, 100]],
    [5, [300, 0, 200, 200]],
  ],
  vocabularyShare: [
    [200, [400, 0, 100, 100]],
    [350, [800, 0, 300, 300]],
  ],
  repeatedPhrases: [
    [100, [-300, 0, -200, -300]],
    [300, [-800, 0, -600, -700]],
    [600, [-1_200, 0, -1_200, -1_200]],
  ],
  longestParagraph: [
    [150, [-200, 0, -100, -100]],
    [300, [-400, 0, -200, -200]],
  ],
};
