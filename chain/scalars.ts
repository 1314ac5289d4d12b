/** Schemas of the values that modules use: ids, addresses, amounts, times, texts; each with its JSON and its canonical form. */
import { z } from 'zod';
import {
  type Codec,
  malformed,
  peek,
  type Reader,
  readHead,
  readText,
  takeHex,
  utf8Length,
  withCodec,
  writeHead,
  writeHex,
  writeText,
} from './codec.ts';
import { formatAddress, parseAddress } from './crypto/address.ts';
import { utf8 } from './crypto/bytes.ts';
import { amountMax, callBytesMax, callsMax, sumMax } from './limits.ts';

/** Hex of `min` … `max` bytes travels as a byte string. */
const bytesCodec = (min: number, max: number): Codec<string> => ({
  encode(writer, hex) {
    writeHead(writer, 2, hex.length >>> 1);
    writeHex(writer, hex);
  },
  decode(reader) {
    const length = readHead(reader, 2);
    if (length < min || length > max) malformed('a byte string of a wrong length');
    return takeHex(reader, length);
  },
  putKey: writeHex,
});

/** Exactly `length` bytes as lower-case hex. */
export const bytes = (length: number) =>
  withCodec(
    z.string().regex(new RegExp(`^[0-9a-f]{${2 * length}}$`), `must be ${length} bytes in lower-case hex`),
    bytesCodec(length, length),
  );
/** At most `max` bytes as lower-case hex. */
export const bytesUpTo = (max: number, min = 0) =>
  withCodec(
    z
      .string()
      .max(2 * max)
      .regex(new RegExp(`^(?:[0-9a-f]{2}){${min},}$`), `must be ${min} to ${max} bytes in lower-case hex`),
    bytesCodec(min, max),
  );

/** 32 bytes: the id of a transaction and of what it created, or a hash. */
export const id = bytes(32).meta({ title: 'Id', description: '32 bytes in lower-case hex.' });
withCodec(id, bytesCodec(32, 32));
export type Id = string;

/** An account: hex of 32 bytes inside, `merit1…` in JSON. */
export type Address = string;
const addressHex = withCodec(z.string().regex(/^[0-9a-f]{64}$/), bytesCodec(32, 32));
export const address = withCodec(
  z
    .codec(z.string().max(90), addressHex, {
      decode(text, context) {
        try {
          return parseAddress(text);
        } catch (error) {
          context.issues.push({ code: 'custom', input: text, message: (error as Error).message });
          return z.NEVER;
        }
      },
      encode: (hex) => formatAddress(hex),
    })
    .meta({ title: 'Address', description: 'An account, in bech32m: merit1….' }),
  bytesCodec(32, 32),
);

const safeMax = BigInt(Number.MAX_SAFE_INTEGER);
const wide = 1n << 64n;
const readBignum = (reader: Reader, length: number): bigint => BigInt(`0x${takeHex(reader, length)}`);

/** A CBOR integer of any size: heads up to 2^64 − 1, tags 2 and 3 beyond, only the shortest form. */
const integerCodec = (min: bigint, max: bigint): Codec<bigint> => ({
  encode(writer, value) {
    const negative = value < 0n;
    const argument = negative ? -1n - value : value;
    if (argument <= safeMax) writeHead(writer, negative ? 1 : 0, Number(argument));
    else if (argument < wide) {
      writer.need(9);
      writer.bytes[writer.at++] = negative ? 0x3b : 0x1b;
      writeHex(writer, argument.toString(16).padStart(16, '0'));
    } else {
      const hex = argument.toString(16);
      const body = hex.length % 2 === 0 ? hex : `0${hex}`;
      writer.need(1);
      writer.bytes[writer.at++] = negative ? 0xc3 : 0xc2;
      writeHead(writer, 2, body.length / 2);
      writeHex(writer, body);
    }
  },
  decode(reader) {
    const first = peek(reader);
    let value: bigint;
    let negative = first >>> 5 === 1;
    if (first === 0xc2 || first === 0xc3) {
      reader.at++;
      negative = first === 0xc3;
      const length = readHead(reader, 2);
      if (length < 9 || length > 16) malformed('a big integer of a wrong length');
      if (peek(reader) === 0) malformed('a big integer with a leading zero');
      value = readBignum(reader, length);
    } else if (first === 0x1b || first === 0x3b) {
      reader.at++;
      value = readBignum(reader, 8);
      if (value <= 0xffff_ffffn) malformed('an integer not in its shortest form');
    } else value = BigInt(readHead(reader, negative ? 1 : 0));
    if (negative) value = -1n - value;
    if (value < min || value > max) malformed('an integer out of its range');
    return value;
  },
});

const bigInteger = (min: bigint, max: bigint, pattern: RegExp) =>
  withCodec(
    z.codec(
      z.string().regex(pattern, 'must be a whole number in decimal digits'),
      z.bigint().min(min).max(max),
      {
        decode: (text) => BigInt(text),
        encode: (value) => value.toString(),
      },
    ),
    integerCodec(min, max),
  );

/** An amount of a token in its smallest unit, 0 … 2^96 − 1: a decimal string in JSON, a bigint in code. */
export const amount = bigInteger(0n, amountMax, /^(?:0|[1-9][0-9]{0,28})$/);
/** A stored sum of amounts, below 2^128. */
export const sum = bigInteger(0n, sumMax, /^(?:0|[1-9][0-9]{0,38})$/);
/** A sum that may be negative, within ±2^127. */
export const signedSum = bigInteger(-(1n << 127n), (1n << 127n) - 1n, /^-?(?:0|[1-9][0-9]{0,38})$/);

/** A whole number in a stated range within ±(2^53 − 1). */
export const integer = (min: number, max: number) =>
  withCodec(z.number().int().min(min).max(max), {
    encode: (writer, value) => (value < 0 ? writeHead(writer, 1, -1 - value) : writeHead(writer, 0, value)),
    decode(reader) {
      const negative = peek(reader) >>> 5 === 1;
      const argument = readHead(reader, negative ? 1 : 0);
      const value = negative ? -1 - argument : argument;
      if (value < min || value > max) malformed('an integer out of its range');
      return value;
    },
    putKey(writer, value) {
      const key = new Uint8Array(8);
      new DataView(key.buffer).setBigUint64(0, BigInt(value));
      writer.put(key);
    },
  });

/** Milliseconds since 1970, header time. */
export const timeMs = integer(0, Number.MAX_SAFE_INTEGER);
/** A span of header time, at most ten years. */
export const durationMs = integer(0, 315_360_000_000);
export const height = integer(0, 0xffff_ffff);
/** Parts per million: shares and rates. */
export const ppm = integer(0, 1_000_000);
/** One dimension of a score. */
export const score = integer(0, 10_000);

/** A well-formed text of `min` … `max` bytes of UTF-8, never normalised. */
export const text = (max: number, min = 0) =>
  withCodec(
    z
      .string()
      .max(max)
      .refine((value) => value.isWellFormed(), 'must be well-formed Unicode')
      .refine((value) => utf8Length(value) <= max, `must be at most ${max} bytes of UTF-8`)
      .refine((value) => utf8Length(value) >= min, `must be at least ${min} bytes of UTF-8`),
    {
      encode: writeText,
      decode(reader) {
        const value = readText(reader, max);
        return utf8Length(value) < min ? malformed('a text shorter than allowed') : value;
      },
      putKey: (writer, value) => writer.put(utf8(value)),
    },
  );

/**
 * One action of a proposal: a kind and its payload in canonical bytes. In JSON the payload is hex; clients offer the
 * object form (`encodeCall`, `decodeCall` of the registry).
 */
export const call = z.strictObject({
  kind: text(64, 3),
  payload: bytesUpTo(callBytesMax, 1),
  /** Whether the others still take effect when this one is rejected. */
  mayFail: z.boolean(),
});
export type Call = z.output<typeof call>;
export const calls = z.array(call).max(callsMax);

/** Division that names its rounding: toward minus infinity. */
export const divideFloor = (dividend: bigint, divisor: bigint): bigint => {
  const quotient = dividend / divisor;
  return dividend % divisor !== 0n && dividend < 0n !== divisor < 0n ? quotient - 1n : quotient;
};
/** The sum of a list of payments, loans, lines of a budget. */
export const totalAmount = (list: readonly { readonly amount: bigint }[]): bigint =>
  list.reduce((total, one) => total + one.amount, 0n);
export const minimum = (...values: [bigint, ...bigint[]]): bigint =>
  values.reduce((least, value) => (value < least ? value : least));
export const maximum = (...values: [bigint, ...bigint[]]): bigint =>
  values.reduce((most, value) => (value > most ? value : most));
