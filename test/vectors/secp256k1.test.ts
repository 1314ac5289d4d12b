/** Secp256k1 answers as Wycheproof says, apart from high s. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, test } from 'vitest';
import { concat, fromHex } from '#chain/crypto/bytes.ts';
import { verifySecp256k1 } from '#chain/crypto/secp256k1.ts';
import { sha256 } from '#hash';
import { haveVectors, readVectors } from './vectors.ts';

interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly tests: readonly { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid' }[];
}

function compress(uncompressedHex: string): Uint8Array {
  const point = fromHex(uncompressedHex);
  return concat(Uint8Array.of(2 + ((point[64] ?? 0) % 2)), point.subarray(1, 33));
}
const hasHighS = (signatureHex: string): boolean =>
  signatureHex.length === 128 && BigInt(`0x${signatureHex.slice(64)}`) > secp256k1.Point.Fn.ORDER / 2n;

describe.skipIf(!haveVectors)('Wycheproof, ECDSA on secp256k1 in IEEE P1363 form', () => {
  test('has no case that is answered otherwise, once high s is refused', () => {
    const file = 'ecdsa_secp256k1_sha256_p1363_test.json';
    const vectors = readVectors<{ numberOfTests: number; testGroups: Group[] }>('wycheproof', file);
    const mismatches: number[] = [];
    let seen = 0;
    let valid = 0;
    for (const group of vectors.testGroups) {
      const publicKey = compress(group.publicKey.uncompressed);
      for (const { tcId, msg, sig, result } of group.tests) {
        seen++;
        const expected = result === 'valid' && !hasHighS(sig);
        if (expected) valid++;
        const answered = verifySecp256k1(publicKey, fromHex(sig), sha256(fromHex(msg)));
        if (answered !== expected) mismatches.push(tcId);
      }
    }
    expect(mismatches).toEqual([]);
    expect(seen).toBe(vectors.numberOfTests);
    expect(valid).toBeGreaterThan(0);
  });
});
