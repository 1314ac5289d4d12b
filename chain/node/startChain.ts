/** Opens a data folder: checks the stored chain, makes the first block of a new one, and loads all cells. */
import { equal, fromHex, toHex } from '../crypto/bytes.ts';
import { publicKeyOfSeed, signWithSeed, verifyEd25519 } from '../crypto/ed25519.ts';
import { ChainFault } from '../errors.ts';
import type { ChainFacts } from '../execution/block.ts';
import { executeGenesis, factsOf } from '../execution/executeGenesis.ts';
import type { Executor } from '../execution/executor.ts';
import { chainIdOf, decodeGenesis, engineVersion, type Genesis } from '../genesis.ts';
import { encodeHeader, type Header, headerHashBytes, noParent } from '../header.ts';
import { encodeList } from '../lists.ts';
import { headerMessage } from '../proofs/proofDocument.ts';
import type { Registry } from '../registry.ts';
import { type BlockStore, beginStore, type StartStorage } from '../storage/blockStore.ts';
import { pagesOfWrites } from '../storage/lanePages.ts';
import { StorageDamaged, type StorageError } from '../storage/storageError.ts';
import type { StoredBlock } from '../storage/storedBlock.ts';
import { type CellWrite, encodeWrites } from '../storage/writeSet.ts';
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
  /** Starts the thread that writes the files; a worker unless given. */
  readonly storage?: StartStorage;
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

/** The first block in the form of storage. */
export const sealGenesis = (
  { header, receipts, writes }: ReturnType<typeof genesisContent>,
  secret: Uint8Array,
): StoredBlock => {
  const content = { body: new Uint8Array(), receipts: encodeList(receipts), writes: encodeWrites(writes) };
  return sealBlock(header, secret, content);
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
  const { reader, store: checked } = await beginStore(folder, {
    ...(given === undefined ? {} : { genesis: given }),
    hashHeader: hashHeaderAddress,
    onFatal,
    ...(options.storage === undefined ? {} : { thread: options.storage }),
  });
  let executor: Executor | undefined;
  try {
    // A new chain has no reader yet, and cannot be begun without a genesis.
    const genesisBytes = Uint8Array.from(reader?.genesis ?? (await checked).genesis);
    const genesis = decodeGenesis(genesisBytes);
    checkGenesis(genesis, sequencerSecret);
    const facts = factsOf(chainIdOf(genesisBytes), genesis);
    executor = await options.executor(facts, registry, modules);
    // The cells are loaded while the blocks are checked; nothing is served before both are done.
    const last = reader?.getHeights()?.last;
    const early = last === undefined ? undefined : executor.load(reader?.cellPages(last) ?? [], last);
    early?.catch(() => undefined);
    const first = genesisContent(registry, facts, genesisBytes);
    const store = await checked;
    if (store.height === undefined) {
      await store.append(sealGenesis(first, sequencerSecret));
    } else checkFirstBlock(store, encodeHeader(first.header));
    const lastBlock = checkLastBlock(store, registry, genesis, facts);
    const root = await loaded(early ?? executor.load(pagesOfWrites(first.writes)));
    if (root !== lastBlock.header.stateRoot || lastBlock.height !== (last ?? 0)) {
      throw new StorageDamaged(
        lastBlock.height,
        `The stored cells have the root ${root}, and block ${lastBlock.height} says ${lastBlock.header.stateRoot}.`,
      );
    }
    return { store, executor, genesis, genesisBytes, facts, last: lastBlock };
  } catch (error) {
    await executor?.close();
    // What the check found comes first: the reader is closed then, and whoever reads on only meets that.
    throw await checked.then(
      async (store) => {
        await store.close();
        return error;
      },
      (found: unknown) => found,
    );
  }
};

/** Damage that the executor met in the cells it was given is damage, not a fault of the executor. */
const loaded = async (root: Promise<string>): Promise<string> => {
  try {
    return await root;
  } catch (error) {
    throw error instanceof ChainFault && error.cause instanceof StorageDamaged ? error.cause : error;
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
