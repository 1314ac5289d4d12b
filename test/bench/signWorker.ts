/** Makes a load and signs one share of it: signing takes longer than making, so each thread makes all and signs its part. */
import { parentPort, workerData } from 'node:worker_threads';
import { createRegistry } from '#chain/registry.ts';
import { signDraft, type TestKey, testKey } from '../support/arenaHistory.ts';
import { Accounts } from './accounts.ts';
import { type LoadOptions, makeLoad } from './loads.ts';
import { modules } from './modules.ts';
import type { SceneFacts } from './scenes.ts';

/** What a thread signs: transactions `first` … `end` − 1 of a load. */
export interface SignJob {
  readonly facts: SceneFacts;
  readonly options: LoadOptions;
  readonly first: number;
  readonly end: number;
}

const { facts, options, first, end } = workerData as SignJob;
const accounts = await Accounts.open(facts.accounts, facts.senders);
const registry = createRegistry(modules);
const keys = new Map<number, TestKey>();
const keyOf = (number: number): TestKey => {
  const key = keys.get(number) ?? testKey(number);
  keys.set(number, key);
  return key;
};
const { chainId, validUntil } = facts;

const parts: Buffer[] = [];
let place = 0;
for (const { from, ...draft } of makeLoad(facts, accounts, registry, { ...options, count: end })) {
  if (place++ < first) continue;
  const key = keyOf(from);
  const wire = signDraft(registry, { ...draft, key, sender: key.address, validUntil, chainId });
  const length = Buffer.alloc(4);
  length.writeUInt32BE(wire.length);
  parts.push(length, Buffer.from(wire.buffer, wire.byteOffset, wire.length));
}
const bytes = new Uint8Array(Buffer.concat(parts));
parentPort?.postMessage(bytes, [bytes.buffer]);
