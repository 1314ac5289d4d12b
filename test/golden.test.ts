/** What changes only on purpose: the reference, the OpenAPI document, encodings, ids, hashes and state roots. */
import { expect, it } from 'vitest';
import { batchOf } from '#chain/batchPath.ts';
import { encodeValue } from '#chain/codec.ts';
import { addressOfKey, daoAddress, formatAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed } from '#chain/crypto/ed25519.ts';
import { signingMessage } from '#chain/crypto/schemes.ts';
import { chainIdOf, defaultParameters, encodeGenesis, engineVersion, genesisHash } from '#chain/genesis.ts';
import { encodeHeader, headerHash, noParent } from '#chain/header.ts';
import type { Receipt } from '#chain/receipt.ts';
import { createRegistry, kindOf, parsePayload } from '#chain/registry.ts';
import { decodeTransaction, encodeEnvelope, encodeTransaction, envelopeId } from '#chain/transaction.ts';
import { modules } from '#governance/modules.ts';
import { proposals } from '#governance/proposals/state.ts';
import { sha256Hex } from '#hash';
import { startApiChain } from './support/apiChain.ts';
import { DevChain, textOf } from './support/devChain.ts';
import { referenceDocument } from './support/referenceDocument.ts';
import { createDao, scoreWork, submitWork } from './support/testDao.ts';

const registry = createRegistry(modules);
/** JSON as Biome would write it for files that it does not read. */
const stable = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;

it('docs/reference.md is what the modules declare', async () => {
  await expect(referenceDocument(registry)).toMatchFileSnapshot('../docs/reference.md');
});

it('the OpenAPI document is what the routes declare', async () => {
  const chain = await startApiChain();
  try {
    await expect(stable(chain.document)).toMatchFileSnapshot('golden/openapi.json');
  } finally {
    await chain.stop();
  }
});

const seed = fromHex('07'.repeat(32));
const publicKey = toHex(publicKeyOfSeed(seed));
const sender = addressOfKey(0, publicKey);

it('addresses, genesis, header and transaction have these bytes and hashes', async () => {
  const payload = parsePayload(registry, 'tokens.transfer', {
    token: '0a'.repeat(32),
    account: formatAddress(daoAddress('0a'.repeat(32))),
    amount: '79228162514264337593543950335',
  });
  const genesis = encodeGenesis({
    name: 'golden',
    time: 1_800_000_000_000,
    engine: engineVersion,
    parameters: defaultParameters,
    sequencers: [publicKey],
    rpIds: ['localhost'],
    testClock: true,
    calls: [
      {
        sender,
        kind: 'accounts.setProfile',
        payload: toHex(encodeValue(kindOf(registry, 'accounts.setProfile').payload, { name: '艾达' })),
      },
    ],
  });
  const chainId = chainIdOf(genesis);
  const header = encodeHeader({
    chainId,
    height: 1,
    time: 1_800_000_000_001,
    parent: noParent,
    stateRoot: 'ab'.repeat(32),
    engine: engineVersion,
  });
  const kind = kindOf(registry, 'tokens.transfer');
  const envelope = encodeEnvelope({
    chainId,
    kind,
    payload,
    sender,
    nonce: 24,
    validUntil: 1_800_000_060_000,
  });
  const id = envelopeId(envelope);
  const signature = toHex(signWithSeed(seed, signingMessage(id)));
  const wire = encodeTransaction(envelope, { scheme: 0, publicKey, signature });
  expect(decodeTransaction(registry, wire).id).toBe(id);
  const next = encodeEnvelope({ chainId, kind, payload, sender, nonce: 25, validUntil: 1_800_000_060_000 });
  const batch = batchOf(sender, [id, envelopeId(next)]);
  const together = toHex(signWithSeed(seed, signingMessage(batch.id)));
  const signedBatch = { scheme: 0, publicKey, signature: together, path: batch.paths[1] };
  const found = {
    address: { hex: sender, text: formatAddress(sender), ofDao: formatAddress(daoAddress('0a'.repeat(32))) },
    genesis: { bytes: toHex(genesis), hash: genesisHash(genesis), chainId },
    header: { bytes: toHex(header), hash: headerHash(header) },
    transaction: { envelope: toHex(envelope), id, signature, wire: toHex(wire) },
    batch: { id: batch.id, signature: together, lastWire: toHex(encodeTransaction(next, signedBatch)) },
  };
  await expect(stable(found)).toMatchFileSnapshot('golden/encodings.json');
});

/** The development chain, writing down what each transaction led to. */
class StoryChain extends DevChain {
  readonly steps: object[] = [];
  override send(from: string, kind: string, payload: unknown): Receipt {
    const receipt = super.send(from, kind, payload);
    const bytes = encodeValue(
      kindOf(this.registry, kind).payload,
      parsePayload(this.registry, kind, payload),
    );
    this.steps.push({
      sender: from,
      kind,
      payload: sha256Hex(bytes),
      outcome: receipt.code === '' ? receipt.status : receipt.code,
      stateRoot: this.state.root(),
    });
    return receipt;
  }
}

it('a small story leads to these state roots', async () => {
  const chain = new StoryChain();
  const dao = createDao(chain);
  const contribution = submitWork(chain, dao, 'newcomer', 'work 1');
  scoreWork(chain, contribution, [12, 20]);
  const about = { contribution, dao, author: textOf('newcomer') };
  chain.send('newcomer', 'contributions.accept', about);
  chain.apply('ada', 'contributions.accept', about);
  chain.advance(86_400_000);
  const amount = chain
    .query<{ amount: bigint }>('contributions', 'getContribution', { contribution })
    .amount.toString();
  chain.apply('anyone', 'contributions.claim', { ...about, amount });
  chain.apply('newcomer', 'daos.join', { dao });
  chain.apply('newcomer', 'tokens.stake', { token: dao, amount: '1000000' });
  const actions = [{ kind: 'daos.setPolicy', payload: { dao, open: false } }];
  const draft = { dao, track: 'parameters', title: 'Close the door', body: '', actions };
  const proposal = chain.apply('newcomer', 'proposals.create', draft).id;
  const snapshotHeight = chain.get(proposals.read(proposal))?.snapshotHeight;
  const vote = { proposal, token: dao, snapshotHeight, choice: 'for', reason: '' };
  for (const voter of ['newcomer', 'ada']) chain.apply(voter, 'proposals.vote', vote);
  chain.apply('ada', 'tokens.unstake', { token: dao, amount: '5' });
  chain.advance(70_000);
  chain.apply('anyone', 'proposals.execute', { proposal, dao, actions });
  chain.send('stranger', 'contributions.submit', {
    dao,
    kind: 'code',
    contentId: sha256Hex(utf8('work 2')),
    title: 'work 2',
  });
  await expect(stable(chain.steps)).toMatchFileSnapshot('golden/story.json');
});
