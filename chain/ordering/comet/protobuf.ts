/** The little of protobuf that ABCI needs: varints, and fields of numbers, bytes and messages. */
import { ChainFault } from '../../errors.ts';

const text = new TextEncoder();
/** A 64-bit varint takes at most ten bytes. */
const varintBytesMax = 10;
const varintKind = 0;
const fixed64Kind = 1;
const lengthKind = 2;
const fixed32Kind = 5;

/** One field of a message: a number as 64 unsigned bits, or the bytes of a string, bytes or message. */
export interface Field {
  readonly number: number;
  readonly value: bigint;
  readonly bytes: Uint8Array;
}

/** A varint and where it ends; undefined while its end has not arrived. Throws a `ChainFault` where it is too long. */
export function readVarint(bytes: Uint8Array, from: number): { value: bigint; end: number } | undefined {
  let value = 0n;
  for (let index = 0; index < varintBytesMax; index++) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: from + index + 1 };
  }
  throw new ChainFault('A protobuf varint is longer than ten bytes.');
}

/** The fields of a message in the order they stand; bytes are views. Throws a `ChainFault` where it is malformed. */
export function* readFields(message: Uint8Array): Generator<Field> {
  const none = new Uint8Array(0);
  let at = 0;
  const varint = (): bigint => {
    const read = readVarint(message, at);
    if (read === undefined) throw new ChainFault('A protobuf message ends within a number.');
    at = read.end;
    return read.value;
  };
  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new ChainFault('A protobuf message ends within a field.');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const kind = Number(tag & 7n);
    if (kind === varintKind) yield { number, value: varint(), bytes: none };
    else if (kind === lengthKind) yield { number, value: 0n, bytes: take(Number(varint())) };
    else if (kind === fixed64Kind) take(8);
    else if (kind === fixed32Kind) take(4);
    else throw new ChainFault(`A protobuf field has the unknown wire type ${kind}.`);
  }
}

/** A number as a varint; below zero as 64 bits of two's complement. */
export function varintBytes(value: bigint | number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** A field of a number; nothing for zero, as proto3 leaves it out. */
export function numberField(number: number, value: bigint | number): Uint8Array {
  if (BigInt(value) === 0n) return new Uint8Array(0);
  return Buffer.concat([varintBytes(number << 3), varintBytes(value)]);
}

/** A field of bytes, of a string or of an encoded message; it stands even if it is empty. */
export function bytesField(number: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? text.encode(value) : value;
  return Buffer.concat([varintBytes((number << 3) | lengthKind), varintBytes(bytes.length), bytes]);
}
