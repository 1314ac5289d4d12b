/** Voters with BLS keys, their shares of one vote, and every way in which a share is wrong; for tests. */
import blst from '@chainsafe/blst';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { voteMessage } from '#chain/crypto/blsMessages.ts';
import type { Share } from '#chain/crypto/blsNode.ts';
import { concat, fromHex, utf8 } from '#chain/crypto/bytes.ts';

export const message = voteMessage('meritlane:1', 'votes.cast', utf8('for'));
export const otherMessage = voteMessage('meritlane:1', 'votes.cast', utf8('against'));

/** A voter by number, signing with blst, which is fast enough for many. */
export const voters = Array.from({ length: 300 }, (_, number) => {
  const secret = blst.SecretKey.fromKeygen(new Uint8Array(32).fill(7), utf8(String(number)));
  return { secret, key: secret.toPublicKey().toBytes(false) };
});
export const good = voters.map(
  ({ secret, key }): Share => ({ key, share: secret.sign(message).toBytes(false) }),
);
export const share = (number: number): Share => good[number] as Share;
export const keysOf = (shares: readonly Share[], places: readonly number[]): Uint8Array[] =>
  places.map((place) => (shares[place] as Share).key);

const identityShare = Uint8Array.from({ length: 192 }, (_, index) => (index === 0 ? 0x40 : 0));
const { Fp, Fp2 } = bls12_381.fields;
const hex48 = (value: bigint): string => value.toString(16).padStart(96, '0');

const { G1, G2 } = bls12_381;
/** Uncompressed, of points outside the subgroup too, which noble does not write. */
export const bytesOfG2 = (point: InstanceType<typeof G2.Point>): Uint8Array => {
  const { x, y } = point.toAffine();
  return fromHex(hex48(x.c1) + hex48(x.c0) + hex48(y.c1) + hex48(y.c0));
};
export const bytesOfG1 = (point: InstanceType<typeof G1.Point>): Uint8Array => {
  const { x, y } = point.toAffine();
  const uncompressed = fromHex(hex48(x) + hex48(y));
  return blst.PublicKey.fromBytes(uncompressed, false).toBytes(true);
};
export const order = bls12_381.fields.Fr.ORDER;

/** A point of the curve in G2's field that lies outside the subgroup. */
const strayPoint = (() => {
  for (let first = 1n; ; first++) {
    const x = Fp2.fromBigTuple([first, 1n]);
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), Fp2.fromBigTuple([4n, 4n]));
    try {
      return G2.Point.fromAffine({ x, y: Fp2.sqrt(square) });
    } catch {
      // This x has no point; the next one may.
    }
  }
})();
export const strayShare = bytesOfG2(strayPoint);
/** What is left of it without its part in the subgroup: a pairing hardly sees it. */
export const torsion = strayPoint.multiplyUnsafe(order - 1n).add(strayPoint);

/** The same in G1's field: a key is a point there. */
const strayKeyPoint = (() => {
  for (let x = 4n; ; x++) {
    try {
      return G1.Point.fromAffine({ x, y: Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), 4n)) });
    } catch {
      // This x has no point; the next one may.
    }
  }
})();
export const keyTorsion = strayKeyPoint.multiplyUnsafe(order - 1n).add(strayKeyPoint);

export const otherSignature = (number: number): Uint8Array =>
  (voters[number] as (typeof voters)[number]).secret.sign(otherMessage).toBytes(false);

/** Ways in which a share is wrong, each on its own. */
export const faults: Readonly<Record<string, (number: number) => Share>> = {
  'signed another choice': (number) => ({ ...share(number), share: otherSignature(number) }),
  'is the identity': (number) => ({ ...share(number), share: identityShare }),
  'lies outside the subgroup': (number) => ({ ...share(number), share: strayShare }),
  'lies beside the right point, outside the subgroup': (number) => ({
    ...share(number),
    share: bytesOfG2(G2.Point.fromBytes(share(number).share).add(torsion)),
  }),
  'is no point': (number) => ({ ...share(number), share: new Uint8Array(192).fill(1) }),
  'is compressed': (number) => ({
    ...share(number),
    share: blst.Signature.fromBytes(share(number).share).toBytes(true),
  }),
  'is compressed and filled up': (number) => ({
    ...share(number),
    share: concat(blst.Signature.fromBytes(share(number).share).toBytes(true), new Uint8Array(96)),
  }),
  'is empty': (number) => ({ ...share(number), share: new Uint8Array(0) }),
};
