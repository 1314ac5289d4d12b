/** Lists of events and transactions give what a plain walk over the blocks gives, page by page, with bounded work. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatAddress, parseAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { ChainBlock } from '#chain/node/chainBlock.ts';
import { sha256Hex } from '#hash';
import { registry, signerNamed } from '#test/support/apiChain.ts';
import { type MadeTransaction, makeBlock } from '#test/support/madeBlocks.ts';
import { openTables } from '#test/support/readTables.ts';
import { type EventPlace, formatPlace } from '../pageCursor.ts';
import { groupPlaces, ofEvents, packPlace, unpackPlace } from './columns.ts';
import { listEvents, listTransactions } from './eventLists.ts';
import { type Page, scanPage } from './placeScan.ts';

const hashed = (name: string): string => sha256Hex(utf8(name));
const accounts = ['ada', 'ben', 'eve'].map((name) => parseAddress(signerNamed(name).address));
const tokens = ['t1', 't2'].map(hashed);
const someone = fc.constantFrom(...accounts);

const event = fc.record({
  token: fc.constantFrom(...tokens),
  sender: someone,
  account: someone,
  amount: fc.bigInt({ min: 0n, max: 1n << 70n }),
});
const transaction = fc.record({
  kind: fc.constantFrom('accounts.setProfile', 'accounts.nothing'),
  sender: someone,
  status: fc.constantFrom('applied' as const, 'rejected' as const),
  events: fc.array(event, { maxLength: 3 }),
});
const filters = fc.record(
  {
    token: fc.constantFrom(...tokens),
    sender: someone.map(formatAddress),
    account: someone.map(formatAddress),
    kind: fc.constantFrom('accounts.setProfile', 'tokens.transfer', 'unknown.kind'),
    status: fc.constantFrom('applied', 'rejected', 'notAdmitted'),
  },
  { requiredKeys: [] },
);

/** All items of a list, three at a time. */
const walk = <T>(page: (before: EventPlace | undefined) => Page<T>): T[] => {
  const found: T[] = [];
  for (let before: EventPlace | undefined, more = true; more; ) {
    const { items, next } = page(before);
    found.push(...items);
    [before, more] = [next, next !== undefined];
  }
  return found;
};

it('lists what happened, newest first, under every combination of filters', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(transaction, { maxLength: 40 }), { minLength: 1, maxLength: 5 }),
      fc.array(filters, { minLength: 4, maxLength: 4 }),
      (blocks, asked) => {
        const { writer, model, close } = openTables(registry);
        const made = blocks.map((transactions, height) =>
          makeBlock(
            registry,
            { height, time: 10 * height },
            transactions.map(
              ({ kind, events, ...rest }, index): MadeTransaction => ({
                ...rest,
                ...(kind === 'accounts.setProfile'
                  ? { kind, payload: { name: 'A' } }
                  : {
                      kind: 'tokens.transfer',
                      payload: { token: tokens[0], account: accounts[0], amount: 1n },
                    }),
                nonce: index,
                code: rest.status === 'applied' ? '' : 'tokens.insufficient',
                events: events.map((data) => ({ name: 'tokens.transferred', data })),
              }),
            ),
          ),
        );
        // The last block alone, as when the lists keep up; those before it together.
        writer.write(made.slice(0, -1));
        writer.write(made.slice(-1));
        const all = made.flatMap((stored) => {
          const block = new ChainBlock(registry, stored);
          return block.transactions.map(({ id, transaction: sent, receipt }, index) => ({
            id,
            time: block.time,
            kind: sent?.kind.name,
            sender: formatAddress(sent?.sender ?? ''),
            nonce: sent?.nonce,
            status: receipt.status,
            code: receipt.code,
            height: block.height,
            index,
            events: receipt.events.map(({ data }) => data as Record<string, unknown>),
          }));
        });
        for (const filter of [{}, ...asked]) {
          const { kind, status, sender, ...rest } = filter as Record<string, string>;
          const listed = walk((before) =>
            listTransactions(model, { kind, status, sender, before, limit: 3 }),
          );
          const sought = { kind, status, sender };
          expect(listed).toEqual(
            all
              .filter((one) =>
                Object.entries(sought).every(
                  ([name, value]) => value === undefined || one[name as 'kind'] === value,
                ),
              )
              .map(({ events: _, ...one }) => one)
              .reverse(),
          );
          const fields = sender === undefined ? rest : { ...rest, sender };
          const meant = all.flatMap(({ id, height, index, time, events }) =>
            events.flatMap(({ token, amount, ...people }, position) => {
              const data = {
                token,
                sender: formatAddress(String(people['sender'])),
                account: formatAddress(String(people['account'])),
                amount: String(amount),
              };
              const fits = Object.entries(fields).every(([name, value]) => data[name as 'token'] === value);
              return fits ? [{ id, transaction: id, height, index, event: position, time, data }] : [];
            }),
          );
          expect(
            walk((before) => listEvents(model, 'tokens.transferred', { fields, before, limit: 3 })),
          ).toEqual(meant.reverse());
        }
        close();
      },
    ),
    { numRuns: 25 },
  );
});

it('gives short pages rather than long work where two filters rarely meet', () => {
  const size = groupPlaces(ofEvents);
  const groups = 400_000;
  // Both keys stand nearly everywhere, and share every hundredth group, which holds what is sought.
  const places = {
    *find({ high }: { high: number }, { before = groups, from = 0 } = {}) {
      for (let group = Math.min(before, groups) - 1; group >= from; group--)
        if (group % 100 === 0 || group % 2 === high) yield group;
    },
  };
  const rows = Array.from({ length: groups / 100 }, (_, i) => i * 100 * size + 5).reverse();
  let looked = 0;
  const pages: number[][] = [];
  walk((before) => {
    looked = 0;
    const keys = [0, 1].map((high) => ({ high, low: 0 }));
    const page = scanPage(
      places,
      { form: ofEvents, keys, before, limit: groups },
      ({ from, to }, limit, some = []) => {
        looked += some.length;
        // Groups of one key alone are not worth a look.
        expect(some.every((group) => group % 100 === 0)).toBe(true);
        const wanted = new Set(some);
        return rows
          .filter((row) => row >= from && row < to && wanted.has(Math.floor(row / size)))
          .slice(0, limit);
      },
      (row) => row,
    );
    pages.push([...page.items]);
    expect(looked).toBeLessThanOrEqual(4_096);
    return page;
  });
  expect(pages.flat()).toEqual(rows);
  // One page would have held them all.
  expect(pages.length).toBeGreaterThan(1);

  // One key that stands everywhere, and nothing to find: the page ends with a place to go on from.
  const everywhere = {
    *find(_key: unknown, { before = groups, from = 0 } = {}) {
      for (let group = Math.min(before, groups) - 1; group >= from; group--) yield group;
    },
  };
  const scan = { form: ofEvents, keys: [{ high: 0, low: 0 }], before: undefined, limit: 2 };
  let asked = 0;
  const { items, next } = scanPage(
    everywhere,
    scan,
    (_span, _limit, some = []) => {
      asked += some.length;
      return [];
    },
    Number,
  );
  expect([items, asked]).toEqual([[], 4_096]);
  expect(next && packPlace(ofEvents, next)).toBe((groups - 4_096) * size);
});

it('packs places without loss', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_fffe), fc.nat(4095), fc.nat(511), (height, index, position) => {
      const place = { height, index, event: position };
      expect(formatPlace(unpackPlace(ofEvents, packPlace(ofEvents, place)))).toBe(formatPlace(place));
    }),
  );
});
