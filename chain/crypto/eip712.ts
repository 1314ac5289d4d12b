/** EIP-712: the typed data that an Ethereum wallet shows and signs for a transaction or a batch, and its digest; safe in browsers. */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concat, fromHex, utf8 } from './bytes.ts';

/** A transaction as its signer reads it. */
export interface ReadableTransaction {
  readonly chainId: string;
  /** The kind's full name, `module.verb`. */
  readonly kind: string;
  /** `merit1…`. */
  readonly sender: string;
  readonly nonce: number;
  /** Header time in milliseconds. */
  readonly validUntil: number;
  /** The payload's JSON form in canonical text: keys sorted by code unit, no spaces. */
  readonly payload: string;
  /** 64 hex digits. It also binds what is not shown, such as a sponsor. */
  readonly id: string;
}

/** Transactions under one signature, as their signer reads them. */
export interface ReadableBatch {
  readonly chainId: string;
  /** `merit1…`; the sender of each. */
  readonly sender: string;
  /** How many. */
  readonly count: number;
  /** The batch's id, 64 hex digits, which binds the ids of all. */
  readonly id: string;
}
/** What a key signs, in words. */
export type Readable = ReadableTransaction | ReadableBatch;

/** One field of a struct: an atomic type of the EIP or the name of another struct. */
interface TypedField {
  readonly name: string;
  readonly type: string;
}
type TypedStructs = Readonly<Record<string, readonly TypedField[]>>;
/** Texts as they are, integers in decimal, byte strings and addresses in hex behind `0x`, structs by field. */
interface TypedValues {
  readonly [name: string]: string | TypedValues;
}
/** What `eth_signTypedData_v4` takes. */
export interface TypedData {
  readonly types: TypedStructs;
  readonly primaryType: string;
  readonly domain: TypedValues;
  readonly message: TypedValues;
}

/**
 * A chain id of Ethereum is a number and wallets refuse those of networks they do not know, so the domain has none:
 * the chain stands in the message as text.
 */
const domain = { name: 'Meritlane', version: '1' } as const;
const domainFields: readonly TypedField[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
];
const transactionTypes: TypedStructs = {
  EIP712Domain: domainFields,
  Transaction: [
    { name: 'chainId', type: 'string' },
    { name: 'kind', type: 'string' },
    { name: 'sender', type: 'string' },
    { name: 'nonce', type: 'uint64' },
    { name: 'validUntil', type: 'uint64' },
    { name: 'payload', type: 'string' },
    { name: 'id', type: 'bytes32' },
  ],
};
const batchTypes: TypedStructs = {
  EIP712Domain: domainFields,
  Batch: [
    { name: 'chainId', type: 'string' },
    { name: 'sender', type: 'string' },
    { name: 'transactions', type: 'uint64' },
    { name: 'id', type: 'bytes32' },
  ],
};
const connectTypes: TypedStructs = {
  EIP712Domain: domainFields,
  Connect: [
    { name: 'purpose', type: 'string' },
    { name: 'wallet', type: 'address' },
  ],
};

/** Returns the typed data that a secp256k1 key signs for a transaction, or for a batch of them. */
export function eip712TypedData(readable: Readable): TypedData {
  return 'kind' in readable ? transactionTypedData(readable) : batchTypedData(readable);
}

function batchTypedData({ chainId, sender, count, id }: ReadableBatch): TypedData {
  const message = { chainId, sender, transactions: count.toString(), id: `0x${id}` };
  return { types: batchTypes, primaryType: 'Batch', domain, message };
}

function transactionTypedData(transaction: ReadableTransaction): TypedData {
  const { chainId, kind, sender, nonce, validUntil, payload, id } = transaction;
  return {
    types: transactionTypes,
    primaryType: 'Transaction',
    domain,
    // Numbers in decimal digits, which every wallet reads; some cut numbers of JSON to 32 bits.
    message: {
      chainId,
      kind,
      sender,
      nonce: nonce.toString(),
      validUntil: validUntil.toString(),
      payload,
      id: `0x${id}`,
    },
  };
}

/** Returns the 32 bytes that a secp256k1 key signs for a transaction, or for a batch of them. */
export function eip712Digest(readable: Readable): Uint8Array {
  return typedDataDigest(eip712TypedData(readable));
}

/** Returns the typed data by whose signature a wallet of this address (`0x` and 40 hex digits) shows its public key; it is no transaction. */
export function connectTypedData(wallet: string): TypedData {
  return {
    types: connectTypes,
    primaryType: 'Connect',
    domain,
    message: { purpose: 'Show the public key of this wallet. Nothing is sent or paid.', wallet },
  };
}

const typedDataPrefix = Uint8Array.of(0x19, 0x01);

/** Returns keccak256(0x19 0x01 ‖ domain separator ‖ struct hash); throws a `TypeError` for a type or value that this encoder does not know. */
export function typedDataDigest({ types, primaryType, domain, message }: TypedData): Uint8Array {
  return keccak_256(
    concat(
      typedDataPrefix,
      hashStruct(types, 'EIP712Domain', domain),
      hashStruct(types, primaryType, message),
    ),
  );
}

function hashStruct(types: TypedStructs, name: string, values: TypedValues): Uint8Array {
  const fields = fieldsOf(types, name).map((field) => encodeField(types, field, values[field.name]));
  return keccak_256(concat(keccak_256(utf8(typeText(types, name))), ...fields));
}

function fieldsOf(types: TypedStructs, name: string): readonly TypedField[] {
  const fields = Object.hasOwn(types, name) ? types[name] : undefined;
  if (fields === undefined) throw new TypeError(`Typed data has no type ${name}.`);
  return fields;
}

/** The struct first, then the structs it refers to, by name: `Mail(Person from,Person to)Person(string name)`. */
function typeText(types: TypedStructs, name: string): string {
  const found = new Set<string>();
  const find = (one: string): void => {
    if (found.has(one) || !Object.hasOwn(types, one)) return;
    found.add(one);
    for (const { type } of fieldsOf(types, one)) find(type);
  };
  find(name);
  found.delete(name);
  return [name, ...[...found].sort()]
    .map((one) => {
      const fields = fieldsOf(types, one).map((field) => `${field.type} ${field.name}`);
      return `${one}(${fields.join(',')})`;
    })
    .join('');
}

const wordBytes = 32;
const unsignedType = /^uint(\d{1,3})$/;

/** One field in the 32 bytes that the EIP gives it. */
function encodeField(
  types: TypedStructs,
  { name, type }: TypedField,
  value: string | TypedValues | undefined,
): Uint8Array {
  if (Object.hasOwn(types, type) && typeof value === 'object') return hashStruct(types, type, value);
  if (typeof value !== 'string') throw new TypeError(`The field ${name} is missing or of another type.`);
  if (type === 'string') return keccak_256(utf8(value));
  if (type === 'bytes32') return hexWord(name, value, wordBytes);
  if (type === 'address') return hexWord(name, value, 20);
  const bits = Number(unsignedType.exec(type)?.[1] ?? 0);
  if (bits === 0) throw new TypeError(`The field ${name} has the type ${type}, which is not encoded here.`);
  if (!/^\d+$/.test(value) || BigInt(value) >> BigInt(bits) !== 0n)
    throw new TypeError(`The field ${name} is no whole number of ${bits} bits.`);
  return word(BigInt(value));
}

/** Addresses come with capitals that only check them; the bytes are the same. */
function hexWord(name: string, value: string, length: number): Uint8Array {
  if (!/^0x[0-9a-fA-F]+$/.test(value) || value.length !== 2 + 2 * length)
    throw new TypeError(`The field ${name} is not ${length} bytes of hex behind 0x.`);
  return word(BigInt(value));
}

/** A number below 2^256 in 32 bytes, the highest first. */
function word(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(2 * wordBytes, '0'));
}
