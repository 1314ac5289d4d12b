/** Token buckets by address, so that one caller cannot take the node from all others. */
import { ApiError } from './problem.ts';

/** How much one address may write: each request counts as one, a batch as its transactions. */
export interface RateLimit {
  /** Writes that may come at once. */
  readonly burst: number;
  /** Writes a second after that. */
  readonly perSecond: number;
}
/**
 * A wallet sends a few a minute; a load generator on the same machine sends thousands a second. Two cores verify some
 * twenty thousand signatures a second: one address gets a quarter of that, and at once what fills the mempool.
 */
export const writeRateLimit: RateLimit = { burst: 20_000, perSecond: 5_000 };

/** Seconds that a refused sender is told to wait at most. */
const retryAfterMax = 60;
/** Addresses remembered: beyond it those that are full again are forgotten. */
const addressesMax = 10_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** One bucket an address. */
export class RateLimiter {
  private readonly limit: RateLimit;
  private readonly buckets = new Map<string, Bucket>();

  constructor(limit: RateLimit) {
    this.limit = limit;
  }

  /**
   * Takes writes of the address and answers 0; or takes none and answers in how many milliseconds there is room for
   * them. More than a burst counts as a burst: it needs a full bucket.
   */
  take(address: string, nowMs: number, writes = 1): number {
    const { burst, perSecond } = this.limit;
    const wanted = Math.min(writes, burst);
    const bucket = this.buckets.get(address) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) * perSecond) / 1000);
    bucket.atMs = nowMs;
    bucket.tokens = tokens < wanted ? tokens : tokens - wanted;
    this.buckets.delete(address);
    this.buckets.set(address, bucket);
    if (this.buckets.size > addressesMax) this.forgetOldest();
    return tokens >= wanted ? 0 : ((wanted - tokens) * 1000) / perSecond;
  }

  /** Takes writes of the address, or throws ApiError `api.rateLimited` that says when to come again. */
  expect(address: string, nowMs: number, writes = 1): void {
    const waitMs = this.take(address, nowMs, writes);
    if (waitMs === 0) return;
    const seconds = Math.min(retryAfterMax, Math.max(1, Math.ceil(waitMs / 1000)));
    const detail = writes === 1 ? '' : `Each of the ${writes} transactions counts. Nothing of it was taken.`;
    throw new ApiError('api.rateLimited', detail, { 'Retry-After': String(seconds) });
  }

  private forgetOldest(): void {
    const oldest = this.buckets.keys().next().value;
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
