/** Floods at the door, over real HTTP: each refusal has its own code, memory stays bounded, honest senders get through. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BulkItemJson, BulkJson } from '#api/client/answers.ts';
import {
  mempoolBytesMax,
  mempoolPerAccountMax,
  mempoolTransactionsMax,
  transactionBytesMax,
} from '#chain/limits.ts';
import { encodeList } from '#chain/lists.ts';
import { parsePayload } from '#chain/registry.ts';
import { daoId, registry, scoreWork, submitWork } from './support/apiChain.ts';
import { signDraft, type TestKey, testKey } from './support/arenaHistory.ts';
import { type Answer, type FloodedChain, startFloodedChain } from './support/floodedChain.ts';

let chain: FloodedChain;
beforeAll(async () => {
  chain = await startFloodedChain();
});
afterAll(() => chain.stop());

const batchPath = '/v1/transactions/batch';
const honestSenders = 4;
const honestEach = 3;
/** How long a transaction of a flood is valid, and after what time none is. */
const validForMs = 600_000;
const flooded = validForMs + 60_000;
let keys = 80_000;
const freshKey = (): TestKey => testKey(keys++);
const signed = (
  key: TestKey,
  nonce: number,
  kind = 'accounts.setProfile',
  json: unknown = { name: 'flood' },
) => {
  const { chainId, head } = chain.api.node;
  const payload = parsePayload(registry, kind, json);
  const validUntil = head.time + validForMs;
  return signDraft(registry, { kind, payload, sender: key.address, key, nonce, validUntil, chainId });
};
const spoilt = (wire: Uint8Array, place: number): Uint8Array => {
  const bytes = Uint8Array.from(wire);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  return bytes;
};
const sendBatch = async (wires: readonly Uint8Array[]): Promise<readonly BulkItemJson[]> => {
  const answer = (await chain.postBytes(batchPath, encodeList(wires))) as BulkJson;
  expect(answer.items).toHaveLength(wires.length);
  return answer.items;
};
const codesOf = (items: readonly BulkItemJson[]) => [
  ...new Set(items.map(({ status, code }) => code ?? status)),
];

/** Runs a flood while honest senders send; tells what waited at most, looked at after each part of the flood. */
const underFlood = async (parts: readonly (() => Promise<void>)[]): Promise<void> => {
  const { node } = chain.api;
  const honest = chain.sendHonestly(honestSenders, honestEach);
  for (const part of parts) {
    await part();
    expect(node.mempoolSize).toBeLessThanOrEqual(mempoolTransactionsMax);
    expect(node.mempoolBytes).toBeLessThanOrEqual(mempoolBytesMax);
  }
  expect(await honest).toBe(honestSenders * honestEach);
};
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('a flood of what can never be in a block leaves nothing behind', () => {
  const floods: [string, (i: number) => Uint8Array, string][] = [
    [
      'false signatures',
      (i) => spoilt(signed(freshKey(), i % 3), signed(testKey(1), 0).length - 9),
      'chain.badSignature',
    ],
    ['unknown kinds', (i) => spoilt(signed(freshKey(), i % 3), 8), 'chain.unknownKind'],
    ['nonces too far ahead', (i) => signed(freshKey(), mempoolPerAccountMax + 1 + i), 'chain.nonceTooFar'],
    ['cut transactions', (i) => signed(freshKey(), 0).subarray(0, 40 + (i % 60)), 'chain.malformed'],
    ['noise', (i) => new Uint8Array(1 + i).fill(i * 37), 'chain.malformed'],
    ['oversize', (i) => new Uint8Array(transactionBytesMax + 1 + i), 'chain.tooLarge'],
  ];
  it.each(floods)('%s', async (_, make, code) => {
    const wires = times(60, make);
    await underFlood([
      async () => expect(codesOf(await sendBatch(wires))).toEqual([code]),
      async () => {
        const single = async (wire: Uint8Array): Promise<Answer> =>
          chain.postBytes('/v1/transactions', wire, 'application/cbor');
        const answers = await Promise.all(wires.slice(0, 12).map(single));
        // A body above the bound of one transaction is refused before it is read.
        const expected = code === 'chain.tooLarge' ? 'api.bodyTooLarge' : code;
        expect([...new Set(answers.map((answer) => answer.code))]).toEqual([expected]);
      },
    ]);
    expect([chain.api.node.mempoolSize, chain.api.node.mempoolBytes]).toEqual([0, 0]);
  });

  it('batches that are cut in the middle, none of which is taken', async () => {
    const wires = times(40, () => signed(freshKey(), 0));
    const whole = encodeList(wires);
    const cuts = times(24, (i) => 1 + Math.floor(((whole.length - 2) * i) / 24) + (i % 3));
    const isEdge = new Set(wires.map((_, i) => encodeList(wires.slice(0, i + 1)).length));
    await underFlood(
      cuts
        .filter((cut) => !isEdge.has(cut))
        .map((cut) => async () => {
          const answer = (await chain.postBytes(batchPath, whole.subarray(0, cut))) as Answer;
          expect(answer.code).toBe('api.badRequest');
        }),
    );
    expect(codesOf(await sendBatch(wires))).toEqual(['pending']);
  });
});

describe('a flood of what waits for a missing nonce', () => {
  /** As many as one account may have waiting, all behind the nonce that is missing. */
  const behindGap = (json?: unknown, kind?: string): Uint8Array[] => {
    const key = freshKey();
    return times(mempoolPerAccountMax, (i) => signed(key, i + 1, kind, json));
  };

  it('fills the places for accounts and no more, and gives way to what runs next', async () => {
    const accounts = mempoolTransactionsMax / mempoolPerAccountMax + 1;
    const codes = new Set<string>();
    await underFlood(
      times(accounts, () => async () => {
        for (const code of codesOf(await sendBatch(behindGap()))) codes.add(code);
      }),
    );
    const { node } = chain.api;
    expect(codes).toEqual(new Set(['pending', 'chain.mempoolFull']));
    expect(node.mempoolSize).toBeGreaterThan(mempoolTransactionsMax - 2 * mempoolPerAccountMax);
    expect(await chain.sendHonestly(1, 2)).toBe(2);
    const key = freshKey();
    const tooMany = await sendBatch([...times(mempoolPerAccountMax + 2, (i) => signed(key, i + 1))]);
    expect(codesOf(tooMany.slice(-1))).toEqual(['chain.nonceTooFar']);
  });

  it('fills the bytes and no more, and is gone when its time is over', async () => {
    const { node } = chain.api;
    await node.advance(flooded);
    expect([await chain.sendHonestly(1, 1), node.mempoolSize, node.mempoolBytes]).toEqual([1, 0, 0]);
    const action = { kind: 'daos.setConstitution', payload: 'ab'.repeat(15_000), mayFail: true };
    const words = { dao: daoId, track: 'constitution', title: 'Large', body: 'x'.repeat(8_000) };
    const large = { ...words, actions: [action, action] };
    const codes = new Set<string>();
    await underFlood(
      times(8, () => async () => {
        const wires = behindGap(large, 'proposals.create');
        for (let from = 0; from < wires.length; from += 64)
          for (const code of codesOf(await sendBatch(wires.slice(from, from + 64)))) codes.add(code);
      }),
    );
    expect(codes).toEqual(new Set(['pending', 'chain.mempoolFull']));
    expect(node.mempoolBytes).toBeGreaterThan(mempoolBytesMax - mempoolPerAccountMax * transactionBytesMax);
    expect(await chain.sendHonestly(1, 2)).toBe(2);
    await node.advance(flooded);
    expect([await chain.sendHonestly(1, 1), node.mempoolSize, node.mempoolBytes]).toEqual([1, 0, 0]);
  });
});

describe('a declared ceiling that lies', () => {
  it.each([
    ['is too small', { amountMax: '1' }, 'scorers.wrongPay'],
    ['is the largest there is', { amountMax: (2n ** 96n - 1n).toString() }, 'scorers.wrongPay'],
    ['covers no fee', { fee: '0' }, 'scorers.wrongPay'],
    ['covers all fees', { fee: (2n ** 96n - 1n).toString() }, 'scorers.wrongPay'],
  ])('and %s is rejected before anything is paid', async (what, lies, code) => {
    const contribution = await submitWork(chain.api, 'eve', `work of which the ceiling ${what}`);
    await expect(scoreWork(chain.api, contribution, lies)).rejects.toMatchObject({
      code,
    });
    const { state, rewards } = await chain.client.contribution(contribution);
    expect([state, rewards]).toEqual(['submitted', []]);
  });
});

describe('a flood beyond the rate of an address', () => {
  it('is refused as a whole with the time to wait, however it is cut into requests', async () => {
    const narrow = await startFloodedChain({ burst: 100, perSecond: 0.001 });
    try {
      const garbage = (count: number) => encodeList(times(count, () => Uint8Array.of(1)));
      const first = (await narrow.postBytes(batchPath, garbage(90))) as BulkJson;
      expect(first.items).toHaveLength(90);
      expect(await narrow.postBytes(batchPath, garbage(90))).toMatchObject({ code: 'api.rateLimited' });
      const singles = await Promise.all(
        times(20, () => narrow.postBytes('/v1/transactions', Uint8Array.of(1), 'application/cbor')),
      );
      const refused = (singles as Answer[]).filter(({ code }) => code === 'api.rateLimited');
      expect(refused).toHaveLength(11);
    } finally {
      await narrow.stop();
    }
  });
});
