/** Tests that the lanes mean exactly what the serial executor says, whatever the number of workers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transactionsOf } from '#chain/bundle.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { ChainFault, Invalid } from '#chain/errors.ts';
import { executeBlock, PlainState } from '#chain/execution/executeBlock.ts';
import { executeWires, type WireBlock } from '#chain/execution/executor.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { type Plant, plants } from '#chain/execution/plant.ts';
import { blockTransactionsMax } from '#chain/limits.ts';
import { decodeList } from '#chain/lists.ts';
import { verifyAbsence, verifyMembership } from '#chain/proofs/proof.ts';
import { decodeReceipt } from '#chain/receipt.ts';
import { pagesOfWrites } from '#chain/storage/lanePages.ts';
import { decodeTransaction, encodeTransaction } from '#chain/transaction.ts';
import { arenaHistoryOf } from './exactness/arenaSeed.ts';
import {
  allPrepared,
  compareHistory,
  Difference,
  nothingSeen,
  plain,
  historySizes as sizes,
} from './exactness/compare.ts';
import { productHistories } from './exactness/productHistory.ts';
import {
  ArenaHistory,
  arenaRegistry,
  Chance,
  type Draft,
  signDraft,
  signDrafts,
  type TestKey,
  testKey,
} from './support/arenaHistory.ts';
import { balances } from './support/arenaModules.ts';
import { textOf } from './support/devChain.ts';
import { SignedDevChain } from './support/signedDevChain.ts';
import { createDao, scorerNames, scoreWork, submitWork } from './support/testDao.ts';

const modules = new URL('./support/arenaModules.ts', import.meta.url);
const { facts } = new ArenaHistory(0);
const start = (workers: number, plant?: Plant): Promise<LanePool> =>
  LanePool.start({ workers, modules, facts, sizes, plant });

const serial = (
  history: ArenaHistory,
  state: PlainState,
  { height, time, wires }: WireBlock,
): ReturnType<typeof executeBlock> =>
  executeBlock(arenaRegistry, history.facts, state, {
    height,
    time,
    transactions: decoded(wires),
  });
const decoded = (wires: readonly Uint8Array[]) => transactionsOf(arenaRegistry, wires);
describe('the lanes', () => {
  const seeds = 320;
  let pools: LanePool[] = [];
  beforeAll(async () => {
    pools = await Promise.all([1, 2, 3].map((workers) => start(workers)));
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.close()));
  });

  it(`give the serial executor's roots, receipts and writes over ${seeds} histories`, async () => {
    const seen = nothingSeen();
    for (let seed = 1; seed <= seeds; seed++) {
      const compared = pools.map((pool, place) => ({
        pool,
        lanes: [1, 16, 256][(seed + place) % 3] as number,
      }));
      await compareHistory(arenaHistoryOf(seed), compared, seen);
    }
    const { blocksWith, ...totals } = seen;
    console.info('Lanes against the serial executor:', totals, 'blocks with', blocksWith);
    const { retries, ...shown } = blocksWith;
    expect(retries).toBe(0);
    for (const count of [...Object.values(totals), ...Object.values(shown)]) expect(count).toBeGreaterThan(0);
  });

  it('give them over the product’s modules too', async () => {
    const product = new URL('./guide/modules.ts', import.meta.url);
    const pool = await LanePool.start({ workers: 2, modules: product, facts, sizes });
    const seen = nothingSeen();
    try {
      for (let seed = 1; seed <= 40; seed++)
        for (const history of await productHistories(seed))
          await compareHistory(history, [{ pool, lanes: 256 }], seen);
      expect(seen.applied).toBeGreaterThan(seen.blocks);
    } finally {
      await pool.close();
    }
  });

  const draft = {
    kind: 'arena.transfer',
    payload: { from: 1, to: 2, amount: 1n },
    nonce: 0,
    validUntil: 1_000,
    chainId: facts.chainId,
  };
  const sign = (key: TestKey, more: Partial<Draft> = {}): Uint8Array =>
    signDraft(arenaRegistry, { ...draft, sender: key.address, key, ...more });

  const togetherOf = (key: TestKey, count: number) =>
    signDrafts(
      arenaRegistry,
      Array.from({ length: count }, (_, nonce) => ({ ...draft, sender: key.address, key, nonce })),
    );

  it('verify what one sender brings before a bulk that came first', async () => {
    const pool = pools[0] as LanePool;
    await pool.reset(facts, sizes);
    const done: number[] = [];
    const prepareAndNote = async (count: number): Promise<void> => {
      const wires = Array.from({ length: count }, (_, nonce) => sign(testKey(count), { nonce }));
      pool.discard(allPrepared(await pool.prepare(wires)));
      done.push(count);
    };
    await Promise.all([1_024, 1].map(prepareAndNote));
    expect(done).toEqual([1, 1_024]);
  });

  it('share the work of transfers that do not conflict', async () => {
    const transfers = 2_400;
    const keys = Array.from({ length: transfers }, (_, number) => testKey(1_000 + number));
    const funded = keys.map((_, number) => ({
      key: balances.read(number).key,
      value: Uint8Array.of(0x18, 100),
    }));
    const wires = keys.map((key, number) =>
      sign(key, { payload: { from: number, to: (number * 7) % transfers, amount: 3n } }),
    );
    const state = new PlainState();
    state.apply(funded);
    const wide = { cells: 16_384, arenaBytes: 1 << 23, nodes: 32_768 };
    const expected = executeBlock(arenaRegistry, facts, state, {
      height: 1,
      time: 1,
      transactions: decoded(wires),
    });
    for (const pool of pools) {
      await pool.reset(facts, wide);
      await pool.load(pagesOfWrites(funded));
      const { stateRoot, report } = await executeWires(pool, { height: 1, time: 1, wires });
      expect(stateRoot).toBe(expected.stateRoot);
      expect(report).toMatchObject({
        applied: transfers,
        groups: transfers,
        joined: 0,
        conflicts: 0,
        uncoveredDraws: 0,
      });
      const share = transfers / report.workers.length;
      for (const { executed } of report.workers) expect(executed).toBeLessThanOrEqual(share * 1.25 + 1);
      const written = report.lanes.reduce((total, cells) => total + cells, 0);
      expect(written).toBe(expected.writes.length);
      expect(report.lanes.filter((cells) => cells > 0).length).toBe(256);
    }
  });

  it('prove every cell under the root that a block closed with, and the absence of others', async () => {
    const history = new ArenaHistory(5);
    const state = new PlainState();
    state.apply(history.cells);
    const pool = pools[1] as LanePool;
    await pool.reset(history.facts, sizes);
    await pool.load(pagesOfWrites(history.cells));
    for (let round = 0; round < 4; round++) {
      const block = history.block(30, state);
      const { stateRoot } = await executeWires(pool, block);
      serial(history, state, block);
      await pool.atRest();
      for (const [text, value] of state.cells) {
        expect(toHex(pool.read(fromHex(text)) ?? new Uint8Array())).toBe(toHex(value));
        expect(verifyMembership(stateRoot, pool.prove(fromHex(text)))).toEqual({ ok: true });
      }
      const absent = balances.read(60_000 + round).key;
      expect(pool.read(absent)).toBeUndefined();
      expect(verifyAbsence(stateRoot, pool.prove(absent))).toEqual({ ok: true });
    }
  });

  it('refuse a block whole and change nothing', async () => {
    const [first, second, third] = [testKey(1), testKey(2), testKey(3)];
    const good = [sign(first), sign(second), sign(third), sign(first, { nonce: 1 })];
    const broken = sign(second, { nonce: 1 });
    broken[broken.length - 40] = (broken[broken.length - 40] as number) ^ 1;
    const { wires: batch, parts } = togetherOf(testKey(4), 3);
    const [{ envelope, signed }] = parts.slice(-1) as [(typeof parts)[number]];
    const wrongPlace = encodeTransaction(envelope, { ...signed, path: { ...signed.path, place: 1 } });
    const cases: readonly (readonly [string, Uint8Array[]])[] = [
      ['chain.badSignature', [...good, broken]],
      ['chain.badSignature', [broken, Uint8Array.of(1), ...good]],
      ['chain.badSignature', [...good, ...batch.slice(0, 2), wrongPlace]],
      ['chain.malformed', [...good, Uint8Array.of(1), broken]],
      ['chain.malformed', [...good, sign(first)]],
      ['chain.malformed', new Array<Uint8Array>(blockTransactionsMax + 1).fill(good[0] as Uint8Array)],
    ];
    for (const pool of pools) {
      await pool.reset(facts, sizes);
      const before = await pool.load(pagesOfWrites([{ key: balances.read(1).key, value: Uint8Array.of(3) }]));
      for (const [code, wires] of cases) {
        const refusal = await executeWires(pool, { height: 1, time: 1, wires }).catch(
          (error: unknown) => error,
        );
        expect(refusal).toBeInstanceOf(Invalid);
        expect((refusal as Invalid).code).toBe(code);
      }
      const empty = await executeWires(pool, { height: 1, time: 1, wires: [] });
      expect(empty.stateRoot).toBe(before);
      expect([empty.body, empty.receipts, empty.writes].map(({ length }) => length)).toEqual([0, 0, 0]);
      const wires = [...good, ...batch];
      const { report, stateRoot } = await executeWires(pool, { height: 2, time: 2, wires });
      expect(report).toMatchObject({ applied: 3, rejected: 4, notAdmitted: 0, groups: 1, joined: 7 });
      expect(stateRoot).not.toBe(before);
    }
  });

  it('load cells in one call or several, the last value of a key counting', async () => {
    const cells = Array.from({ length: 3_000 }, (_, slot) => ({
      key: balances.read(slot).key,
      value: Uint8Array.of(9),
    }));
    const again = cells.slice(0, 50).map(({ key }) => ({ key, value: Uint8Array.of(10) }));
    const state = new PlainState();
    state.apply([...cells, ...again]);
    for (const pool of pools) {
      await pool.reset(facts, sizes);
      expect(await pool.load(pagesOfWrites([...cells, ...again]))).toBe(state.root());
      expect(await pool.load(pagesOfWrites([]))).toBe(state.root());
      expect(await pool.load(pagesOfWrites(again))).toBe(state.root());
    }
  });

  it('keep clock, chance and locale from transitions', async () => {
    const asked = ['random', 'now', 'date', 'performance', 'locale', 'normalize'];
    const wires = asked.map((what, number) =>
      sign(testKey(number), { kind: 'arena.peek', payload: { what } }),
    );
    for (const pool of pools) {
      await pool.reset(facts, sizes);
      const { receipts, report } = await executeWires(pool, { height: 1, time: 1, wires });
      const codes = decodeList(receipts).map((bytes) => decodeReceipt(arenaRegistry, bytes).code);
      expect(codes).toEqual(asked.map(() => 'chain.moduleFault'));
      expect(report.moduleFaults).toBe(asked.length);
    }
  });

  it('take blocks in the order they are given, and prepared ones that no block takes cost nothing', async () => {
    const keys = Array.from({ length: 40 }, (_, number) => testKey(number));
    const blocks = Array.from({ length: 6 }, (_, nonce) => ({
      height: nonce + 1,
      time: nonce + 1,
      wires: keys.map((key, number) =>
        sign(key, { nonce, payload: { from: number % 5, to: number, amount: 1n } }),
      ),
    }));
    const cells = [0, 1, 2, 3, 4].map((slot) => ({
      key: balances.read(slot).key,
      value: Uint8Array.of(0x18, 60),
    }));
    const state = new PlainState();
    state.apply(cells);
    const roots = blocks.map(
      ({ wires, ...place }) =>
        executeBlock(arenaRegistry, facts, state, { ...place, transactions: decoded(wires) }).stateRoot,
    );
    for (const pool of pools) {
      await pool.reset(facts, sizes);
      await pool.load(pagesOfWrites(cells));
      const unused = await pool.prepare((blocks[3] as WireBlock).wires);
      const prepared = await Promise.all(blocks.map(({ wires }) => pool.prepare(wires)));
      const executing = blocks.map((block, i) =>
        pool.execute({ ...block, transactions: allPrepared(prepared[i] ?? []) }),
      );
      pool.discard(allPrepared(unused));
      expect((await Promise.all(executing)).map(({ stateRoot }) => stateRoot)).toEqual(roots);
    }
  });
});

describe('the lanes with the product’s modules', () => {
  const chain = new SignedDevChain(['ada', 'ben', 'keeper', 'newcomer', ...scorerNames]);
  beforeAll(() => {
    const dao = createDao(chain);
    for (const [author, content] of [
      ['newcomer', 'work 1'],
      ['ada', 'work 2'],
    ] as const) {
      const contribution = submitWork(chain, dao, author, content);
      scoreWork(chain, contribution, [12, 20]);
      chain.apply('ben', 'contributions.accept', { contribution, dao, author: textOf(author) });
    }
  });

  it.each([1, 2, 3])(
    'give the roots of the main job with %i workers, and those of fuller blocks',
    async (workers) => {
      const product = new URL('../governance/modules.ts', import.meta.url);
      const pool = await LanePool.start({ workers, modules: product, facts: chain.facts, sizes });
      try {
        await pool.load(pagesOfWrites(chain.opening));
        for (const [place, block] of chain.blocks.entries()) {
          const { stateRoot, report } = await executeWires(pool, block);
          expect(stateRoot).toBe(chain.stateRoots[place]);
          expect(report.applied).toBe(1);
        }
        // The same transactions, several in a block: what needs the block before is rejected, by both executors alike.
        await pool.reset();
        await pool.load(pagesOfWrites(chain.opening));
        const state = new PlainState();
        state.apply(chain.opening);
        for (let from = 0; from < chain.blocks.length; from += 6) {
          const some = chain.blocks.slice(from, from + 6);
          const { height, time } = some[0] as WireBlock;
          const wires = some.flatMap((block) => block.wires);
          const transactions = wires.map((wire) => decodeTransaction(chain.registry, wire));
          const expected = executeBlock(chain.registry, chain.facts, state, { height, time, transactions });
          expect(plain(await executeWires(pool, { height, time, wires }))).toEqual(plain(expected));
        }
      } finally {
        await pool.close();
      }
    },
  );
});

describe('lanes that go wrong', () => {
  const halting = (how: 'assertion' | 'exit'): Uint8Array[] => {
    const key = testKey(1);
    const draft = {
      kind: 'arena.halt',
      payload: { how },
      sender: key.address,
      key,
      nonce: 0,
      validUntil: 1_000,
    };
    return [signDraft(arenaRegistry, { ...draft, chainId: facts.chainId })];
  };

  it.each(Object.keys(plants) as Plant[])('are found by the comparison: %s', async (plant) => {
    const pools = await Promise.all([start(1, plant), start(2, plant)]);
    const compared = pools.map((pool) => ({ pool, lanes: 256 }));
    const compare = async (): Promise<void> => {
      for (let seed = 1; seed <= 60; seed++)
        await compareHistory(arenaHistoryOf(seed), compared, nothingSeen());
    };
    // Where a lane is written by a worker that does not own it, the lanes halt by themselves.
    await expect(compare()).rejects.toThrow(plant === 'wrong-lane' ? ChainFault : Difference);
    await Promise.all(pools.map((pool) => pool.close()));
  });

  it('run a block again when a worker is lost before the commit, and come to the same', async () => {
    const pool = await start(3);
    const seen = nothingSeen();
    const chance = new Chance(7);
    const disturb = (): number | undefined => (chance.hits(40) ? chance.below(3) : undefined);
    let halted = 0;
    for (let seed = 1; seed <= 6 && halted === 0; seed++) {
      try {
        await compareHistory(arenaHistoryOf(seed), [{ pool, lanes: 256, disturb }], seen);
      } catch (error) {
        if (!(error instanceof ChainFault)) throw error;
        halted++;
      }
    }
    expect(seen.blocksWith.retries + halted).toBeGreaterThan(0);
    await pool.close();
  });

  for (const [how, said] of [
    ['assertion', 'Lane worker 0 failed: ChainFault: The test asked for this.'],
    ['exit', 'Lane worker 0 ended with code 3.'],
  ] as const)
    it(`halt without a commit when a worker is lost by ${how}`, async () => {
      const pool = await start(2);
      const block = { height: 1, time: 1, wires: halting(how) };
      const [first, waiting] = await Promise.allSettled([
        executeWires(pool, block),
        executeWires(pool, block),
      ]);
      expect(first).toMatchObject({ status: 'rejected', reason: expect.any(ChainFault) });
      expect(String((first as PromiseRejectedResult).reason)).toContain(said);
      expect(waiting).toMatchObject({ status: 'rejected', reason: expect.any(ChainFault) });
      await pool.atRest();
      expect(() => pool.read(balances.read(0).key)).toThrow(ChainFault);
      await expect(pool.load(pagesOfWrites([]))).rejects.toThrow(ChainFault);
      await pool.close();
    });

  it('say so when the modules cannot be loaded', async () => {
    await expect(
      LanePool.start({ workers: 1, modules: new URL('./none.ts', import.meta.url), facts }),
    ).rejects.toThrow();
  });
});
