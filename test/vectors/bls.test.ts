/** BLS answers as Ethereum's vectors and Wycheproof say. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { storedKey, verifyAggregate } from '#chain/crypto/blsNode.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { haveVectors, readVectors, vectorPath } from './vectors.ts';

interface Case {
  readonly input: {
    readonly pubkeys?: readonly string[];
    readonly pubkey?: string;
    readonly message: string;
    readonly signature: string;
  };
  readonly output: boolean;
}
const bytesOf = (hex: string): Uint8Array => fromHex(hex.replace(/^0x/, ''));
/** Keys count in the form in which registration stores them; what it refuses has none. */
const takes = (keys: readonly Uint8Array[], message: Uint8Array, signature: Uint8Array): boolean =>
  verifyAggregate(
    keys.map((key) => storedKey(key) ?? new Uint8Array(0)),
    message,
    signature,
  );

describe.skipIf(!haveVectors)('BLS vectors', () => {
  test.each([
    ['fast_aggregate_verify', 12],
    ['verify', 29],
  ])('Ethereum, %s', (folder, count) => {
    const mismatches: string[] = [];
    const files = readdirSync(vectorPath('bls', folder));
    for (const file of files) {
      const { input, output } = readVectors<Case>('bls', folder, file);
      const keys = (input.pubkeys ?? [input.pubkey ?? '']).map(bytesOf);
      if (takes(keys, bytesOf(input.message), bytesOf(input.signature)) !== output) mismatches.push(file);
    }
    expect(mismatches).toEqual([]);
    expect(files.length).toBe(count);
  });

  test('Wycheproof, proof-of-possession scheme', () => {
    const vectors = readVectors<{
      numberOfTests: number;
      testGroups: {
        publicKey: { pk: string };
        tests: { tcId: number; msg: string; sig: string; result: 'valid' | 'invalid' }[];
      }[];
    }>('wycheproof', 'bls_sig_g2_pop_verify_test.json');
    const mismatches: number[] = [];
    let seen = 0;
    for (const { publicKey, tests } of vectors.testGroups)
      for (const { tcId, msg, sig, result } of tests) {
        seen++;
        const answered = takes([fromHex(publicKey.pk)], fromHex(msg), fromHex(sig));
        if (answered !== (result === 'valid')) mismatches.push(tcId);
      }
    expect(mismatches).toEqual([]);
    expect(seen).toBe(vectors.numberOfTests);
  });
});
