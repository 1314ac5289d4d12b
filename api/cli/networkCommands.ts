/** `merit network`: makes the folders of a network, runs its nodes on this machine, and says how they stand. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { findComet } from '#chain/ordering/comet/cometProcess.ts';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { createClient } from '../client/client.ts';
import { createNetwork } from '../network/createNetwork.ts';
import { type NetworkPlan, readPlan } from '../network/plan.ts';
import { type CliEnvironment, type CommonOptions, common, pathFrom, print } from './cliContext.ts';
import { cliError, refusedAs, wholeNumber } from './cliError.ts';

const startScript = fileURLToPath(new URL('../start.mjs', import.meta.url));
/** A node that ended is started again after this long. */
const restartMs = 1_000;

/** The nodes in a network's folder. */
const nodesIn = (folder: string) => {
  if (!existsSync(folder)) throw cliError('cli.usage', `There is no folder ${folder}.`);
  const found = readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const plan = readPlan(join(folder, name));
      return plan === undefined ? [] : [{ folder: join(folder, name), plan }];
    });
  if (found.length === 0)
    throw cliError('cli.usage', `${folder} holds no network; "merit network create" makes one.`);
  return found;
};

export const addNetworkCommands = (environment: CliEnvironment, program: Command): void => {
  const group = program
    .command('network')
    .description('Several validators that order blocks together, by CometBFT.');
  common(group.command('create'))
    .description('Make keys, one genesis, settings and ports for each validator; starts nothing.')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .option('--validators <number>', '1 to 100', '4')
    .option('--hosts <list>', 'where each runs, with commas; this machine unless given')
    .option('--port <number>', 'of the first API', '4000')
    .option('--base-port <number>', 'first of three ports a node, for CometBFT', '26656')
    .action(
      (
        options: CommonOptions & {
          out: string;
          validators: string;
          hosts?: string;
          port: string;
          basePort: string;
        },
      ) => {
        const asked = {
          out: pathFrom(environment, options.out),
          validators: wholeNumber('validators', options.validators, 1, 100),
          ...(options.hosts === undefined ? {} : { hosts: options.hosts.split(',') }),
          port: wholeNumber('port', options.port, 1, 65_000),
          basePort: wholeNumber('base-port', options.basePort, 1, 65_000),
          time: Date.now(),
        };
        const made = refusedAs('cli.usage', () => createNetwork(createRegistry(modules), asked));
        const next = `npm run merit -- network start --dir ${options.out}`;
        print(environment, options, { ...made, next });
      },
    );
  common(group.command('start'))
    .description('Run all nodes of a folder on this machine until Ctrl-C; one that ends is started again.')
    .requiredOption('--dir <folder>', 'made by "network create"')
    .option('--only <names>', 'nodes to run, with commas; all unless given')
    .action(async (options: CommonOptions & { dir: string; only?: string }) => {
      const only = options.only?.split(',');
      const nodes = nodesIn(pathFrom(environment, options.dir)).filter(
        ({ plan }) => only === undefined || only.includes(plan.name),
      );
      if (nodes.length === 0) throw cliError('cli.usage', 'None of these names is a node of the network.');
      refusedAs('cli.usage', () => findComet());
      await runNodes(nodes.map(({ folder }) => folder));
    });
  common(group.command('status'))
    .description('How each node of a folder stands: height, root, peers, and what it waits for.')
    .requiredOption('--dir <folder>', 'made by "network create"')
    .action(async (options: CommonOptions & { dir: string }) => {
      const nodes = nodesIn(pathFrom(environment, options.dir));
      const items = await Promise.all(nodes.map(({ plan }) => statusOf(environment, plan)));
      print(environment, options, { items });
    });
};

/** A node that says nothing for so long is told to be silent. */
const answerMsMax = 3_000;
const statusOf = async ({ fetch: ask = fetch }: CliEnvironment, { name, port }: NetworkPlan) => {
  const client = createClient({
    url: `http://127.0.0.1:${port}`,
    fetch: (input, init) => ask(input, { ...init, signal: AbortSignal.timeout(answerMsMax) }),
  });
  try {
    const { height, stateRoot, comet } = await client.status();
    return { name, answers: true, height, stateRoot, ...(comet === undefined ? {} : { comet }) };
  } catch {
    return { name, answers: false };
  }
};

/** Resolves when all were ended by a signal. */
const runNodes = (folders: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    const running = new Set<ChildProcess>();
    let stopping = false;
    const start = (folder: string): void => {
      const child = spawn(process.execPath, [startScript], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, DATA: folder, PORT: '' },
      });
      running.add(child);
      child.once('exit', () => {
        running.delete(child);
        if (!stopping) setTimeout(() => start(folder), restartMs);
        else if (running.size === 0) resolve();
      });
    };
    const stop = (): void => {
      stopping = true;
      for (const child of running) child.kill('SIGTERM');
      if (running.size === 0) resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    for (const folder of folders) start(folder);
  });
