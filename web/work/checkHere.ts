/** Checks a score on this device: the content, its features in the DAO's past, the model's tables and the scores against the chain. */
import { toHex } from '#chain/crypto/bytes.ts';
import { contentId, featuresHash } from '#scoring/attestation.ts';
import { client } from '../node.ts';
import type { ContributionJson, RoundJson } from './contributionQueries.ts';
import { deviceScorer, type ScoredHere } from './deviceScorer.ts';
import { fetchContent, type PastProgress, readPast } from './readPast.ts';

/** What was compared; each of the five may fail by itself. */
export interface CheckedHere {
  readonly contentSame: boolean;
  /** Scorers whose attested features are those found here, of all whose answer counts. */
  readonly featuresSame: number;
  readonly revealed: number;
  readonly tablesSame: boolean;
  readonly scoresSame: boolean;
  /** The ONNX file that the DAO registered, run here, gives the same scores as its tables. */
  readonly modelSame: boolean;
  readonly scored: ScoredHere;
  /** Earlier contributions of the DAO that were read for it. */
  readonly past: number;
}

const sameScores = (left: readonly number[], right: readonly number[]): boolean =>
  left.length === right.length && left.every((score, index) => score === right[index]);

/** Fetches the content and all before it and computes everything anew; throws where the content is gone or cannot be scored. */
export async function checkHere(
  work: ContributionJson,
  round: RoundJson,
  onProgress: (progress: PastProgress) => void,
): Promise<CheckedHere> {
  const { dao, contribution, kind } = work;
  const scorer = deviceScorer();
  const [content, scorers] = await Promise.all([
    fetchContent(work.contentId),
    client.query.scorers.getScorers({ dao }),
    readPast(scorer, dao, contribution, onProgress),
  ]);
  if (content === null) throw new Error('The content is not on this node.');
  const { bytes, salt } = content;
  const scored = await scorer.score({ kind, bytes, appended: { dao, contribution }, runsModel: true });
  const hash = featuresHash(salt, scored.features);
  const reveals = round.reveals.filter(({ valid }) => valid);
  return {
    contentSame: contentId(salt, bytes) === work.contentId,
    featuresSame: reveals.filter((reveal) => reveal.featuresHash === hash).length,
    revealed: reveals.length,
    tablesSame: scorers.modelHash === work.modelHash && toHex(scored.tablesRoot) === scorers.model.tablesRoot,
    scoresSame: sameScores(scored.scores, work.scores ?? []),
    modelSame:
      scored.byModel?.modelHash === work.modelHash && sameScores(scored.byModel.scores, scored.scores),
    scored,
    past: [...(scorer.read.get(dao) ?? [])].indexOf(contribution),
  };
}

/** Whether one scorer's answer is what this device computed. */
export const answersSame = (checked: CheckedHere, scores: readonly number[]): boolean =>
  sameScores(checked.scored.scores, scores);
