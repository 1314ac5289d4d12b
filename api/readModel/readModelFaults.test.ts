/** What the lists do when their thread dies, when their file is damaged, and when blocks came while nobody wrote them. */
import { closeSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import SQLite from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { type ApiChain, daoId, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import { listEvents } from './eventLists.ts';
import { ReadModel } from './readModel.ts';

let chain: ApiChain | undefined;
let beside: ReadModel | undefined;
afterEach(async () => {
  await beside?.close();
  await chain?.stop();
  [beside, chain] = [undefined, undefined];
});

const transfer = (amount: number) =>
  chain?.client.submit(
    'tokens.transfer',
    { token: daoId, account: signerNamed('ben').address, amount: String(amount) },
    signerNamed('ada'),
  );
/** A second read model over the same node, whose faults touch nobody else. */
const openBeside = ({ node, folder }: ApiChain) => {
  const errors: string[] = [];
  const { promise: told, resolve } = Promise.withResolvers<void>();
  const path = join(folder, 'beside.sqlite');
  beside = ReadModel.open({
    path,
    node,
    onError: (error) => {
      errors.push(String(error));
      resolve();
    },
  });
  return { readModel: beside, path, errors, told };
};
const amountsOf = (model: ReadModel): unknown[] =>
  listEvents(model, 'tokens.transferred', { fields: { token: daoId }, limit: 100 }).items.map(
    ({ data }) => data['amount'],
  );

it('catches up with what came while it was closed', async () => {
  chain = await startApiChain();
  await transfer(1);
  const first = openBeside(chain);
  await first.readModel.ready;
  expect(amountsOf(first.readModel)).toEqual(['1']);
  await first.readModel.close();
  for (const amount of [2, 3, 4]) await transfer(amount);
  const second = openBeside(chain);
  expect(second.readModel.height).toBe(1);
  expect(second.readModel.lag).toBe(3);
  await second.readModel.ready;
  expect(second.readModel.lag).toBe(0);
  expect(amountsOf(second.readModel)).toEqual(['4', '3', '2', '1']);
  expect(second.errors).toEqual([]);
});

it('says once that its thread has ended; the node goes on, and the next start catches up', async () => {
  chain = await startApiChain();
  const { readModel, errors, told } = openBeside(chain);
  await readModel.ready;
  const waiting = readModel.waitFor(2, Number.POSITIVE_INFINITY);
  await (readModel as unknown as { readonly worker: Worker }).worker.terminate();
  await told;
  expect(await waiting).toBe(false);
  expect(await readModel.waitFor(1, Number.POSITIVE_INFINITY)).toBe(false);
  await transfer(1);
  await transfer(2);
  expect(readModel.lag).toBe(2);
  expect(amountsOf(readModel)).toEqual([]);
  expect(errors).toEqual([expect.stringContaining('They stay at block 0 until the node is started again')]);
  await readModel.close();
  const { readModel: again } = openBeside(chain);
  await again.ready;
  expect(amountsOf(again)).toEqual(['2', '1']);
});

it('goes on after a write that failed, and writes the block later', async () => {
  chain = await startApiChain();
  const { readModel, path, errors, told } = openBeside(chain);
  await readModel.ready;
  const other = new SQLite(path);
  other.exec('ALTER TABLE tokens_transferred RENAME TO hidden');
  await transfer(1);
  await told;
  expect(errors).toEqual([expect.stringMatching(/stay at block 0: .*tokens_transferred/)]);
  other.exec('ALTER TABLE hidden RENAME TO tokens_transferred');
  other.close();
  await transfer(2);
  expect(await readModel.waitFor(2, 20_000)).toBe(true);
  expect(amountsOf(readModel)).toEqual(['2', '1']);
});

it.each([
  ['cut to half', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ['cut inside its first page', (path: string) => truncateSync(path, 100)],
  ['cut to a few pages', (path: string) => truncateSync(path, 4 * 4096)],
  ['emptied', (path: string) => truncateSync(path, 0)],
  [
    'another thing',
    (path: string) => writeFileSync(path, 'This is no database, and it is long enough to see.'),
  ],
])('makes a file anew that was %s', async (_, damage) => {
  chain = await startApiChain();
  await transfer(1);
  const { readModel, path } = openBeside(chain);
  await readModel.ready;
  await readModel.close();
  damage(path);
  const { readModel: again, errors } = openBeside(chain);
  await again.ready;
  expect(amountsOf(again)).toEqual(['1']);
  expect(errors).toEqual([]);
});

it.each([
  ['a list reads', 'tokens_transferred', (model: ReadModel) => expect(() => amountsOf(model)).toThrow()],
  ['the thread writes', 'transactions', () => transfer(2)],
])(
  'says that its file is damaged when %s there, and makes it anew at the next start',
  async (_, table, touch) => {
    chain = await startApiChain();
    await transfer(1);
    const { readModel, path } = openBeside(chain);
    await readModel.ready;
    await readModel.close();
    // The rows of one table are overwritten; nothing at the start looks at them.
    const look = new SQLite(path, { readonly: true });
    const page = look.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table);
    look.close();
    const file = openSync(path, 'r+');
    writeSync(file, new Uint8Array(4096).fill(0xee), 0, 4096, (Number(page) - 1) * 4096);
    closeSync(file);
    const { readModel: later, told, errors } = openBeside(chain);
    await touch(later);
    await told;
    expect(errors).toEqual([expect.stringContaining('made anew at the next start')]);
    await later.close();
    const { readModel: again } = openBeside(chain);
    await again.ready;
    expect(again.lag).toBe(0);
    expect(amountsOf(again).at(-1)).toBe('1');
  },
);
