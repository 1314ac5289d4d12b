/** `npm run test:network`: four real validators on this machine, killed and paused by seed, while clients go on; nothing acknowledged may be lost. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClient } from '#api/client/client.ts';
import { keyInFile } from '#api/localKeys.ts';
import { createNetwork } from '#api/network/createNetwork.ts';
import { findComet } from '#chain/ordering/comet/cometProcess.ts';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { Chance } from '../support/arenaHistory.ts';
import { startClients } from './clients.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    port: { type: 'string', default: '4700' },
    'base-port': { type: 'string', default: '28000' },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const seconds = Number(values.seconds);
if (!Number.isInteger(seed) || !(seconds >= 10 && seconds <= 86_400)) {
  process.stderr.write('--seed is a whole number, --seconds 10 to 86400.\n');
  process.exit(2);
}
try {
  findComet();
} catch (error) {
  process.stdout.write(`Skipped: ${error instanceof Error ? error.message : error}\n`);
  process.exit(0);
}
const say = (sentence: string): void => {
  if (!values.json) process.stdout.write(`${sentence}\n`);
};

const count = 4;
const startScript = fileURLToPath(new URL('../../api/start.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'network-'));
const made = createNetwork(createRegistry(modules), {
  out: join(folder, 'net'),
  validators: count,
  port: Number(values.port),
  basePort: Number(values['base-port']),
  time: Date.now(),
  seeds: false,
});

/** One validator: its node, which starts and ends CometBFT. */
class Validator {
  readonly url: string;
  private readonly folder: string;
  private child: ChildProcess | undefined;

  constructor(at: { readonly folder: string; readonly api: string }) {
    this.folder = at.folder;
    this.url = at.api;
  }
  start(): void {
    const env = { ...process.env, DATA: this.folder, PORT: '', WORKERS: '1', LOG_LEVEL: 'fatal' };
    this.child = spawn(process.execPath, [startScript], { stdio: 'ignore', env });
  }
  kill(): void {
    this.child?.kill('SIGKILL');
  }
  /** CometBFT alone; its node starts it again. */
  killEngine(): void {
    const found = spawnSync('pgrep', ['-f', `start --home ${join(this.folder, 'comet')}`], {
      encoding: 'utf8',
    });
    for (const pid of found.stdout.split('\n')) if (pid !== '') process.kill(Number(pid), 'SIGKILL');
  }
  pause(): void {
    this.child?.kill('SIGSTOP');
  }
  go(): void {
    this.child?.kill('SIGCONT');
  }
  async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  async head(): Promise<{ height: number; stateRoot: string } | undefined> {
    const status = await createClient({ url: this.url })
      .status()
      .catch(() => undefined);
    return status === undefined ? undefined : { height: status.height, stateRoot: status.stateRoot };
  }
}
const until = async (what: string, secondsMax: number, look: () => Promise<boolean>): Promise<number> => {
  const begun = performance.now();
  while (!(await look())) {
    if (performance.now() - begun > secondsMax * 1_000)
      throw new Error(`In ${secondsMax} s this did not happen: ${what}.`);
    await sleep(100);
  }
  return performance.now() - begun;
};

const validators = made.nodes.map((one) => new Validator(one));
const chance = new Chance(seed);
const faults = { killed: 0, engineKilled: 0, paused: 0 };
/** How long a killed validator took to be level again, in milliseconds. */
const levelMs: number[] = [];
let failure: unknown;
try {
  for (const validator of validators) validator.start();
  await until('all four answer', 60, async () =>
    (await Promise.all(validators.map((one) => one.head()))).every((head) => head !== undefined),
  );
  say(`Seed ${seed}: four validators at ${validators.map(({ url }) => url).join(', ')}.`);
  const ada = keyInFile(join(folder, 'net', 'keys', 'demo-keys', 'ada'));
  const clients = await startClients(
    validators.map(({ url }) => url),
    ada,
  );
  const ends = performance.now() + seconds * 1_000;
  while (performance.now() < ends) {
    await sleep(1_000 + chance.below(3_000));
    const victim = chance.pick(validators);
    const fault = chance.pick(['kill', 'killEngine', 'pause'] as const);
    if (fault === 'kill') {
      victim.kill();
      faults.killed++;
      await sleep(chance.below(4_000));
      victim.start();
      const reached = (await validators.find((one) => one !== victim)?.head())?.height ?? 0;
      levelMs.push(
        await until(
          'a killed validator is level again',
          60,
          async () => ((await victim.head())?.height ?? -1) >= reached,
        ),
      );
    } else if (fault === 'killEngine') {
      victim.killEngine();
      faults.engineKilled++;
    } else {
      victim.pause();
      faults.paused++;
      await sleep(500 + chance.below(4_000));
      victim.go();
    }
  }
  await clients.stop();
  // Faults have stopped: all come to one state, in which everything that was acknowledged stands once.
  await until('all four have one state', 60, async () => {
    const heads = await Promise.all(validators.map((one) => one.head()));
    return heads.every((head) => head !== undefined && head.stateRoot === heads[0]?.stateRoot);
  });
  for (const { url } of validators) await clients.check(url);
  const result = {
    seed,
    seconds,
    ...faults,
    acknowledged: clients.acknowledged,
    unanswered: clients.unanswered,
    height: (await validators[0]?.head())?.height,
    levelMsMedian: levelMs.toSorted((a, b) => a - b)[levelMs.length >> 1] ?? null,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  failure = error;
} finally {
  for (const validator of validators) validator.go();
  await Promise.all(validators.map((one) => one.stop()));
}
if (failure === undefined) rmSync(folder, { recursive: true });
else {
  process.stderr.write(
    `VIOLATION at seed ${seed}: ${failure instanceof Error ? failure.stack : failure}\nThe folders stay in ${folder}.\n`,
  );
  process.exitCode = 1;
}
