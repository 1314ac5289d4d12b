/** The sections of docs/performance.md, each from the result of a run. */
import { goals, standing } from './goals.ts';
import { blocks, list, number, type Row, table } from './markdown.ts';
import { measuredPeers, peersOpensslPerSecond, publishedPeers } from './peers.ts';
import type { ThreadProfile } from './profile.ts';
import type { BenchResult } from './result.ts';
import type { Figures } from './rounds.ts';

/** Lines of a thread’s profile on the page. */
const profileLinesMax = 12;

export const conditionsSection = (result: BenchResult): string => {
  const { node, cores, cpu, system, memoryMb, freeMb, loadBefore, loadAfter, commit, date } = result;
  const { synchronous, syncMs, tookSeconds, limit } = result;
  return blocks(
    '## Conditions',
    list([
      `Commit ${commit}, ${date}; Node ${node}; ${system}; ${cores} cores of ${cpu}; ${number(memoryMb, 'MB')}, ${number(freeMb, 'MB')} of it free.`,
      `Load average ${loadBefore} before the run and ${loadAfter} after it, which took ${number(tookSeconds, 's')}. Its own load is in the second.`,
      `SQLite says synchronous = ${synchronous} of a connection opened as the chain opens it; a small write with its sync takes ${syncMs} ms there.`,
      ...(limit === null
        ? []
        : [
            `The limit: libsodium verifies ${number(limit.ed25519VerifyPerSecond)} ed25519 signatures a second in ${limit.threads} threads, over the very messages of the load; ` +
              `that is ${limit.ofPlainLoop} of a plain loop over one of them. OpenSSL verifies ${number(limit.opensslVerifyPerSecond)}.`,
            `The threads of the limit had ${limit.coreShare} of their cores; other programs took the rest.`,
          ]),
    ]),
  );
};

export const goalsSection = (result: BenchResult): string => {
  const rows = goals.map((goal): Row => {
    const figure = goal.figure(result) ?? null;
    const bound = goal.less === true ? '≤' : '≥';
    const of = (value: number): string => `${bound} ${number(value, goal.unit)}`;
    return [
      goal.name,
      number(figure, figure === null ? '' : goal.unit),
      of(goal.floor),
      of(goal.aim),
      standing(goal, figure),
    ];
  });
  return blocks('## Figures and goals', table(['', 'measured', 'goal', 'aim', ''], rows));
};

export const loadsSection = (result: BenchResult): string => {
  const row = (name: string, one: Figures | null | undefined, more = ''): Row[] =>
    one === null || one === undefined
      ? []
      : [
          [
            name,
            number(one.perSecond),
            number(one.spread),
            number(one.ratioToLimit),
            number(one.cpuUs),
            number(one.mainUs),
            number(one.driverUs),
            number(one.lagMs),
            more,
          ],
        ];
  const { transfers, million, votes, attestations, payouts, mixed, heavy } = result;
  const rows = [
    ...row(
      `Transfers, ${number(transfers?.accounts)} accounts`,
      transfers,
      `${number(transfers?.senders)} senders`,
    ),
    ...row(
      `Transfers, ${number(million?.accounts)} accounts`,
      million,
      `${number(million?.senders)} senders`,
    ),
    ...row('Signed votes on one proposal', votes?.signed, `${number(votes?.voters)} voters`),
    ...row(
      'Contributions settled',
      attestations,
      `${number(attestations?.settledPerSecond)} settled a second, ${number(attestations?.settledCpuUs, 'µs')} of CPU each`,
    ),
    ...row('Payouts out of one treasury', payouts, `${number(payouts?.paymentsPerSecond)} payments a second`),
    ...row(
      'Mixed',
      mixed?.figures['2'],
      'half transfers, a fifth votes, 15 % streams, 15 % stakes, profiles, submissions',
    ),
    ...row('Heavy', heavy?.figures['2'], `${number(heavy?.workUs, 'µs')} of integer work each`),
  ];
  const head = [
    'two workers',
    'tx/s',
    'spread',
    '÷ limit',
    'CPU µs',
    'main µs',
    'driver µs',
    'lists behind, ms',
    '',
  ];
  return blocks(
    '## Loads',
    'Medians over the rounds; µs are of a transaction, over all threads, then in the main thread alone, then in the driver, which is part of both.',
    table(head, rows),
    result.root === null
      ? undefined
      : `Commit and state root take ${number(result.root.microsecondsPerTransaction, 'µs')} of wall time of a transfer.`,
    latencyText(result),
    floodsText(result),
    httpText(result),
    result.mainJob === null
      ? undefined
      : `The main job, idle, from the submission of a document to its first payment in the lists: p50 ${number(result.mainJob.p50Ms, 'ms')}, longest of ${result.mainJob.jobs} ${number(result.mainJob.maxMs, 'ms')}.`,
  );
};

const latencyText = ({ latency: one }: BenchResult): string | undefined =>
  one === null
    ? undefined
    : `Submitted to readable, which means synced and in the lists: idle p50 ${number(one.idleP50Ms, 'ms')}, p99 ${number(one.idleP99Ms, 'ms')} of ${one.idleJobs}; ` +
      `beside ${number(one.loadPerSecond)} transfers a second p50 ${number(one.loadedP50Ms, 'ms')}, p99 ${number(one.loadedP99Ms, 'ms')} of ${one.loadedJobs}.`;

const floodsText = ({ floods }: BenchResult): string | undefined =>
  floods === null
    ? undefined
    : blocks(
        'Honest transfers, one every 20 ms, beside a flood at the rate that one address may write:',
        table(
          ['flood', 'flood, a second', 'p50', 'p99', 'p99 ÷ quiet'],
          floods.map((one) => [
            one.name,
            number(one.floodPerSecond),
            number(one.p50Ms, 'ms'),
            number(one.p99Ms, 'ms'),
            number(one.ofQuiet),
          ]),
        ),
      );

const httpText = ({ http: one }: BenchResult): string | undefined =>
  one === null
    ? undefined
    : `Over HTTP from another process on the same cores: ${number(one.singlePerSecond)} a second one by one, ${one.batchPerSecond === null ? 'no batches yet' : `${number(one.batchPerSecond)} in batches of 512`}; ` +
      `${number(one.inProcessPerSecond)} without HTTP. The client takes ${number(one.singleClientCpuUs, 'µs')} of CPU a transaction one by one${one.batchClientCpuUs === null ? '' : ` and ${number(one.batchClientCpuUs, 'µs')} in batches`}.`;

export const workersSection = ({ mixed, heavy }: BenchResult): string | undefined => {
  if (mixed === null && heavy === null) return undefined;
  const workers = Object.keys(mixed?.byWorkers ?? heavy?.byWorkers ?? {});
  const row = (name: string, rates: Readonly<Record<string, number>> | undefined): Row[] =>
    rates === undefined ? [] : [[name, ...workers.map((count) => number(rates[count]))]];
  const { amdahl } = mixed ?? {};
  return blocks(
    '## Workers',
    table(
      ['tx/s by workers', ...workers],
      [...row('Mixed', mixed?.byWorkers), ...row('Heavy', heavy?.byWorkers)],
    ),
    heavy?.sameRoots === true
      ? 'After the heavy load one more block, the same everywhere, left the same state root for each number of workers.'
      : undefined,
    '![Rates by workers](images/performance-workers.svg)',
    amdahl === null || amdahl === undefined
      ? undefined
      : blocks(
          `What more cores would give is **arithmetic, not a measurement**: of a mixed transaction ${amdahl.serialUs} µs are in the main thread and taken as serial, ` +
            `${amdahl.parallelUs} µs in other threads and taken as parallel; the rate is 1 ÷ (serial + parallel ÷ cores), as Amdahl has it.`,
          table(
            ['cores', 'tx/s', 'of one core'],
            amdahl.byCores.map(({ cores, perSecond, speedUp }) => [
              number(cores),
              number(perSecond),
              number(speedUp),
            ]),
          ),
        ),
  );
};

export const contentionSection = ({ contention }: BenchResult): string | undefined => {
  if (contention === null) return undefined;
  const workers = Object.keys(contention[0]?.figures ?? {});
  const rows = contention.map(({ name, joinedShare, figures }): Row => {
    const all = Object.values(figures);
    const total = (value: (one: Figures) => number): string =>
      number(
        Math.round(all.reduce((sum, one) => sum + (1000 * value(one)) / one.transactions, 0) / all.length),
      );
    return [
      name,
      ...workers.map((count) => number(figures[count]?.perSecond)),
      number(joinedShare),
      total((one) => one.groups),
      total((one) => one.conflicts),
      total((one) => one.uncoveredDraws),
      number(figures[workers.at(-1) ?? '']?.smallestShare),
    ];
  });
  const head = ['', ...workers.map((count) => `tx/s, ${count} worker${count === '1' ? '' : 's'}`)];
  return blocks(
    '## Contention',
    'Groups, conflicts and uncovered draws are of 1,000 transactions, as the lanes report them. A group runs in order on one worker.',
    table(
      [
        ...head,
        'share in groups of two or more',
        'groups',
        'conflicts',
        'uncovered draws',
        'least busy worker',
      ],
      rows,
    ),
    '![Rates by contention](images/performance-contention.svg)',
  );
};

export const growthSection = ({ growth }: BenchResult): string | undefined =>
  growth === null
    ? undefined
    : blocks(
        '## Growth',
        'Each size in a process of its own, over a chain on disk. Start is from the start of the process until a balance was read; memory is resident then, before any load.',
        table(
          [
            'accounts, 3 cells each',
            'start, ms',
            'memory, MB',
            'files, MB',
            'tx/s',
            'CPU µs',
            'between blocks p50, ms',
            'p99, ms',
            'blocks',
          ],
          growth.map(
            (row): Row => [
              `${number(row.accounts)}${row.extrapolated === true ? ' (**extrapolated** from the two sizes above, not measured)' : ''}`,
              ...[
                row.startMs,
                row.rssMb,
                row.fileMb,
                row.perSecond,
                row.cpuUs,
                row.blockP50Ms,
                row.blockP99Ms,
              ].map((value) => number(value)),
              row.extrapolated === true ? '–' : number(row.blocks),
            ],
          ),
        ),
        '![Start by accounts](images/performance-start.svg)',
      );

export const profileSection = ({ profile }: BenchResult): string | undefined => {
  if (profile === null) return undefined;
  const one = ({ thread, busyUs, files, functions }: ThreadProfile): string =>
    blocks(
      `### ${thread}: ${busyUs} µs of a transfer`,
      table(
        ['µs', 'function', 'µs', 'file'],
        Array.from({ length: Math.min(profileLinesMax, functions.length) }, (_, place): Row => {
          const [func, file] = [functions[place], files[place]];
          const named = (line: typeof func): Row =>
            line === undefined ? ['', ''] : [line.us.toFixed(2), `\`${line.where}\``];
          return [...named(func), ...named(file)];
        }),
      ),
    );
  return blocks(
    '## Where the time of a transfer goes',
    `V8’s profiles of every thread while ${number(profile.transactions)} transfers ran, waiting left out; native functions are counted where they are called from. ` +
      `Profiling itself costs time: it ran at ${number(profile.perSecond)} a second. On a busy machine a thread that waits for a core looks busy.`,
    ...profile.threads.map(one),
  );
};

export const peersSection = ({ transfers, votes, limit, node }: BenchResult): string => {
  const own = (load: string, one: Figures | null | undefined): Row[] =>
    one === null || one === undefined || limit === null
      ? []
      : [
          [
            `**Meritlane, here (Node ${node})**`,
            load,
            number(one.perSecond),
            (one.perSecond / limit.opensslVerifyPerSecond).toFixed(2),
            number(Math.round(one.cpuUs)),
            'yes',
            'SQLite, FULL',
            '2 workers',
          ],
        ];
  return blocks(
    '## Beside others',
    `The first table’s other rows were measured by this project’s authors on **another machine** of two cores, where OpenSSL verified ${number(peersOpensslPerSecond)} signatures a second, ` +
      'with 20,000 transactions of 5,000 senders where the tool allows it; that machine was busy, so trust ratios and CPU before rates. The ratio is to what OpenSSL verifies on the machine of the row.',
    table(
      ['', 'load', 'tx/s', '÷ OpenSSL', 'CPU µs', 'signatures checked', 'stored', 'parallel'],
      [
        ...own('token transfer', transfers),
        ...own('vote', votes?.signed),
        ...measuredPeers.map(
          (peer): Row => [
            peer.name,
            peer.load,
            peer.perSecond,
            peer.ofOpenssl,
            peer.cpuUs,
            peer.signatures,
            peer.stored,
            peer.parallel,
          ],
        ),
      ],
    ),
    'The second is what others **published of themselves**, on hardware of their own; nothing of it was measured here.',
    table(['', 'figure', 'on', 'source'], publishedPeers),
  );
};
