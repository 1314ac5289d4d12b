/** Accounts, a genesis and signed transactions of the coin module, for tests of the node. */
import { encodeValue } from '#chain/codec.ts';
import { addressOfKey } from '#chain/crypto/address.ts';
import { concat, fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed } from '#chain/crypto/ed25519.ts';
import { signingPrefix } from '#chain/crypto/schemes.ts';
import { PlainExecutor } from '#chain/execution/plainExecutor.ts';
import { defaultParameters, encodeGenesis, engineVersion, type Genesis } from '#chain/genesis.ts';
import type { CreateExecutor } from '#chain/node/startChain.ts';
import { Node, type NodeOptions } from '#chain/node.ts';
import { createRegistry, kindOf } from '#chain/registry.ts';
import { encodeEnvelope, encodeTransaction, envelopeId } from '#chain/transaction.ts';
import { sha256 } from '#hash';
import { modules } from './coinModules.ts';

export const registry = createRegistry(modules);
export const modulesUrl = new URL('./coinModules.ts', import.meta.url);
export const plainExecutor: CreateExecutor = async (facts, ofChain) => new PlainExecutor(ofChain, facts);
export const genesisTime = 1_800_000_000_000;
export const openingBalance = 1_000_000n;

/** Someone who signs with ed25519. */
export interface TestAccount {
  readonly secret: Uint8Array;
  readonly publicKey: string;
  readonly address: string;
}
export const accountOf = (name: string): TestAccount => {
  const secret = sha256(utf8(`test key of ${name}`));
  const publicKey = toHex(publicKeyOfSeed(secret));
  return { secret, publicKey, address: addressOfKey(0, publicKey) };
};

export const sequencer = accountOf('the sequencer');
export const ada = accountOf('Ada');
export const bob = accountOf('Bob');

/** A genesis that gives each account its opening balance. */
export const coinGenesis = (
  accounts: readonly TestAccount[] = [ada, bob],
  changes: Partial<Genesis> = {},
): Uint8Array =>
  encodeGenesis({
    name: 'coins',
    time: genesisTime,
    engine: engineVersion,
    parameters: defaultParameters,
    sequencers: [sequencer.publicKey],
    rpIds: ['localhost'],
    testClock: true,
    calls: accounts.map(({ address }) => ({
      sender: address,
      kind: 'coins.issue',
      payload: toHex(
        encodeValue(kindOf(registry, 'coins.issue').payload, { to: address, amount: openingBalance }),
      ),
    })),
    ...changes,
  });

/** Opens a node of Ada's and Bob's coins in a folder, with the serial executor unless told otherwise. */
export const openCoinNode = (folder: string, options: Partial<NodeOptions> = {}): Promise<Node> =>
  Node.open({
    folder,
    registry,
    modules: modulesUrl,
    genesis: coinGenesis(),
    sequencerSecret: sequencer.secret,
    executor: plainExecutor,
    ...options,
  });

export interface Draft {
  readonly chainId: string;
  readonly nonce: number;
  readonly kind?: string;
  readonly payload?: unknown;
  readonly validUntil?: number;
  readonly sender?: string;
  /** Signs other bytes than it should. */
  readonly falsely?: boolean;
}

/** Wire bytes and id of a transaction; a transfer of one coin to Bob unless told. */
export const signed = (by: TestAccount, draft: Draft): { readonly id: string; readonly wire: Uint8Array } => {
  const envelope = encodeEnvelope({
    chainId: draft.chainId,
    kind: kindOf(registry, draft.kind ?? 'coins.transfer'),
    payload: draft.payload ?? { to: bob.address, amount: 1n },
    sender: draft.sender ?? by.address,
    nonce: draft.nonce,
    validUntil: draft.validUntil ?? genesisTime + 60_000,
  });
  const id = envelopeId(envelope);
  const message = concat(signingPrefix, fromHex(draft.falsely === true ? '00'.repeat(32) : id));
  const signature = toHex(signWithSeed(by.secret, message));
  return { id, wire: encodeTransaction(envelope, { scheme: 0, publicKey: by.publicKey, signature }) };
};
