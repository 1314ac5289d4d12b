/** An authenticator in software that makes P-256 WebAuthn assertions, for tests. */

import { p256 } from '@noble/curves/nist.js';
import { base64urlnopad } from '@scure/base';
import { addressOfKey } from '#chain/crypto/address.ts';
import { concat, fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { schemeNumbers } from '#chain/crypto/schemes.ts';
import type { WebAuthnSignature } from '#chain/crypto/webAuthn.ts';
import { sha256 } from '#hash';

/** What an assertion says; a test changes one of these to make a false one. */
export interface AssertionFields {
  readonly type: string;
  readonly challenge: Uint8Array;
  readonly origin: string;
  /** All that follows the origin's closing quote, to the end of the client data. */
  readonly tail: string;
  readonly rpId: string;
  /** 0x01 user present, 0x04 user verified, 0x80 extensions. */
  readonly flags: number;
  /** Appended to the 37 fixed bytes of authenticator data. */
  readonly extensions: Uint8Array;
}

/** A passkey of one relying party. */
export interface SoftPasskey {
  readonly scheme: typeof schemeNumbers.p256;
  /** The compressed key as 66 hex digits. */
  readonly publicKey: string;
  readonly address: string;
  /** Approves the id (64 hex digits), with some fields as given. */
  readonly assert: (idHex: string, fields?: Partial<AssertionFields>) => WebAuthnSignature;
}

/** Returns the passkey that follows from a seed of 64 hex digits. */
export function softPasskey(seedHex: string, rpId: string, origin: string): SoftPasskey {
  const secret = p256.keygen(concat(fromHex(seedHex), new Uint8Array(16))).secretKey;
  const publicKey = toHex(p256.getPublicKey(secret, true));
  return {
    scheme: schemeNumbers.p256,
    publicKey,
    address: addressOfKey(schemeNumbers.p256, publicKey),
    assert: (idHex, fields = {}) => {
      const said: AssertionFields = {
        type: 'webauthn.get',
        challenge: fromHex(idHex),
        origin,
        tail: ',"crossOrigin":false}',
        rpId,
        flags: 0x05,
        extensions: new Uint8Array(0),
        ...fields,
      };
      const challenge = base64urlnopad.encode(said.challenge);
      const clientDataJSON = utf8(
        `{"type":"${said.type}","challenge":"${challenge}","origin":"${said.origin}"${said.tail}`,
      );
      const counter = new Uint8Array(4);
      const authenticatorData = concat(
        sha256(utf8(said.rpId)),
        Uint8Array.of(said.flags),
        counter,
        said.extensions,
      );
      const message = concat(authenticatorData, sha256(clientDataJSON));
      return { authenticatorData, clientDataJSON, signature: p256.sign(message, secret, { lowS: false }) };
    },
  };
}
