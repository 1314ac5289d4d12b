/** Makes a load and signs one share of it: signing takes longer than making, so each thread makes all and signs its part. */
import { parentPort, workerData } from 'node:worker_threads';
import { encodeList } from '#chain/lists.ts';
import { createRegistry } from '#chain/registry.ts';
import { type Draft, signDraft, signDrafts, type TestKey, testKey } from '../support/arenaHistory.ts';
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

const drafts = Array.from(
  makeLoad(facts, accounts, registry, { ...options, count: options.together === true ? options.count : end }),
  ({ from, ...draft }): Draft => {
    const key = keyOf(from);
    return { ...draft, key, sender: key.address, validUntil, chainId };
  },
);
// Each thread signs all that are signed together, so that they are not cut at its share.
const wires =
  options.together === true
    ? signDrafts(registry, drafts).wires.slice(first, end)
    : drafts.slice(first).map((draft) => signDraft(registry, draft));
const bytes = encodeList(wires);
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
