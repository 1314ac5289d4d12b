/** The read model: what the chain's events say, exact in its sums, and the same however often it is made anew. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { callId } from '#chain/genesis.ts';
import { amountMax } from '#chain/limits.ts';
import { ChainBlock } from '#chain/node/chainBlock.ts';
import { chunkOf } from '#chain/node/placeRuns.ts';
import { sha256Hex } from '#hash';
import {
  type ApiChain,
  daoId,
  registry,
  scoreWork,
  signerNamed,
  startApiChain,
  submitWork,
} from '#test/support/apiChain.ts';
import { type MadeTransaction, makeBlock } from '#test/support/madeBlocks.ts';
import { openTables } from '#test/support/readTables.ts';
import { type EventPlace, formatPlace } from '../pageCursor.ts';
import { listEvents } from './eventLists.ts';
import { listRewards, type Reward, type RewardFilter, totalRewards } from './rewardLists.ts';

/** Everything that stands in the file. How entries of places are cut into runs depends on when they were written, so they count as a set. */
const rowsOf = (folder: string): unknown => {
  const database = new SQLite(join(folder, 'read.sqlite'), { readonly: true });
  const names = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'place_%' ORDER BY name")
    .pluck()
    .all() as string[];
  const rows = names.map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]);
  const places = database
    .prepare('SELECT base, place_chunks.entries FROM place_runs JOIN place_chunks ON place / 8192 = run')
    .all() as { base: number; entries: Uint8Array }[];
  database.close();
  const entries = places.flatMap(({ base, entries: bytes }) => {
    const { high, low, group } = chunkOf(bytes);
    return Array.from(high, (half, i) => `${half} ${low[i]} ${base + Number(group[i])}`);
  });
  return [...rows, ['places', entries.sort()]];
};
const work = async (chain: ApiChain): Promise<void> => {
  const key = await submitWork(chain, 'newcomer', 'one');
  await scoreWork(chain, key);
  await chain.client.submit(
    'tokens.transfer',
    { token: daoId, account: signerNamed('ben').address, amount: '5' },
    signerNamed('ada'),
  );
};

describe('the file', () => {
  it('goes on where it was, and is the same when it is made anew', async () => {
    const first = await startApiChain();
    const { folder } = first;
    await work(first);
    await first.stop(true);
    const second = await startApiChain({ folder });
    await second.client.submit('accounts.setProfile', { name: 'Ada' }, signerNamed('ada'));
    // Whoever waits for a receipt waits some seconds for the lists, which may be behind on a busy machine.
    await second.readModel.waitFor(second.node.head.height, 60_000);
    await second.stop(true);
    const grown = rowsOf(folder);
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `read.sqlite${end}`), { force: true });
    const third = await startApiChain({ folder });
    expect(third.readModel.lag).toBe(0);
    await third.stop(true);
    expect(rowsOf(folder)).toEqual(grown);

    const strange = new SQLite(join(folder, 'read.sqlite'));
    strange.exec("UPDATE meta SET value = 'another schema' WHERE name = 'fingerprint'; DELETE FROM rewards");
    strange.close();
    const fourth = await startApiChain({ folder });
    await fourth.stop(true);
    expect(rowsOf(folder)).toEqual(grown);

    const fork = new SQLite(join(folder, 'read.sqlite'));
    fork.exec("UPDATE meta SET value = '3.of another chain' WHERE name = 'head'; DELETE FROM blocks");
    fork.close();
    const fifth = await startApiChain({ folder });
    await fifth.stop();
  });
});

const tableAddress = (name: string): string => parseAddress(signerNamed(name).address);
const hashed = (name: string): string => sha256Hex(utf8(name));

/** Blocks of one transaction each, ten milliseconds apart. */
const written = (eventsOfBlocks: readonly MadeTransaction['events'][], kind = 'accounts.setProfile') => {
  const { writer, model, close } = openTables(registry);
  const example = { name: 'A' };
  writer.write(
    eventsOfBlocks.map((events, height) =>
      makeBlock(registry, { height, time: height * 10 }, [
        { kind, payload: example, sender: tableAddress('a'), nonce: height, events },
      ]),
    ),
  );
  return { model, close };
};

const few = (names: readonly string[]) => fc.constantFrom(...names);
const payment = fc.record({
  account: few(['a', 'b'].map(tableAddress)),
  dao: few(['d1', 'd2'].map(hashed)),
  token: few(['t1', 't2'].map(hashed)),
  contribution: few(['c1', 'c2', 'c3'].map(hashed)),
  kind: few(['code', 'document']),
  part: fc.constant('stream'),
  amount: fc.bigInt({ min: 0n, max: amountMax }),
});
const filter = fc.record(
  {
    account: few(['a', 'b', 'c'].map((name) => signerNamed(name).address)),
    dao: few(['d1', 'd2'].map(hashed)),
    contribution: few(['c1', 'c2'].map(hashed)),
    kind: few(['code', 'document']),
    from: fc.integer({ min: 0, max: 130 }),
    to: fc.integer({ min: 0, max: 130 }),
  },
  { requiredKeys: [] },
);

describe('rewards', () => {
  it('are listed once each, and their totals are exact over every filter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(payment, { maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        fc.array(filter, { minLength: 3, maxLength: 3 }),
        (paymentsOfBlocks, filters) => {
          const { model, close } = written(
            paymentsOfBlocks.map((payments) =>
              payments.map((data) => ({ name: 'contributions.paid', data })),
            ),
          );
          const all = paymentsOfBlocks.flatMap((payments, height) =>
            payments.map((one, event) => ({
              ...one,
              account: formatAddress(one.account),
              time: height * 10,
              place: `${height}.0.${event}`,
            })),
          );
          for (const asked of [{}, ...filters] as RewardFilter[]) {
            const { from = 0, to = Number.POSITIVE_INFINITY, ...fields } = asked;
            const meant = all.filter(
              (one) =>
                one.time >= from &&
                one.time < to &&
                Object.entries(fields).every(([name, value]) => one[name as 'dao'] === value),
            );
            const listed: Reward[] = [];
            for (let before: EventPlace | undefined, more = true; more; ) {
              const { items, next } = listRewards(model, asked, { before, limit: 3 });
              listed.push(...items);
              [before, more] = [next, next !== undefined];
            }
            expect(listed.map((one) => [formatPlace(one), one.amount, one.account, one.time])).toEqual(
              meant.map((one) => [one.place, String(one.amount), one.account, one.time]).reverse(),
            );
            const totals = ['t1', 't2']
              .map(hashed)
              .sort()
              .flatMap((token) => {
                const some = meant.filter((one) => one.token === token);
                const sum = some.reduce((total, one) => total + one.amount, 0n);
                return some.length === 0 ? [] : [{ token, payments: some.length, amount: sum.toString() }];
              });
            expect(totalRewards(model, asked)).toEqual(totals);
          }
          close();
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('an item', () => {
  it('is called by what the transaction or one of its actions created', () => {
    const issued = (token: string) => ({
      name: 'tokens.issued',
      data: { token, symbol: 'T', name: 'T', decimals: 0, cap: 1n, owner: tableAddress('a') },
    });
    const payload = { proposal: hashed('p'), dao: hashed('d'), actions: [] };
    const draft = { kind: 'proposals.execute', payload, sender: tableAddress('a'), nonce: 0 };
    const place = { height: 1, time: 1 };
    // The id is a hash of the envelope, whatever the events are.
    const [id = ''] = new ChainBlock(registry, makeBlock(registry, place, [{ ...draft, events: [] }])).ids;
    const created = callId(id, 3);
    const events = [issued(created), issued(id), issued(hashed('another'))];
    const { writer, model, close } = openTables(registry);
    writer.write([makeBlock(registry, place, [{ ...draft, events }])]);
    const { items } = listEvents(model, 'tokens.issued', { fields: {}, limit: 10 });
    expect(items.map((item) => item.id)).toEqual([id, id, created]);
    close();
  });
});
