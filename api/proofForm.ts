/** The form of a proof file as JSON Schema. */
const hex = { type: 'string', pattern: '^[0-9a-f]*$' };

/** Checked in full by `chain/proofs/proofDocument.ts`. */
export const proofDocumentForm = {
  type: 'object',
  required: ['genesis', 'header', 'headerSignature', 'signer', 'cell'],
  properties: {
    genesis: { ...hex, description: 'The genesis document in canonical bytes.' },
    header: { type: 'object' },
    headerSignature: hex,
    signer: hex,
    cell: {
      type: 'object',
      required: ['key', 'value', 'siblings'],
      properties: {
        key: hex,
        value: { type: ['string', 'null'], description: 'Canonical bytes; null proves that there is none.' },
        siblings: { type: 'array', items: hex },
        other: { type: 'object' },
      },
    },
  },
} as const;
