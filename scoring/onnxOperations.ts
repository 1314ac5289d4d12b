/** Reads the operations out of an ONNX file: just enough of protocol buffers to refuse what is not on the list. */
import { ScoringError } from './errors.ts';

/** Operations that are exact on integers on every machine; a model may use no others. */
export const allowedOperations: ReadonlySet<string> = new Set([
  'Unsqueeze',
  'GreaterOrEqual',
  'Cast',
  'ReduceSum',
  'Add',
  'Gather',
]);

/** Field numbers of ModelProto, GraphProto, NodeProto and AttributeProto (onnx.proto). */
const MODEL_GRAPH = 7;
const MODEL_FUNCTIONS = 25;
const GRAPH_NODE = 1;
const NODE_OPERATION = 4;
const NODE_ATTRIBUTE = 5;
const NODE_DOMAIN = 7;
const ATTRIBUTE_GRAPHS = [6, 11];

type Field = { number: number; bytes: Uint8Array };

function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let position = 0;
  const varint = () => {
    let value = 0;
    for (let digit = 0; digit < 10; digit += 1) {
      const byte = bytes[position];
      if (byte === undefined) throw new ScoringError('scoring.modelUnusable');
      position += 1;
      value += (byte & 127) * 2 ** (7 * digit);
      if (byte < 128) return value;
    }
    throw new ScoringError('scoring.modelUnusable');
  };
  while (position < bytes.length) {
    const key = varint();
    const type = key % 8;
    let length = 0;
    if (type === 0) varint();
    else if (type === 1) length = 8;
    else if (type === 5) length = 4;
    else if (type === 2) length = varint();
    else throw new ScoringError('scoring.modelUnusable');
    if (position + length > bytes.length) throw new ScoringError('scoring.modelUnusable');
    fields.push({ number: Math.floor(key / 8), bytes: bytes.subarray(position, position + length) });
    position += length;
  }
  return fields;
}

function textOf(fields: readonly Field[], number: number): string {
  const field = fields.find((candidate) => candidate.number === number);
  return field ? new TextDecoder().decode(field.bytes) : '';
}

/** The operation of each node of the ONNX file `bytes`; throws ScoringError for a file with functions, domains or nested graphs. */
export function operationsOf(bytes: Uint8Array): string[] {
  const model = fieldsOf(bytes);
  const graphs = model.filter(({ number }) => number === MODEL_GRAPH);
  const graph = graphs[0];
  if (!graph || graphs.length > 1 || model.some(({ number }) => number === MODEL_FUNCTIONS)) {
    throw new ScoringError('scoring.modelUnusable');
  }
  const nodes = fieldsOf(graph.bytes).filter(({ number }) => number === GRAPH_NODE);
  return nodes.map((node) => {
    const fields = fieldsOf(node.bytes);
    const attributes = fields.filter(({ number }) => number === NODE_ATTRIBUTE);
    const nests = attributes.some((attribute) =>
      fieldsOf(attribute.bytes).some(({ number }) => ATTRIBUTE_GRAPHS.includes(number)),
    );
    if (nests || textOf(fields, NODE_DOMAIN) !== '') throw new ScoringError('scoring.modelUnusable');
    return textOf(fields, NODE_OPERATION);
  });
}
