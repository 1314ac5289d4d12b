/** What stands in the way of the figures that a run did not reach, said from the figures themselves. */
import { type Goal, goals, standing } from './goals.ts';
import { blocks, list, number } from './markdown.ts';
import type { BenchResult } from './result.ts';

/** Functions named of each thread. */
const namedMax = 4;

const partMissing = 'Not measured: that part did not run.';
const sizeMissing = 'Not measured: a quick run leaves this size out.';

const transactionText = ({ transfers, limit, profile }: BenchResult): string => {
  if (transfers === null || limit === null) return partMissing;
  const { threads, coreShare, ed25519VerifyPerSecond } = limit;
  const verifyUs = Math.round((10 * threads * coreShare * 1e6) / ed25519VerifyPerSecond) / 10;
  const dearest = profile?.threads
    .map(({ thread, functions }) => {
      const named = functions.filter(({ where }) => !where.startsWith('everything')).slice(0, namedMax);
      return `${thread}: ${named.map(({ where, us }) => `\`${where}\` ${us} µs`).join(', ')}`;
    })
    .join('; ');
  return (
    `A transfer takes ${number(transfers.cpuUs, 'µs')} of CPU, of which its signature needs ${verifyUs}. ` +
    `${number(transfers.mainUs, 'µs')} are in the main thread, which alone bounds the rate to ${number(1e6 / transfers.mainUs)} a second whatever the workers` +
    `${dearest === undefined ? '.' : `. The dearest functions: ${dearest}.`}`
  );
};

const workersText = ({ mixed, heavy }: BenchResult): string => {
  const said = [mixed?.figures, heavy?.figures].flatMap((figures, place) => {
    const [one, two] = [figures?.['1'], figures?.['2']];
    if (one === undefined || two === undefined) return [];
    return `${place === 0 ? 'mixed' : 'heavy'}: ${number(one.mainUs, 'µs')} of ${number(one.cpuUs)} are in the main thread with one worker, ${number(two.mainUs, 'µs')} of ${number(two.cpuUs)} with two`;
  });
  return (
    'With one worker the main thread, storage and the read model already use the second core, so two workers cannot give twice as much on two cores; ' +
    `and what is in the main thread is done once, whatever the workers (${said.join('; ')}).`
  );
};

const startText = ({ growth }: BenchResult): string => {
  const rows = growth?.filter((row) => row.extrapolated !== true) ?? [];
  const [smaller, larger] = rows.slice(-2);
  if (smaller === undefined || larger === undefined) return partMissing;
  const accounts = larger.accounts - smaller.accounts;
  const us = Math.round((1000 * (larger.startMs - smaller.startMs)) / accounts);
  const bytes = Math.round((1024 * 1024 * (larger.rssMb - smaller.rssMb)) / accounts);
  return `Each more account costs a start ${number(us, 'µs')} and ${number(bytes, 'bytes')} of memory: cells are read from their table, staged, and put into lanes and tree before anything is served.`;
};

const growthText = ({ growth }: BenchResult): string => {
  const rows = growth?.filter((row) => row.extrapolated !== true) ?? [];
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return partMissing;
  return `A transfer takes ${number(first.cpuUs, 'µs')} of CPU with ${number(first.accounts)} accounts and ${number(last.cpuUs, 'µs')} with ${number(last.accounts)}.`;
};

const httpText = ({ http }: BenchResult): string =>
  `Client and server read and write batches on the cores that the node runs on; the client alone takes ${number(http?.batchClientCpuUs, 'µs')} a transaction.`;

const latencyText = ({ syncMs }: BenchResult): string =>
  `A sync of the disk takes ${syncMs} ms here, and a block has two. A lone transaction also waits for its signature, for its block, and for the lists.`;

/** Why a goal is missed, by what bounds it. */
const missedTexts: Readonly<Record<Goal['bound'], (result: BenchResult) => string>> = {
  transaction: transactionText,
  votes: transactionText,
  workers: workersText,
  latency: latencyText,
  http: httpText,
  query: ({ rewardsQuery }) => `The slowest combination of filters is ${rewardsQuery?.worst ?? 'not named'}.`,
  growth: growthText,
  start: startText,
};

/** Why a figure is missing, where it is not that its part or its size was left out. */
const absentTexts: Partial<Readonly<Record<Goal['bound'], (result: BenchResult) => string>>> = {
  http: () => partMissing,
};

const leftOut = (result: BenchResult): string => (result.quick ? sizeMissing : partMissing);

/** One entry for each reason that keeps a goal from being reached; empty where all are. */
export const obstaclesSection = (result: BenchResult): string => {
  const reasons = new Map<string, string[]>();
  for (const goal of goals) {
    const stands = standing(goal, goal.figure(result) ?? null);
    if (stands !== 'not reached' && stands !== 'not measured') continue;
    const text =
      stands === 'not reached'
        ? missedTexts[goal.bound](result)
        : (absentTexts[goal.bound] ?? leftOut)(result);
    reasons.set(text, [...(reasons.get(text) ?? []), goal.name]);
  }
  const items = [...reasons].map(([text, names]) => `**${names.join('; ')}.** ${text}`);
  return blocks(
    '## What stands in the way',
    items.length === 0 ? 'Nothing: every goal is reached.' : list(items),
  );
};
