/** Typed data: the EIP's own example, a second encoder straight from its text, and what cannot be encoded. */
import { keccak_256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.ts';
import {
  connectTypedData,
  eip712Digest,
  eip712TypedData,
  type ReadableTransaction,
  typedDataDigest,
} from './eip712.ts';

/** The example of EIP-712, with the digest that its reference test states. */
const mail = {
  types: {
    EIP712Domain: [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
    Person: [
      { name: 'name', type: 'string' },
      { name: 'wallet', type: 'address' },
    ],
    Mail: [
      { name: 'from', type: 'Person' },
      { name: 'to', type: 'Person' },
      { name: 'contents', type: 'string' },
    ],
  },
  primaryType: 'Mail',
  domain: {
    name: 'Ether Mail',
    version: '1',
    chainId: '1',
    verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC',
  },
  message: {
    from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
    to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
    contents: 'Hello, Bob!',
  },
};

const transaction: ReadableTransaction = {
  chainId: 'meritlane:5f',
  kind: 'tokens.transfer',
  sender: 'merit1qqqq',
  nonce: 7,
  validUntil: 1_800_000_000_000,
  payload: '{"amount":"5","memo":"谢谢"}',
  id: 'a5'.repeat(32),
};

/** The digest of a transaction by the words of the EIP, with the type's text written out. */
const digestByHand = (one: ReadableTransaction): string => {
  const hash = (hex: string): string => Buffer.from(keccak_256(Buffer.from(hex, 'hex'))).toString('hex');
  const hashText = (text: string): string => hash(Buffer.from(text, 'utf8').toString('hex'));
  const word = (value: number): string => value.toString(16).padStart(64, '0');
  const separator = hash(
    hashText('EIP712Domain(string name,string version)') + hashText('Meritlane') + hashText('1'),
  );
  const type =
    'Transaction(string chainId,string kind,string sender,uint64 nonce,uint64 validUntil,string payload,bytes32 id)';
  const struct = hash(
    hashText(type) +
      hashText(one.chainId) +
      hashText(one.kind) +
      hashText(one.sender) +
      word(one.nonce) +
      word(one.validUntil) +
      hashText(one.payload) +
      one.id,
  );
  return hash(`1901${separator}${struct}`);
};

describe('the digest', () => {
  it('is that of the EIP for its own example, structs in structs', () => {
    expect(toHex(typedDataDigest(mail))).toBe(
      'be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2',
    );
  });

  it('is that of a second encoder for any transaction', () => {
    expect(toHex(eip712Digest(transaction))).toBe(digestByHand(transaction));
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
    fc.assert(
      fc.property(
        fc.record({
          chainId: text,
          kind: text,
          sender: text,
          nonce: fc.maxSafeNat(),
          validUntil: fc.maxSafeNat(),
          payload: text,
          id: hex,
        }),
        (one) => {
          expect(toHex(eip712Digest(one))).toBe(digestByHand(one));
        },
      ),
    );
  });

  it('stays as it was: a wallet signs these very bytes', () => {
    expect(toHex(eip712Digest(transaction))).toBe(
      'fa1f290d052498fe7c0a905a3cb43241d5cd2cbe0337c07b0763abe3465e020f',
    );
  });

  it.each([
    { chainId: 'meritlane:60' },
    { kind: 'tokens.mint' },
    { sender: 'merit1qqqp' },
    { nonce: 8 },
    { validUntil: 1_800_000_000_001 },
    { payload: '{"amount":"6","memo":"谢谢"}' },
    { id: 'a6'.repeat(32) },
  ])('covers %j', (change) => {
    expect(eip712Digest({ ...transaction, ...change })).not.toEqual(eip712Digest(transaction));
  });

  it('of connecting is no transaction’s, and differs by wallet', () => {
    const one = typedDataDigest(connectTypedData(`0x${'11'.repeat(20)}`));
    expect(one).not.toEqual(typedDataDigest(connectTypedData(`0x${'12'.repeat(20)}`)));
    expect(connectTypedData(`0x${'11'.repeat(20)}`).primaryType).not.toBe(
      eip712TypedData(transaction).primaryType,
    );
  });
});

describe('typed data', () => {
  it('has the shape that eth_signTypedData_v4 takes, the domain’s type included', () => {
    const data = eip712TypedData(transaction);
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      types: {
        EIP712Domain: [
          { name: 'name', type: 'string' },
          { name: 'version', type: 'string' },
        ],
        Transaction: [
          { name: 'chainId', type: 'string' },
          { name: 'kind', type: 'string' },
          { name: 'sender', type: 'string' },
          { name: 'nonce', type: 'uint64' },
          { name: 'validUntil', type: 'uint64' },
          { name: 'payload', type: 'string' },
          { name: 'id', type: 'bytes32' },
        ],
      },
      primaryType: 'Transaction',
      domain: { name: 'Meritlane', version: '1' },
      message: { ...transaction, nonce: '7', validUntil: '1800000000000', id: `0x${transaction.id}` },
    });
  });

  it.each([
    ['no type Letter', { ...mail, primaryType: 'Letter' }],
    ['contents is missing', { ...mail, message: { from: mail.message.from, to: mail.message.to } }],
    ['chainId is no whole number', { ...mail, domain: { ...mail.domain, chainId: '-1' } }],
    ['of 256 bits', { ...mail, domain: { ...mail.domain, chainId: (1n << 256n).toString() } }],
    ['not 20 bytes', { ...mail, domain: { ...mail.domain, verifyingContract: '0x00' } }],
    ['bytes of hex', { ...mail, domain: { ...mail.domain, verifyingContract: `0x${'0g'.repeat(20)}` } }],
    [
      'type bool',
      { ...mail, types: { ...mail.types, Mail: [{ name: 'contents', type: 'bool' }] }, primaryType: 'Mail' },
    ],
  ])('is refused: %s', (message, data) => {
    expect(() => typedDataDigest(data)).toThrow(TypeError);
    expect(() => typedDataDigest(data)).toThrow(message);
  });
});
