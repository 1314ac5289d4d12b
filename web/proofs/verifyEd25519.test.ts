/** The browser's verifier answers as the node's does, on honest, broken and crafted signatures. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '#chain/crypto/bytes.ts';
import { verifyEd25519 as verifyOnNode } from '#chain/crypto/ed25519.ts';
import { verifyEd25519 } from './verifyEd25519.ts';

const { Point } = ed25519;
const order = Point.Fn.ORDER;
/** A point of order 8, in hex, from "Taming the many EdDSAs". */
const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

const numberOf = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((total, byte) => (total << 8n) | BigInt(byte), 0n);
const bytesOf = (number: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 255n));

/** A signature whose key and nonce point carry torsion: A = aB + i·T, R = rB + j·T. */
const crafted = (a: bigint, r: bigint, i: bigint, j: bigint, message: Uint8Array) => {
  const publicKey = Point.BASE.multiply(a).add(torsion.multiplyUnsafe(i)).toBytes();
  const encodedR = Point.BASE.multiply(r).add(torsion.multiplyUnsafe(j)).toBytes();
  const k = numberOf(sha512(concat(encodedR, publicKey, message))) % order;
  return { publicKey, signature: concat(encodedR, bytesOf((r + k * a) % order)) };
};

describe('verifyEd25519', () => {
  it('takes what the key signed and nothing that differs in a bit', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 80 }),
        fc.nat(511),
        (secret, message, bit) => {
          const publicKey = ed25519.getPublicKey(secret);
          const signature = ed25519.sign(message, secret);
          expect(verifyEd25519(publicKey, signature, message)).toBe(true);
          const broken = signature.slice();
          broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(verifyEd25519(publicKey, broken, message)).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('answers as libsodium on keys and nonces with torsion, some of which noble takes', () => {
    const numbers = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n];
    const answers = { taken: 0, onlyNoble: 0 };
    for (const i of numbers)
      for (const j of numbers) {
        const message = bytesOf(i * 8n + j);
        const { publicKey, signature } = crafted(1234567n + i, 7654321n + j, i, j, message);
        const answer = verifyEd25519(publicKey, signature, message);
        expect(answer).toBe(verifyOnNode(publicKey, signature, message));
        if (answer) answers.taken++;
        else if (ed25519.verify(signature, message, publicKey, { zip215: false })) answers.onlyNoble++;
      }
    expect(answers.taken).toBeGreaterThan(0);
    expect(answers.onlyNoble).toBeGreaterThan(0);
  });

  it('refuses S at or above the order, small-order and non-canonical points, and other lengths', () => {
    const secret = bytesOf(7n);
    const message = Uint8Array.of(1);
    const publicKey = ed25519.getPublicKey(secret);
    const signature = ed25519.sign(message, secret);
    const larger = concat(signature.subarray(0, 32), bytesOf(numberOf(signature.subarray(32)) + order));
    expect(verifyEd25519(publicKey, larger, message)).toBe(false);
    const identity = fromHex(`01${'00'.repeat(31)}`);
    expect(verifyEd25519(identity, concat(identity, bytesOf(0n)), message)).toBe(false);
    const aboveField = fromHex(`ee${'ff'.repeat(30)}7f`);
    expect(verifyEd25519(aboveField, signature, message)).toBe(false);
    expect(verifyEd25519(publicKey, signature.subarray(0, 63), message)).toBe(false);
    expect(verifyEd25519(publicKey.subarray(1), signature, message)).toBe(false);
  });
});
