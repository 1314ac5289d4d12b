/** A module of the bench alone: integer work of a stated length, and an auction that everybody bids on. */
import { z } from 'zod';
import { collection } from '#chain/access.ts';
import { defineModule, vocabulary } from '#chain/module.ts';
import { address, amount, id, integer } from '#chain/scalars.ts';

/** Turns of the loop below that take about 16 µs, as a contract of some weight would; `heavyWorkUs` says how many on this machine. */
export const heavyTurns = 9_000;

const counter = integer(0, 0xffff_ffff);
const results = collection('bench.results', [address], counter);
const auctions = collection('bench.auctions', [id], z.strictObject({ bidder: address, amount }));

const { events, errors, transaction } = vocabulary(
  {
    worked: z.strictObject({ account: address, result: counter }),
    bid: z.strictObject({ auction: id, bidder: address, amount }),
  },
  {},
);

/** An integer mixed `turns` times, which no engine can work out in advance. */
export const mix = (start: number, turns: number): number => {
  let value = start | 1;
  for (let turn = 0; turn < turns; turn++) {
    value ^= value << 13;
    value ^= value >>> 17;
    value ^= value << 5;
  }
  return value >>> 0;
};

const work = transaction({
  doc: 'Mix a number many times and keep the result; anyone may send it.',
  payload: z.strictObject({ turns: integer(0, 1_000_000) }),
  weight: 10,
  access: ({ sender }) => ({ result: results.write(sender) }),
  apply({ result }, { sender, payload, emit }) {
    const value = mix(result.get() ?? 1, payload.turns);
    result.set(value);
    emit('worked', { account: sender, result: value });
  },
});

const bid = transaction({
  doc: 'Bid in an auction; a bid that is not the highest changes nothing; anyone may send it.',
  payload: z.strictObject({ auction: id, amount }),
  access: ({ payload }) => ({ auction: auctions.write(payload.auction) }),
  apply({ auction }, { sender, payload, emit }) {
    const highest = auction.get()?.amount ?? 0n;
    if (payload.amount > highest) auction.set({ bidder: sender, amount: payload.amount });
    emit('bid', { ...payload, bidder: sender });
  },
});

export const benchModule = defineModule({
  name: 'bench',
  doc: 'Loads of the bench that no module of the product makes.',
  state: [results, auctions],
  events,
  errors,
  transactions: { work, bid },
  queries: {},
  lists: {},
});
