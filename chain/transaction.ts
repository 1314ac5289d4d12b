/** The signed envelope: what a key signs, its id, its canonical bytes and its JSON form; safe in browsers. */
import { z } from 'zod';
import { sha256Hex } from '#hash';
import { type BatchPath, batchPathJson, readBatchPath, writeBatchPath } from './batchPath.ts';
import {
  Malformed,
  malformed,
  type Reader,
  Reader as ReaderOf,
  readHead,
  readText,
  takeHex,
  Writer,
  writeHead,
  writeHex,
  writeText,
} from './codec.ts';
import { equal, utf8 } from './crypto/bytes.ts';
import { isScheme, schemeNumbers, schemes, webAuthnBytesMax } from './crypto/schemes.ts';
import { Invalid } from './errors.ts';
import { transactionBytesMax } from './limits.ts';
import { type Kind, parsePayload, type Registry } from './registry.ts';
import { type Address, address, bytes, bytesUpTo, type Id, integer, text, timeMs } from './scalars.ts';

/** What a sender asks for; its hash is the id of the transaction, whatever the signature. */
export interface Envelope {
  readonly chainId: string;
  readonly kind: Kind;
  readonly payload: unknown;
  readonly sender: Address;
  readonly nonce: number;
  /** Header time after which it is not admitted. */
  readonly validUntil: number;
  /** Who pays the fee instead of the sender. */
  readonly sponsor?: Address;
}
/** The three byte strings of a WebAuthn assertion, in hex. */
export interface WebAuthnSignature {
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signature: string;
}
export interface Signed {
  readonly scheme: number;
  readonly publicKey: string;
  readonly signature: string | WebAuthnSignature;
  /** Where it stands in the batch that the signature is of; absent where it is of this transaction alone. */
  readonly path?: BatchPath | undefined;
}
/** A transaction as the node holds it: decoded, identified, not yet verified or admitted. */
export interface Transaction extends Envelope, Signed {
  readonly id: Id;
  /** The wire bytes; of a vote in a bundle, its envelope alone. */
  readonly bytes: Uint8Array;
  /** The bundle that a vote stands in. */
  readonly bundle?: BundleReference | undefined;
}
/** Votes that one signature covers, as far as their transactions know it. */
export interface BundleReference {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** The height of the closed block whose voting keys count. */
  readonly height: number;
}

const idTag = utf8('meritlane/tx');
const chainIdBytesMax = 96;
const kindBytesMax = 64;

const key = (name: string): Uint8Array => {
  const writer = new Writer(32);
  writeText(writer, name);
  return writer.finish();
};
const keys = {
  kind: key('kind'),
  nonce: key('nonce'),
  sender: key('sender'),
  chainId: key('chainId'),
  payload: key('payload'),
  sponsor: key('sponsor'),
  validUntil: key('validUntil'),
};

/** The canonical bytes of an envelope: a map with its keys in canonical order. */
export const encodeEnvelope = (envelope: Envelope): Uint8Array => {
  const writer = new Writer(512);
  writeHead(writer, 5, envelope.sponsor === undefined ? 6 : 7);
  writer.put(keys.kind);
  writeText(writer, envelope.kind.name);
  writer.put(keys.nonce);
  writeHead(writer, 0, envelope.nonce);
  writer.put(keys.sender);
  putBytes(writer, envelope.sender);
  writer.put(keys.chainId);
  writeText(writer, envelope.chainId);
  writer.put(keys.payload);
  envelope.kind.payload.encode(writer, envelope.payload);
  if (envelope.sponsor !== undefined) {
    writer.put(keys.sponsor);
    putBytes(writer, envelope.sponsor);
  }
  writer.put(keys.validUntil);
  writeHead(writer, 0, envelope.validUntil);
  return writer.finish();
};
const putBytes = (writer: Writer, hex: string): void => {
  writeHead(writer, 2, hex.length >>> 1);
  writeHex(writer, hex);
};

/** SHA-256("meritlane/tx" ‖ CBOR(envelope)). */
export const envelopeId = (envelopeBytes: Uint8Array): Id => sha256Hex(idTag, envelopeBytes);

/** Parts of the wire form: a bundle of votes has five. */
const partsAlone = 4;
const partsInBatch = 7;

/**
 * The wire form `[envelope, scheme, publicKey, signature]`, or in a batch
 * `[envelope, place, count, siblings, scheme, publicKey, signature]`: what the batch has in common is at the end.
 */
export const encodeTransaction = (envelopeBytes: Uint8Array, signed: Signed): Uint8Array => {
  const { path } = signed;
  const writer = new Writer(envelopeBytes.length + 160);
  writeHead(writer, 4, path === undefined ? partsAlone : partsInBatch);
  writer.put(envelopeBytes);
  if (path !== undefined) writeBatchPath(writer, path);
  writeHead(writer, 0, signed.scheme);
  putBytes(writer, signed.publicKey);
  if (typeof signed.signature === 'string') putBytes(writer, signed.signature);
  else {
    writeHead(writer, 5, 3);
    for (const name of webAuthnOrder) {
      writer.put(webAuthnKeys[name]);
      putBytes(writer, signed.signature[name]);
    }
  }
  return writer.finish();
};
/**
 * Whether wire bytes look like transactions of one batch, which are alike at the end: good enough for whoever hands them out.
 * Passkeys of one site all look alike.
 */
export const lookOfOneBatch = (one: Uint8Array, other: Uint8Array): boolean =>
  one[0] === headInBatch &&
  other[0] === headInBatch &&
  equal(one.subarray(-alikeBytes), other.subarray(-alikeBytes));
const headInBatch = 0x80 | partsInBatch;
/** A signature, the last of the wire form. */
const alikeBytes = 64;

/** Shorter keys first, as deterministic CBOR orders them. */
const webAuthnOrder = ['signature', 'clientDataJSON', 'authenticatorData'] as const;
const webAuthnKeys = {
  signature: key('signature'),
  clientDataJSON: key('clientDataJSON'),
  authenticatorData: key('authenticatorData'),
};

const expect = (reader: Reader, expected: Uint8Array): boolean => {
  const { bytes, at } = reader;
  if (at + expected.length > reader.end) return false;
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  reader.at += expected.length;
  return true;
};
const expectKey = (reader: Reader, name: keyof typeof keys): void => {
  if (!expect(reader, keys[name])) malformed(`the field ${name} is missing or not in its place`);
};
const readBytes = (reader: Reader, min: number, max: number): string => {
  const length = readHead(reader, 2);
  if (length < min || length > max) malformed('a byte string of a wrong length');
  return takeHex(reader, length);
};

const readEnvelope = (reader: Reader, registry: Registry): Envelope => {
  const count = readHead(reader, 5);
  if (count !== 6 && count !== 7) malformed('an envelope has six or seven fields');
  expectKey(reader, 'kind');
  const name = readText(reader, kindBytesMax);
  const kind = registry.kinds.get(name);
  if (kind === undefined) throw new Invalid('chain.unknownKind', `There is no kind ${JSON.stringify(name)}.`);
  expectKey(reader, 'nonce');
  const nonce = readHead(reader, 0);
  expectKey(reader, 'sender');
  const sender = readBytes(reader, 32, 32);
  expectKey(reader, 'chainId');
  const chainId = readText(reader, chainIdBytesMax);
  expectKey(reader, 'payload');
  const payload = kind.payload.decode(reader);
  if (count === 7) expectKey(reader, 'sponsor');
  const sponsor = count === 7 ? readBytes(reader, 32, 32) : undefined;
  expectKey(reader, 'validUntil');
  const validUntil = readHead(reader, 0);
  return { chainId, kind, payload, sender, nonce, validUntil, ...(sponsor === undefined ? {} : { sponsor }) };
};

const readSignature = (reader: Reader, scheme: number): string | WebAuthnSignature => {
  if (scheme !== schemeNumbers.p256) {
    const rule = schemes[scheme as keyof typeof schemes];
    return readBytes(reader, rule.signatureBytesMin, rule.signatureBytesMax);
  }
  if (readHead(reader, 5) !== 3) malformed('a passkey signature has three fields');
  const parts: Record<string, string> = {};
  for (const name of webAuthnOrder) {
    if (!expect(reader, webAuthnKeys[name])) malformed(`the field ${name} is missing or not in its place`);
    parts[name] = readBytes(reader, 1, webAuthnBytesMax[name]);
  }
  return parts as unknown as WebAuthnSignature;
};

/**
 * Decodes wire bytes strictly. Throws `Invalid` with `chain.malformed`, `chain.tooLarge`, `chain.unknownKind` or
 * `chain.schemeUnsupported`; never anything else.
 */
export const decodeTransaction = (registry: Registry, wire: Uint8Array): Transaction => {
  if (wire.length > transactionBytesMax)
    throw new Invalid('chain.tooLarge', `${wire.length} bytes; at most ${transactionBytesMax}.`);
  const reader = new ReaderOf(wire);
  try {
    const parts = readHead(reader, 4);
    if (parts !== partsAlone && parts !== partsInBatch)
      malformed(`a transaction has ${partsAlone} parts, or ${partsInBatch} in a batch`);
    const start = reader.at;
    const envelope = readEnvelope(reader, registry);
    const envelopeBytes = wire.subarray(start, reader.at);
    const path = parts === partsInBatch ? readBatchPath(reader) : undefined;
    const scheme = readHead(reader, 0);
    if (!isScheme(scheme)) throw new Invalid('chain.schemeUnsupported', `There is no scheme ${scheme}.`);
    const { publicKeyBytes } = schemes[scheme];
    const publicKey = readBytes(reader, publicKeyBytes, publicKeyBytes);
    const signature = readSignature(reader, scheme);
    if (reader.at !== reader.end) malformed('bytes are left over');
    return { ...envelope, path, scheme, publicKey, signature, id: envelopeId(envelopeBytes), bytes: wire };
  } catch (error) {
    if (error instanceof Malformed) throw new Invalid('chain.malformed', `${error.message}.`);
    throw error;
  }
};

/** Who sends wire bytes, or undefined where they are no transaction. */
export const senderOfWire = (registry: Registry, wire: Uint8Array): Address | undefined => {
  try {
    return decodeTransaction(registry, wire).sender;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return undefined;
  }
};

const webAuthnJson = z.strictObject({
  authenticatorData: bytesUpTo(webAuthnBytesMax.authenticatorData),
  clientDataJSON: bytesUpTo(webAuthnBytesMax.clientDataJSON),
  signature: bytes(webAuthnBytesMax.signature),
});
/** The JSON form of a signed transaction, with the same names as the wire. */
export const transactionJson = z.strictObject({
  envelope: z.strictObject({
    chainId: text(chainIdBytesMax, 1),
    kind: text(kindBytesMax, 3),
    payload: z.record(z.string(), z.unknown()),
    sender: address,
    nonce: integer(0, Number.MAX_SAFE_INTEGER),
    validUntil: timeMs,
    sponsor: address.optional(),
  }),
  scheme: integer(0, 3),
  publicKey: bytesUpTo(48, 32),
  signature: z.union([bytesUpTo(webAuthnBytesMax.signature, 64), webAuthnJson]),
  path: batchPathJson.optional(),
});
export type TransactionJson = z.input<typeof transactionJson>;

/** Wire bytes of a transaction given as JSON; refuses with every field that is wrong. */
export const encodeTransactionJson = (registry: Registry, json: unknown): Uint8Array => {
  const parsed = z.safeDecode(transactionJson, json as TransactionJson);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Invalid('chain.malformed', issues.join('; '));
  }
  const { envelope, ...signed } = parsed.data;
  const { sponsor, ...rest } = envelope;
  const kind = registry.kinds.get(envelope.kind);
  if (kind === undefined) throw new Invalid('chain.unknownKind', `There is no kind ${envelope.kind}.`);
  const payload = parsePayload(registry, envelope.kind, envelope.payload);
  return encodeTransaction(
    encodeEnvelope({ ...rest, kind, payload, ...(sponsor === undefined ? {} : { sponsor }) }),
    signed as Signed,
  );
};

/** The JSON form of an envelope's own fields. */
export const transactionToJson = (transaction: Transaction): TransactionJson => ({
  envelope: {
    chainId: transaction.chainId,
    kind: transaction.kind.name,
    payload: z.encode(transaction.kind.definition.payload, transaction.payload) as Record<string, unknown>,
    sender: z.encode(address, transaction.sender),
    nonce: transaction.nonce,
    validUntil: transaction.validUntil,
    ...(transaction.sponsor === undefined ? {} : { sponsor: z.encode(address, transaction.sponsor) }),
  },
  scheme: transaction.scheme,
  publicKey: transaction.publicKey,
  signature: transaction.signature,
  ...(transaction.path === undefined ? {} : { path: transaction.path }),
});
