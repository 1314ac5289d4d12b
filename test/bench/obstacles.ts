/** What stands in the way of the figures that a run did not reach, said from the figures themselves. */
import { type Goal, goals, standing } from './goals.ts';
import { blocks, list, number } from './markdown.ts';
import type { BenchResult } from './result.ts';

/** Functions named of each thread. */
const namedMax = 4;

const transactionText = ({ transfers, limit, profile }: BenchResult): string => {
  if (transfers === null || limit === null) return notMeasured;
  const verifyUs = Math.round((10 * limit.threads * 1e6) / limit.ed25519VerifyPerSecond) / 10;
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

const notMeasured = 'Sizes that a quick run leaves out, or parts that did not run.';

const startText = (result: BenchResult): string => {
  const { growth } = result;
  const rows = growth?.filter((row) => row.extrapolated !== true) ?? [];
  const [smaller, larger] = rows.slice(-2);
  if (smaller === undefined || larger === undefined || result.quick) return notMeasured;
  const accounts = larger.accounts - smaller.accounts;
  const us = Math.round((1000 * (larger.startMs - smaller.startMs)) / accounts);
  const bytes = Math.round((1024 * 1024 * (larger.rssMb - smaller.rssMb)) / accounts);
  return `Each more account costs a start ${number(us, 'µs')} and ${number(bytes, 'bytes')} of memory: cells are read from their table, staged, and put into lanes and tree before anything is served.`;
};

const texts: Readonly<Record<Goal['bound'], (result: BenchResult) => string>> = {
  transaction: transactionText,
  votes: () => 'Votes under one signature cannot be sent yet.',
  workers: workersText,
  latency: ({ syncMs }) =>
    `A sync of the disk takes ${syncMs} ms here, and a block has two. A lone transaction waits for its signature, for one block and its sync, and for the lists.`,
  http: ({ http }) =>
    http?.batchPerSecond === null || http === null
      ? 'The server has no batch route yet.'
      : `The client and the server’s reading of batches run on the same cores as the node; the client alone takes ${number(http.batchClientCpuUs, 'µs')} a transaction.`,
  query: ({ rewardsQuery }) =>
    rewardsQuery === null
      ? 'The query has no script of its own here yet.'
      : `The slowest combination of filters is ${rewardsQuery.worst ?? 'not named'}.`,
  growth: () =>
    'More cells mean more misses of the caches in every look-up, and more levels of the tree to hash.',
  start: startText,
};

/** One entry for each reason that keeps a goal from being reached; empty where all are. */
export const obstaclesSection = (result: BenchResult): string => {
  const missed = goals.filter((goal) => {
    const stands = standing(goal, goal.figure(result) ?? null);
    return stands === 'not reached' || stands === 'not measured';
  });
  const reasons = new Map<Goal['bound'], string[]>();
  for (const { bound, name } of missed) reasons.set(bound, [...(reasons.get(bound) ?? []), name]);
  const items = [...reasons].map(([bound, names]) => `**${names.join('; ')}.** ${texts[bound](result)}`);
  return blocks(
    '## What stands in the way',
    items.length === 0 ? 'Nothing: every goal is reached.' : list(items),
  );
};
