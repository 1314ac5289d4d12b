/** Passkeys by `navigator.credentials`: one ceremony to make a key, one to sign, bytes converted once, here. */
import { toHex } from '#chain/crypto/bytes.ts';
import { publicKeyFromSpki, signatureFromDer } from '#chain/crypto/passkey.ts';
import { KeyRefused } from './refusals.ts';

/** The three parts of an assertion in hex; `signature` is r ‖ s, 64 bytes. */
export interface WebAuthnSignature {
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signature: string;
}

/** A passkey as made: its compressed key (33 bytes) and credential id, hex. */
export interface MadePasskey {
  readonly publicKey: string;
  readonly credentialId: string;
  /** The domain it belongs to for ever. */
  readonly rpId: string;
}

/** COSE's number of ES256, ECDSA with P-256 and SHA-256. */
const es256 = -7;

/** Two minutes: a person may have to fetch the phone. */
const timeoutMs = 120_000;

/** Passkeys want a secure context and the API; an old browser or a plain-http address has neither. */
export function passkeysPossible(): boolean {
  return isSecureContext && 'credentials' in navigator && typeof PublicKeyCredential !== 'undefined';
}

const ownCopy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Makes a P-256 passkey on this device or a phone, discoverable and with the person verified. */
export async function createPasskey(name: string): Promise<MadePasskey> {
  if (!passkeysPossible()) throw new KeyRefused('noAuthenticator');
  const rpId = location.hostname;
  const credential = await navigator.credentials.create({
    publicKey: {
      rp: { id: rpId, name: 'Meritlane' },
      user: { id: crypto.getRandomValues(new Uint8Array(32)), name, displayName: name },
      // Nothing is attested at creation, so the challenge proves nothing here.
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      pubKeyCredParams: [{ type: 'public-key', alg: es256 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      timeout: timeoutMs,
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new KeyRefused('closed');
  const spki = (credential.response as AuthenticatorAttestationResponse).getPublicKey();
  if (spki === null) throw new KeyRefused('noAuthenticator');
  return {
    publicKey: toHex(publicKeyFromSpki(new Uint8Array(spki))),
    credentialId: toHex(new Uint8Array(credential.rawId)),
    rpId,
  };
}

/** Signs with a passkey: the challenge is the 32-byte id. */
export async function assertPasskey(
  id: Uint8Array,
  credentialId: Uint8Array,
  rpId: string,
): Promise<WebAuthnSignature> {
  if (!passkeysPossible()) throw new KeyRefused('noAuthenticator');
  const credential = await navigator.credentials.get({
    publicKey: {
      rpId,
      challenge: ownCopy(id),
      allowCredentials: [{ type: 'public-key', id: ownCopy(credentialId) }],
      userVerification: 'required',
      timeout: timeoutMs,
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new KeyRefused('closed');
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    authenticatorData: toHex(new Uint8Array(response.authenticatorData)),
    clientDataJSON: toHex(new Uint8Array(response.clientDataJSON)),
    signature: toHex(signatureFromDer(new Uint8Array(response.signature))),
  };
}
