/** Writes a model as an ONNX file of integer operations only; used when a model is trained and in tests. */
import onnxProto, { type onnx as schema } from 'onnx-proto';
import type { Model } from './reference.ts';

/** No feature reaches it: fills the thresholds of features that have fewer than others. */
const NEVER = 2n ** 62n;
const { onnx } = onnxProto;
const INT64 = onnx.TensorProto.DataType.INT64;

function tensor(name: string, dims: number[], values: readonly (number | bigint)[]) {
  const rawData = new Uint8Array(values.length * 8);
  const view = new DataView(rawData.buffer);
  values.forEach((value, index) => {
    view.setBigInt64(index * 8, BigInt(value), true);
  });
  return { name, dims, dataType: INT64, rawData };
}

function port(name: string, dims: (number | string)[]) {
  const dim = dims.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: INT64, shape: { dim } } } };
}

function node(opType: string, input: string[], output: string, attribute: schema.IAttributeProto[] = []) {
  return { opType, name: output, input, output: [output], attribute };
}

function integer(name: string, value: number): schema.IAttributeProto {
  return { name, i: value, type: onnx.AttributeProto.AttributeType.INT };
}

/**
 * The bytes of the ONNX file of `model`. Input `features` int64 [N, F]; outputs `score` int64 [N, 4] and `contributions`
 * int64 [N, F, 4]. A feature's interval is the count of thresholds it reaches; its row is gathered from one table.
 */
export function writeOnnx(model: Model): Uint8Array {
  const count = model.features.length;
  const width = Math.max(1, ...model.thresholds.map((thresholds) => thresholds.length));
  const thresholds = model.thresholds.flatMap((own) =>
    Array.from({ length: width }, (_, index) => own[index] ?? NEVER),
  );
  const offsets: number[] = [];
  let rowCount = 0;
  for (const entries of model.entries) {
    offsets.push(rowCount);
    rowCount += entries.length;
  }
  const graph = {
    name: 'contribution',
    input: [port('features', ['N', count])],
    output: [port('score', ['N', 4]), port('contributions', ['N', count, 4])],
    initializer: [
      tensor('thresholds', [1, count, width], thresholds),
      tensor('table', [rowCount, 4], model.entries.flat(2)),
      tensor('offsets', [1, count], offsets),
      tensor('bias', [1, 4], model.bias),
      tensor('lastAxis', [1], [2]),
      tensor('featureAxis', [1], [1]),
    ],
    node: [
      node('Unsqueeze', ['features', 'lastAxis'], 'columns'),
      node('GreaterOrEqual', ['columns', 'thresholds'], 'reached'),
      node('Cast', ['reached'], 'steps', [integer('to', INT64)]),
      node('ReduceSum', ['steps', 'lastAxis'], 'interval', [integer('keepdims', 0)]),
      node('Add', ['interval', 'offsets'], 'row'),
      node('Gather', ['table', 'row'], 'contributions', [integer('axis', 0)]),
      node('ReduceSum', ['contributions', 'featureAxis'], 'sum', [integer('keepdims', 0)]),
      node('Add', ['sum', 'bias'], 'score'),
    ],
  };
  const file = { irVersion: 8, producerName: 'meritlane', opsetImport: [{ domain: '', version: 17 }], graph };
  return onnx.ModelProto.encode(onnx.ModelProto.create(file)).finish();
}
