/** The figures that the bench is held against: what counts as reached, and what is aimed at. */
import type { BenchResult } from './result.ts';

/** A goal for one figure; a figure that was not measured is null. */
export interface Goal {
  readonly name: string;
  readonly unit: string;
  readonly floor: number;
  readonly aim: number;
  /** Whether less is better. */
  readonly less?: boolean;
  readonly figure: (result: BenchResult) => number | null | undefined;
  /** What bounds it where it is not reached. */
  readonly bound: 'transaction' | 'votes' | 'workers' | 'latency' | 'http' | 'query' | 'growth' | 'start';
}

/** Of the sizes of the growth part. */
const at = (result: BenchResult, accounts: number) =>
  result.growth?.find((row) => row.accounts === accounts && row.extrapolated !== true);
const [tenThousand, hundredThousand, million] = [10_000, 100_000, 1_000_000];

const blockTimeRatio = (result: BenchResult): number | null => {
  const [small, large] = [at(result, tenThousand), at(result, million)];
  return small === undefined || large === undefined
    ? null
    : Math.round((100 * large.blockP99Ms) / small.blockP99Ms) / 100;
};

export const goals: readonly Goal[] = [
  {
    name: 'Transfers at 100,000 accounts ÷ signature limit',
    unit: '',
    floor: 0.68,
    aim: 0.75,
    figure: ({ transfers }) => (transfers?.accounts === hundredThousand ? transfers.ratioToLimit : null),
    bound: 'transaction',
  },
  {
    name: 'Transfers at a million accounts ÷ signature limit',
    unit: '',
    floor: 0.62,
    aim: 0.7,
    figure: ({ million: many }) => (many?.accounts === million ? many.ratioToLimit : null),
    bound: 'transaction',
  },
  {
    name: 'Aggregated votes ÷ signature limit',
    unit: '',
    floor: 2.5,
    aim: 3.5,
    figure: ({ votes }) => votes?.ratioToLimit,
    bound: 'votes',
  },
  {
    name: 'Mixed load, two workers ÷ one',
    unit: '',
    floor: 1.7,
    aim: 1.8,
    figure: ({ mixed }) => mixed?.speedUp,
    bound: 'workers',
  },
  {
    name: 'Heavy load, two workers ÷ one',
    unit: '',
    floor: 1.75,
    aim: 1.85,
    figure: ({ heavy }) => heavy?.speedUp,
    bound: 'workers',
  },
  {
    name: 'Idle, submitted to readable, p50',
    unit: 'ms',
    floor: 10,
    aim: 5,
    less: true,
    figure: ({ latency }) => latency?.idleP50Ms,
    bound: 'latency',
  },
  {
    name: 'Idle, submitted to readable, p99',
    unit: 'ms',
    floor: 30,
    aim: 15,
    less: true,
    figure: ({ latency }) => latency?.idleP99Ms,
    bound: 'latency',
  },
  {
    name: 'p99 beside a flood ÷ without one',
    unit: '',
    floor: 2,
    aim: 1.5,
    less: true,
    figure: ({ floods }) => (floods === null ? null : Math.max(...floods.map(({ ofQuiet }) => ofQuiet))),
    bound: 'latency',
  },
  {
    name: 'HTTP in batches ÷ in process',
    unit: '',
    floor: 0.7,
    aim: 0.9,
    figure: ({ http }) => http?.batchOfInProcess,
    bound: 'http',
  },
  {
    name: 'Rewards query over a million rows, p50',
    unit: 'ms',
    floor: 5,
    aim: 2,
    less: true,
    figure: ({ rewardsQuery }) => (rewardsQuery?.rows === million ? rewardsQuery.p50Ms : null),
    bound: 'query',
  },
  {
    name: 'Rewards query over a million rows, p99',
    unit: 'ms',
    floor: 20,
    aim: 10,
    less: true,
    figure: ({ rewardsQuery }) => (rewardsQuery?.rows === million ? rewardsQuery.p99Ms : null),
    bound: 'query',
  },
  {
    name: 'p99 between blocks, a million accounts ÷ 10,000',
    unit: '',
    floor: 3,
    aim: 1.5,
    less: true,
    figure: blockTimeRatio,
    bound: 'growth',
  },
  {
    name: 'Start with a million accounts',
    unit: 's',
    floor: 8,
    aim: 4,
    less: true,
    figure: (result) => {
      const row = at(result, million);
      return row === undefined ? null : Math.round(row.startMs / 100) / 10;
    },
    bound: 'start',
  },
  {
    name: 'Memory with a million accounts',
    unit: 'GB',
    floor: 2,
    aim: 1,
    less: true,
    figure: (result) => {
      const row = at(result, million);
      return row === undefined ? null : Math.round(row.rssMb / 10.24) / 100;
    },
    bound: 'start',
  },
];

/** How a figure stands to its goal. */
export const standing = (
  { floor, aim, less = false }: Goal,
  figure: number | null,
): 'not measured' | 'aim reached' | 'reached' | 'not reached' => {
  if (figure === null) return 'not measured';
  const meets = (bound: number): boolean => (less ? figure <= bound : figure >= bound);
  return meets(aim) ? 'aim reached' : meets(floor) ? 'reached' : 'not reached';
};
