/** Proof files: an honest one holds; one changed character anywhere, or a chain somebody made for himself, does not. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { accountOf, ada, bob, coinGenesis, registry, sequencer } from '#test/support/coinChain.ts';
import { balances, notes } from '#test/support/coinModules.ts';
import type { Access } from '../access.ts';
import { toHex } from '../crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed, verifyEd25519 } from '../crypto/ed25519.ts';
import { factsOf } from '../execution/executeGenesis.ts';
import { LanedState } from '../execution/lanedState.ts';
import { chainIdOf, decodeGenesis, genesisHash } from '../genesis.ts';
import { encodeHeader, type Header } from '../header.ts';
import { genesisContent } from '../node/startChain.ts';
import {
  headerMessage,
  type ProofDocument,
  type VerifyEd25519,
  verifyProofDocument,
} from './proofDocument.ts';

const noble: VerifyEd25519 = (publicKey, signature, message) =>
  ed25519.verify(signature, message, publicKey, { zip215: false });

/** The proof of a cell in the first block of a chain. */
const proofOf = (
  access: Access<'read'>,
  genesis: Uint8Array,
  by: Uint8Array = sequencer.secret,
  changes: Partial<Header> = {},
): ProofDocument => {
  const facts = factsOf(chainIdOf(genesis), decodeGenesis(genesis));
  const content = genesisContent(registry, facts, genesis);
  const state = new LanedState();
  state.apply(content.writes);
  const header = { ...content.header, ...changes };
  return {
    genesis: toHex(genesis),
    header,
    headerSignature: toHex(signWithSeed(by, headerMessage(encodeHeader(header)))),
    signer: toHex(publicKeyOfSeed(by)),
    cell: state.prove(access.key),
  };
};
const genesis = coinGenesis();
const trusted = genesisHash(genesis);
const held = proofOf(balances.read(ada.address), genesis);
const absent = proofOf(notes.read(ada.address), genesis);
const verify = (document: unknown, hash = trusted, how: VerifyEd25519 = verifyEd25519) =>
  verifyProofDocument(document, hash, how);
const failedStep = (document: unknown) => {
  const { ok, steps, reason } = verify(document);
  expect(ok).toBe(false);
  expect(reason).toMatch(/\.$/);
  expect(steps.slice(0, -1).every((step) => step.ok)).toBe(true);
  return steps.at(-1);
};

describe('an honest proof file', () => {
  it.each([
    ['libsodium', verifyEd25519],
    ['noble, as in browsers', noble],
  ])('holds under the rule of %s', (_, how) => {
    expect(verify(held, trusted, how)).toEqual({
      ok: true,
      value: '1a000f4240',
      steps: ['form', 'genesis', 'chainId', 'engine', 'signer', 'signature', 'cell'].map((name) => ({
        name,
        ok: true,
      })),
    });
    expect(verify(absent, trusted, how)).toMatchObject({ ok: true, value: null });
  });
  it('holds after its way through a file', () => {
    expect(verify(JSON.parse(JSON.stringify(held, undefined, 2)))).toMatchObject({ ok: true });
  });
});

/** The text with another character of the same sort at a place of a value; undefined at marks and names. */
const changedAt = (text: string, at: number): string | undefined => {
  const character = text.charAt(at);
  const isName = /^[a-zA-Z]*":/.test(text.slice(at)) && /"[a-zA-Z]*$/.test(text.slice(0, at));
  if (isName || !/[0-9a-z-]/.test(character)) return undefined;
  const other = /[0-9]/.test(character)
    ? String((Number(character) + 1) % 10)
    : character === 'a'
      ? 'b'
      : 'a';
  return text.slice(0, at) + other + text.slice(at + 1);
};

describe('a changed proof file', () => {
  it.each([
    ['value', held],
    ['absence', absent],
  ])('of a %s does not hold, whichever character of its values is another', (_, document) => {
    const text = JSON.stringify(document);
    let tried = 0;
    for (let at = 0; at < text.length; at++) {
      const changed = changedAt(text, at);
      if (changed === undefined) continue;
      tried++;
      let parsed: unknown;
      try {
        parsed = JSON.parse(changed);
      } catch {
        continue;
      }
      if (verify(parsed).ok)
        expect.fail(`Another character at ${at} was not seen: ${changed.slice(at - 30, at + 30)}`);
    }
    expect(tried).toBeGreaterThan(1500);
  });

  it('does not hold with a field less, a field more, or another type', () => {
    for (const name of Object.keys(held)) {
      expect(failedStep({ ...held, [name]: undefined })).toEqual({
        name: name === 'cell' ? 'cell' : 'form',
        ok: false,
      });
      expect(verify({ ...held, [name]: 7 }).ok).toBe(false);
    }
    expect(failedStep({ ...held, more: '' })).toEqual({ name: 'form', ok: false });
    expect(failedStep({ ...held, header: { ...held.header, more: '' } })).toEqual({
      name: 'form',
      ok: false,
    });
    expect(verify({ ...held, genesis: held.genesis.toUpperCase() }).ok).toBe(false);
    for (const document of [undefined, null, 7, 'text', [], {}, { cell: {} }])
      expect(verify(document).ok).toBe(false);
  });
});

describe('a chain that somebody made for himself', () => {
  const mallory = accountOf('Mallory');
  const own = coinGenesis([ada, bob], { sequencers: [mallory.publicKey] });
  const access = balances.read(ada.address);

  it('holds in itself and not under the trusted hash', () => {
    const document = proofOf(access, own, mallory.secret);
    expect(verify(document, genesisHash(own))).toMatchObject({ ok: true });
    expect(failedStep(document)).toEqual({ name: 'genesis', ok: false });
  });
  it('does not hold with the trusted genesis beside it', () => {
    const foreign = { ...proofOf(access, own, mallory.secret), genesis: toHex(genesis) };
    expect(failedStep(foreign)).toEqual({ name: 'chainId', ok: false });
    expect(failedStep(proofOf(access, genesis, mallory.secret))).toEqual({ name: 'signer', ok: false });
    const claimed = { ...proofOf(access, genesis, mallory.secret), signer: sequencer.publicKey };
    expect(failedStep(claimed)).toEqual({ name: 'signature', ok: false });
  });
  it('does not hold with another engine, or for another root', () => {
    const other = proofOf(access, genesis, sequencer.secret, { engine: 2 });
    expect(failedStep(other)).toEqual({ name: 'engine', ok: false });
    const unrelated = proofOf(access, genesis, sequencer.secret, { stateRoot: '11'.repeat(32) });
    expect(failedStep(unrelated)).toEqual({ name: 'cell', ok: false });
  });
});
