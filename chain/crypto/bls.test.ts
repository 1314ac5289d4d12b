/** BLS on Node and in browsers: both agree, sums hold, and false shares are found wherever they stand. */
import blst from '@chainsafe/blst';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as browser from './blsBrowser.ts';
import { possessionMessage, voteMessage } from './blsMessages.ts';
import * as node from './blsNode.ts';
import { blsPublicKey, blsSecret, signBls } from './blsSign.ts';
import { utf8 } from './bytes.ts';

// Hashed: secrets in arithmetic progression have k1 + k2 = k3, and a false share could be a true sum.
const secrets = Array.from({ length: 24 }, (_, i) => blsSecret(sha512(Uint8Array.of(i)).slice(0, 48)));
const keys = secrets.map(blsPublicKey);
const stored = keys.map((key) => node.storedKey(key) as Uint8Array);
const message = voteMessage('chain-0', 'votes.cast', utf8('for'));
// Signing with noble is slow, and blst's own signatures are the same (first test).
const shares = secrets.map((secret) => blst.SecretKey.fromBytes(secret).sign(message).toBytes(false));

it('is the same on Node and in browsers', () => {
  const [secret, key] = [secrets[0] as Uint8Array, keys[0] as Uint8Array];
  const signature = signBls(secret, message);
  expect(signBls(secret, message, true)).toEqual(Uint8Array.from(shares[0] as Uint8Array));
  for (const { verifyBls, storedKey } of [node, browser]) {
    expect(verifyBls(key, message, signature)).toBe(true);
    expect(verifyBls(keys[1] as Uint8Array, message, signature)).toBe(false);
    expect(verifyBls(key, utf8('another'), signature)).toBe(false);
    expect(verifyBls(key, message, signature.slice(1))).toBe(false);
    expect(verifyBls(key.slice(1), message, signature)).toBe(false);
    expect([...(storedKey(key) ?? [])]).toEqual([...(stored[0] as Uint8Array)]);
    // The group's zero, a point off the curve, and one outside the subgroup.
    expect(storedKey(Uint8Array.from({ length: 48 }, (_, i) => (i === 0 ? 0xc0 : 0)))).toBeUndefined();
    expect(storedKey(new Uint8Array(48).fill(0x9f))).toBeUndefined();
    expect(
      storedKey(Uint8Array.from({ length: 48 }, (_, i) => (i === 0 ? 0x80 : i === 47 ? 4 : 0))),
    ).toBeUndefined();
  }
});

it('tells parts of messages apart', () => {
  expect(voteMessage('a', 'bc', utf8('d'))).not.toEqual(voteMessage('ab', 'c', utf8('d')));
  expect(possessionMessage(utf8('a'), utf8('bc'))).not.toEqual(possessionMessage(utf8('ab'), utf8('c')));
});

describe('shares', () => {
  const falsify: ((place: number) => Uint8Array)[] = [
    (place) => shares[(place + 1) % shares.length] as Uint8Array,
    () => new Uint8Array(192),
    () => new Uint8Array(191),
    (place) => (shares[place] as Uint8Array).map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
    // The group's zero.
    () => Uint8Array.from({ length: 192 }, (_, i) => (i === 0 ? 0x40 : 0)),
  ];
  it('add up to what all keys together signed, without the false ones', () => {
    const some = fc.uniqueArray(fc.nat(secrets.length - 1), { minLength: 1 });
    const faults = fc.array(fc.tuple(fc.nat(secrets.length - 1), fc.nat(falsify.length - 1)), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(some, faults, (places, wrong) => {
        const fault = new Map(wrong);
        const given = places.map((place) => {
          const how = fault.get(place);
          const share = how === undefined ? shares[place] : falsify[how]?.(place);
          return { key: stored[place] as Uint8Array, share: share as Uint8Array };
        });
        const { aggregate, bad } = node.aggregateShares(given, message);
        expect(bad).toEqual(places.flatMap((place, i) => (fault.has(place) ? [i] : [])));
        const good = places.filter((place) => !fault.has(place)).map((place) => stored[place] as Uint8Array);
        if (aggregate === undefined) expect(good).toEqual([]);
        else {
          expect(node.verifyAggregate(good, message, aggregate)).toBe(true);
          expect(node.verifyAggregate(good.slice(1), message, aggregate)).toBe(false);
          expect(node.verifyAggregate(good, utf8('another'), aggregate)).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });
});
