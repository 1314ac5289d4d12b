/** Aggregates of votes: noble agrees, and bad shares are found wherever they are, with few pairings. */
import blst from '@chainsafe/blst';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  bytesOfG1,
  bytesOfG2,
  faults,
  good,
  keysOf,
  keyTorsion,
  message,
  order,
  otherMessage,
  otherSignature,
  share,
  strayShare,
  torsion,
} from '#test/support/blsVoters.ts';
import { blsDomain } from './blsMessages.ts';
import * as node from './blsNode.ts';
import { type Share, storedKey, verifyAggregate, verifyBls } from './blsNode.ts';
import { blsPublicKey, signBls } from './blsSign.ts';
import { concat, fromHex, toHex } from './bytes.ts';

const { G1, G2 } = bls12_381;

/** What the node says of shares, and the places of those that count. */
const aggregateShares = (shares: readonly Share[], signed: Uint8Array, badMax?: number) => {
  const { aggregate, bad } = node.aggregateShares(shares, signed, badMax);
  return { aggregate, good: [...shares.keys()].filter((place) => !bad.includes(place)), bad };
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an aggregate', () => {
  const places = [0, 1, 2, 3];
  const { aggregate = new Uint8Array(0) } = aggregateShares(good.slice(0, 4), message);
  const keys = keysOf(good, places);

  it('is what noble makes and takes of the same votes', () => {
    const { longSignatures } = bls12_381;
    const sum = longSignatures.aggregateSignatures(
      places.map((place) => G2.Point.fromBytes(share(place).share)),
    );
    expect(toHex(aggregate)).toBe(toHex(sum.toBytes(true)));
    const key = longSignatures.aggregatePublicKeys(keys);
    expect(longSignatures.verify(sum, longSignatures.hash(message, blsDomain), key)).toBe(true);
  });

  it('says that exactly these keys signed exactly this', () => {
    expect(verifyAggregate(keys, message, aggregate)).toBe(true);
    expect(verifyAggregate(keys.toReversed(), message, aggregate)).toBe(true);
    expect(verifyAggregate(keys.slice(1), message, aggregate)).toBe(false);
    expect(verifyAggregate([...keys, share(4).key], message, aggregate)).toBe(false);
    expect(verifyAggregate([...keys, share(3).key], message, aggregate)).toBe(false);
    expect(verifyAggregate(keys, otherMessage, aggregate)).toBe(false);
  });

  it('counts a vote as often as its key stands there', () => {
    const twice = aggregateShares([share(0), share(0)], message);
    expect(twice.good).toEqual([0, 1]);
    const sum = twice.aggregate ?? new Uint8Array(0);
    expect(verifyAggregate([share(0).key, share(0).key], message, sum)).toBe(true);
    expect(verifyAggregate([share(0).key], message, sum)).toBe(false);
  });

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['bytes of no point', new Uint8Array(96).fill(0x9f)],
    ['the identity', concat(Uint8Array.of(0xc0), new Uint8Array(95))],
    ['the uncompressed form', blst.Signature.fromBytes(aggregate).toBytes(false)],
    [
      'a point beside it, outside the subgroup',
      blst.Signature.fromBytes(bytesOfG2(G2.Point.fromBytes(aggregate).add(torsion)), false).toBytes(true),
    ],
    ['a point outside the subgroup', blst.Signature.fromBytes(strayShare, false).toBytes(true)],
  ])('is not %s', (_, bytes) => {
    expect(verifyAggregate(keys, message, bytes)).toBe(false);
    expect(verifyAggregate([], message, bytes)).toBe(false);
  });

  it('has no key that is none', () => {
    const compressed = blst.PublicKey.fromBytes(share(0).key).toBytes(true);
    for (const key of [compressed, new Uint8Array(96), new Uint8Array(95), new Uint8Array(0)])
      expect(verifyAggregate([...keys, key], message, aggregate)).toBe(false);
  });

  it('is read from shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(400));
    shared.set(share(0).key, 4);
    shared.set(share(0).share, 120);
    const one = { key: shared.subarray(4, 100), share: shared.subarray(120, 312) };
    const { aggregate: sum } = aggregateShares([one], message);
    expect(verifyAggregate([one.key], message, sum ?? new Uint8Array(0))).toBe(true);
  });
});

describe('shares', () => {
  it('of nobody are nothing', () => {
    expect(aggregateShares([], message)).toEqual({ aggregate: undefined, good: [], bad: [] });
  });

  it.each(Object.entries(faults))('one of which %s: it is found', (_, fault) => {
    for (const place of [0, 2, 4]) {
      const shares = good.slice(0, 5).map((one, number) => (number === place ? fault(number) : one));
      const result = aggregateShares(shares, message);
      expect(result.bad).toEqual([place]);
      expect(result.good).toEqual([0, 1, 2, 3, 4].filter((number) => number !== place));
      expect(verifyAggregate(keysOf(shares, result.good), message, result.aggregate ?? message)).toBe(true);
    }
    expect(aggregateShares([fault(0)], message)).toEqual({ aggregate: undefined, good: [], bad: [0] });
    const all = aggregateShares([fault(0), fault(1), fault(2)], message);
    expect(all).toEqual({ aggregate: undefined, good: [], bad: [0, 1, 2] });
  });

  it('of any number and any faults are judged as noble judges each one', () => {
    const { longSignatures } = bls12_381;
    const hashed = longSignatures.hash(message, blsDomain);
    const nobleTakes = ({ key: keyBytes, share: bytes }: Share): boolean => {
      if (bytes.length !== 192) return false;
      try {
        const [key, point] = [G1.Point.fromBytes(keyBytes), G2.Point.fromBytes(bytes)];
        return !key.is0() && longSignatures.verify(point, hashed, key);
      } catch {
        return false;
      }
    };
    const kinds = [undefined, undefined, ...Object.values(faults)];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 12 }), (chosen) => {
        const shares = chosen.map((fault, number) => fault?.(number) ?? share(number));
        const result = aggregateShares(shares, message);
        const expected = [...shares.keys()].filter((place) => nobleTakes(shares[place] as Share));
        expect(result.good).toEqual(expected);
        expect([...result.good, ...result.bad].sort((a, b) => a - b)).toEqual([...shares.keys()]);
        if (expected.length === 0) expect(result.aggregate).toBeUndefined();
        else
          expect(verifyAggregate(keysOf(shares, expected), message, result.aggregate ?? message)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it('of many voters: few pairings find the bad ones', () => {
    const pairings = vi.spyOn(blst, 'verify');
    const judge = (bad: readonly number[], badMax?: number) => {
      pairings.mockClear();
      const shares = good.map((one, number) =>
        bad.includes(number) ? { ...one, share: otherSignature(number) } : one,
      );
      const result = aggregateShares(shares, message, badMax);
      return { bad: result.bad, pairings: pairings.mock.calls.length };
    };
    const everyone = [...good.keys()];
    expect(judge([])).toEqual({ bad: [], pairings: 1 });
    // 300 voters are nine halvings.
    for (const bad of [[0], [299], [150], [17, 230], [17, 18], [3, 99, 298]]) {
      const found = judge(bad);
      expect(found.bad).toEqual(bad);
      expect(found.pairings).toBeLessThanOrEqual(1 + 2 * 9 * bad.length);
    }
    const hopeless = judge(everyone);
    expect(hopeless.bad).toEqual(everyone);
    expect(hopeless.pairings).toBeLessThanOrEqual(2 * 300);
    const givenUp = judge(everyone, 3);
    expect(givenUp.bad).toEqual(everyone);
    expect(givenUp.pairings).toBeLessThan(20);
    expect(judge([5, 200], 2).bad).toEqual([5, 200]);
  });

  it('never reach a pairing before their sum is known to lie in the subgroup', () => {
    const pairings = vi.spyOn(blst, 'verify');
    aggregateShares([share(0), { ...share(1), share: strayShare }], message);
    expect(pairings.mock.calls.map(([, , , , isChecked]) => isChecked)).toEqual([true, true]);
  });

  it('known to be good stay so when the search is given up', () => {
    const shares = good
      .slice(0, 16)
      .map((one, number) => (number < 8 ? one : { ...one, share: otherSignature(number) }));
    const { good: kept, bad, aggregate } = aggregateShares(shares, message, 1);
    expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(bad).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
    expect(verifyAggregate(keysOf(shares, kept), message, aggregate ?? message)).toBe(true);
  });

  it('that are wrong alone and right together count, for their sum is what their owners signed', () => {
    const swapped = [
      { key: share(0).key, share: share(1).share },
      { key: share(1).key, share: share(0).share },
      share(2),
    ];
    expect(aggregateShares(swapped, message).good).toEqual([0, 1, 2]);
    expect(
      aggregateShares([...swapped, (faults['signed another choice'] as (n: number) => Share)(3)], message)
        .bad,
    ).toContain(3);
  });

  it('whose keys cancel make no aggregate of nothing', () => {
    const secret = new Uint8Array(32).fill(5);
    const mirrored = fromHex((order - BigInt(`0x${toHex(secret)}`)).toString(16).padStart(64, '0'));
    const pair = [secret, mirrored].map((one) => ({
      key: storedKey(blsPublicKey(one)) ?? new Uint8Array(0),
      share: signBls(one, message, true),
    }));
    const alone = aggregateShares(pair, message);
    expect([alone.good, alone.bad]).toEqual([[0], [1]]);
    expect(verifyAggregate(keysOf(pair, [0]), message, alone.aggregate ?? message)).toBe(true);

    const among = [...pair, share(0)];
    const all = aggregateShares(among, message);
    expect(all.good).toEqual([0, 1, 2]);
    expect(verifyAggregate(keysOf(among, all.good), message, all.aggregate ?? message)).toBe(true);

    // Pairs that cancel must not make the search for a bad one dearer.
    const pairings = vi.spyOn(blst, 'verify');
    const bad = { ...share(9), share: otherSignature(9) };
    const many = [...Array.from({ length: 8 }, () => pair).flat(), bad, ...good.slice(10, 17)];
    expect(aggregateShares(many, message).bad).toEqual([16]);
    expect(pairings.mock.calls.length).toBeLessThan(15);
  });
});

it('a key beside the right one, outside the subgroup, is none, though a pairing would take it', () => {
  const secret = blst.SecretKey.fromKeygen(new Uint8Array(32).fill(9));
  const beside = bytesOfG1(G1.Point.fromBytes(secret.toPublicKey().toBytes()).add(keyTorsion));
  const signature = secret.sign(message);
  expect(blst.verify(message, blst.PublicKey.fromBytes(beside, false), signature, false, true)).toBe(true);
  expect(storedKey(beside)).toBeUndefined();
  expect(verifyBls(beside, message, signature.toBytes(true))).toBe(false);
});
