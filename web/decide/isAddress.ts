/** Whether a text is an address, checksum included. */
import { parseAddress } from '#chain/crypto/address.ts';

export function isAddress(text: string): boolean {
  try {
    parseAddress(text);
    return true;
  } catch {
    return false;
  }
}
