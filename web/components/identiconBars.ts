/** Five bars from the bytes of an address: enough to tell two people apart at a glance, never to prove who they are. */
import { fromHex } from '#chain/crypto/bytes.ts';

/** One bar: its height as a share 0.3 … 1 of the icon, and which of five colours. */
export interface IdenticonBar {
  readonly height: number;
  readonly hue: number;
}

const barCount = 5;

/** Derives the bars from the first bytes of an address (64 hex digits); addresses are hashes, so these bytes are even. */
export function identiconBars(addressHex: string): IdenticonBar[] {
  const bytes = fromHex(addressHex.slice(0, 2 * barCount));
  return Array.from(bytes, (byte) => ({
    height: 0.3 + (0.7 * (byte >> 4)) / 15,
    hue: (byte & 15) % barCount,
  }));
}
