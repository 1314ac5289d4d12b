/** Replays a stored chain from genesis and blocks alone, serially and in lanes, and compares everything it says. */
import type { CellWrite } from './checkpoints.ts';
import { equal, fromHex, toHex } from './crypto/bytes.ts';
import { verifyEd25519 } from './crypto/ed25519.ts';
import { factsOf } from './execution/executeGenesis.ts';
import { type ExecutedBlock, type Executor, executeWires } from './execution/executor.ts';
import { PlainExecutor } from './execution/plainExecutor.ts';
import { chainIdOf, decodeGenesis, engineVersion, type Genesis } from './genesis.ts';
import { decodeHeader, encodeHeader, type Header, headerHash, headerHashBytes } from './header.ts';
import { decodeList } from './lists.ts';
import { type CreateExecutor, genesisContent } from './node/startChain.ts';
import { headerMessage } from './proofs/proofDocument.ts';
import type { Registry } from './registry.ts';
import { ChainReader } from './storage/chainReader.ts';
import { describeError, StorageError } from './storage/storageError.ts';
import type { StoredBlock } from './storage/storedBlock.ts';
import { decodeWrites } from './storage/writeSet.ts';

export interface ReplayOptions {
  readonly registry: Registry;
  /** The module that exports the chain's `modules`, for worker threads. */
  readonly modules: URL;
  /** Makes the executor that is compared with the serial one. */
  readonly lanes: CreateExecutor;
  readonly onProgress?: (progress: ReplayProgress) => void;
}
interface ReplayProgress {
  /** Blocks that are replayed and equal, block 0 included. */
  readonly blocks: number;
  readonly transactions: number;
}
export interface ReplayResult extends ReplayProgress {
  readonly ok: boolean;
  /** The first block that is not as it should be, and one sentence that says what differs. */
  readonly firstDifference?: { readonly height: number; readonly what: string };
}

/** What a replay stops at. */
class Difference extends Error {
  readonly height: number;
  constructor(height: number, what: string) {
    super(what);
    this.height = height;
  }
}

/**
 * Executes all synced blocks of a folder again and compares headers, signatures, roots, receipts and written cells. Never
 * reads the table of cells. Resolves with the first difference, damage that storage finds by itself included; rejects
 * only where nothing could be compared.
 */
export const replay = async (folder: string, options: ReplayOptions): Promise<ReplayResult> => {
  const progress = { blocks: 0, transactions: 0 };
  let reader: ChainReader | undefined;
  try {
    reader = new ChainReader(folder);
    const last = reader.verify(headerHashBytes).height;
    if (last !== undefined) await replayTo(last, reader, options, progress);
    return { ok: true, ...progress };
  } catch (error) {
    if (!(error instanceof Difference) && !(error instanceof StorageError)) throw error;
    return { ok: false, ...progress, firstDifference: { height: error.height ?? 0, what: error.message } };
  } finally {
    reader?.close();
  }
};

const replayTo = async (
  last: number,
  reader: ChainReader,
  options: ReplayOptions,
  progress: { blocks: number; transactions: number },
): Promise<void> => {
  const { registry, modules } = options;
  const genesisBytes = Uint8Array.from(reader.genesis);
  const genesis = await at(0, async () => decodeGenesis(genesisBytes));
  const facts = factsOf(chainIdOf(genesisBytes), genesis);
  const lanes = await options.lanes(facts, registry, modules);
  const chain = new ReplayedChain(genesis, [
    { name: 'serial executor', executor: new PlainExecutor(registry, facts) },
    { name: 'lanes', executor: lanes },
  ]);
  try {
    for (const stored of reader.blocks(0, last)) {
      const { height } = stored;
      const transactions = await at(height, async () =>
        height === 0
          ? chain.begin(stored, genesisContent(registry, facts, genesisBytes))
          : chain.execute(stored, facts.chainId),
      );
      progress.blocks++;
      progress.transactions += transactions;
      options.onProgress?.({ ...progress });
    }
  } finally {
    await lanes.close();
  }
};

/** Runs a step of one block; whatever it throws is a difference at that height. */
const at = async <T>(height: number, step: () => Promise<T>): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Difference || error instanceof StorageError) throw error;
    throw new Difference(height, `Block ${height} cannot be replayed: ${describeError(error)}.`);
  }
};

interface NamedExecutor {
  readonly name: string;
  readonly executor: Executor;
}

/** The chain up to the block that was replayed last. */
class ReplayedChain {
  private readonly genesis: Genesis;
  private readonly executors: readonly NamedExecutor[];
  private parent: { readonly header: Header; readonly hash: string } | undefined;

  constructor(genesis: Genesis, executors: readonly NamedExecutor[]) {
    this.genesis = genesis;
    this.executors = executors;
  }

  /** Compares block 0 with what genesis makes, and loads the executors with it. Returns how many calls it has. */
  async begin(stored: StoredBlock, first: ReturnType<typeof genesisContent>): Promise<number> {
    const expect = expectationsOf(stored.height);
    expect(equal(stored.header, encodeHeader(first.header)), 'header', 'the one that genesis makes');
    this.checkSeal(stored, first.header);
    expect(stored.body.length === 0, 'body', 'empty');
    expect(
      sameLists(decodeList(stored.receipts), first.receipts),
      'list of receipts',
      'the one that genesis makes',
    );
    expect(
      sameWrites(decodeWrites(stored.writes), first.writes),
      'set of written cells',
      'the one that genesis makes',
    );
    const cells = first.writes.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value }]));
    for (const { name, executor } of this.executors)
      expect((await executor.load(cells)) === first.header.stateRoot, 'state root', `the one of the ${name}`);
    this.parent = { header: first.header, hash: headerHash(stored.header) };
    return first.receipts.length;
  }

  /** Executes a later block on all executors. Returns how many transactions it has. */
  async execute(stored: StoredBlock, chainId: string): Promise<number> {
    const { height } = stored;
    const expect = expectationsOf(height);
    const { parent } = this;
    if (parent === undefined) throw new Difference(height, 'The chain does not begin with block 0.');
    const header = decodeHeader(stored.header);
    expect(header.chainId === chainId, 'chain id', 'the one of genesis');
    expect(header.height === height, 'height in the header', 'the one it is stored at');
    expect(header.parent === parent.hash, 'parent', 'the hash of the block before');
    expect(header.time > parent.header.time, 'time', 'later than that of the block before');
    expect(header.engine === engineVersion, 'version of the rules', 'the one of this program');
    this.checkSeal(stored, header);
    const wires = decodeList(stored.body);
    const receipts = decodeList(stored.receipts);
    const writes = decodeWrites(stored.writes);
    for (const { name, executor } of this.executors) {
      const executed = await executeWires(executor, { height, time: header.time, wires });
      compare(expect, name, header, { receipts, writes }, executed);
    }
    this.parent = { header, hash: headerHash(stored.header) };
    return receipts.length;
  }

  /** The columns beside the header, and the signature under it. */
  private checkSeal(stored: StoredBlock, header: Header): void {
    const expect = expectationsOf(stored.height);
    expect(equal(stored.headerHash, headerHashBytes(stored.header)), 'stored hash', 'the one of its header');
    expect(toHex(stored.stateRoot) === header.stateRoot, 'stored state root', 'the one in its header');
    const message = headerMessage(stored.header);
    const signed = this.genesis.sequencers.some((key) =>
      verifyEd25519(fromHex(key), stored.signature, message),
    );
    expect(signed, 'signature', 'one of a sequencer of genesis');
  }
}

type Expect = (holds: boolean, what: string, wanted: string) => void;

const expectationsOf =
  (height: number): Expect =>
  (holds, what, wanted) => {
    if (!holds) throw new Difference(height, `The ${what} of block ${height} is not ${wanted}.`);
  };

const compare = (
  expect: Expect,
  name: string,
  header: Header,
  stored: { readonly receipts: readonly Uint8Array[]; readonly writes: readonly CellWrite[] },
  executed: ExecutedBlock,
): void => {
  const wanted = `the one of the ${name}`;
  expect(executed.stateRoot === header.stateRoot, 'state root', wanted);
  expect(sameLists(stored.receipts, decodeList(executed.receipts)), 'list of receipts', wanted);
  expect(sameWrites(stored.writes, decodeWrites(executed.writes)), 'set of written cells', wanted);
};

const sameLists = (left: readonly Uint8Array[], right: readonly Uint8Array[]): boolean =>
  left.length === right.length && left.every((item, i) => equal(item, right[i] as Uint8Array));

/** Whether two write-sets change the same cells to the same values; their order means nothing. */
const sameWrites = (left: readonly CellWrite[], right: readonly CellWrite[]): boolean => {
  const values = new Map(left.map(({ key, value }) => [toHex(key), value]));
  return (
    left.length === right.length &&
    right.every(({ key, value }) => {
      const text = toHex(key);
      const other = values.get(text);
      return (
        values.has(text) &&
        (value === undefined || other === undefined ? value === other : equal(value, other))
      );
    })
  );
};
