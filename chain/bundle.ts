/** Votes under one signature: their wire form, and the transactions that they are; safe in browsers. */
import {
  Malformed,
  malformed,
  PoolWriter,
  Reader,
  readHead,
  readText,
  take,
  Writer,
  writeHead,
  writeHex,
  writeText,
} from './codec.ts';
import { blsSignatureBytes, voteMessage } from './crypto/blsMessages.ts';
import { compareBytes, equal, fromHex, toHex } from './crypto/bytes.ts';
import { schemeNumbers } from './crypto/schemes.ts';
import { Invalid } from './errors.ts';
import { bundleBytesMax, bundleVotesMax } from './limits.ts';
import { type Kind, kindOf, type Registry } from './registry.ts';
import type { Address, Id } from './scalars.ts';
import {
  type BundleReference,
  decodeTransaction,
  encodeEnvelope,
  envelopeId,
  type Transaction,
} from './transaction.ts';

/** `[kind, chainId, payload, aggregate, voters]`: five parts, where a transaction has four. */
const parts = 5;
const bundleHead = 0x80 | parts;
const kindBytesMax = 64;
const chainIdBytesMax = 96;
const addressBytes = 32;

/** Votes of one kind and payload, signed together. */
export interface Bundle extends BundleReference {
  readonly kind: Kind;
  readonly chainId: string;
  readonly payload: unknown;
  /** What each voter signed. */
  readonly message: Uint8Array;
  /** The sum of the voters' signatures, 96 bytes. */
  readonly aggregate: Uint8Array;
  /** In ascending order, each once. */
  readonly voters: readonly Address[];
  /** The wire bytes. */
  readonly bytes: Uint8Array;
}

/** Whether wire bytes are a bundle; whatever else they are, they are a transaction or nothing. */
export const isBundle = (wire: Uint8Array): boolean => wire[0] === bundleHead;

/** What the voters sign, and the height of the keys that count; refuses kinds that are not voted on together. */
export const votedOn = (kind: Kind, chainId: string, payload: unknown) => {
  const { aggregated } = kind.definition;
  if (aggregated === undefined)
    throw new Invalid('chain.malformed', `Votes of the kind ${kind.name} cannot be added up.`);
  const writer = new Writer();
  kind.payload.encode(writer, payload);
  return {
    message: voteMessage(chainId, kind.name, writer.finish()),
    height: aggregated.heightOf(payload),
  };
};

/** The wire bytes of a bundle; voters in any order, each once. */
export const encodeBundle = (
  kind: Kind,
  chainId: string,
  payload: unknown,
  aggregate: Uint8Array,
  voters: readonly Address[],
): Uint8Array => {
  const writer = new Writer(512 + addressBytes * voters.length);
  writeHead(writer, 4, parts);
  writeText(writer, kind.name);
  writeText(writer, chainId);
  kind.payload.encode(writer, payload);
  writeHead(writer, 2, aggregate.length);
  writer.put(aggregate);
  writeHead(writer, 2, addressBytes * voters.length);
  for (const voter of [...voters].sort()) writeHex(writer, voter);
  return writer.finish();
};

/** Decodes a bundle strictly; throws `Invalid` with `chain.malformed`, `chain.tooLarge` or `chain.unknownKind`. */
export const decodeBundle = (registry: Registry, wire: Uint8Array): Bundle => {
  if (wire.length > bundleBytesMax)
    throw new Invalid('chain.tooLarge', `${wire.length} bytes; a bundle has at most ${bundleBytesMax}.`);
  const reader = new Reader(wire);
  try {
    if (readHead(reader, 4) !== parts) malformed('a bundle has five parts');
    const name = readText(reader, kindBytesMax);
    const kind = registry.kinds.get(name);
    if (kind === undefined)
      throw new Invalid('chain.unknownKind', `There is no kind ${JSON.stringify(name)}.`);
    const chainId = readText(reader, chainIdBytesMax);
    const payload = kind.payload.decode(reader);
    if (readHead(reader, 2) !== blsSignatureBytes) malformed(`an aggregate has ${blsSignatureBytes} bytes`);
    const aggregate = take(reader, blsSignatureBytes);
    const voters = readVoters(reader);
    if (reader.at !== reader.end) malformed('bytes are left over');
    const { message, height } = votedOn(kind, chainId, payload);
    return { kind, chainId, payload, message, aggregate, voters, height, bytes: wire, count: voters.length };
  } catch (error) {
    if (error instanceof Malformed) throw new Invalid('chain.malformed', `${error.message}.`);
    throw error;
  }
};

const readVoters = (reader: Reader): Address[] => {
  const length = readHead(reader, 2);
  const count = length / addressBytes;
  if (!Number.isInteger(count) || count < 1 || count > bundleVotesMax)
    malformed(`a bundle has 1 to ${bundleVotesMax} voters of ${addressBytes} bytes`);
  const voters: Address[] = [];
  let before: Uint8Array | undefined;
  for (let i = 0; i < count; i++) {
    const voter = take(reader, addressBytes);
    if (before !== undefined && compareBytes(before, voter) >= 0)
      malformed('voters come in order, each once');
    before = voter;
    voters.push(toHex(voter));
  }
  return voters;
};

const pool = new PoolWriter();

/** The envelope of each vote: nonce and `validUntil` are 0, and they differ in their senders alone. */
const envelopesOf = (
  { chainId, kind, payload }: Pick<Bundle, 'chainId' | 'kind' | 'payload'>,
  voters: readonly Address[],
): Uint8Array[] => {
  const first = voters[0] ?? '';
  const template = encodeEnvelope({ chainId, kind, payload, sender: first, nonce: 0, validUntil: 0 });
  const senderAt = placeOf(template, fromHex(first));
  return voters.map((sender) => {
    pool.put(template.subarray(0, senderAt));
    writeHex(pool, sender);
    pool.put(template.subarray(senderAt + addressBytes));
    return pool.finish();
  });
};

/** The votes as transactions. */
export const votesOf = (bundle: Bundle): Transaction[] => {
  const { chainId, kind, payload, voters } = bundle;
  const signature = toHex(bundle.aggregate);
  return envelopesOf(bundle, voters).map((bytes, place) => ({
    chainId,
    kind,
    payload,
    sender: voters[place] as Address,
    nonce: 0,
    validUntil: 0,
    scheme: schemeNumbers.bls12381,
    publicKey: '',
    signature,
    id: envelopeId(bytes),
    bytes,
    bundle,
  }));
};

/** The transactions that the items of a block's body are. */
export const transactionsOf = (registry: Registry, items: readonly Uint8Array[]): Transaction[] =>
  items.flatMap((item) =>
    isBundle(item) ? votesOf(decodeBundle(registry, item)) : decodeTransaction(registry, item),
  );

/** The ids that votes have, whoever adds them up, and the height of the block whose keys count; refuses kinds that are not voted on together. */
export const voteIds = (
  registry: Registry,
  chainId: string,
  votes: { readonly kind: string; readonly payload: unknown; readonly voters: readonly Address[] },
): { readonly ids: readonly Id[]; readonly height: number } => {
  const { payload, voters } = votes;
  const kind = kindOf(registry, votes.kind);
  const { height } = votedOn(kind, chainId, payload);
  const envelopes = voters.length === 0 ? [] : envelopesOf({ chainId, kind, payload }, voters);
  return { ids: envelopes.map(envelopeId), height };
};

/** Where the sender stands: kind and nonce before it are shorter than it is, so that it is found where it is first seen. */
const placeOf = (envelope: Uint8Array, sender: Uint8Array): number => {
  for (let at = 0; at + addressBytes <= envelope.length; at++)
    if (equal(envelope.subarray(at, at + addressBytes), sender)) return at;
  return malformed('an envelope without its sender');
};
