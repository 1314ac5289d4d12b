/** Measures what a page of rewards with its totals takes under every combination of filters, over many payments. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listRewards, type RewardFilter, totalRewards } from '#api/readModel/rewardLists.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { sha256Hex } from '#hash';
import { Chance } from '../support/arenaHistory.ts';
import { type MadeTransaction, makeBlock } from '../support/madeBlocks.ts';
import { openTables } from '../support/readTables.ts';

const daos = 50;
const accounts = 20_000;
const kinds = ['code', 'document'];
/** A contribution is paid at once, and then in shares of its stream. */
const paymentsOfContribution = 8;
const paymentsOfBlock = 8;
const blockMs = 1_000;
const blocksOfBatch = 256;
const limit = 50;

export interface RewardsFigures {
  readonly rows: number;
  /** The largest p50 and the largest p99 among all combinations of filters, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The combination with the largest p99. */
  readonly worst: string;
}

const registry = createRegistry(modules);

/** A number below `end`, small ones far more often: a few DAOs and people are busy, most are not. */
const skewed = (chance: Chance, end: number): number =>
  Math.min(chance.below(end), chance.below(end), chance.below(end));

/** Everything of a payment follows from the number of its contribution. */
const workOf = (number: number) => {
  const chance = new Chance(number + 1);
  const dao = skewed(chance, daos);
  return {
    dao: sha256Hex(utf8(`dao ${dao}`)),
    contribution: sha256Hex(utf8(`contribution ${number}`)),
    account: sha256Hex(utf8(`account ${skewed(chance, accounts)}`)),
    token: sha256Hex(utf8(`token ${dao}`)),
    kind: kinds[chance.below(2)] ?? 'code',
  };
};

const fill = (write: (blocks: ReturnType<typeof makeBlock>[]) => void, rows: number): void => {
  const chance = new Chance(7);
  const works = Math.ceil(rows / paymentsOfContribution);
  const sender = sha256Hex(utf8('whoever claims'));
  let batch: ReturnType<typeof makeBlock>[] = [];
  for (let row = 0, height = 0; row < rows; height++) {
    const transactions: MadeTransaction[] = [];
    for (let i = 0; i < paymentsOfBlock && row < rows; i++, row++) {
      const data = {
        ...workOf(Math.min(works - 1, Math.floor(row / paymentsOfContribution) + chance.below(100))),
        amount: BigInt(1 + chance.below(1_000_000)),
        part: 'stream',
      };
      const events = [{ name: 'contributions.paid', data }];
      transactions.push({
        kind: 'accounts.setProfile',
        payload: { name: 'A' },
        sender,
        nonce: row,
        events,
      });
    }
    batch.push(makeBlock(registry, { height, time: height * blockMs }, transactions));
    if (batch.length < blocksOfBatch && row < rows) continue;
    write(batch);
    batch = [];
  }
};

const names = ['account', 'dao', 'contribution', 'kind', 'from', 'to'] as const;

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
const round = (value: number): number => Math.round(100 * value) / 100;

/** Fills tables with payments through the writer, and asks for a page with totals 200 times for each of 64 combinations. */
export const benchRewardsQuery = async ({
  rows,
  runs = 200,
}: {
  readonly rows: number;
  readonly runs?: number;
}): Promise<RewardsFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-rewards-'));
  const { writer, model, close } = openTables(registry, join(folder, 'read.sqlite'));
  try {
    fill((blocks) => writer.write(blocks), rows);
    const lastTime = (rows / paymentsOfBlock) * blockMs;
    const works = Math.ceil(rows / paymentsOfContribution);
    const figures = Array.from({ length: 1 << names.length }, (_, bits) => {
      const asked = names.filter((_name, bit) => (bits >> bit) % 2 === 1);
      const chance = new Chance(bits + 1);
      const times = Array.from({ length: runs }, () => {
        const { account, ...work } = workOf(chance.below(works));
        const from = chance.below(lastTime);
        const to = from + chance.below(lastTime - from);
        const all = { ...work, account: formatAddress(account), from, to };
        const filter: RewardFilter = Object.fromEntries(asked.map((name) => [name, all[name]]));
        const begun = performance.now();
        listRewards(model, filter, { limit });
        totalRewards(model, filter);
        return performance.now() - begun;
      }).sort((a, b) => a - b);
      return {
        name: asked.join(' + ') || 'everything',
        p50Ms: percentile(times, 0.5),
        p99Ms: percentile(times, 0.99),
      };
    });
    const worst = figures.reduce((most, one) => (one.p99Ms > most.p99Ms ? one : most));
    return {
      rows,
      p50Ms: round(Math.max(...figures.map(({ p50Ms }) => p50Ms))),
      p99Ms: round(worst.p99Ms),
      worst: worst.name,
    };
  } finally {
    close();
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.main) console.info(await benchRewardsQuery({ rows: Number(process.argv[2] ?? 1_000_000) }));
