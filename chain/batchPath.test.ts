/** Batches under one signature: every size, place and scheme is taken, and nothing that differs from what was signed. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sodium from 'sodium-native';
import { describe, expect, it, vi } from 'vitest';
import { batchCases } from '#test/conformance/batchCases.ts';
import { coinGenesis, registry } from '#test/support/coinChain.ts';
import { type AnySigner, signedTransfers, signersOf, transfersOf } from '#test/support/signedBatch.ts';
import { type BatchPath, batchOf } from './batchPath.ts';
import { concat, fromHex, toHex, utf8 } from './crypto/bytes.ts';
import { verifyEd25519 } from './crypto/ed25519.ts';
import { eip712TypedData } from './crypto/eip712.ts';
import { Invalid } from './errors.ts';
import { factsOf } from './execution/executeGenesis.ts';
import { prepareTransaction } from './execution/prepareTransaction.ts';
import { chainIdOf, decodeGenesis } from './genesis.ts';
import { batchCountMax } from './limits.ts';
import { readableBatch } from './readable.ts';
import {
  decodeTransaction,
  encodeEnvelope,
  encodeTransaction,
  encodeTransactionJson,
  envelopeId,
  transactionToJson,
} from './transaction.ts';

const genesis = coinGenesis();
const facts = factsOf(chainIdOf(genesis), decodeGenesis(genesis));
const { chainId } = facts;
const [ed25519, secp256k1, passkey] = signersOf('Ada') as [AnySigner, AnySigner, AnySigner];
const schemes = [
  ['ed25519', ed25519],
  ['secp256k1', secp256k1],
  ['a passkey', passkey],
] as const;

/** What becomes of wire bytes: the id, or the code of the refusal. */
const fateOf = (wire: Uint8Array, rpIds = facts.rpIds): string => {
  try {
    return prepareTransaction(registry, { ...facts, rpIds }, wire).id;
  } catch (error) {
    if (error instanceof Invalid) return error.code;
    throw error;
  }
};

/** The root as the specification has it, level by level and without what the chain uses. */
const rootOf = (ids: readonly string[]): Buffer => {
  const sha = (...parts: Uint8Array[]): Buffer => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const tag = sha(Buffer.from('meritlane/list/batch'));
  const over = (row: readonly Buffer[], width: number): Buffer => {
    if (width === 1) return row[0] ?? Buffer.alloc(32);
    const half = width / 2;
    return sha(over(row.slice(0, half), half), over(row.slice(half), half));
  };
  let width = 1;
  while (width < ids.length) width *= 2;
  return over(
    ids.map((id) => sha(tag, Buffer.from(id, 'hex'))),
    width,
  );
};

describe('a batch', () => {
  it.each(schemes)('of any size is taken at every place, signed with %s', (_, signer) => {
    const sizes = fc.oneof(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 41, max: 300 }));
    fc.assert(
      fc.property(sizes, fc.nat(1000), (count, nonce) => {
        const { wires, ids } = signedTransfers(signer, chainId, count, nonce);
        expect(wires.map((wire) => fateOf(wire))).toEqual(ids);
      }),
      { numRuns: 25 },
    );
  });

  it('of the greatest size is taken at its first, middle and last places', () => {
    const { wires, ids, parts } = signedTransfers(ed25519, chainId, batchCountMax);
    expect(parts[0]?.signed.path?.siblings).toHaveLength(12 * 64);
    for (const place of [0, 1, 2047, 2048, 4094, 4095])
      expect(fateOf(wires[place] ?? new Uint8Array())).toBe(ids[place]);
    for (const count of [0, 1, batchCountMax + 1])
      expect(() => batchOf(ed25519.address, new Array<string>(count).fill('00'.repeat(32)))).toThrow(
        RangeError,
      );
  });

  it('is signed as “meritlane/batch”, sender, count and root under the same prefix as an id', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), (count) => {
        const { ids, parts } = signedTransfers(ed25519, chainId, count);
        const counted = Buffer.alloc(4);
        counted.writeUInt32BE(count);
        const id = createHash('sha256')
          .update('meritlane/batch')
          .update(fromHex(ed25519.address))
          .update(counted)
          .update(rootOf(ids))
          .digest();
        expect(batchOf(ed25519.address, ids).id).toBe(id.toString('hex'));
        const signature = fromHex(String(parts[0]?.signed.signature));
        const message = concat(utf8('meritlane/sign'), id);
        expect(verifyEd25519(fromHex(ed25519.publicKey), signature, message)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('shows a wallet whose it is and how many, and binds the rest by its id', () => {
    const shown = eip712TypedData(readableBatch({ chainId, sender: secp256k1.address }, 12, 'ab'.repeat(32)));
    expect(shown.primaryType).toBe('Batch');
    expect(shown.message).toEqual({
      chainId,
      sender: expect.stringMatching(/^merit1/),
      transactions: '12',
      id: `0x${'ab'.repeat(32)}`,
    });
  });

  it.each(schemes)('has one wire form and one JSON form, signed with %s', (_, signer) => {
    for (const wire of signedTransfers(signer, chainId, 5).wires) {
      const transaction = decodeTransaction(registry, wire);
      const json = JSON.parse(JSON.stringify(transactionToJson(transaction))) as unknown;
      expect(toHex(encodeTransactionJson(registry, json))).toBe(toHex(wire));
    }
  });
});

describe.each(schemes)('in a batch signed with %s', (_, signer) => {
  const { parts, ids } = signedTransfers(signer, chainId, 6);
  const [{ envelope, signed }] = parts as [(typeof parts)[number]];
  const otherKey = signersOf('Bob')[signer.scheme]?.publicKey ?? '';

  it.each(batchCases)('$name is $expected', ({ expected, change }) => {
    // What was found good a moment ago speaks for nothing else.
    expect(fateOf(encodeTransaction(envelope, signed))).toBe(ids[0]);
    const fate = fateOf(encodeTransaction(envelope, change(signed, otherKey)));
    expect(fate).toBe(expected === 'taken' ? ids[0] : expected);
  });
});

describe('refused is', () => {
  const { wires, ids, parts } = signedTransfers(ed25519, chainId, 6);
  const [{ envelope, signed }] = parts as [(typeof parts)[number]];
  const withPath = (changes: Partial<BatchPath>): Uint8Array =>
    encodeTransaction(envelope, { ...signed, path: { ...signed.path, ...changes } });

  it('what is no path, in words that say so', () => {
    const said = (wire: Uint8Array): string => {
      try {
        prepareTransaction(registry, facts, wire);
        return '';
      } catch (error) {
        return (error as Invalid).detail;
      }
    };
    expect(said(withPath({ place: 6 }))).toBe('place 6, from 0, in a batch of 6 transactions.');
    expect(said(withPath({ count: 1 }))).toBe('a batch has 2 to 4096 transactions, not 1.');
    expect(said(withPath({ siblings: '' }))).toBe('a path in a batch of 6 has 3 siblings, 96 bytes, not 0.');
    expect(said(withPath({ place: 1 }))).toBe(
      'The root that it has at place 1, from 0, of a batch of 6 is not what was signed.',
    );
  });

  it('any other head than the shortest, and parts too few or too many', () => {
    const wire = wires[0] ?? new Uint8Array();
    const at = 1 + envelope.length;
    expect(wire[at]).toBe(0);
    const longPlace = concat(wire.subarray(0, at), Uint8Array.of(0x18, 0), wire.subarray(at + 1));
    expect(fateOf(longPlace)).toBe('chain.malformed');
    for (const head of [0x83, 0x84, 0x85, 0x86, 0x88])
      expect(fateOf(concat(Uint8Array.of(head), wire.subarray(1)))).toMatch(
        /^chain\.(?:malformed|schemeUnsupported)$/,
      );
    expect(fateOf(concat(wire, Uint8Array.of(0)))).toBe('chain.malformed');
  });

  it('any flipped bit, whatever was verified before', () => {
    const flipped = fc.record({
      which: fc.nat(wires.length - 1),
      at: fc.nat(10_000),
      bit: fc.nat(7),
    });
    fc.assert(
      fc.property(flipped, ({ which, at, bit }) => {
        const wire = (wires[which] ?? new Uint8Array()).slice();
        const place = at % wire.length;
        wire[place] = (wire[place] ?? 0) ^ (1 << bit);
        expect(fateOf(wire)).toMatch(/^chain\./);
        expect(fateOf(wires[which] ?? new Uint8Array())).toBe(ids[which]);
      }),
      { numRuns: 500 },
    );
  });

  it('a transaction of another sender under the same root, though the key is his too', () => {
    const other = signersOf('Bob')[0]?.address ?? '';
    const mixed = [...transfersOf(ed25519.address, chainId, 1), ...transfersOf(other, chainId, 1)];
    const bytes = mixed.map(encodeEnvelope);
    const batch = batchOf(ed25519.address, bytes.map(envelopeId));
    const signature = ed25519.sign(batch.id, readableBatch({ chainId, sender: other }, 2, batch.id));
    const { scheme, publicKey } = ed25519;
    const fates = bytes.map((one, place) =>
      fateOf(encodeTransaction(one, { scheme, publicKey, signature, path: batch.paths[place] })),
    );
    expect(fates).toEqual([envelopeId(bytes[0] ?? new Uint8Array()), 'chain.badSignature']);
  });

  it('a signature of the root for an id, and of an id for the root', () => {
    const alone = { ...signed, path: undefined };
    const signature = ed25519.sign(ids[0] ?? '', readableBatch({ chainId, sender: ed25519.address }, 6, ''));
    expect(fateOf(encodeTransaction(envelope, { ...alone, signature }))).toBe(ids[0]);
    expect(fateOf(encodeTransaction(envelope, { ...signed, signature }))).toBe('chain.badSignature');
  });

  it('a batch of a passkey whose site the genesis does not allow, though it was found good elsewhere', () => {
    const batch = signedTransfers(passkey, chainId, 3);
    const wire = batch.wires[1] ?? new Uint8Array();
    expect(fateOf(wire)).toBe(batch.ids[1]);
    expect(fateOf(wire, ['example.org'])).toBe('chain.badSignature');
    expect(fateOf(wire)).toBe(batch.ids[1]);
  });

  it('a batch of a wallet that was shown another chain', () => {
    const { address } = secp256k1;
    const [one, two] = transfersOf(address, chainId, 2).map(encodeEnvelope) as [Uint8Array, Uint8Array];
    const batch = batchOf(address, [one, two].map(envelopeId));
    const wireOf = (shownChain: string): Uint8Array => {
      const shown = readableBatch({ chainId: shownChain, sender: address }, 2, batch.id);
      const signature = secp256k1.sign(batch.id, shown);
      return encodeTransaction(one, { ...secp256k1, signature, path: batch.paths[0] });
    };
    expect(fateOf(wireOf('elsewhere'))).toBe('chain.badSignature');
    expect(fateOf(wireOf(chainId))).toBe(envelopeId(one));
  });
});

describe('what is remembered', () => {
  it('changes no answer, in whatever order batches are asked for', () => {
    const batches = [2, 3, 6, 6].flatMap((count, i) => [
      signedTransfers(ed25519, chainId, count, 10 * i),
      signedTransfers(passkey, chainId, count, 10 * i),
    ]);
    const asked = batches.flatMap(({ parts, ids }) =>
      parts.flatMap(({ envelope, signed }, place) => {
        const { path } = signed;
        const wrong = { ...path, place: path.place ^ 1 };
        const good = { wire: encodeTransaction(envelope, signed), fate: ids[place] };
        if (wrong.place >= path.count) return [good];
        return [
          good,
          { wire: encodeTransaction(envelope, { ...signed, path: wrong }), fate: 'chain.badSignature' },
        ];
      }),
    );
    const order = fc.array(fc.nat(asked.length - 1), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(order, (places) => {
        for (const place of places)
          expect(fateOf(asked[place]?.wire ?? new Uint8Array())).toBe(asked[place]?.fate);
      }),
      { numRuns: 100 },
    );
  });

  it('is one verification for a batch, true or false, and no more than 256 of them', () => {
    const verify = vi.spyOn(sodium, 'crypto_sign_verify_detached');
    try {
      const { wires, ids, parts } = signedTransfers(ed25519, chainId, 50, 5_000);
      for (const [place, wire] of wires.entries()) expect(fateOf(wire)).toBe(ids[place]);
      expect(verify).toHaveBeenCalledTimes(1);
      const signature = '11'.repeat(64);
      for (const { envelope, signed } of parts)
        expect(fateOf(encodeTransaction(envelope, { ...signed, signature }))).toBe('chain.badSignature');
      expect(verify).toHaveBeenCalledTimes(2);
      for (let nonce = 0; nonce < 256; nonce++)
        fateOf(signedTransfers(ed25519, chainId, 2, 10_000 + nonce).wires[0] ?? new Uint8Array());
      verify.mockClear();
      expect(fateOf(wires[7] ?? new Uint8Array())).toBe(ids[7]);
      expect(verify).toHaveBeenCalledTimes(1);
    } finally {
      verify.mockRestore();
    }
  });
});
