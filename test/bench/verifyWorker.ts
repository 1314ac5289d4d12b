/** Verifies ed25519 signatures for a stated time and tells how many: one thread's share of the machine's limit. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import sodium from 'sodium-native';

/** Which verifier, over what: `plain` is libsodium on one signature again and again. */
export type Verifier = 'libsodium' | 'plain' | 'openssl';
/** Signatures packed one after another, each as public key, signature, message. */
export interface SignedMessages {
  readonly bytes: Uint8Array;
  readonly messageBytes: number;
}
export interface VerifyOrder {
  readonly verifier: Verifier;
  readonly durationMs: number;
}
export interface VerifyDone {
  readonly perSecond: number;
  /** CPU time ÷ wall time: below 1 where other programs took the core away. */
  readonly coreShare: number;
}

/** Between two looks at the clock. */
const batch = 64;
const keyBytes = 32;
const signatureBytes = 64;
/** Keys that OpenSSL is handed as objects: making one costs more than a verification. */
const opensslKeysMax = 1_024;

interface One {
  readonly publicKey: Buffer;
  readonly signature: Buffer;
  readonly message: Buffer;
}
const { bytes, messageBytes } = workerData as SignedMessages;
const size = keyBytes + signatureBytes + messageBytes;
const all = Array.from({ length: bytes.length / size }, (_, place): One => {
  const part = (from: number, to: number): Buffer =>
    Buffer.from(bytes.buffer, bytes.byteOffset + place * size + from, to - from);
  return {
    publicKey: part(0, keyBytes),
    signature: part(keyBytes, keyBytes + signatureBytes),
    message: part(keyBytes + signatureBytes, size),
  };
});
const withKeys = all.slice(0, opensslKeysMax).map((one): One & { readonly key: KeyObject } => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: one.publicKey.toString('base64url') };
  return { ...one, key: createPublicKey({ key: jwk, format: 'jwk' }) };
});

const bySodium = ({ publicKey, signature, message }: One): boolean =>
  sodium.crypto_sign_verify_detached(signature, message, publicKey);

const run = <T>(items: readonly T[], check: (item: T) => boolean, durationMs: number): VerifyDone => {
  const cpuBefore = process.threadCpuUsage();
  const begun = performance.now();
  let verified = 0;
  while (performance.now() - begun < durationMs)
    for (let turn = 0; turn < batch; turn++) {
      const item = items[verified++ % items.length];
      if (item === undefined || !check(item)) throw new Error('A signature of the bench is false.');
    }
  const elapsedMs = performance.now() - begun;
  const cpu = process.threadCpuUsage(cpuBefore);
  return {
    perSecond: (verified * 1000) / elapsedMs,
    coreShare: (cpu.user + cpu.system) / 1000 / elapsedMs,
  };
};

parentPort?.on('message', ({ verifier, durationMs }: VerifyOrder) => {
  const done =
    verifier === 'openssl'
      ? run(withKeys, (one) => verify(null, one.message, one.key, one.signature), durationMs)
      : run(verifier === 'plain' ? all.slice(0, 1) : all, bySodium, durationMs);
  parentPort?.postMessage(done);
});
parentPort?.postMessage(0);
