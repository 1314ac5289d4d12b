/** BLS12-381 on Node, by blst: keys are points of G1 and signatures points of G2; `#bls` resolves here outside browsers. */
import blst, { type PublicKey, type Signature } from '@chainsafe/blst';
import { blsKeyBytes, blsShareBytes, blsSignatureBytes, blsStoredKeyBytes } from './blsMessages.ts';

/** The stored form (96 bytes) of a key (48 bytes); undefined for anything that is no point of the group, and for its zero. */
export const storedKey = (publicKey: Uint8Array): Uint8Array | undefined => {
  if (publicKey.length !== blsKeyBytes) return undefined;
  return parsed(() => blst.PublicKey.fromBytes(publicKey, true).toBytes(false));
};

/** Whether the signature (96 bytes) of the message is one of the key (48 bytes). */
export const verifyBls = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const key = storedKey(publicKey);
  return key !== undefined && verifyAggregate([key], message, signature);
};

/**
 * Whether the signature (96 bytes) is the sum of one of each of these stored keys over the message. The keys' owners have
 * proven to possess them: without that a made-up key could speak for others.
 */
export const verifyAggregate = (
  keys: readonly Uint8Array[],
  message: Uint8Array,
  signature: Uint8Array,
): boolean => {
  if (keys.length === 0 || keys.some(({ length }) => length !== blsStoredKeyBytes)) return false;
  if (signature.length !== blsSignatureBytes) return false;
  const verify = (): boolean =>
    blst.verify(message, sumOfKeys(keys), blst.Signature.fromBytes(signature, true, true), false, false);
  return parsed(verify) ?? false;
};
const sumOfKeys = (keys: readonly Uint8Array[]) => {
  if (keys.some(({ length }) => length !== blsStoredKeyBytes))
    throw new RangeError('A key is not in its stored form.');
  return blst.aggregateSerializedPublicKeys([...keys], false);
};

/** One voter's part: the stored key, and the share (192 bytes) that is said to be its signature. */
export interface Share {
  readonly key: Uint8Array;
  readonly share: Uint8Array;
}

/**
 * Adds the shares that are true: one pairing where all are, and where k of n are false, at most about 2·k·log2(n) to find
 * them. Returns the aggregate (96 bytes, which `verifyAggregate` takes with the keys of the others; undefined where none is
 * true) and the places of the false ones, ascending. Shares that are wrong alone and right together count as true.
 * @param badMax gives up as soon as more than this many are false: all that are not known to be true then count as false
 */
export const aggregateShares = (
  shares: readonly Share[],
  message: Uint8Array,
  badMax = Number.POSITIVE_INFINITY,
): { readonly aggregate: Uint8Array | undefined; readonly bad: readonly number[] } => {
  const { votes, bad, ...read } = readVotes(shares);
  let { sum } = read;
  let good = votes;
  if (sum !== undefined && !holds(sum, message)) {
    good = [];
    isolate(votes, { message, badMax, good, bad }, true);
    sum = sumOf(good);
  }
  // Keys that add up to the identity verify nothing; without one of them they add up to something.
  while (sum !== undefined && isIdentity(sum.key)) {
    for (const { place } of good.splice(-1)) bad.push(place);
    sum = sumOf(good);
  }
  return { aggregate: sum?.signature.toBytes(true), bad: bad.sort((left, right) => left - right) };
};

/** A share that is a point, and its place among the shares. */
interface Vote extends Share {
  readonly place: number;
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
const readVotes = (shares: readonly Share[]): { votes: Vote[]; bad: number[]; sum: Sum | undefined } => {
  const votes: Vote[] = [];
  const bad: number[] = [];
  for (const [place, { key, share }] of shares.entries())
    if (share.length === blsShareBytes) votes.push({ place, key, share });
    else bad.push(place);
  // Adding them up parses them all at once, and says only that one of them is no point.
  const sum = parsed(() => sumOf(votes));
  if (sum !== undefined || votes.length === 0) return { votes, bad, sum };
  const points = votes.filter(({ place, share }) => {
    const isPoint = parsed(() => blst.Signature.fromBytes(share, false)) !== undefined;
    if (!isPoint) bad.push(place);
    return isPoint;
  });
  return { votes: points, bad, sum: sumOf(points) };
};

/**
 * Sorts votes into good and bad ones by halves. `isWrong` says that the votes are known not to hold together: of two
 * halves, where one holds, the other does not, and needs no pairing to tell.
 */
const isolate = (votes: readonly Vote[], search: Search, isWrong: boolean): void => {
  const { message, badMax, good, bad } = search;
  const sum = isWrong || bad.length > badMax ? undefined : sumOf(votes);
  if (sum !== undefined && holds(sum, message)) {
    for (const vote of votes) good.push(vote);
    return;
  }
  if (votes.length === 1 || bad.length > badMax) {
    for (const { place } of votes) bad.push(place);
    return;
  }
  const middle = votes.length >>> 1;
  const badBefore = bad.length;
  isolate(votes.slice(0, middle), search, false);
  isolate(votes.slice(middle), search, bad.length === badBefore);
};

/** Adds up keys and signatures; undefined for none. Throws blst's error where a signature is no point. */
const sumOf = (votes: readonly Vote[]): Sum | undefined => {
  if (votes.length === 0) return undefined;
  const key = sumOfKeys(votes.map((vote) => vote.key));
  const signatures = votes.map(({ share }) => share);
  return { key, signature: blst.aggregateSerializedSignatures(signatures, false) };
};

/** The equation of the pairing; blst refuses keys that add up to the identity, for which it says that signatures do too. */
const holds = ({ key, signature }: Sum, message: Uint8Array): boolean =>
  blst.verify(message, key, signature, false, true) || (isIdentity(key) && isIdentity(signature));

/** The first byte of the identity in compressed form; of no other point. */
const identityHead = 0xc0;
const isIdentity = (point: PublicKey | Signature): boolean => point.toBytes(true)[0] === identityHead;

/** What was parsed, or undefined where blst says that the bytes are no point; any other error is a fault of the machine. */
const parsed = <Value>(parse: () => Value): Value | undefined => {
  try {
    return parse();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code === 'string' && code.startsWith('BLST_')) return undefined;
    throw error;
  }
};
