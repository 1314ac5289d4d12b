/** BLS signatures on Node, by blst: proofs of possession, and votes of many keys checked as one. */
import blst, { type PublicKey, type Signature } from '@chainsafe/blst';
import { blsBytes, possessionMessage } from './blsMessages.ts';

/** One vote on its way into an aggregate. */
export interface Share {
  /** Of a registered key, whose proof of possession was checked: 48 bytes. */
  readonly publicKey: Uint8Array;
  /** Uncompressed, 192 bytes; nothing about it is known. */
  readonly signature: Uint8Array;
}

/** What became of shares; `good` and `bad` are their places, ascending, and hold each place once. */
export interface AggregatedShares {
  /** 96 bytes that `verifyAggregate` takes with the keys of the good shares; undefined where none is good. */
  readonly aggregate: Uint8Array | undefined;
  readonly good: readonly number[];
  readonly bad: readonly number[];
}

/** Parsed keys kept in each thread, some 1.4 KB each: the voters of two full aggregates, in at most 23 MB. */
const keysMax = 16_384;

/** Parsed keys by their bytes as a text, the oldest first. */
const keys = new Map<string, PublicKey>();

/**
 * Tells whether the proof (96 bytes) shows that the registrant of this key (48 bytes) holds its secret; never throws.
 * The identity and points outside the subgroup are no keys. Everything else here relies on this check: without it, a key
 * made of others' keys could vote for them.
 */
export function verifyProofOfPossession(publicKey: Uint8Array, proof: Uint8Array): boolean {
  if (publicKey.length !== blsBytes.publicKey || proof.length !== blsBytes.signature) return false;
  const key = parsed(() => blst.PublicKey.fromBytes(publicKey, true));
  const signature = parsed(() => blst.Signature.fromBytes(proof, false));
  if (key === undefined || signature === undefined) return false;
  return blst.verify(possessionMessage(publicKey), key, signature, false, true);
}

/**
 * Tells whether the aggregate (96 bytes) is the sum of a signature of the message by each of the registered keys (48 bytes
 * each, a key as often as it stands there); never throws. No keys, and keys that add up to nothing, sign nothing.
 */
export function verifyAggregate(
  publicKeys: readonly Uint8Array[],
  message: Uint8Array,
  aggregate: Uint8Array,
): boolean {
  if (aggregate.length !== blsBytes.signature) return false;
  const signature = parsed(() => blst.Signature.fromBytes(aggregate, false));
  if (signature === undefined) return false;
  const parsedKeys: PublicKey[] = [];
  for (const publicKey of publicKeys) {
    const key = keyOf(publicKey);
    if (key === undefined) return false;
    parsedKeys.push(key);
  }
  return blst.fastAggregateVerify(message, parsedKeys, signature, true);
}

/**
 * Adds up shares of one message without checking them one by one: one pairing where all are good; where k of n are bad, at
 * most about 2·k·log2(n) find them. A share that does not parse is bad at once. Never throws.
 * @param badMax gives up as soon as more than this many are bad: all that are not known to be good then count as bad
 */
export function aggregateShares(
  shares: readonly Share[],
  message: Uint8Array,
  badMax = Number.POSITIVE_INFINITY,
): AggregatedShares {
  const { votes, bad, ...read } = readVotes(shares);
  const search: Search = { message, badMax, good: [], bad };
  let good = votes;
  let { sum } = read;
  if (sum !== undefined && !holds(sum, message)) {
    isolate(votes, search, true);
    good = search.good;
    sum = sumOf(good);
  }
  // Keys that add up to the identity verify nothing; without one of them they add up to something.
  while (sum !== undefined && isIdentity(sum.key)) {
    for (const { place } of good.splice(-1)) bad.push(place);
    sum = sumOf(good);
  }
  return {
    aggregate: sum?.signature.toBytes(true),
    good: good.map(({ place }) => place),
    bad: bad.sort((left, right) => left - right),
  };
}

/** A share whose key and signature are points, and its place among the shares. */
interface Vote {
  readonly place: number;
  readonly key: PublicKey;
  readonly signature: Uint8Array;
}
interface Sum {
  readonly key: PublicKey;
  readonly signature: Signature;
}
interface Search {
  readonly message: Uint8Array;
  readonly badMax: number;
  readonly good: Vote[];
  readonly bad: number[];
}

/** The shares that are points, their sum, and the places of the others. */
function readVotes(shares: readonly Share[]): { votes: Vote[]; bad: number[]; sum: Sum | undefined } {
  const votes: Vote[] = [];
  const bad: number[] = [];
  for (const [place, { publicKey, signature }] of shares.entries()) {
    const key = signature.length === blsBytes.share ? keyOf(publicKey) : undefined;
    if (key === undefined) bad.push(place);
    else votes.push({ place, key, signature });
  }
  // Adding them up parses them all at once, and says only that one of them is no point.
  const sum = parsed(() => sumOf(votes));
  if (sum !== undefined || votes.length === 0) return { votes, bad, sum };
  const points = votes.filter(({ place, signature }) => {
    const isPoint = parsed(() => blst.Signature.fromBytes(signature, false)) !== undefined;
    if (!isPoint) bad.push(place);
    return isPoint;
  });
  return { votes: points, bad, sum: sumOf(points) };
}

/**
 * Sorts votes into good and bad ones by halves. `isWrong` says that the votes are known not to hold together: of two
 * halves, where one holds, the other does not, and needs no pairing to tell.
 */
function isolate(votes: readonly Vote[], search: Search, isWrong: boolean): void {
  const { good, bad } = search;
  const sum = isWrong || bad.length > search.badMax ? undefined : sumOf(votes);
  if (sum !== undefined && holds(sum, search.message)) {
    for (const vote of votes) good.push(vote);
    return;
  }
  if (votes.length === 1 || bad.length > search.badMax) {
    for (const { place } of votes) bad.push(place);
    return;
  }
  const middle = votes.length >>> 1;
  const badBefore = bad.length;
  isolate(votes.slice(0, middle), search, false);
  isolate(votes.slice(middle), search, bad.length === badBefore);
}

/** Adds up keys and signatures; undefined for none. Throws blst's error where a signature is no point. */
function sumOf(votes: readonly Vote[]): Sum | undefined {
  if (votes.length === 0) return undefined;
  return {
    key: blst.aggregatePublicKeys(
      votes.map(({ key }) => key),
      false,
    ),
    signature: blst.aggregateSerializedSignatures(
      votes.map(({ signature }) => signature),
      false,
    ),
  };
}

/** The equation of the pairing; blst refuses keys that add up to the identity, for which it says that signatures do too. */
function holds({ key, signature }: Sum, message: Uint8Array): boolean {
  if (blst.verify(message, key, signature, false, true)) return true;
  return isIdentity(key) && isIdentity(signature);
}

/** The first byte of the identity in compressed form; of no other point. */
const identityHead = 0xc0;

function isIdentity(point: PublicKey | Signature): boolean {
  return point.toBytes(true)[0] === identityHead;
}

/** A registered key, without its subgroup check: registration made it. */
function keyOf(publicKey: Uint8Array): PublicKey | undefined {
  if (publicKey.length !== blsBytes.publicKey || publicKey[0] === identityHead) return undefined;
  const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.byteLength).toString('latin1');
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = parsed(() => blst.PublicKey.fromBytes(publicKey, false));
  if (key === undefined) return undefined;
  if (keys.size >= keysMax) {
    const [oldest] = keys.keys();
    if (oldest !== undefined) keys.delete(oldest);
  }
  keys.set(name, key);
  return key;
}

/** What was parsed, or undefined where blst says that the bytes are no point; any other error is a fault of the machine. */
function parsed<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code === 'string' && code.startsWith('BLST_')) return undefined;
    throw error;
  }
}
