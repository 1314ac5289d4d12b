/** A transaction in the words that its signer reads: the canonical JSON text of its payload among them; safe in browsers. */
import { z } from 'zod';
import { formatAddress } from './crypto/address.ts';
import type { ReadableBatch, ReadableTransaction } from './crypto/eip712.ts';
import type { Id } from './scalars.ts';
import type { Envelope } from './transaction.ts';

/** Returns what an Ethereum wallet shows and signs of an envelope with this id. */
export const readableTransaction = (envelope: Envelope, id: Id): ReadableTransaction => ({
  chainId: envelope.chainId,
  kind: envelope.kind.name,
  sender: formatAddress(envelope.sender),
  nonce: envelope.nonce,
  validUntil: envelope.validUntil,
  payload: canonicalJson(z.encode(envelope.kind.definition.payload, envelope.payload)),
  id,
});

/** Returns what an Ethereum wallet shows and signs of a batch with this id; any of its envelopes will do. */
export const readableBatch = (
  { chainId, sender }: Pick<Envelope, 'chainId' | 'sender'>,
  count: number,
  id: Id,
): ReadableBatch => ({ chainId, sender: formatAddress(sender), count, id });

/**
 * The one JSON text of a JSON value: keys sorted by code unit, no spaces, absent fields left out. It is written here
 * piece by piece, because an object with keys such as "10" and "2" gives them in the order of the numbers.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
};
