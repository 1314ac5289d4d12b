/** Token buckets by address, so that one caller cannot take the node from all others. */

/** How much one address may write. */
export interface RateLimit {
  /** Requests that may come at once. */
  readonly burst: number;
  /** Requests a second after that. */
  readonly perSecond: number;
}
/** A wallet sends a few a minute; a load generator on the same machine sends thousands a second. */
export const writeRateLimit: RateLimit = { burst: 20_000, perSecond: 5_000 };

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

  /** Takes one request of the address, or says no. */
  take(address: string, nowMs: number): boolean {
    const { burst, perSecond } = this.limit;
    const bucket = this.buckets.get(address) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) * perSecond) / 1000);
    bucket.atMs = nowMs;
    bucket.tokens = tokens < 1 ? tokens : tokens - 1;
    this.buckets.delete(address);
    this.buckets.set(address, bucket);
    if (this.buckets.size > addressesMax) this.forgetOldest();
    return tokens >= 1;
  }

  private forgetOldest(): void {
    const oldest = this.buckets.keys().next().value;
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
