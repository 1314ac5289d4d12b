/** An assertion passes as browsers make it, and each check refuses what violates it alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AssertionFields, softPasskey } from '#test/support/softPasskey.ts';
import { concat, fromHex, utf8 } from './bytes.ts';
import { verifySignature } from './verify.ts';
import { type WebAuthnFault, type WebAuthnSignature, webAuthnFault } from './webAuthn.ts';

const idHex = 'ab'.repeat(32);
const id = fromHex(idHex);
const rpIds = ['dao.example', 'localhost'];
const passkey = softPasskey('07'.repeat(32), 'dao.example', 'https://dao.example');

function verifies(signature: WebAuthnSignature, allowed: readonly string[] = rpIds): boolean {
  return verifySignature({ scheme: 2, publicKey: fromHex(passkey.publicKey), signature, id, rpIds: allowed });
}

function check(fields: Partial<AssertionFields>): WebAuthnFault | undefined {
  const signature = passkey.assert(idHex, fields);
  const fault = webAuthnFault(signature, id, rpIds);
  // The signature itself is right, so the verifier's answer is that of the check.
  expect(verifies(signature)).toBe(fault === undefined);
  return fault;
}

const local = { rpId: 'localhost' };

describe('passes', () => {
  test.each<[string, Partial<AssertionFields>]>([
    ['an assertion as browsers make it', {}],
    ['an origin with a port', { origin: 'https://dao.example:8443' }],
    ['a host below the relying party', { origin: 'https://app.dao.example' }],
    ['the machine itself without TLS', { ...local, origin: 'http://localhost:4000' }],
    ['a name below localhost without TLS', { ...local, origin: 'http://app.localhost:4000' }],
    ['fields of later browsers behind the fixed ones', { tail: ',"crossOrigin":false,"extra":"\\"x"}' }],
    ['client data without crossOrigin, as Safari makes them', { tail: '}' }],
    ['backup flags', { flags: 0x1d }],
    ['extension outputs', { flags: 0x85, extensions: new Uint8Array(100) }],
    ['authenticator data of the greatest length', { extensions: new Uint8Array(1024 - 37) }],
  ])('%s', (_, fields) => expect(check(fields)).toBeUndefined());
});

describe('refuses', () => {
  test.each<[string, Partial<AssertionFields>, WebAuthnFault]>([
    ['a registration', { type: 'webauthn.create' }, 'type'],
    ['a payment', { type: 'payment.get' }, 'type'],
    ['the approval of another id', { challenge: fromHex('ac'.repeat(32)) }, 'challenge'],
    ['a challenge that only begins with the id', { challenge: concat(id, Uint8Array.of(0)) }, 'challenge'],
    ['another site', { origin: 'https://evil.example' }, 'origin'],
    ['a site whose name only ends alike', { origin: 'https://notdao.example' }, 'origin'],
    ['a site that has ours as a subdomain', { origin: 'https://dao.example.evil.example' }, 'origin'],
    ['a parent of the relying party', { origin: 'https://example' }, 'origin'],
    ['a user name in the origin', { origin: 'https://dao.example:1@evil.example' }, 'origin'],
    ['a path in the origin', { origin: 'https://evil.example/.dao.example' }, 'origin'],
    ['a final dot', { origin: 'https://dao.example.' }, 'origin'],
    ['an empty label', { origin: 'https://.dao.example' }, 'origin'],
    ['upper case', { origin: 'https://DAO.example' }, 'origin'],
    ['an escape in the origin', { origin: 'https://evil.example\\u002f.dao.example' }, 'origin'],
    ['a letter that looks alike', { origin: 'https://dаo.example' }, 'origin'],
    ['no TLS', { origin: 'http://dao.example' }, 'origin'],
    ['another protocol', { origin: 'ftp://dao.example' }, 'origin'],
    ['an app', { origin: 'android:apk-key-hash:dao.example' }, 'origin'],
    ['an IP address', { ...local, origin: 'http://127.0.0.1' }, 'origin'],
    ['a port of six digits', { origin: 'https://dao.example:123456' }, 'origin'],
    ['an empty origin', { origin: '' }, 'origin'],
    ['a frame of another site', { tail: ',"crossOrigin":true}' }, 'crossOrigin'],
    [
      'a frame, by topOrigin',
      { tail: ',"crossOrigin":true,"topOrigin":"https://x.example"}' },
      'crossOrigin',
    ],
    [
      'another field in the place of crossOrigin',
      { tail: ',"topOrigin":"x","crossOrigin":false}' },
      'crossOrigin',
    ],
    ['a field that goes on', { tail: ',"crossOrigin":falsehood}' }, 'crossOrigin'],
    ['client data that are not closed', { tail: ',"crossOrigin":false' }, 'crossOrigin'],
    ['client data cut behind the origin', { tail: '' }, 'crossOrigin'],
    ['bytes behind the end', { tail: ',"crossOrigin":false}x' }, 'crossOrigin'],
    ['bytes behind an end without crossOrigin', { tail: '},"crossOrigin":false}' }, 'crossOrigin'],
    ['a blank', { tail: ', "crossOrigin":false}' }, 'crossOrigin'],
    ['a relying party that is not allowed', { rpId: 'example' }, 'relyingParty'],
    ['an allowed relying party with the origin of another', { rpId: 'localhost' }, 'relyingParty'],
    ['an absent user', { flags: 0x04 }, 'userPresent'],
    ['an unverified user', { flags: 0x01 }, 'userVerified'],
    ['authenticator data that are too long', { extensions: new Uint8Array(1024 - 36) }, 'length'],
    ['client data that are too long', { tail: `,"crossOrigin":false,"x":"${'x'.repeat(2048)}"}` }, 'length'],
  ])('%s', (_, fields, fault) => expect(check(fields)).toBe(fault));

  test('authenticator data that are too short', () => {
    const good = passkey.assert(idHex);
    const cut = { ...good, authenticatorData: good.authenticatorData.subarray(0, 36) };
    expect(webAuthnFault(cut, id, rpIds)).toBe('length');
  });

  test('a signature of another length', () => {
    const good = passkey.assert(idHex);
    for (const signature of [good.signature.subarray(1), concat(good.signature, Uint8Array.of(0))]) {
      expect(webAuthnFault({ ...good, signature }, id, rpIds)).toBe('length');
    }
  });

  test('client data in another order', () => {
    const good = passkey.assert(idHex);
    const fields = JSON.parse(new TextDecoder().decode(good.clientDataJSON));
    const clientDataJSON = utf8(JSON.stringify({ origin: fields.origin, ...fields }));
    expect(webAuthnFault({ ...good, clientDataJSON }, id, rpIds)).toBe('type');
  });

  test('the relying party that another key of the genesis was registered for', () => {
    expect(verifies(passkey.assert(idHex), ['localhost'])).toBe(false);
    expect(verifies(passkey.assert(idHex), ['dao.example'])).toBe(true);
    expect(verifies(passkey.assert(idHex), [])).toBe(false);
  });
});

test('answers every byte string without throwing', () => {
  const part = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(part, part, part, (authenticatorData, clientDataJSON, signature) => {
      expect(webAuthnFault({ authenticatorData, clientDataJSON, signature }, id, rpIds)).toBeDefined();
    }),
  );
});

test('a change of any one byte of a passing assertion is refused', () => {
  const good = passkey.assert(idHex);
  fc.assert(
    fc.property(
      fc.constantFrom('authenticatorData', 'clientDataJSON', 'signature'),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (part, position, change) => {
        const bytes = new Uint8Array(good[part as keyof WebAuthnSignature]);
        const at = position % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(verifies({ ...good, [part]: bytes })).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});
