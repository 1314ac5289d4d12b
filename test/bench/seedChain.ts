/** Puts cells into a new chain without transactions: stored blocks that hold nothing but a write-set and the root after it. */

import { fromHex } from '#chain/crypto/bytes.ts';
import { signWithSeed } from '#chain/crypto/ed25519.ts';
import { factsOf } from '#chain/execution/executeGenesis.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { chainIdOf, decodeGenesis } from '#chain/genesis.ts';
import { decodeHeader, encodeHeader, headerHash, headerHashBytes } from '#chain/header.ts';
import { genesisContent, hashHeaderAddress } from '#chain/node/startChain.ts';
import { Node } from '#chain/node.ts';
import { headerMessage } from '#chain/proofs/proofDocument.ts';
import type { Registry } from '#chain/registry.ts';
import { openStore } from '#chain/storage/blockStore.ts';
import { pagesOfWrites } from '#chain/storage/lanePages.ts';
import { encodeWrites } from '#chain/storage/writeSet.ts';
import { sequencerSecret } from './genesis.ts';

/** Cells of one stored block: about 30 MB, well below what a block's row may have. */
const blockCellsMax = 250_000;
const workers = 2;

export interface SeedCell {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}
interface SeedOptions {
  readonly folder: string;
  readonly genesis: Uint8Array;
  readonly registry: Registry;
  readonly modules: URL;
  /** Walked twice; none of them may be a cell that genesis makes. */
  readonly cells: () => Iterable<SeedCell>;
}

const failed = (error: Error): never => {
  throw error;
};

/** Makes the chain of a folder whose last block has exactly the cells of genesis and the given ones. */
export const seedChain = async (options: SeedOptions): Promise<void> => {
  const { folder, genesis, registry, modules, cells } = options;
  const facts = factsOf(chainIdOf(genesis), decodeGenesis(genesis));
  const executor = () => LanePool.start({ workers, modules, facts });
  const node = await Node.open({ folder, genesis, registry, modules, sequencerSecret, executor });
  await node.close();
  const store = await openStore(folder, { hashHeader: hashHeaderAddress, onFatal: failed });
  const pool = await executor();
  try {
    const first = genesisContent(registry, facts, genesis).writes;
    const all = function* (): Generator<SeedCell> {
      for (const { key, value } of first) if (value !== undefined) yield { key, value };
      yield* cells();
    };
    // A start compares the cells with the root of the last block only, so the blocks between carry the same one.
    const stateRoot = await pool.load(pagesOfWrites(all()));
    const block0 = store.getBlock(0);
    if (block0 === undefined) throw new Error('The chain of the bench has no block 0.');
    let last = decodeHeader(block0.header);
    for (const writes of parts(cells())) {
      const { height, time } = last;
      const parent = headerHash(encodeHeader(last));
      last = { ...last, height: height + 1, time: time + 1, parent, stateRoot };
      const header = encodeHeader(last);
      await store.append({
        height: last.height,
        headerHash: headerHashBytes(header),
        stateRoot: fromHex(stateRoot),
        header,
        signature: signWithSeed(sequencerSecret, headerMessage(header)),
        body: new Uint8Array(),
        receipts: new Uint8Array(),
        writes: encodeWrites(writes),
      });
    }
  } finally {
    await pool.close();
    await store.close();
  }
};

function* parts(cells: Iterable<SeedCell>): Generator<SeedCell[]> {
  let part: SeedCell[] = [];
  for (const cell of cells) {
    part.push(cell);
    if (part.length < blockCellsMax) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
