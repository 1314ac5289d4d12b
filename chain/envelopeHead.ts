/** The first fields of a transaction's wire bytes, read without its payload: who sent which kind, with which nonce. */
import { isBundle } from './bundle.ts';
import { malformed, Reader, readHead } from './codec.ts';
import { listPlaces } from './lists.ts';
import { type RepeatedText, skipValue } from './receiptWalk.ts';

const addressBytes = 32;

/** The head of an envelope. */
export interface EnvelopeHead {
  readonly kind: string;
  readonly nonce: number;
  /** Where the 32 bytes of the sender stand. */
  readonly senderAt: number;
}

/** Passes over the name of a field. */
const skipName = (reader: Reader): void => {
  const length = readHead(reader, 3);
  reader.at += length;
};

/** The heads of all transactions of a body, in block order: one for each vote of a bundle. */
export function* envelopeHeads(body: Uint8Array, kinds: RepeatedText): Generator<EnvelopeHead, undefined> {
  const { begins, ends } = listPlaces(body);
  for (let item = 0; item < begins.length; item++) {
    const reader = new Reader(body, begins[item], ends[item]);
    if (isBundle(body.subarray(begins[item], ends[item]))) yield* votesHeads(reader, kinds);
    else yield readEnvelopeHead(reader, kinds);
  }
}
/** Votes have nonce 0, and their senders stand one after another at the end. */
function* votesHeads(reader: Reader, kinds: RepeatedText): Generator<EnvelopeHead, undefined> {
  readHead(reader, 4);
  const kind = kinds.read(reader);
  for (const _ of ['chainId', 'payload', 'aggregate']) skipValue(reader);
  const length = readHead(reader, 2);
  for (let at = reader.at; at < reader.at + length; at += addressBytes)
    yield { kind, nonce: 0, senderAt: at };
}

/** Reads the head of the wire bytes at the reader; `kinds` reads the kind. The bytes were decoded strictly before. */
const readEnvelopeHead = (reader: Reader, kinds: RepeatedText): EnvelopeHead => {
  readHead(reader, 4);
  readHead(reader, 5);
  skipName(reader);
  const kind = kinds.read(reader);
  skipName(reader);
  const nonce = readHead(reader, 0);
  skipName(reader);
  if (readHead(reader, 2) !== addressBytes) malformed('an address has 32 bytes');
  return { kind, nonce, senderAt: reader.at };
};
