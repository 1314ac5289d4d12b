/** Secp256k1 signers, and what Ethereum wallets answer with. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { verifySecp256k1 } from './secp256k1.ts';
import { ethereumAddressOf, readEthereumSignature, secp256k1SignerOf } from './signSecp256k1.ts';

const digest = new Uint8Array(32).fill(3);
const { ORDER } = secp256k1.Point.Fn;

describe('a signer', () => {
  it('signs what its key verifies', () => {
    const signer = secp256k1SignerOf('42'.repeat(32));
    expect(verifySecp256k1(fromHex(signer.publicKey), fromHex(signer.sign(digest)), digest)).toBe(true);
  });

  it.each(['00'.repeat(32), ORDER.toString(16), '42'.repeat(31), '42'.repeat(33), 'xy'.repeat(32)])(
    'is not made of %s',
    (secret) => {
      expect(() => secp256k1SignerOf(secret)).toThrow(TypeError);
    },
  );

  it('has the Ethereum address that everybody knows of the secret 1', () => {
    const { publicKey } = secp256k1SignerOf(`${'00'.repeat(31)}01`);
    expect(ethereumAddressOf(publicKey)).toBe('0x7e5f4552091a69125d5dfcb7b8c2659029395bdf');
  });
});

describe('a wallet’s answer', () => {
  const secrets = fc.bigInt({ min: 1n, max: ORDER - 1n }).map((n) => n.toString(16).padStart(64, '0'));

  it('becomes key and low signature, whichever s and v it came with', () => {
    const digests = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(secrets, digests, fc.boolean(), fc.boolean(), (secret, hashed, high, from27) => {
        const signer = secp256k1SignerOf(secret);
        const recovered = secp256k1.sign(hashed, fromHex(secret), { prehash: false, format: 'recovered' });
        const { r, s } = secp256k1.Signature.fromBytes(recovered, 'recovered');
        const given = new secp256k1.Signature(r, high ? ORDER - s : s);
        const v = (high ? 1 - (recovered[0] ?? 0) : (recovered[0] ?? 0)) + (from27 ? 27 : 0);
        const answer = `0x${toHex(given.toBytes('compact'))}${v.toString(16).padStart(2, '0')}`;
        expect(readEthereumSignature(answer, hashed)).toEqual({
          publicKey: signer.publicKey,
          signature: signer.sign(hashed),
        });
      }),
      { numRuns: 50 },
    );
  });

  it('may be in capitals', () => {
    const signer = secp256k1SignerOf('42'.repeat(32));
    const recovered = secp256k1.sign(digest, fromHex('42'.repeat(32)), {
      prehash: false,
      format: 'recovered',
    });
    const v = (27 + (recovered[0] ?? 0)).toString(16);
    const answer = `0x${toHex(recovered.subarray(1)).toUpperCase()}${v.toUpperCase()}`;
    expect(readEthereumSignature(answer, digest).publicKey).toBe(signer.publicKey);
  });

  it.each([
    ['nothing', ''],
    ['no 0x', '11'.repeat(65)],
    ['64 bytes, as EIP-2098 has them', `0x${'11'.repeat(64)}`],
    ['66 bytes', `0x${'11'.repeat(66)}`],
    ['v of 2', `0x${'11'.repeat(64)}02`],
    ['v of 29', `0x${'11'.repeat(64)}1d`],
    ['r of zero', `0x${'00'.repeat(32)}${'11'.repeat(32)}1b`],
    ['s of the order', `0x${'11'.repeat(32)}${ORDER.toString(16)}1b`],
    ['r of no point', `0x${'00'.repeat(31)}05${'11'.repeat(32)}1b`],
  ])('with %s is refused', (_, answer) => {
    expect(() => readEthereumSignature(answer, digest)).toThrow(TypeError);
  });
});
