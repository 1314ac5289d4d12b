/** Ed25519 on Node, by libsodium, whose rule is the chain's rule. */
import sodium from 'sodium-native';

/** The lengths of RFC 8032: public key, seed, signature. */
const publicKeyBytes = 32;
const seedBytes = 32;
const signatureBytes = 64;

/**
 * Tells whether the signature (64 bytes) of the message is one of the public key (32 bytes); never throws.
 *
 * The rule is libsodium's: S below the group order, A and R canonical and not of small order, and the equation
 * without the cofactor. Every node must use this very rule: on crafted signatures other verifiers answer otherwise.
 */
export function verifyEd25519(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  // The binding itself takes a signature with trailing bytes, which would give one signature many forms.
  if (publicKey.length !== publicKeyBytes || signature.length !== signatureBytes) return false;
  return sodium.crypto_sign_verify_detached(asBuffer(signature), asBuffer(message), asBuffer(publicKey));
}

/** Returns the public key (32 bytes) of a seed (32 bytes); throws a `TypeError` for another length. */
export function publicKeyOfSeed(seed: Uint8Array): Uint8Array {
  return new Uint8Array(keyPairOfSeed(seed).publicKey);
}

/** Returns the signature (64 bytes) of the message by the key of a seed (32 bytes); throws a `TypeError` for another length. */
export function signWithSeed(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const { secretKey } = keyPairOfSeed(seed);
  const signature = new Uint8Array(signatureBytes);
  sodium.crypto_sign_detached(asBuffer(signature), asBuffer(message), secretKey);
  sodium.sodium_memzero(secretKey);
  return signature;
}

function keyPairOfSeed(seed: Uint8Array): { publicKey: Buffer; secretKey: Buffer } {
  if (seed.length !== seedBytes) throw new TypeError('An ed25519 seed has 32 bytes.');
  const publicKey = Buffer.alloc(publicKeyBytes);
  const secretKey = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, asBuffer(seed));
  return { publicKey, secretKey };
}

/** The same memory as a Buffer, which the binding's types ask for. */
function asBuffer(bytes: Uint8Array): Buffer {
  if (bytes instanceof Buffer) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
