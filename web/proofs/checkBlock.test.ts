/** A block's header holds on the device only as it was signed, by a sequencer of the genesis that is trusted. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed } from '#chain/crypto/ed25519.ts';
import { chainIdOf, defaultParameters, encodeGenesis, engineVersion, genesisHash } from '#chain/genesis.ts';
import { encodeHeader, headerHash } from '#chain/header.ts';
import { headerMessage } from '#chain/proofs/proofDocument.ts';
import { blockSteps, checkBlock } from './checkBlock.ts';

const [first, second, stranger] = ['01', '02', '03'].map((byte) => fromHex(byte.repeat(32))) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const genesisOf = (sequencers: readonly Uint8Array[]): Uint8Array =>
  encodeGenesis({
    name: 'trial',
    time: 1_800_000_000_000,
    engine: engineVersion,
    parameters: defaultParameters,
    sequencers: sequencers.map((secret) => toHex(publicKeyOfSeed(secret))),
    rpIds: [],
    testClock: false,
    calls: [],
  });
const genesis = genesisOf([first, second]);
const trusted = genesisHash(genesis);
const signedBy = (secret: Uint8Array, carried: { ordered?: number } = {}) => {
  const header = {
    chainId: chainIdOf(genesis),
    height: 7,
    time: 1_800_000_000_001,
    parent: 'ab'.repeat(32),
    stateRoot: 'cd'.repeat(32),
    engine: engineVersion,
    ...carried,
  };
  const encoded = encodeHeader(header);
  const signature = toHex(signWithSeed(secret, headerMessage(encoded)));
  return { ...header, hash: headerHash(encoded), signature };
};
const failed = (verdict: ReturnType<typeof checkBlock>): string | undefined =>
  verdict.steps.find(({ ok }) => !ok)?.name;

describe('checkBlock', () => {
  it('holds for a header that any of the sequencers signed', () => {
    for (const secret of [first, second]) {
      const verdict = checkBlock(signedBy(secret), toHex(genesis), trusted);
      expect(verdict.ok).toBe(true);
      expect(verdict.steps.map(({ name }) => name)).toEqual(blockSteps);
    }
  });

  it('covers the height of CometBFT that a block of a network names', () => {
    const block = signedBy(first, { ordered: 9 });
    const check = (change: { ordered?: number | undefined }) =>
      checkBlock({ ...block, ...change } as typeof block, toHex(genesis), trusted);
    expect(check({}).ok).toBe(true);
    expect(failed(check({ ordered: 8 }))).toBe('hash');
    expect(failed(check({ ordered: undefined }))).toBe('hash');
  });

  it('fails at the step that is wrong', () => {
    const block = signedBy(second);
    const other = genesisOf([stranger]);
    const check = (change: Partial<typeof block>, ofGenesis = genesis, trust = trusted) =>
      failed(checkBlock({ ...block, ...change }, toHex(ofGenesis), trust));
    expect(check({ stateRoot: 'ce'.repeat(32) })).toBe('hash');
    expect(check({ hash: 'ce'.repeat(32) })).toBe('hash');
    expect(check({ height: -1 })).toBe('hash');
    expect(check({ signature: signedBy(stranger).signature })).toBe('signature');
    expect(check({ signature: '' })).toBe('signature');
    expect(check({}, other)).toBe('genesis');
    expect(check({}, other, genesisHash(other))).toBe('chainId');
    expect(failed(checkBlock(block, 'not a genesis', trusted))).toBe('genesis');
  });
});
