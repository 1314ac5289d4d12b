/** Replay: an honest chain is replayed to its end; whatever is changed is found, and its height is named. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ada,
  bob,
  modulesUrl,
  openCoinNode,
  plainExecutor,
  registry,
  sequencer,
  signed,
} from '#test/support/coinChain.ts';
import { type AnySigner, signedTransfers, signersOf } from '#test/support/signedBatch.ts';
import { present } from './errors.ts';
import { decodeHeader, encodeHeader, type Header, headerHashBytes } from './header.ts';
import { decodeList, encodeList } from './lists.ts';
import { sealBlock } from './node/startChain.ts';
import { replay } from './replay.ts';
import { openChainFiles } from './storage/chainFiles.ts';
import { ChainReader } from './storage/chainReader.ts';
import { SeededRandom } from './storage/faults.ts';
import type { StoredBlock } from './storage/storedBlock.ts';
import { decodeWrites, encodeWrites } from './storage/writeSet.ts';
import { decodeTransaction, encodeEnvelope, encodeTransaction } from './transaction.ts';

const root = mkdtempSync(join(tmpdir(), 'replay-'));
const honest = join(root, 'honest');
const options = { registry, modules: modulesUrl, lanes: plainExecutor };
let blocks: StoredBlock[] = [];
let genesis = new Uint8Array();
let copies = 0;

beforeAll(async () => {
  const node = await openCoinNode(honest);
  for (let nonce = 0; nonce < 6; nonce++) {
    const drafts = [ada, bob].map((by) => {
      const payload =
        nonce % 2 === 0 ? { to: (by === ada ? bob : ada).address, amount: 5n } : { text: `${nonce}` };
      const kind = nonce % 2 === 0 ? 'coins.transfer' : 'coins.note';
      return signed(by, { chainId: node.chainId, nonce, kind, payload });
    });
    const ids = await Promise.all(drafts.map(({ wire }) => node.submit(wire)));
    await Promise.all(ids.map((id) => node.waitFor(id, 10_000)));
    await node.advance(10);
  }
  // One signature, each of its transactions in a block of its own.
  const { wires } = signedTransfers(signersOf('Ada')[0] as AnySigner, node.chainId, 3, 6);
  for (const wire of wires) await node.waitFor(await node.submit(wire), 10_000);
  await node.close();
  const reader = new ChainReader(honest);
  genesis = Uint8Array.from(reader.genesis);
  blocks = [...reader.blocks(0, reader.getHeights()?.last ?? 0)];
  reader.close();
});
afterAll(() => rmSync(root, { recursive: true }));

const newFolder = (): string => join(root, `copy-${++copies}`);
/** A folder in due form, with checksums and file of roots, that holds these blocks. */
const store = (changed: readonly StoredBlock[]): string => {
  const folder = newFolder();
  mkdirSync(folder);
  const files = openChainFiles(folder, { genesis, hashHeader: headerHashBytes, pageCountMax: undefined });
  for (const block of changed) files.append(block);
  files.close();
  return folder;
};
const replayChanged = async (height: number, change: (block: StoredBlock) => Partial<StoredBlock>) =>
  replay(
    store(blocks.map((block) => (block.height === height ? { ...block, ...change(block) } : block))),
    options,
  );
/** A header with other fields, signed as the sequencer would. */
const resealed = (
  block: StoredBlock,
  fields: Partial<Header>,
  secret = sequencer.secret,
): Partial<StoredBlock> => {
  const header = { ...decodeHeader(block.header), ...fields };
  const { headerHash, stateRoot, signature } = sealBlock(header, secret, {
    body: new Uint8Array(),
    receipts: new Uint8Array(),
    writes: new Uint8Array(),
  });
  return { header: encodeHeader(header), headerHash, stateRoot, signature };
};

describe('an honest chain', () => {
  it('is replayed to its end', async () => {
    const seen: number[] = [];
    const result = await replay(honest, { ...options, onProgress: (progress) => seen.push(progress.blocks) });
    expect(result).toEqual({ ok: true, blocks: blocks.length, transactions: 17 });
    expect(blocks.length).toBeGreaterThan(12);
    expect(seen.at(-1)).toBe(blocks.length);
  });
  it('is replayed the same from a copy of its blocks', async () => {
    expect(await replay(store(blocks), options)).toMatchObject({ ok: true, transactions: 17 });
  });
});

describe('a chain stored in due form that', () => {
  const target = 3;
  const cases: [string, (block: StoredBlock) => Partial<StoredBlock>, RegExp][] = [
    [
      'has a header of another time',
      (block) => resealed(block, { time: decodeHeader(block.header).time + 1 }),
      /parent of block 4/,
    ],
    ['has a header that is not later', (block) => resealed(block, { time: 1 }), /time of block 3/],
    ['has another parent', (block) => resealed(block, { parent: '11'.repeat(32) }), /parent of block 3/],
    [
      'has another state root',
      (block) => resealed(block, { stateRoot: '11'.repeat(32) }),
      /state root of block 3/,
    ],
    ['has another engine', (block) => resealed(block, { engine: 2 }), /version of the rules of block 3/],
    ['has another chain id', (block) => resealed(block, { chainId: 'coins-11' }), /chain id of block 3/],
    ['has another height', (block) => resealed(block, { height: 4 }), /height in the header of block 3/],
    ['is signed by somebody else', (block) => resealed(block, {}, ada.secret), /signature of block 3/],
    ['lacks a transaction', ({ body }) => ({ body: encodeList(decodeList(body).slice(1)) }), /of block 3/],
    [
      'tells another receipt',
      ({ receipts }) => ({
        receipts: encodeList(decodeList(receipts).map((bytes, i) => (i > 0 ? bytes : bytes.toReversed()))),
      }),
      /receipts of block 3/,
    ],
    [
      'wrote another cell',
      ({ writes }) => ({
        writes: encodeWrites(
          decodeWrites(writes).map((one, i) => (i > 0 ? one : { ...one, value: Uint8Array.of(1) })),
        ),
      }),
      /written cells of block 3/,
    ],
    [
      'wrote one cell less',
      ({ writes }) => ({ writes: encodeWrites(decodeWrites(writes).slice(1)) }),
      /written cells of block 3/,
    ],
  ];
  it.each(cases)('%s', async (_, change, what) => {
    // Blocks 1 and 3 are those that hold transactions; an odd one is never empty.
    expect(decodeList(blocks[target]?.body ?? new Uint8Array()).length).toBeGreaterThan(0);
    const result = await replayChanged(target, change);
    expect(result).toMatchObject({ ok: false });
    expect(result.firstDifference?.what).toMatch(what);
    expect(result.firstDifference?.height).toBe(what.source.includes('4') ? 4 : target);
  });

  it('has a transaction at another place of its batch', async () => {
    const found = blocks.findLast(({ body }) => body.length > 0) as StoredBlock;
    const [wire] = decodeList(found.body) as [Uint8Array];
    const transaction = decodeTransaction(registry, wire);
    const { scheme, publicKey, signature } = transaction;
    const path = present(transaction.path, 'The last block holds the last transaction of a batch.');
    const moved = { scheme, publicKey, signature, path: { ...path, place: 0 } };
    const body = encodeList([encodeTransaction(encodeEnvelope(transaction), moved)]);
    expect(await replayChanged(found.height, () => ({ body }))).toMatchObject({
      ok: false,
      firstDifference: { height: found.height, what: expect.stringContaining('chain.badSignature') },
    });
  });

  it('has a first block that genesis does not make', async () => {
    const result = await replayChanged(0, (block) => resealed(block, { time: 1 }));
    expect(result).toMatchObject({ ok: false, firstDifference: { height: 0 } });
  });

  it('has a byte changed in any part of any block', async () => {
    const random = new SeededRandom(7);
    const parts = ['header', 'signature', 'body', 'receipts', 'writes', 'stateRoot'] as const;
    for (const part of parts)
      for (let round = 0; round < 4; round++) {
        const filled = blocks.filter((block) => block[part].length > 0);
        const block = filled[random.next(filled.length)] as StoredBlock;
        const changed = Uint8Array.from(block[part]);
        const at = random.next(changed.length);
        changed[at] = (changed[at] ?? 0) ^ (1 << random.next(8));
        const result = await replayChanged(block.height, () => ({
          [part]: changed,
          ...(part === 'header' ? { headerHash: headerHashBytes(changed) } : {}),
        }));
        expect(result, `${part} of block ${block.height}, byte ${at}`).toMatchObject({
          ok: false,
          firstDifference: { height: block.height },
        });
      }
  });
});

describe('a byte flipped on the disk', () => {
  const columns = [
    'headerHash',
    'stateRoot',
    'header',
    'signature',
    'body',
    'receipts',
    'writes',
    'checksum',
  ];
  it.each(columns)('in the column %s', async (column) => {
    const folder = newFolder();
    cpSync(honest, folder, { recursive: true });
    const database = new Database(join(folder, 'chain.sqlite'));
    const bytes = database.prepare(`SELECT ${column} FROM blocks WHERE height = 3`).pluck().get() as Buffer;
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    database.prepare(`UPDATE blocks SET ${column} = ? WHERE height = 3`).run(bytes);
    database.close();
    const result = await replay(folder, options);
    expect(result).toMatchObject({ ok: false, firstDifference: { height: 3 } });
  });

  it('and a last block that is gone are found', async () => {
    const folder = newFolder();
    cpSync(honest, folder, { recursive: true });
    const database = new Database(join(folder, 'chain.sqlite'));
    const last = blocks.length - 1;
    database.prepare('DELETE FROM blocks WHERE height = ?').run(last);
    database.close();
    expect(await replay(folder, options)).toMatchObject({ ok: false, firstDifference: { height: last } });
  });
});

it('lanes that come to another root are found', async () => {
  const lanes: typeof plainExecutor = async (facts, ofChain, modules) => {
    const executor = await plainExecutor(facts, ofChain, modules);
    const execute = executor.execute.bind(executor);
    executor.execute = async (block) => ({ ...(await execute(block)), stateRoot: '00'.repeat(32) });
    return executor;
  };
  const result = await replay(honest, { ...options, lanes });
  expect(result.firstDifference).toEqual({
    height: 1,
    what: 'The state root of block 1 is not the one of the lanes.',
  });
});
