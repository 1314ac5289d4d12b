/** Which work people review: drawn by what scorers committed to, which nobody knew when the work was submitted. */
import { concat, fromHex, utf8 } from '#chain/crypto/bytes.ts';
import type { Id } from '#chain/scalars.ts';
import { sha256 } from '#hash';
import type { Contribution } from '../contributions/state.ts';
import type { Round } from '../scorers/state.ts';
import type { Stratum } from './state.ts';

const million = 1_000_000n;
const range = 1n << 64n;
const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/**
 * SHA-256("meritlane/review" ‖ contribution ‖ commitments of its scoring round, in their order) decides. With s as the sample's
 * share, the first 8 bytes below s ÷ 2 of their range draw it uniformly; the next 8 below s ÷ 2 × amount ÷ cap by
 * what it earns. Undefined where it is not drawn, or not scored.
 */
export const drawOf = (
  contribution: Id,
  { amount, rule }: Contribution,
  { commits }: Pick<Round, 'commits'>,
  samplePpm: number,
): Stratum | undefined => {
  if (amount === undefined) return undefined;
  const hash = sha256(
    concat(utf8('meritlane/review'), fromHex(contribution), ...commits.map((one) => fromHex(one.hash))),
  );
  const share = BigInt(samplePpm);
  if (numberOf(hash.slice(0, 8)) * 2n * million < share * range) return 'uniform';
  const isDrawn = numberOf(hash.slice(8, 16)) * 2n * million * rule.cap < share * amount * range;
  return isDrawn ? 'payout' : undefined;
};
