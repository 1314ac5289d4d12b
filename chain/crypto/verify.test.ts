/** Signatures of each scheme, and hostile input that must be answered with false. */
import { createECDH, generateKeyPairSync, sign as signWithNode } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { softPasskey } from '#test/support/softPasskey.ts';
import { concat, fromHex, toHex } from './bytes.ts';
import { publicKeyOfSeed, signWithSeed, verifyEd25519 } from './ed25519.ts';
import { isP256PublicKey, verifyP256 } from './p256.ts';
import { publicKeyFromSpki, signatureFromDer } from './passkey.ts';
import { isAcceptedScheme, schemeErrorCode, signingMessage } from './schemes.ts';
import { createSecret, signerOf } from './sign.ts';
import { verifySignature } from './verify.ts';

const idHex = '5a'.repeat(32);
const id = fromHex(idHex);
const secretHex = '42'.repeat(32);
const signer = signerOf(secretHex);
const publicKey = fromHex(signer.publicKey);
const signature = fromHex(signer.sign(idHex));
const claim = { scheme: 0, publicKey, signature, id, rpIds: [] };

describe('schemes', () => {
  test('all but BLS are accepted, everything else has its code', () => {
    for (const scheme of [0, 1, 2]) {
      expect(isAcceptedScheme(scheme)).toBe(true);
      expect(schemeErrorCode(scheme)).toBeUndefined();
    }
    for (const scheme of [3, 4, -1, 0.5, Number.NaN]) {
      expect(isAcceptedScheme(scheme)).toBe(false);
      expect(schemeErrorCode(scheme)).toBe('chain.schemeUnsupported');
      expect(verifySignature({ ...claim, scheme })).toBe(false);
    }
  });
});

describe('ed25519', () => {
  test('takes what the browser signs and what Node signs, which are the same', () => {
    expect(verifySignature(claim)).toBe(true);
    expect(toHex(signWithSeed(fromHex(secretHex), signingMessage(idHex)))).toBe(toHex(signature));
    expect(toHex(publicKeyOfSeed(fromHex(secretHex)))).toBe(signer.publicKey);
  });

  test('refuses another id, another key, and a signature over the bare id', () => {
    expect(verifySignature({ ...claim, id: fromHex('5b'.repeat(32)) })).toBe(false);
    expect(verifySignature({ ...claim, publicKey: fromHex(signerOf(createSecret()).publicKey) })).toBe(false);
    expect(verifySignature({ ...claim, signature: signWithSeed(fromHex(secretHex), id) })).toBe(false);
  });

  test('refuses every other length', () => {
    const one = Uint8Array.of(0);
    expect(verifySignature({ ...claim, signature: concat(signature, one) })).toBe(false);
    expect(verifySignature({ ...claim, signature: signature.subarray(0, 63) })).toBe(false);
    expect(verifySignature({ ...claim, publicKey: concat(publicKey, one) })).toBe(false);
    expect(verifySignature({ ...claim, publicKey: publicKey.subarray(0, 31) })).toBe(false);
    expect(verifySignature({ ...claim, id: id.subarray(0, 31) })).toBe(false);
    expect(verifySignature({ ...claim, signature: new Uint8Array(0) })).toBe(false);
    expect(() => signWithSeed(one, id)).toThrow(TypeError);
    expect(() => signerOf('42')).toThrow(TypeError);
  });

  test('refuses the parts of a passkey', () => {
    const parts = { authenticatorData: id, clientDataJSON: id, signature };
    expect(verifySignature({ ...claim, signature: parts })).toBe(false);
  });

  test('reads views into larger and into shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(200));
    shared.set(signature, 3);
    shared.set(publicKey, 100);
    const views = { signature: shared.subarray(3, 67), publicKey: shared.subarray(100, 132) };
    expect(verifySignature({ ...claim, ...views })).toBe(true);
    expect(verifyEd25519(publicKey, signature, new Uint8Array(0))).toBe(false);
  });
});

describe('P-256', () => {
  const passkey = softPasskey('09'.repeat(32), 'localhost', 'http://localhost:4000');
  const key = fromHex(passkey.publicKey);
  const assertion = passkey.assert(idHex);
  const passkeyClaim = { scheme: 2, publicKey: key, signature: assertion, id, rpIds: ['localhost'] };

  test('takes an assertion, and its twin with the other s', () => {
    expect(verifySignature(passkeyClaim)).toBe(true);
    const { r, s } = p256.Signature.fromBytes(assertion.signature, 'compact');
    const twin = new p256.Signature(r, p256.Point.Fn.ORDER - s).toBytes('compact');
    expect(verifySignature({ ...passkeyClaim, signature: { ...assertion, signature: twin } })).toBe(true);
  });

  test('refuses a bare signature and an ed25519 key', () => {
    expect(verifySignature({ ...passkeyClaim, signature: assertion.signature })).toBe(false);
    expect(verifySignature({ ...passkeyClaim, publicKey })).toBe(false);
  });

  test.each([
    ['x beyond the field', `02${'ff'.repeat(32)}`],
    ['x without a point', `02${'00'.repeat(31)}01`],
    ['the infinite point', '00'.repeat(33)],
    ['the head of an uncompressed key', `04${passkey.publicKey.slice(2)}`],
    ['a hybrid head', `06${passkey.publicKey.slice(2)}`],
    ['a shorter key', passkey.publicKey.slice(2)],
  ])('refuses %s as a key', (_, keyHex) => {
    expect(isP256PublicKey(fromHex(keyHex))).toBe(false);
    expect(verifyP256(fromHex(keyHex), assertion.signature, id)).toBe(false);
  });

  test('agrees with noble on which bytes are keys', () => {
    const x = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), x, (head, bytes) => {
        const candidate = concat(Uint8Array.of(head), bytes);
        expect(isP256PublicKey(candidate)).toBe(p256.utils.isValidPublicKey(candidate, true));
      }),
      { numRuns: 300 },
    );
  });

  test('answers right after more keys than it keeps', { timeout: 60_000 }, () => {
    const ecdh = createECDH('prime256v1');
    for (let count = 0; count < 10_100; count++) {
      ecdh.generateKeys();
      if (!isP256PublicKey(ecdh.getPublicKey(null, 'compressed'))) expect.unreachable();
    }
    expect(verifySignature(passkeyClaim)).toBe(true);
  });
});

describe('what browsers return for a passkey', () => {
  test('becomes the chain’s key and signature', () => {
    for (let count = 0; count < 50; count++) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const key = publicKeyFromSpki(pair.publicKey.export({ format: 'der', type: 'spki' }));
      const compact = signatureFromDer(signWithNode('sha256', id, pair.privateKey));
      expect(verifyP256(key, compact, id)).toBe(true);
    }
  });

  test('is read as noble reads it, for numbers of every length', () => {
    const number = fc.bigInt({ min: 1n, max: p256.Point.Fn.ORDER - 1n });
    const small = fc.bigInt({ min: 1n, max: 1n << 20n });
    fc.assert(
      fc.property(fc.oneof(number, small), fc.oneof(number, small), (r, s) => {
        const pair = new p256.Signature(r, s);
        expect(toHex(signatureFromDer(pair.toBytes('der')))).toBe(toHex(pair.toBytes('compact')));
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['a wrong sequence length', '3007020101020102'],
    ['a third number', '3009020101020102020103'],
    ['a negative number', '3006020181020102'],
    ['a needless zero', '300702020001020102'],
    ['an empty number', '30050200020102'],
    ['a number that goes beyond the end', '3006020101020502'],
    ['a number of 33 bytes', `3026022101${'00'.repeat(32)}020101`],
  ])('%s is not a signature', (_, der) => {
    expect(() => signatureFromDer(fromHex(der))).toThrow(TypeError);
  });

  test('a key of another curve is refused', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
    expect(() => publicKeyFromSpki(spki)).toThrow('This authenticator did not return a P-256 key.');
  });
});
