/** Ed25519 answers as libsodium does on the public vectors, and as a strict rule in point arithmetic on crafted input. */

import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { concat, equal, fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { verifyEd25519 } from '#chain/crypto/ed25519.ts';
import { haveVectors, readVectors } from './vectors.ts';

const { Point } = ed25519;
type EdwardsPoint = InstanceType<typeof Point>;
const groupOrder = Point.Fn.ORDER;
const torsion = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex));

/** Decodes a point in its one canonical form and not of small order; undefined for all other bytes. */
function strictPoint(bytes: Uint8Array): EdwardsPoint | undefined {
  try {
    const point = Point.fromBytes(bytes, true);
    return !point.isSmallOrder() && equal(point.toBytes(), bytes) ? point : undefined;
  } catch {
    return undefined;
  }
}

function toNumber(littleEndian: Uint8Array): bigint {
  return BigInt(`0x${toHex(littleEndian.toReversed())}`);
}

/** The rule itself, with no code of libsodium in it: canonical parts, no small order, no cofactor. */
function verifyByRule(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const rBytes = signature.subarray(0, 32);
  const s = toNumber(signature.subarray(32));
  const a = strictPoint(publicKey);
  if (s >= groupOrder || a === undefined || strictPoint(rBytes) === undefined) return false;
  const k = toNumber(sha512(concat(rBytes, publicKey, message))) % groupOrder;
  // The unsafe form is the one that takes a zero.
  const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
  return equal(expected.toBytes(), rBytes);
}

/** Both verifiers must give this one answer. */
function answer(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  const answered = verifyEd25519(publicKey, signature, message);
  const input = `key ${toHex(publicKey)} signature ${toHex(signature)} message ${toHex(message)}`;
  expect(verifyByRule(publicKey, signature, message), input).toBe(answered);
  return answered;
}

describe.skipIf(!haveVectors)('public vectors', () => {
  test('the twelve cases of "Taming the many EdDSAs" are answered as by libsodium', () => {
    type Case = { message: string; pub_key: string; signature: string };
    const cases = readVectors<Case[]>('speccheck', 'cases.json');
    const answers = cases.map((one) =>
      answer(fromHex(one.pub_key), fromHex(one.signature), fromHex(one.message)) ? 'V' : 'X',
    );
    expect(answers.join('')).toBe('XXXVXXXXXXXX');
  });

  test('Wycheproof has no case that is answered otherwise', () => {
    type Case = { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid' };
    type Vectors = { numberOfTests: number; testGroups: { publicKey: { pk: string }; tests: Case[] }[] };
    const vectors = readVectors<Vectors>('wycheproof', 'ed25519_test.json');
    const mismatches: number[] = [];
    let seen = 0;
    for (const group of vectors.testGroups) {
      for (const { tcId, msg, sig, result } of group.tests) {
        seen++;
        const answered = answer(fromHex(group.publicKey.pk), fromHex(sig), fromHex(msg));
        if (answered !== (result === 'valid')) mismatches.push(tcId);
      }
    }
    expect(mismatches).toEqual([]);
    expect(seen).toBe(vectors.numberOfTests);
  });
});

describe('crafted input', () => {
  test('every pair of torsion parts in key and R is answered by the strict rule', () => {
    const rounds = 12;
    let accepted = 0;
    for (let round = 0; round < rounds; round++) {
      for (const [i, keyTorsion] of torsion.entries()) {
        for (const [j, rTorsion] of torsion.entries()) {
          const message = utf8(`torsion ${round} ${i} ${j}`);
          const a = toNumber(sha512(concat(message, Uint8Array.of(1)))) % groupOrder;
          const r = toNumber(sha512(concat(message, Uint8Array.of(2)))) % groupOrder;
          const publicKey = Point.BASE.multiply(a).add(keyTorsion).toBytes();
          const rBytes = Point.BASE.multiply(r).add(rTorsion).toBytes();
          const k = toNumber(sha512(concat(rBytes, publicKey, message))) % groupOrder;
          const s = fromHex(((r + k * a) % groupOrder).toString(16).padStart(64, '0')).toReversed();
          if (answer(publicKey, concat(rBytes, s), message)) accepted++;
        }
      }
    }
    // About one in eight: where k times the key's torsion happens to cancel that of R. A rule with the cofactor takes all.
    expect(accepted).toBeGreaterThan((rounds * 64) / 16);
    expect(accepted).toBeLessThan((rounds * 64) / 4);
  });

  test('keys and R of small order and their other encodings are refused', () => {
    const field = Point.Fp.ORDER;
    const encodings = new Set(torsion.map((point) => toHex(point.toBytes())));
    for (const y of [0n, 1n, field - 1n, field, field + 1n]) {
      for (const sign of [0n, 1n]) {
        const bigEndian = (y + (sign << 255n)).toString(16).padStart(64, '0');
        encodings.add(toHex(fromHex(bigEndian).toReversed()));
      }
    }
    expect(encodings.size).toBe(14);
    const message = utf8('small order');
    for (const key of encodings) {
      for (const r of encodings) {
        expect(answer(fromHex(key), concat(fromHex(r), new Uint8Array(32)), message)).toBe(false);
      }
    }
  });

  test('an S beyond the group order is refused', () => {
    const { secretKey, publicKey } = ed25519.keygen(new Uint8Array(32).fill(3));
    const message = utf8('malleable');
    const signature = ed25519.sign(message, secretKey);
    expect(answer(publicKey, signature, message)).toBe(true);
    for (let times = 1n; times < 8n; times++) {
      const s = toNumber(signature.subarray(32)) + times * groupOrder;
      const twin = fromHex(s.toString(16).padStart(64, '0')).toReversed();
      expect(answer(publicKey, concat(signature.subarray(0, 32), twin), message)).toBe(false);
    }
  });

  test('a change of any bit is refused', () => {
    const { secretKey, publicKey } = ed25519.keygen(new Uint8Array(32).fill(4));
    const message = utf8('bits');
    const signature = ed25519.sign(message, secretKey);
    for (let bit = 0; bit < 512; bit++) {
      const changed = Uint8Array.from(signature, (byte, at) =>
        at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
      );
      expect(answer(publicKey, changed, message)).toBe(false);
    }
  });
});
