/** P-256 answers as Wycheproof says. */
import { describe, expect, test } from 'vitest';
import { concat, fromHex } from '#chain/crypto/bytes.ts';
import { verifyP256 } from '#chain/crypto/p256.ts';
import { haveVectors, readVectors } from './vectors.ts';

interface Group {
  readonly publicKey: { readonly uncompressed: string };
  readonly tests: readonly { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid' }[];
}

function compress(uncompressedHex: string): Uint8Array {
  const point = fromHex(uncompressedHex);
  return concat(Uint8Array.of(2 + ((point[64] ?? 0) % 2)), point.subarray(1, 33));
}

describe.skipIf(!haveVectors)('Wycheproof, ECDSA on P-256 in IEEE P1363 form', () => {
  test('has no case that is answered otherwise, high s included', () => {
    const file = 'ecdsa_secp256r1_sha256_p1363_test.json';
    const vectors = readVectors<{ numberOfTests: number; testGroups: Group[] }>('wycheproof', file);
    const mismatches: number[] = [];
    let seen = 0;
    for (const group of vectors.testGroups) {
      const publicKey = compress(group.publicKey.uncompressed);
      for (const { tcId, msg, sig, result } of group.tests) {
        seen++;
        const answered = verifyP256(publicKey, fromHex(sig), fromHex(msg));
        if (answered !== (result === 'valid')) mismatches.push(tcId);
      }
    }
    expect(mismatches).toEqual([]);
    expect(seen).toBe(vectors.numberOfTests);
  });
});
