/** The CometBFT process beside a node: found, started, started again when it ends, and ended with the node. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Which version the network runs; others speak other messages. */
const cometVersion = '0.38';
/** A process that ends at once is not started again faster than this. */
const restartMs = 1_000;
/** How long it may take to end by itself. */
const endMsMax = 5_000;

const howToGet = `CometBFT ${cometVersion} is needed to order blocks among several nodes, and was not found. Install Go and run "go install github.com/cometbft/cometbft/cmd/cometbft@v0.38.26", or name a binary in COMETBFT.`;

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * The path of the binary: the one that `COMETBFT` names, else one on the PATH, else one in `~/go/bin`. Throws an Error that
 * says how to get it, or which version this one is.
 */
export const findComet = (environment: NodeJS.ProcessEnv = process.env): string => {
  const named = environment['COMETBFT'];
  const folders = [
    ...(environment['PATH'] ?? '').split(delimiter),
    join(environment['HOME'] ?? homedir(), 'go', 'bin'),
  ];
  const found = named ?? folders.map((folder) => join(folder, 'cometbft')).find(isProgram);
  if (found === undefined) throw new Error(howToGet);
  if (!isProgram(found)) throw new Error(`COMETBFT names ${found}, which is no program that can be run.`);
  const version = spawnSync(found, ['version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (!version.replace(/^v/, '').startsWith(`${cometVersion}.`))
    throw new Error(
      `${found} is version ${version || 'unknown'} of CometBFT; version ${cometVersion} is needed.`,
    );
  return found;
};

export interface CometProcessOptions {
  readonly program: string;
  readonly home: string;
  /** Hears of each end that nobody asked for. */
  readonly onEnd: (code: number | null) => void;
}

export class CometProcess {
  private readonly options: CometProcessOptions;
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** How often it was started. */
  starts = 0;

  constructor(options: CometProcessOptions) {
    this.options = options;
    this.start();
  }

  /** The number of the running process. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  private start(): void {
    const { program, home, onEnd } = this.options;
    // What it says goes to a file of its own; an operator reads it when it does not start.
    const log = openSync(join(home, 'comet.log'), 'a');
    const child = spawn(program, ['start', '--home', home], { stdio: ['ignore', log, log] });
    // The child has its own by now.
    closeSync(log);
    this.child = child;
    this.starts++;
    child.once('error', () => undefined);
    child.once('exit', (code) => {
      this.child = undefined;
      if (this.closed) return;
      onEnd(code);
      this.timer = setTimeout(() => this.start(), restartMs);
    });
  }

  /** Ends it; by force where it does not end by itself. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (child === undefined) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), endMsMax);
    await ended;
    clearTimeout(force);
  }
}
