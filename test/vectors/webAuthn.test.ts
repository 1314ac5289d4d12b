/** The W3C's WebAuthn assertions: accepted where our rule allows them, refused by the named check where it does not. */
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { fromHex } from '#chain/crypto/bytes.ts';
import { verifyP256 } from '#chain/crypto/p256.ts';
import { signatureFromDer } from '#chain/crypto/passkey.ts';
import { verifySignature } from '#chain/crypto/verify.ts';
import { webAuthnFault, webAuthnMessage } from '#chain/crypto/webAuthn.ts';
import { haveVectors, readVectors } from './vectors.ts';

interface Vector {
  readonly name: string;
  readonly registration: { readonly credential_private_key?: string };
  readonly authentication: {
    readonly challenge: string;
    readonly authenticatorData: string;
    readonly clientDataJSON: string;
    readonly signature: string;
  };
}

const rpIds = ['example.org'];

function isEs256({ name, registration }: Vector): boolean {
  return name.includes('ES256') && registration.credential_private_key !== undefined;
}

function read({ registration, authentication }: Vector) {
  const id = fromHex(authentication.challenge);
  const publicKey = p256.getPublicKey(fromHex(registration.credential_private_key ?? ''), true);
  const assertion = {
    authenticatorData: fromHex(authentication.authenticatorData),
    clientDataJSON: fromHex(authentication.clientDataJSON),
    signature: signatureFromDer(fromHex(authentication.signature)),
  };
  return { id, publicKey, assertion };
}

describe.skipIf(!haveVectors)('W3C assertions with ES256', () => {
  const vectors = haveVectors
    ? readVectors<Vector[]>('webauthn', 'webauthn-vectors.json').filter(isEs256)
    : [];

  test('there are ten', () => expect(vectors).toHaveLength(10));

  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s: the ECDSA signature fits',
    (_, vector) => {
      const { publicKey, assertion } = read(vector);
      expect(verifyP256(publicKey, assertion.signature, webAuthnMessage(assertion))).toBe(true);
    },
  );

  test('each is accepted, or refused because of the frame or the unverified user', () => {
    const faults = vectors.map((vector) => {
      const { id, publicKey, assertion } = read(vector);
      const fault = webAuthnFault(assertion, id, rpIds);
      const claim = { scheme: 2, publicKey, signature: assertion, id, rpIds };
      expect(verifySignature(claim)).toBe(fault === undefined);
      return [vector.name, fault ?? 'accepted'];
    });
    expect(Object.fromEntries(faults)).toEqual({
      'ES256 Credential with No Attestation': 'userVerified',
      'ES256 Credential with Self Attestation': 'userVerified',
      'ES256 Credential with "crossOrigin": true in clientDataJSON': 'crossOrigin',
      'ES256 Credential with "topOrigin" in clientDataJSON': 'crossOrigin',
      'ES256 Credential with very long credential ID': 'accepted',
      'Packed Attestation with ES256 Credential': 'accepted',
      'TPM Attestation with ES256 Credential': 'accepted',
      'Android Key Attestation with ES256 Credential': 'userVerified',
      'Apple Anonymous Attestation with ES256 Credential': 'userVerified',
      'FIDO U2F Attestation with ES256 Credential': 'userVerified',
    });
  });
});
