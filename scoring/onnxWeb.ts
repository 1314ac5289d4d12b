/** The model in ONNX Runtime's WebAssembly build: what browsers replay scores with, and what exactness is tried against. */
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { Run } from './exactness.ts';

/** Runs the model `onnx`, an ONNX file over `featureCount` features, on one thread. Throws where WebAssembly cannot run. */
export async function webRuntime(onnx: Uint8Array, featureCount: number): Promise<Run> {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(onnx, {
    executionProviders: ['wasm'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'disabled',
  });
  return async (rows) => {
    const data = new BigInt64Array(rows.length * featureCount);
    rows.forEach((row, index) => {
      row.forEach((value, feature) => {
        data[index * featureCount + feature] = BigInt(value);
      });
    });
    const { score, contributions } = await session.run({
      features: new Tensor('int64', data, [rows.length, featureCount]),
    });
    return { scores: int64Of(score), contributions: int64Of(contributions) };
  };
}

function int64Of(tensor: Tensor | undefined): BigInt64Array {
  if (!(tensor?.data instanceof BigInt64Array))
    throw new TypeError('The model does not answer in 64-bit integers.');
  return tensor.data;
}
