/** What every act of the year works with: the node's public API, the DAO, its members, and what was done so far. */
import { type Client, createClient } from '#api/client/client.ts';
import type { FeedEvent } from '#api/client/eventFeed.ts';
import { type ClientSigner, ed25519Signer } from '#api/client/submitter.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { openSource, paces } from '#governance/daos/templates.ts';
import { sha256Hex } from '#hash';
import { type Chance, chanceOf } from './chance.ts';

export interface Plan {
  readonly seed: number;
  readonly members: number;
  /** In the whole year. */
  readonly contributions: number;
  /** Of a month each. */
  readonly epochs: number;
}

export interface Year {
  readonly plan: Plan;
  readonly client: Client;
  readonly chance: Chance;
  readonly dao: string;
  readonly daoAccount: string;
  readonly founders: readonly ClientSigner[];
  /** Founders among them. */
  readonly members: readonly ClientSigner[];
  /** How often each event happened in this DAO, by its name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that happened in this DAO by the name of the event, oldest first. */
  readonly happened: (name: string) => readonly FeedEvent[];
  /** Resolves when `look` finds something: it looks now and after every block. Throws when nothing comes of it. */
  until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T>;
  /** Moves the clock of the chain. */
  advance(ms: number): Promise<void>;
  /** Header time now. */
  now(): number;
  /** Sends many transactions, those of one signer under one signature, and answers how many were applied; others stay as they fell. */
  sendAll(drafts: readonly { kind: string; payload: unknown; signer: ClientSigner }[]): Promise<number>;
  close(): void;
}

export const epochMs = paces.steady.epochMs;
const waitMsMax = 120_000;
/** Transactions of one request: within its bounds of count and bytes. */
const atOnce = 500;
const foundersCount = 5;

const signerOf = (seed: number, name: string): ClientSigner =>
  ed25519Signer(sha256Hex(utf8(`year ${seed} ${name}`)));

/** Joins the chain at `url`, makes the DAO of the year and its members. The chain must have a test clock. */
export const openYear = async (url: string, plan: Plan): Promise<Year> => {
  const client = createClient({ url });
  const seen = new Map<string, FeedEvent[]>();
  const listeners = new Set<() => void>();
  let dao = '';
  const status = await client.status();
  let { time } = status;
  if (status.committee === undefined) throw new Error('The node has no scorers.');
  const feed = client.events({
    onEvent(event) {
      // Money that flows by itself names its token, which is the DAO's.
      if (event.data['dao'] !== dao && event.data['token'] !== dao) return;
      const list = seen.get(event.name) ?? [];
      list.push(event);
      seen.set(event.name, list);
    },
    onBlock(block) {
      time = block.time;
      for (const listener of [...listeners]) listener();
    },
  });
  const until: Year['until'] = async (what, look) => {
    const deadline = performance.now() + waitMsMax;
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<void>();
      listeners.add(resolve);
      // A second beside the blocks: what is looked at may change without one.
      const timer = setTimeout(resolve, 1_000);
      try {
        const found = await look();
        if (found !== undefined) return found;
        if (performance.now() > deadline) throw new Error(`In two minutes this did not happen: ${what}.`);
        await promise;
      } finally {
        clearTimeout(timer);
        listeners.delete(resolve);
      }
    }
  };
  const members = Array.from({ length: plan.members }, (_, i) => signerOf(plan.seed, `member ${i}`));
  const founders = members.slice(0, foundersCount);
  const [first] = founders;
  if (first === undefined) throw new Error('A year needs members.');
  const [demo] = (await client.list.daos.daos({})).items;
  if (demo === undefined) throw new Error('The node has no DAO whose model could be used.');
  const inForce = await client.query.scorers.getScorers({ dao: demo.dao });
  const payload = openSource(
    {
      name: `Year ${plan.seed}`,
      purpose: 'A year of work, decided and paid in public.',
      constitution: 'Work is paid for what it is worth. Who decides is who works.',
      symbol: 'YEAR',
      founders: founders.map(({ address }) => ({ account: address, free: 50_000n, staked: 100_000n })),
      scorers: status.committee.scorers.map(({ address }) => address),
      modelHash: inForce.modelHash,
      model: inForce.model,
    },
    paces.steady,
  );
  const receipt = await client.submit('daos.create', payload, first);
  dao = receipt.id;
  const { account } = await client.query.daos.getDao({ dao });
  const counted = (): Record<string, number> =>
    Object.fromEntries([...seen].map(([name, list]) => [name, list.length] as const).sort());
  return {
    plan,
    client,
    chance: chanceOf(plan.seed),
    dao,
    daoAccount: account,
    founders,
    members,
    get counts() {
      return counted();
    },
    happened: (name) => seen.get(name) ?? [],
    until,
    async advance(ms) {
      const { height } = await client.advance(ms);
      await until('the block of the new time', async () =>
        (await client.status()).readModel.height >= height ? true : undefined,
      );
    },
    now: () => time,
    async sendAll(drafts) {
      let applied = 0;
      for (let begin = 0; begin < drafts.length; begin += atOnce) {
        const { items } = await client.submitBatch(drafts.slice(begin, begin + atOnce), {
          wait: 'committed',
        });
        applied += items.filter(({ status: said }) => said === 'applied').length;
      }
      return applied;
    },
    close: () => feed.close(),
  };
};
