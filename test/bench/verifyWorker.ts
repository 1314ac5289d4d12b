/** Verifies ed25519 signatures for a stated time and tells how many: one core's share of the machine's limit. */
import { parentPort, workerData } from 'node:worker_threads';
import { fromHex } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed, verifyEd25519 } from '#chain/crypto/ed25519.ts';
import { signingMessage } from '#chain/crypto/schemes.ts';

const { durationMs, keys } = workerData as { readonly durationMs: number; readonly keys: number };
/** Between two looks at the clock. */
const round = 64;

const message = signingMessage('ab'.repeat(32));
const signed = Array.from({ length: keys }, (_, number) => {
  const seed = fromHex(number.toString(16).padStart(64, '0'));
  return { publicKey: publicKeyOfSeed(seed), signature: signWithSeed(seed, message) };
});

parentPort?.on('message', () => {
  const begun = performance.now();
  let verified = 0;
  while (performance.now() - begun < durationMs) {
    for (let i = 0; i < round; i++) {
      const one = signed[verified++ % signed.length];
      if (one === undefined || !verifyEd25519(one.publicKey, one.signature, message))
        throw new Error('A signature of the measurement is false.');
    }
  }
  parentPort?.postMessage((verified * 1000) / (performance.now() - begun));
});
parentPort?.postMessage(0);
