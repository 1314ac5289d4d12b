/** Opens a data folder: checks the stored chain, makes the first block of a new one, and loads all cells. */
import { equal, fromHex, toHex } from '../crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed, verifyEd25519 } from '../crypto/ed25519.ts';
import type { ChainFacts } from '../execution/block.ts';
import { executeGenesis, factsOf } from '../execution/executeGenesis.ts';
import type { Executor } from '../execution/executor.ts';
import { chainIdOf, decodeGenesis, engineVersion, type Genesis } from '../genesis.ts';
import { encodeHeader, type Header, headerHashBytes, noParent } from '../header.ts';
import { encodeList } from '../lists.ts';
import { headerMessage } from '../proofs/proofDocument.ts';
import type { Registry } from '../registry.ts';
import { type BlockStore, openStore } from '../storage/blockStore.ts';
import { StorageDamaged, type StorageError } from '../storage/storageError.ts';
import type { StoredBlock } from '../storage/storedBlock.ts';
import { type CellWrite, encodeWrites } from '../storage/writeSet.ts';
import { CellStage } from './cellStage.ts';
import { ChainBlock } from './chainBlock.ts';

/** Where storage finds the hash of headers: functions cannot cross to its thread. */
export const hashHeaderAddress = {
  module: new URL('../header.ts', import.meta.url),
  name: 'headerHashBytes',
};

/** Makes the executor of a chain; `modules` is the module that exports the chain's `modules`, for worker threads. */
export type CreateExecutor = (facts: ChainFacts, registry: Registry, modules: URL) => Promise<Executor>;

export interface StartOptions {
  readonly folder: string;
  readonly registry: Registry;
  readonly modules: URL;
  /** Canonical bytes; needed for a new folder only. */
  readonly genesis?: Uint8Array;
  /** The seed (32 bytes) of a sequencer's key in the genesis. */
  readonly sequencerSecret: Uint8Array;
  readonly executor: CreateExecutor;
}

/** A chain that is ready to go on. */
export interface StartedChain {
  readonly store: BlockStore;
  readonly executor: Executor;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly facts: ChainFacts;
  /** The last stored block. */
  readonly last: ChainBlock;
}

/** A block in the form of storage, with its header signed. */
export const sealBlock = (
  header: Header,
  secret: Uint8Array,
  { body, receipts, writes }: Pick<StoredBlock, 'body' | 'receipts' | 'writes'>,
): StoredBlock => {
  const encoded = encodeHeader(header);
  return {
    height: header.height,
    headerHash: headerHashBytes(encoded),
    stateRoot: fromHex(header.stateRoot),
    header: encoded,
    signature: signWithSeed(secret, headerMessage(encoded)),
    body,
    receipts,
    writes,
  };
};

/** The first block: the state and the receipts that the calls of genesis make. */
export const genesisContent = (registry: Registry, facts: ChainFacts, genesisBytes: Uint8Array) => {
  const { state, results, stateRoot } = executeGenesis(registry, facts, genesisBytes);
  const { time, engine } = decodeGenesis(genesisBytes);
  const header: Header = { chainId: facts.chainId, height: 0, time, parent: noParent, stateRoot, engine };
  const writes = [...state.cells].map(([key, value]): CellWrite => ({ key: fromHex(key), value }));
  return { header, receipts: results.map(({ receipt }) => receipt), writes };
};

/**
 * Opens or begins the chain of a folder. Rejects with a `StorageError` where the folder is damaged, locked or of another
 * genesis, with `Invalid` for a genesis that its own rules reject, and with an `Error` for a key that may not sequence.
 */
export const startChain = async (
  options: StartOptions,
  onFatal: (error: StorageError) => void,
): Promise<StartedChain> => {
  const { folder, registry, modules, genesis: given, sequencerSecret } = options;
  const store = await openStore(folder, {
    ...(given === undefined ? {} : { genesis: given }),
    hashHeader: hashHeaderAddress,
    onFatal,
  });
  let executor: Executor | undefined;
  try {
    const genesisBytes = Uint8Array.from(store.genesis);
    const genesis = decodeGenesis(genesisBytes);
    checkGenesis(genesis, sequencerSecret);
    const facts = factsOf(chainIdOf(genesisBytes), genesis);
    executor = await options.executor(facts, registry, modules);
    const stage = new CellStage();
    const first = genesisContent(registry, facts, genesisBytes);
    if (store.height === undefined) {
      const receipts = encodeList(first.receipts);
      const content = { body: new Uint8Array(), receipts, writes: encodeWrites(first.writes) };
      await store.append(sealBlock(first.header, sequencerSecret, content));
      for (const { key, value } of first.writes) if (value !== undefined) stage.put(key, value);
    } else {
      checkFirstBlock(store, encodeHeader(first.header));
      store.loadCells(stage.put, stage.remove);
    }
    const last = checkLastBlock(store, registry, genesis, facts);
    const root = await executor.load(stage.cells(), last.height);
    if (root !== last.header.stateRoot) {
      throw new StorageDamaged(
        last.height,
        `The stored cells have the root ${root}, and block ${last.height} says ${last.header.stateRoot}.`,
      );
    }
    return { store, executor, genesis, genesisBytes, facts, last };
  } catch (error) {
    await executor?.close();
    await store.close();
    throw error;
  }
};

const checkGenesis = (genesis: Genesis, sequencerSecret: Uint8Array): void => {
  if (genesis.engine !== engineVersion)
    throw new Error(
      `The chain runs under version ${genesis.engine} of the rules, and this program has ${engineVersion}.`,
    );
  if (!genesis.sequencers.includes(toHex(publicKeyOfSeed(sequencerSecret))))
    throw new Error('The key of this node is not a sequencer of the genesis.');
};

/** Rules that make another first state than the stored one would make another chain. */
const checkFirstBlock = (store: BlockStore, header: Uint8Array): void => {
  const stored = store.getBlock(0);
  if (stored === undefined || !equal(stored.header, header))
    throw new StorageDamaged(
      0,
      'Block 0 is not the one that the genesis makes under the rules of this program.',
    );
};

const checkLastBlock = (
  store: BlockStore,
  registry: Registry,
  genesis: Genesis,
  facts: ChainFacts,
): ChainBlock => {
  const height = store.height ?? 0;
  const stored = store.getBlock(height);
  if (stored === undefined) throw new StorageDamaged(height, `Block ${height} is missing in the database.`);
  const last = new ChainBlock(registry, stored);
  if (last.header.chainId !== facts.chainId || last.header.height !== height)
    throw new StorageDamaged(height, `The header of block ${height} belongs to another place or chain.`);
  const message = headerMessage(stored.header);
  if (!genesis.sequencers.some((key) => verifyEd25519(fromHex(key), stored.signature, message)))
    throw new StorageDamaged(height, `No sequencer of the genesis signed block ${height}.`);
  return last;
};
