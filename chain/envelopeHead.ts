/** The first fields of a transaction's wire bytes, read without its payload: who sent which kind, with which nonce. */
import { malformed, type Reader, readHead } from './codec.ts';
import type { RepeatedText } from './receiptWalk.ts';

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

/** Reads the head of the wire bytes at the reader; `kinds` reads the kind. The bytes were decoded strictly before. */
export const readEnvelopeHead = (reader: Reader, kinds: RepeatedText): EnvelopeHead => {
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
