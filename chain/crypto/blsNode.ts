/** BLS12-381 on Node, by blst: keys are points of G1 and signatures points of G2; `#bls` resolves here outside browsers. */
import blst from '@chainsafe/blst';
import { blsKeyBytes, blsShareBytes, blsSignatureBytes, blsStoredKeyBytes } from './blsMessages.ts';

/** The stored form (96 bytes) of a key (48 bytes); undefined for anything that is no point of the group, and for its zero. */
export const storedKey = (publicKey: Uint8Array): Uint8Array | undefined => {
  if (publicKey.length !== blsKeyBytes) return undefined;
  try {
    return blst.PublicKey.fromBytes(publicKey, true).toBytes(false);
  } catch {
    return undefined;
  }
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
  if (keys.length === 0 || signature.length !== blsSignatureBytes) return false;
  try {
    const sum = sumOfKeys(keys);
    return blst.verify(message, sum, blst.Signature.fromBytes(signature, true, true), false, false);
  } catch {
    return false;
  }
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
 * Adds the shares that are true: all at once, and only where the sum is false half by half, so that k false ones among n cost
 * about k·log2(n) pairings. Returns the aggregate (96 bytes; undefined where none is true) and the places of the false ones.
 */
export const aggregateShares = (
  shares: readonly Share[],
  message: Uint8Array,
): { readonly aggregate: Uint8Array | undefined; readonly bad: readonly number[] } => {
  const parsed = shares.map(({ share }) => parseShare(share));
  const bad: number[] = [];
  const places: number[] = [];
  for (const [place, one] of parsed.entries()) (one === undefined ? bad : places).push(place);
  const holds = (some: readonly number[]): boolean => {
    const keys = some.map((place) => (shares[place] as Share).key);
    const sum = blst.aggregateSignatures(
      some.map((place) => parsed[place] as blst.Signature),
      false,
    );
    try {
      return blst.verify(message, sumOfKeys(keys), sum, false, true);
    } catch {
      // The sum is not in the group, so one of them is not.
      return false;
    }
  };
  const good = truePlaces(places, holds, bad);
  bad.sort((left, right) => left - right);
  if (good.length === 0) return { aggregate: undefined, bad };
  const sum = blst.aggregateSignatures(
    good.map((place) => parsed[place] as blst.Signature),
    false,
  );
  return { aggregate: sum.toBytes(true), bad };
};
const parseShare = (share: Uint8Array): blst.Signature | undefined => {
  if (share.length !== blsShareBytes) return undefined;
  try {
    return blst.Signature.fromBytes(share, false);
  } catch {
    return undefined;
  }
};
const truePlaces = (
  places: readonly number[],
  holds: (some: readonly number[]) => boolean,
  bad: number[],
): readonly number[] => {
  if (places.length === 0 || holds(places)) return places;
  if (places.length === 1) {
    bad.push(places[0] as number);
    return [];
  }
  const middle = places.length >>> 1;
  const good = [
    ...truePlaces(places.slice(0, middle), holds, bad),
    ...truePlaces(places.slice(middle), holds, bad),
  ];
  // Two halves that hold by themselves hold together.
  return good;
};
