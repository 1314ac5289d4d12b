/** What of a stream has arrived at a moment: computed from the chain's figures, never polled. */

/** A stream as the chain keeps it; moments are milliseconds of header time. */
export interface Stream {
  readonly startMs: number;
  readonly endMs: number;
  /** The whole stream, in the token's smallest unit. */
  readonly total: bigint;
  /** A stopped stream arrives no further than this. */
  readonly cap?: bigint;
}

/** The amount arrived at a moment, cut to whole units and clamped to 0 … cap. */
export function streamedAmount(stream: Stream, timeMs: number): bigint {
  const cap = stream.cap !== undefined && stream.cap < stream.total ? stream.cap : stream.total;
  const lengthMs = stream.endMs - stream.startMs;
  const passedMs = Math.floor(timeMs) - stream.startMs;
  if (passedMs <= 0) return 0n;
  if (passedMs >= lengthMs) return cap;
  const arrived = (stream.total * BigInt(passedMs)) / BigInt(lengthMs);
  return arrived < cap ? arrived : cap;
}

/** What arrives in a second, cut to whole units. */
export function streamedASecond(stream: Stream): bigint {
  const lengthMs = stream.endMs - stream.startMs;
  return lengthMs <= 0 ? 0n : (stream.total * 1000n) / BigInt(lengthMs);
}
