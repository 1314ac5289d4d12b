/** Checks a score on this device: the content, its features, the model's tables and the scores against the chain. */
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { contentId, featuresHash } from '#scoring/attestation.ts';
import { client } from '../node.ts';
import type { ContributionJson, RoundJson } from './contributionQueries.ts';
import { type ScoredHere, scoreHere } from './scoreHere.ts';

/** What was compared; each of the four may fail by itself. */
export interface CheckedHere {
  readonly contentSame: boolean;
  /** Scorers whose attested features are those found here, of all whose answer counts. */
  readonly featuresSame: number;
  readonly revealed: number;
  readonly tablesSame: boolean;
  readonly scoresSame: boolean;
  readonly scored: ScoredHere;
  /** Units of the author's earlier work in the epoch, as the scorers counted them. */
  readonly unitsBefore: number;
}

/** Bytes of a content with the salt that its id was made with. */
async function fetchContent(id: string): Promise<{ readonly bytes: Uint8Array; readonly salt: Uint8Array }> {
  const response = await fetch(`/v1/content/${id}`);
  // The client words the refusal; its bytes are not needed.
  if (!response.ok) await client.content(id);
  return {
    bytes: new Uint8Array(await response.arrayBuffer()),
    salt: fromHex(response.headers.get('x-salt') ?? ''),
  };
}

const sameScores = (left: readonly number[], right: readonly number[]): boolean =>
  left.length === right.length && left.every((score, index) => score === right[index]);

/** Fetches the content and computes everything anew; throws where the content is gone or cannot be scored. */
export async function checkHere(work: ContributionJson, round: RoundJson): Promise<CheckedHere> {
  const [{ bytes, salt }, scorers] = await Promise.all([
    fetchContent(work.contentId),
    client.query.scorers.getScorers({ dao: work.dao }),
  ]);
  const unitsBefore = work.explanation?.rows.find(({ id }) => id === 'quantityBefore')?.value ?? 0;
  const scored = await scoreHere(work.kind, bytes, unitsBefore);
  const hash = featuresHash(salt, scored.features);
  const reveals = round.reveals.filter(({ valid }) => valid);
  return {
    contentSame: contentId(salt, bytes) === work.contentId,
    featuresSame: reveals.filter((reveal) => reveal.featuresHash === hash).length,
    revealed: reveals.length,
    tablesSame: scorers.modelHash === work.modelHash && toHex(scored.tablesRoot) === scorers.model.tablesRoot,
    scoresSame: sameScores(scored.scores, work.scores ?? []),
    scored,
    unitsBefore,
  };
}

/** Whether one scorer's answer is what this device computed. */
export const answersSame = (checked: CheckedHere, scores: readonly number[]): boolean =>
  sameScores(checked.scored.scores, scores);
