/** Voting keys, their votes and their proofs of possession: noble and blst agree, byte for byte. */
import blst from '@chainsafe/blst';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfG1, identityKey, keyTorsion, message, share, strayKey } from '#test/support/blsVoters.ts';
import { aggregateShares, verifyAggregate, verifyProofOfPossession } from './bls.ts';
import { possessionMessage, voteMessage } from './blsMessages.ts';
import { createVotingSecret, proofOfPossession, signVote, votingKeyOf } from './blsSign.ts';
import { concat, toHex, utf8 } from './bytes.ts';

const { G1 } = bls12_381;

describe('messages', () => {
  it('of a vote are as documented', () => {
    expect(toHex(voteMessage('chäin', '11'.repeat(32), 0x01020304))).toBe(
      `${toHex(utf8('meritlane/vote'))}06${toHex(utf8('chäin'))}${'11'.repeat(32)}01020304`,
    );
  });

  it.each([
    ['a short proposal', () => voteMessage('c', '11'.repeat(31), 0)],
    ['a long chain id', () => voteMessage('c'.repeat(256), '11'.repeat(32), 0)],
    ['a choice below zero', () => voteMessage('c', '11'.repeat(32), -1)],
    ['a choice of 2^32', () => voteMessage('c', '11'.repeat(32), 2 ** 32)],
    ['half a choice', () => voteMessage('c', '11'.repeat(32), 0.5)],
  ])('refuse %s', (_, work) => {
    expect(work).toThrow(TypeError);
  });

  it('of a proof never begin as a vote does', () => {
    expect(toHex(possessionMessage(share(0).publicKey))).toBe(
      `${toHex(utf8('meritlane/possession'))}${toHex(share(0).publicKey)}`,
    );
  });
});

describe('what browsers sign', () => {
  it('is what blst signs, and blst takes it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (signed) => {
        const secret = createVotingSecret();
        const native = blst.SecretKey.fromBytes(secret);
        const publicKey = votingKeyOf(secret);
        expect(toHex(publicKey)).toBe(toHex(native.toPublicKey().toBytes()));
        const signature = signVote(secret, signed);
        expect(toHex(signature)).toBe(toHex(native.sign(signed).toBytes(false)));
        const { aggregate, bad } = aggregateShares([{ publicKey, signature }], signed);
        expect(bad).toEqual([]);
        expect(verifyAggregate([publicKey], signed, aggregate ?? new Uint8Array(96))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it.each([new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31).fill(1)])(
    'is nothing for bytes that are no secret: %s',
    (secret) => {
      expect(() => votingKeyOf(secret)).toThrow(TypeError);
      expect(() => signVote(secret, message)).toThrow(TypeError);
      expect(() => proofOfPossession(secret)).toThrow(TypeError);
    },
  );
});

describe('a proof of possession', () => {
  const secret = new Uint8Array(32).fill(5);
  const publicKey = votingKeyOf(secret);
  const proof = proofOfPossession(secret);

  it('is taken for its key alone', () => {
    expect(proof.length).toBe(96);
    expect(verifyProofOfPossession(publicKey, proof)).toBe(true);
    expect(verifyProofOfPossession(share(0).publicKey, proof)).toBe(false);
  });

  it('is no vote, and no vote is a proof', () => {
    expect(verifyAggregate([publicKey], message, proof)).toBe(false);
    const vote = blst.Signature.fromBytes(signVote(secret, message)).toBytes(true);
    expect(verifyAggregate([publicKey], message, vote)).toBe(true);
    expect(verifyProofOfPossession(publicKey, vote)).toBe(false);
  });

  it('does not help a key that was made to cancel another', () => {
    const { Point } = bls12_381.G1;
    const rogue = Point.fromBytes(publicKey)
      .subtract(Point.fromBytes(share(0).publicKey))
      .toBytes(true);
    expect(verifyProofOfPossession(rogue, proof)).toBe(false);
    // Without a proof it would: who has the secret could sign for share 0's owner too.
    const forged = blst.Signature.fromBytes(signVote(secret, message)).toBytes(true);
    expect(verifyAggregate([rogue, share(0).publicKey], message, forged)).toBe(true);
  });

  it.each([
    ['the identity', identityKey],
    ['a key outside the subgroup', strayKey],
    ['no point', new Uint8Array(48).fill(0x9f)],
    ['no bytes', new Uint8Array(0)],
    ['an uncompressed key', blst.PublicKey.fromBytes(publicKey).toBytes(false)],
  ])('of %s is refused, whatever it is', (_, key) => {
    const identityProof = concat(Uint8Array.of(0xc0), new Uint8Array(95));
    for (const one of [proof, identityProof, new Uint8Array(96), new Uint8Array(0), concat(proof, proof)])
      expect(verifyProofOfPossession(key, one)).toBe(false);
  });

  it('is refused in every other form', () => {
    const uncompressed = blst.Signature.fromBytes(proof).toBytes(false);
    for (const one of [uncompressed, proof.subarray(1), new Uint8Array(96).fill(0xff)])
      expect(verifyProofOfPossession(publicKey, one)).toBe(false);
  });

  it('is refused for a key beside the right one, outside the subgroup, which a pairing would take', () => {
    const beside = bytesOfG1(G1.Point.fromBytes(publicKey).add(keyTorsion));
    const signature = blst.SecretKey.fromBytes(secret).sign(possessionMessage(beside));
    const key = blst.PublicKey.fromBytes(beside, false);
    expect(blst.verify(possessionMessage(beside), key, signature, false, true)).toBe(true);
    expect(verifyProofOfPossession(beside, signature.toBytes(true))).toBe(false);
  });
});
