/** docs/performance.md and its plots, written from the result of a run and nothing else. */
import { fileURLToPath } from 'node:url';
import { blocks, number } from './markdown.ts';
import { obstaclesSection } from './obstacles.ts';
import {
  conditionsSection,
  contentionSection,
  goalsSection,
  growthSection,
  loadsSection,
  peersSection,
  profileSection,
  workersSection,
} from './pageSections.ts';
import { type Bar, barPlot, linePlot } from './plots.ts';
import type { BenchResult } from './result.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
/** Where the result stands that the committed page is written from. */
export const resultPath = `${docs}performance.json`;

export interface PageFile {
  readonly path: string;
  readonly text: string;
}

const intro = `# Performance

Written by \`npm run bench -- --write\` from \`performance.json\`; do not edit. Every rate is of signed transactions a second
through a whole node in one process: decoded, verified, executed, committed to the state root and synced with FULL, with the
read model following, unless a name says otherwise. The clock starts before the first byte is decoded and stops when the last
block is synced. Loads are signed before the clock starts, each sender with a key of its own; the limit is libsodium on the same
messages in as many threads as there are workers, measured just before and just after each round.`;

/** What makes the figures worth less than they look. */
const warningOf = ({ quick, limit }: BenchResult): string | undefined => {
  const warnings = [
    ...(quick ? ['These are rough figures of a quick run with small sizes.'] : []),
    ...(limit === null || limit.trusted
      ? []
      : [
          `This run is not to be trusted: its threads had only ${limit.coreShare} of their cores, or libsodium was slower than in a plain loop; ` +
            'run it again on a quiet machine.',
        ]),
  ];
  return warnings.length === 0 ? undefined : `**${warnings.join(' ')}**`;
};

const page = (result: BenchResult): string =>
  `${blocks(
    intro,
    warningOf(result),
    conditionsSection(result),
    goalsSection(result),
    '![Rates of the loads; the stroke is the signature limit](images/performance-loads.svg)',
    loadsSection(result),
    workersSection(result),
    contentionSection(result),
    growthSection(result),
    profileSection(result),
    peersSection(result),
    obstaclesSection(result),
  )}\n`;

const loadBars = ({
  limit,
  transfers,
  million,
  votes,
  attestations,
  payouts,
  mixed,
  heavy,
  http,
}: BenchResult): Bar[] => {
  const rates: readonly (readonly [label: string, value: number | null | undefined])[] = [
    [`transfers, ${number(transfers?.accounts)} accounts`, transfers?.perSecond],
    [`transfers, ${number(million?.accounts)}`, million?.perSecond],
    ['signed votes', votes?.signedPerSecond],
    ['aggregated votes', votes?.aggregatedPerSecond],
    ['attestations', attestations?.perSecond],
    ['payouts of ten', payouts?.perSecond],
    ['mixed', mixed?.perSecond],
    ['heavy', heavy?.byWorkers['2']],
    ['HTTP, one by one', http?.singlePerSecond],
    ['HTTP, batches', http?.batchPerSecond],
  ];
  return rates.flatMap(([label, value]) => {
    if (value === null || value === undefined) return [];
    return limit === null ? [{ label, value }] : [{ label, value, goal: limit.ed25519VerifyPerSecond }];
  });
};

const workersPlot = ({ mixed, heavy, cores }: BenchResult): string =>
  linePlot({
    title: `Transactions a second by workers, on ${cores} cores`,
    xLabel: 'workers',
    yLabel: 'transactions a second',
    series: [
      { name: 'mixed', points: pointsOf(mixed?.byWorkers) },
      { name: 'heavy', points: pointsOf(heavy?.byWorkers) },
    ].filter(({ points }) => points.length > 0),
  });
const pointsOf = (rates: Readonly<Record<string, number>> | undefined): [number, number][] =>
  Object.entries(rates ?? {}).map(([workers, rate]) => [Number(workers), rate]);

/** Of the rows of bids, how many in a hundred are in one auction. */
const hotPercents = [0, 25, 50, 75, 100] as const;
const contentionPlot = ({ contention }: BenchResult): string => {
  const rows = (contention ?? []).slice(-hotPercents.length);
  const workers = Object.keys(rows[0]?.figures ?? {});
  const series = workers.map((count) => ({
    name: `${count} worker${count === '1' ? '' : 's'}`,
    points: rows.map(({ figures }, place): [number, number] => [
      hotPercents[place] ?? 0,
      figures[count]?.perSecond ?? 0,
    ]),
  }));
  return linePlot({
    title: 'Bids a second by how many of a hundred are in one auction',
    xLabel: 'bids of a hundred in the same auction',
    yLabel: 'transactions a second',
    series,
  });
};

const startPlot = ({ growth }: BenchResult): string =>
  linePlot({
    title: 'Milliseconds from the start of the process to the first read',
    xLabel: `accounts, three cells each${growth?.some((row) => row.extrapolated) ? '; the last size is extrapolated' : ''}`,
    yLabel: 'milliseconds',
    series: [{ name: 'start', points: (growth ?? []).map(({ accounts, startMs }) => [accounts, startMs]) }],
    logX: true,
  });

/** The page and its plots. */
export const pageFiles = (result: BenchResult): PageFile[] => [
  { path: `${docs}performance.md`, text: page(result) },
  {
    path: `${docs}images/performance-loads.svg`,
    text: barPlot('Transactions a second; the stroke is the signature limit', loadBars(result)),
  },
  { path: `${docs}images/performance-workers.svg`, text: workersPlot(result) },
  { path: `${docs}images/performance-contention.svg`, text: contentionPlot(result) },
  { path: `${docs}images/performance-start.svg`, text: startPlot(result) },
];
