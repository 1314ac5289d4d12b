/** Tests that the lanes mean exactly what the serial executor says, whatever the number of workers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { ChainFault, Invalid } from '#chain/errors.ts';
import type { BlockResult } from '#chain/execution/block.ts';
import { executeBlock, PlainState } from '#chain/execution/executeBlock.ts';
import type { BlockToExecute, ExecutedBlock } from '#chain/execution/executor.ts';
import { LanePool } from '#chain/execution/lanePool.ts';
import { blockTransactionsMax } from '#chain/limits.ts';
import { verifyAbsence, verifyMembership } from '#chain/proofs/proof.ts';
import { pagesOfWrites } from '#chain/storage/lanePages.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import {
  ArenaHistory,
  arenaRegistry,
  type Draft,
  signDraft,
  type TestKey,
  testKey,
} from './support/arenaHistory.ts';
import { balances } from './support/arenaModules.ts';
import { textOf } from './support/devChain.ts';
import { SignedDevChain } from './support/signedDevChain.ts';
import { createDao, scorerNames, scoreWork, submitWork } from './support/testDao.ts';

const modules = new URL('./support/arenaModules.ts', import.meta.url);
const sizes = { cells: 8_192, arenaBytes: 1 << 22, nodes: 16_384 };
const { facts } = new ArenaHistory(0);
const start = (workers: number, plant?: 'lane-lost-write'): Promise<LanePool> =>
  LanePool.start({ workers, modules, facts, sizes, plant });

const serial = (
  history: ArenaHistory,
  state: PlainState,
  { height, time, wires }: BlockToExecute,
): BlockResult =>
  executeBlock(arenaRegistry, history.facts, state, {
    height,
    time,
    transactions: decoded(wires),
  });
const decoded = (wires: readonly Uint8Array[]) => wires.map((wire) => decodeTransaction(arenaRegistry, wire));
const plain = ({ stateRoot, results, writes }: BlockResult) => ({
  stateRoot,
  results: results.map(({ status, code, receipt }) => ({ status, code, receipt: toHex(receipt) })),
  writes: writes.map(({ key, value }) => `${toHex(key)} ${value === undefined ? '-' : toHex(value)}`).sort(),
});

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
    const seen = { blocks: 0, transactions: 0, applied: 0, rejected: 0, notAdmitted: 0, moduleFaults: 0 };
    const blocksWith = {
      conflicts: 0,
      joined: 0,
      uncoveredDraws: 0,
      crossLaneCells: 0,
      moduleFaults: 0,
      removals: 0,
    };
    for (let seed = 1; seed <= seeds; seed++) {
      const history = new ArenaHistory(seed);
      const state = new PlainState();
      state.apply(history.cells);
      for (const pool of pools) await pool.reset(history.facts, sizes);
      const roots = await Promise.all(pools.map((pool) => pool.load(pagesOfWrites(history.cells))));
      expect(new Set([...roots, state.root()]).size).toBe(1);
      for (let round = 0; round < 3; round++) {
        const blocks = [history.block(4 + (seed % 30), state), history.block(2 + (seed % 7))];
        for (const [place, block] of blocks.entries()) {
          const ahead = blocks[place + 1];
          const executing = pools.map((pool) => pool.execute(block));
          if (ahead !== undefined) for (const pool of pools) pool.prepareAhead(ahead.wires);
          const executed = await Promise.all(executing);
          const expected = plain(serial(history, state, block));
          for (const one of executed) {
            const got = plain(one);
            // Comparing texts first, because comparing structures costs more than executing the block.
            if (JSON.stringify(got) !== JSON.stringify(expected)) expect(got).toEqual(expected);
          }
          // Of the pools with more than one worker, for those have other lanes than one's own.
          const { report } = executed[1] as ExecutedBlock;
          seen.blocks++;
          for (const name of ['transactions', 'applied', 'rejected', 'notAdmitted', 'moduleFaults'] as const)
            seen[name] += report[name];
          for (const name of [
            'conflicts',
            'joined',
            'uncoveredDraws',
            'crossLaneCells',
            'moduleFaults',
          ] as const)
            if (report[name] > 0) blocksWith[name]++;
          if (executed[1]?.writes.some(({ value }) => value === undefined)) blocksWith.removals++;
        }
      }
    }
    console.info('Lanes against the serial executor:', seen, 'blocks with', blocksWith);
    for (const count of [...Object.values(seen), ...Object.values(blocksWith)])
      expect(count).toBeGreaterThan(0);
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
      const { stateRoot, report } = await pool.execute({ height: 1, time: 1, wires });
      expect(stateRoot).toBe(expected.stateRoot);
      expect(report).toMatchObject({
        applied: transfers,
        groups: transfers,
        joined: 0,
        conflicts: 0,
        uncoveredDraws: 0,
      });
      const share = transfers / report.byWorker.length;
      for (const executed of report.byWorker) expect(Math.abs(executed - share)).toBeLessThan(share * 0.1);
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
      const { stateRoot } = await pool.execute(block);
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
    const cases: readonly (readonly [string, Uint8Array[]])[] = [
      ['chain.badSignature', [...good, broken]],
      ['chain.badSignature', [broken, Uint8Array.of(1), ...good]],
      ['chain.malformed', [...good, Uint8Array.of(1), broken]],
      ['chain.malformed', [...good, sign(first)]],
      ['chain.malformed', new Array<Uint8Array>(blockTransactionsMax + 1).fill(good[0] as Uint8Array)],
    ];
    for (const pool of pools) {
      await pool.reset(facts, sizes);
      const before = await pool.load(pagesOfWrites([{ key: balances.read(1).key, value: Uint8Array.of(3) }]));
      for (const [code, wires] of cases) {
        const refusal = await pool.execute({ height: 1, time: 1, wires }).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(Invalid);
        expect((refusal as Invalid).code).toBe(code);
      }
      const empty = await pool.execute({ height: 1, time: 1, wires: [] });
      expect(empty).toMatchObject({ stateRoot: before, writes: [], results: [] });
      pool.prepareAhead(good.slice(1));
      const { report, stateRoot } = await pool.execute({ height: 2, time: 2, wires: good });
      expect(report).toMatchObject({ applied: 3, rejected: 1, notAdmitted: 0, groups: 1, joined: 4 });
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
      expect(await pool.load([])).toBe(state.root());
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
      const { results, report } = await pool.execute({ height: 1, time: 1, wires });
      expect(results.map(({ code }) => code)).toEqual(asked.map(() => 'chain.moduleFault'));
      expect(report.moduleFaults).toBe(asked.length);
    }
  });

  it('take blocks prepared ahead or not, in the order they are given', async () => {
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
      pool.prepareAhead((blocks[3] as BlockToExecute).wires);
      const executing = blocks.map((block) => pool.execute(block));
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
          const { stateRoot, report } = await pool.execute(block);
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
          const { height, time } = some[0] as BlockToExecute;
          const wires = some.flatMap((block) => block.wires);
          const transactions = wires.map((wire) => decodeTransaction(chain.registry, wire));
          const expected = executeBlock(chain.registry, chain.facts, state, { height, time, transactions });
          expect(plain(await pool.execute({ height, time, wires }))).toEqual(plain(expected));
        }
      } finally {
        await pool.close();
      }
    },
  );
});

describe('lanes that go wrong', () => {
  const history = new ArenaHistory(9);
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

  it('are found when they lose a write', async () => {
    const pools = await Promise.all([start(1, 'lane-lost-write'), start(2, 'lane-lost-write')]);
    const state = new PlainState();
    state.apply(history.cells);
    const block = history.block(20, state);
    const { stateRoot } = serial(history, state, block);
    for (const pool of pools) {
      await pool.reset(history.facts);
      await pool.load(pagesOfWrites(history.cells));
      expect((await pool.execute(block)).stateRoot).not.toBe(stateRoot);
      await pool.close();
    }
  });

  for (const [how, said] of [
    ['assertion', 'Lane worker 0 failed: ChainFault: The test asked for this.'],
    ['exit', 'Lane worker 0 ended with code 3.'],
  ] as const)
    it(`halt without a commit when a worker is lost by ${how}`, async () => {
      const pool = await start(2);
      const block = { height: 1, time: 1, wires: halting(how) };
      const [first, waiting] = await Promise.allSettled([pool.execute(block), pool.execute(block)]);
      expect(first).toMatchObject({ status: 'rejected', reason: expect.any(ChainFault) });
      expect(String((first as PromiseRejectedResult).reason)).toContain(said);
      expect(waiting).toMatchObject({ status: 'rejected', reason: expect.any(ChainFault) });
      await pool.atRest();
      expect(() => pool.read(balances.read(0).key)).toThrow(ChainFault);
      await expect(pool.load([])).rejects.toThrow(ChainFault);
      await pool.close();
    });

  it('say so when the modules cannot be loaded', async () => {
    await expect(
      LanePool.start({ workers: 1, modules: new URL('./none.ts', import.meta.url), facts }),
    ).rejects.toThrow();
  });
});
