/** Where the CPU time of a transfer goes, thread by thread: V8's profiles of a whole process, summed by function. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workFolder } from './cache.ts';
import type { ProfileOrder, ProfileWindow } from './profileChild.ts';
import { rounded, sum } from './statistics.ts';

const childPath = fileURLToPath(new URL('./profileChild.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Functions that are listed of each thread; the rest is one line. */
const linesMax = 25;
const intervalUs = 500;

/** Threads by the file that only they run. */
const roles: readonly (readonly [file: string, role: string])[] = [
  ['laneWorker', 'lane worker'],
  ['storageWorker', 'storage'],
  ['readModel/', 'read model'],
];

interface CpuProfile {
  readonly startTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
/** Self time of one function, in µs of a transaction. */
interface ProfileLine {
  readonly where: string;
  readonly us: number;
}
export interface ThreadProfile {
  readonly thread: string;
  /** Time at work; waiting is left out. */
  readonly busyUs: number;
  readonly files: readonly ProfileLine[];
  readonly functions: readonly ProfileLine[];
}
export interface Profile {
  readonly transactions: number;
  /** While it was profiled, which costs time itself. */
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly threads: readonly ThreadProfile[];
}

/** A thread that waits is sampled where it waits. */
const waiting: ReadonlySet<string> = new Set(['(idle)', '(root)', 'wait', 'waitAsync']);

/** Runs transfers in a profiled process. */
export const benchProfile = async (order: ProfileOrder): Promise<Profile> => {
  const folder = join(workFolder(), 'profiles');
  mkdirSync(folder);
  try {
    const execArgv = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${intervalUs}`];
    const child = fork(childPath, [JSON.stringify(order)], { execArgv });
    const exited = once(child, 'exit');
    const ended = exited.then(([code]): never => {
      throw new Error(`The profiled process ended early with ${code}.`);
    });
    const [window] = (await Promise.race([once(child, 'message'), ended])) as [ProfileWindow];
    await exited;
    const { transactions, perSecond, cpuUs } = window;
    const threads = readdirSync(folder).map((name) => threadOf(join(folder, name), window));
    const lanes = (name: string): number => (name === 'main' ? 0 : 1);
    const busy = threads.filter(({ busyUs }) => busyUs > 0);
    const named = numbered(busy.sort((a, b) => lanes(a.thread) - lanes(b.thread) || b.busyUs - a.busyUs));
    return { transactions, perSecond: rounded(perSecond), cpuUs, threads: named };
  } finally {
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
};

const numbered = (threads: readonly ThreadProfile[]): ThreadProfile[] =>
  threads.map((one, place) => {
    const same = threads.filter(({ thread }) => thread === one.thread).length;
    const number = threads.slice(0, place + 1).filter(({ thread }) => thread === one.thread).length;
    return same > 1 ? { ...one, thread: `${one.thread} ${number}` } : one;
  });

const threadOf = (path: string, window: ProfileWindow): ThreadProfile => {
  const { nodes, samples, timeDeltas, startTime } = JSON.parse(readFileSync(path, 'utf8')) as CpuProfile;
  // CPU.date.time.process.thread.number.cpuprofile; thread 0 is the main one.
  const isMain = path.split('.').at(-3) === '0';
  const urls = nodes.map(({ callFrame }) => callFrame.url);
  const role = roles.find(([file]) => urls.some((url) => url.includes(file)))?.[1] ?? 'other thread';
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byFunction = new Map<string, number>();
  const byFile = new Map<string, number>();
  let at = startTime;
  for (const [place, id] of samples.entries()) {
    const delta = timeDeltas[place] ?? 0;
    at += delta;
    const frame = frames.get(id);
    if (frame === undefined || at < window.fromUs || at > window.toUs) continue;
    if (waiting.has(frame.functionName)) continue;
    const file = fileOf(frame.url);
    const name = frame.functionName === '' ? `(line ${frame.lineNumber + 1})` : frame.functionName;
    add(byFile, file, delta);
    add(byFunction, file === name ? name : `${file} ${name}`, delta);
  }
  const us = (value: number): number => rounded(value / window.transactions, 2);
  const lines = (from: ReadonlyMap<string, number>): ProfileLine[] => {
    const all = [...from]
      .map(([where, value]) => ({ where, us: us(value) }))
      .sort((a, b) => b.us - a.us || (a.where < b.where ? -1 : 1));
    const rest = rounded(sum(all.slice(linesMax).map((line) => line.us)), 2);
    const shown = all.slice(0, linesMax).filter((line) => line.us > 0);
    return rest > 0 ? [...shown, { where: 'everything else', us: rest }] : shown;
  };
  const thread = isMain ? 'main' : role;
  return {
    thread,
    busyUs: us(sum([...byFile.values()])),
    files: lines(byFile),
    functions: lines(byFunction),
  };
};

const add = (map: Map<string, number>, key: string, value: number): void => {
  map.set(key, (map.get(key) ?? 0) + value);
};

/** A file as the repository names it; what has none is the engine's own, or native code. */
const fileOf = (url: string): string => {
  if (url === '') return 'engine and native code';
  if (url.startsWith('node:')) return 'node';
  if (!url.startsWith('file:')) return url;
  const path = relative(root, fileURLToPath(url)).replaceAll('\\', '/');
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return library ?? path;
};

/** The profile as text, for people. */
export const profileText = ({ perSecond, cpuUs, threads }: Profile): string => {
  const head = `While profiled: ${perSecond} transfers a second, ${cpuUs} µs of CPU each.`;
  const parts = threads.map(({ thread, busyUs, functions }) => {
    const lines = functions.map(({ where, us }) => `  ${us.toFixed(2).padStart(7)}  ${where}`);
    return [`${thread}: ${busyUs} µs of a transfer`, ...lines].join('\n');
  });
  return [head, ...parts].join('\n\n');
};
