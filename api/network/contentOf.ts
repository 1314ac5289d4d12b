/** Content that this node does not have, asked of the others: every scorer needs the bytes that one node was given. */
import { contentBytesMax } from '#chain/storage/storageLimits.ts';

/** A peer that does not answer must not hold a scorer for long. */
const answerMsMax = 5_000;

/** Asks one peer after another; what it answers is not checked here: its hash is, by whoever keeps it. */
export const contentOf =
  (peers: readonly string[]) =>
  async (id: string): Promise<{ salt: string; bytes: Uint8Array } | undefined> => {
    for (const peer of peers) {
      try {
        // Marked, so that peers that lack it too do not ask each other in a circle.
        const response = await fetch(`${peer}/v1/content/${id}`, {
          headers: { 'x-here': '1' },
          signal: AbortSignal.timeout(answerMsMax),
        });
        const salt = response.headers.get('x-salt');
        if (!response.ok || salt === null) continue;
        const bytes = new Uint8Array(await response.arrayBuffer());
        if (bytes.length <= contentBytesMax) return { salt, bytes };
      } catch {
        // The next one may have it.
      }
    }
    return undefined;
  };
