/** Blocks made of transactions and events as they are told, without executing anything: what a chain stores, for readers of it. */
import { encodeValue, Writer } from '#chain/codec.ts';
import { fromHex, utf8 } from '#chain/crypto/bytes.ts';
import { encodeHeader, headerHashBytes, noParent } from '#chain/header.ts';
import { encodeList } from '#chain/lists.ts';
import { encodeReceipt, type ReceiptStatus } from '#chain/receipt.ts';
import { kindOf, type Registry } from '#chain/registry.ts';
import type { StoredBlock } from '#chain/storage/storedBlock.ts';
import { encodeEnvelope, encodeTransaction, envelopeId } from '#chain/transaction.ts';
import { sha256 } from '#hash';

/** A transaction that is said to have happened; accounts are hex. */
export interface MadeTransaction {
  readonly kind: string;
  readonly payload: unknown;
  readonly sender: string;
  readonly nonce: number;
  /** `applied` unless given. */
  readonly status?: ReceiptStatus;
  readonly code?: string;
  readonly events: readonly { readonly name: string; readonly data: unknown }[];
}

const chainId = 'made-0011223344556677';
/** Nobody looks at signatures once a block is stored. */
const unsigned = { scheme: 0, publicKey: '22'.repeat(32), signature: '33'.repeat(64) };

const eventBytes = (registry: Registry, events: MadeTransaction['events']): Uint8Array => {
  const writer = new Writer();
  for (const { name, data } of events) {
    const kind = registry.events.get(name);
    if (kind === undefined) throw new Error(`There is no event ${name}.`);
    writer.put(kind.head);
    writer.put(encodeValue(kind.codec, data));
  }
  return writer.finish();
};

/** The bytes of a block of these transactions. */
export const makeBlock = (
  registry: Registry,
  { height, time }: { readonly height: number; readonly time: number },
  transactions: readonly MadeTransaction[],
): StoredBlock => {
  const wires: Uint8Array[] = [];
  const receipts: Uint8Array[] = [];
  for (const { kind, events, status = 'applied', code = '', ...said } of transactions) {
    const envelope = encodeEnvelope({
      ...said,
      chainId,
      kind: kindOf(registry, kind),
      validUntil: Number.MAX_SAFE_INTEGER,
    });
    const emitted = eventBytes(registry, events);
    wires.push(encodeTransaction(envelope, unsigned));
    receipts.push(encodeReceipt(envelopeId(envelope), status, code, events.length, emitted));
  }
  const stateRoot = sha256(utf8(`state ${height}`));
  const header = encodeHeader({
    chainId,
    height,
    time,
    parent: noParent,
    stateRoot: '44'.repeat(32),
    engine: 1,
  });
  return {
    height,
    headerHash: headerHashBytes(header),
    stateRoot,
    header,
    signature: fromHex('55'.repeat(64)),
    body: encodeList(wires),
    receipts: encodeList(receipts),
    writes: new Uint8Array(),
  };
};
