/** Secp256k1 signatures of a digest: right ones, other forms of them, and hostile bytes. */
import { createPublicKey, verify as verifyWithNode } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#hash';
import { concat, fromHex } from './bytes.ts';
import { verifySecp256k1 } from './secp256k1.ts';

const secret = new Uint8Array(32).fill(9);
const publicKey = secp256k1.getPublicKey(secret, true);
const digest = new Uint8Array(32).fill(5);
const signature = secp256k1.sign(digest, secret, { prehash: false });
const order = secp256k1.Point.Fn.ORDER;

/** The same signature with the other s. */
const twinOf = (bytes: Uint8Array): Uint8Array => {
  const { r, s } = secp256k1.Signature.fromBytes(bytes, 'compact');
  return new secp256k1.Signature(r, order - s).toBytes('compact');
};

describe('secp256k1', () => {
  it('takes a signature of the digest, and only with low s', () => {
    expect(verifySecp256k1(publicKey, signature, digest)).toBe(true);
    expect(verifySecp256k1(publicKey, twinOf(signature), digest)).toBe(false);
  });

  it('refuses another digest and another key', () => {
    expect(verifySecp256k1(publicKey, signature, new Uint8Array(32).fill(6))).toBe(false);
    const other = secp256k1.getPublicKey(new Uint8Array(32).fill(8), true);
    expect(verifySecp256k1(other, signature, digest)).toBe(false);
  });

  it('refuses every other length', () => {
    const one = Uint8Array.of(0);
    expect(verifySecp256k1(publicKey, concat(signature, one), digest)).toBe(false);
    expect(verifySecp256k1(publicKey, signature.subarray(1), digest)).toBe(false);
    expect(verifySecp256k1(secp256k1.getPublicKey(secret, false), signature, digest)).toBe(false);
    expect(verifySecp256k1(publicKey, signature, concat(digest, one))).toBe(false);
    expect(verifySecp256k1(publicKey, signature, digest.subarray(1))).toBe(false);
  });

  it.each([
    ['r of zero', `${'00'.repeat(32)}${'00'.repeat(31)}01`],
    ['s of zero', `${'00'.repeat(31)}01${'00'.repeat(32)}`],
    ['r of the order', `${order.toString(16)}${'00'.repeat(31)}01`],
    ['s of the order', `${'00'.repeat(31)}01${order.toString(16)}`],
  ])('refuses %s', (_, hex) => {
    expect(verifySecp256k1(publicKey, fromHex(hex), digest)).toBe(false);
  });

  it.each([
    ['x beyond the field', `02${'ff'.repeat(32)}`],
    ['x without a point', `02${'00'.repeat(31)}05`],
    ['the infinite point', '00'.repeat(33)],
    ['the head of an uncompressed key', `04${'79'.repeat(32)}`],
  ])('refuses a key with %s', (_, hex) => {
    expect(verifySecp256k1(fromHex(hex), signature, digest)).toBe(false);
  });

  it('answers as OpenSSL does on changed signatures of hashed messages', () => {
    const head = fromHex('3036301006072a8648ce3d020106052b8104000a032200');
    const spki = Buffer.from(concat(head, publicKey));
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const bit = fc.option(fc.nat({ max: 511 }), { nil: undefined });
    let right = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), bit, fc.boolean(), (message, flipped, high) => {
        const hashed = sha256(message);
        const low = secp256k1.sign(hashed, secret, { prehash: false });
        const changed = high ? twinOf(low) : low.slice();
        if (flipped !== undefined)
          changed[flipped >>> 3] = (changed[flipped >>> 3] ?? 0) ^ (1 << (flipped & 7));
        const byOpenSsl = verifyWithNode('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, changed);
        const s = BigInt(`0x${Buffer.from(changed.subarray(32)).toString('hex')}`);
        const expected = byOpenSsl && s <= order / 2n;
        if (expected) right++;
        expect(verifySecp256k1(publicKey, changed, hashed)).toBe(expected);
      }),
    );
    expect(right).toBeGreaterThan(0);
  });
});
